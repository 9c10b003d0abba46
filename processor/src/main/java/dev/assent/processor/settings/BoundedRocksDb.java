package dev.assent.processor.settings;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/**
 * Bounds the memory of all stores together: by default each store of each partition may take a
 * block cache of 50 MB and write buffers of 48 MB.
 *
 * <p>Write buffers count against the cache; what they leave of it must hold the indexes and filters
 * of a million operations (some 40 MB), which are kept before any data. A store's own buffer is so
 * small that the stores of four partitions stay below the common bound: at the bound every store
 * that is written to flushes whatever it holds, and compacting those small files took more of the
 * processor's time than the decisions.
 */
public final class BoundedRocksDb implements RocksDBConfigSetter {
  private static final long CACHE_BYTES = 256L << 20;
  private static final double SHARE_FOR_INDEXES_AND_FILTERS = 0.4;
  private static final int STANDARD_SHARDS = -1;
  private static final long WRITE_BUFFERS_BYTES = 160L << 20;
  private static final long WRITE_BUFFER_BYTES = 4L << 20;
  private static final double BLOOM_BITS = 10;

  /** Twice RocksDB's own: fewer and larger compactions, for a look into some more filters. */
  private static final int FILES_BEFORE_COMPACTION = 8;

  // shared by all stores of the process, and living as long as it does
  private static final Cache CACHE =
      new LRUCache(CACHE_BYTES, STANDARD_SHARDS, false, SHARE_FOR_INDEXES_AND_FILTERS);
  private static final WriteBufferManager WRITE_BUFFERS =
      new WriteBufferManager(WRITE_BUFFERS_BYTES, CACHE);
  private static final BloomFilter FILTER = new BloomFilter(BLOOM_BITS);

  @Override
  public void setConfig(String storeName, Options options, Map<String, Object> configs) {
    BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
    table.setBlockCache(CACHE);
    table.setCacheIndexAndFilterBlocks(true);
    table.setCacheIndexAndFilterBlocksWithHighPriority(true);
    table.setFilterPolicy(FILTER);
    options.setTableFormatConfig(table);
    options.setWriteBufferManager(WRITE_BUFFERS);
    options.setWriteBufferSize(WRITE_BUFFER_BYTES);
    options.setLevel0FileNumCompactionTrigger(FILES_BEFORE_COMPACTION);
  }

  @Override
  public void close(String storeName, Options options) {
    // nothing: what is shared outlives each store
  }
}
