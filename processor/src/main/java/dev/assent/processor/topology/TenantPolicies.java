package dev.assent.processor.topology;

import dev.assent.processor.decision.MobilePolicy;
import dev.assent.processor.decision.Policy;
import dev.assent.processor.decision.PolicyBuilder;
import dev.assent.schemas.avro.DisplayTemplate;
import dev.assent.schemas.avro.Tenant;
import dev.assent.schemas.avro.TenantPolicy;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.model.Channel;
import dev.assent.schemas.model.FieldType;
import dev.assent.schemas.model.NumberMatching;
import dev.assent.schemas.model.ProofKind;
import dev.assent.schemas.model.Template;
import dev.assent.schemas.provider.ProviderTrust;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tenants' policies, read from the store that every instance has whole, and remembered until
 * that store changes.
 */
final class TenantPolicies {
  private static final Logger LOGGER = LoggerFactory.getLogger(TenantPolicies.class);

  private final ReadOnlyKeyValueStore<String, byte[]> store;
  private final TopicCodec<Tenant> codec;
  private final AtomicLong changes;
  private final Map<String, Optional<Policy>> known = new HashMap<>();
  private long knownAt;

  /**
   * @param changes counts up after each change of the store
   */
  TenantPolicies(
      ReadOnlyKeyValueStore<String, byte[]> store,
      Map<String, ?> serdeConfiguration,
      AtomicLong changes) {
    this.store = store;
    this.codec = TopicCodec.registered(Topic.TENANTS, Tenant.class, serdeConfiguration);
    this.changes = changes;
  }

  /**
   * The policy of an enabled tenant; nothing where the tenant is unknown, disabled or unreadable.
   */
  Optional<Policy> enabled(String tenant) {
    // read before the store: a change in between is found the next time
    long now = changes.get();
    if (now != knownAt) {
      known.clear();
      knownAt = now;
    }
    Optional<Policy> policy = known.get(tenant);
    if (policy != null) {
      return policy;
    }
    byte[] value = store.get(tenant);
    if (value == null) {
      // not remembered: anybody can name a tenant that there is not
      return Optional.empty();
    }
    policy = read(tenant, value);
    known.put(tenant, policy);
    return policy;
  }

  private Optional<Policy> read(String tenant, byte[] value) {
    try {
      if (codec.decode(value) instanceof TopicCodec.Decoded.Value<Tenant>(var record)) {
        return record.getEnabled() ? Optional.of(policy(record.getPolicy())) : Optional.empty();
      }
    } catch (IllegalArgumentException e) {
      LOGGER
          .atError()
          .addKeyValue("tenant", tenant)
          .addKeyValue("reason", e.getMessage())
          .log("A tenant's policy cannot be used; its commands are refused");
      return Optional.empty();
    }
    LOGGER
        .atError()
        .addKeyValue("tenant", tenant)
        .log("A tenant's record cannot be read; its commands are refused");
    return Optional.empty();
  }

  private static Policy policy(TenantPolicy policy) {
    PolicyBuilder builder =
        Policy.builder()
            .timeToLive(Duration.ofMillis(policy.getTimeToLive()))
            .maximumFailedProofs(policy.getMaximumFailedProofs())
            .maximumPending(policy.getMaximumPending())
            .retention(Duration.ofMillis(policy.getRetention()))
            .proofKinds(
                policy.getProofKinds().stream()
                    .map(ProofKind::valueOf)
                    .collect(Collectors.toUnmodifiableSet()))
            .maximumConsecutiveFailedProofs(policy.getMaximumConsecutiveFailedProofs())
            .lockDuration(Duration.ofMillis(policy.getLockDuration()))
            .toleratedRefusals(policy.getToleratedRefusals())
            .coolDown(Duration.ofMillis(policy.getCoolDown()))
            .longestCoolDown(Duration.ofMillis(policy.getLongestCoolDown()))
            .numberMatching(NumberMatching.valueOf(policy.getNumberMatching()))
            .matchingDigits(policy.getMatchingDigits())
            .defaultLanguage(policy.getDefaultLanguage())
            .pendingQuota(policy.getPendingQuota())
            .mobile(
                new MobilePolicy(
                    policy.getMaximumMobileSignatureFailures(),
                    policy.getMsspConnectors(),
                    policy.getMsspConnector()))
            .channelOrder(policy.getChannelOrder().stream().map(Channel::valueOf).toList())
            .providerTrust(
                new ProviderTrust(
                    Hexadecimal.all(policy.getTrustAnchors()),
                    policy.getTextPrefixes(),
                    policy.getRevocationRequired()));
    policy.getTemplates().forEach(template -> builder.template(template(template)));
    return builder.build();
  }

  private static Template template(DisplayTemplate template) {
    Map<String, FieldType> fields = new HashMap<>();
    template.getFields().forEach((name, type) -> fields.put(name, FieldType.valueOf(type)));
    return new Template(
        template.getId(), template.getVersion(), new TreeMap<>(template.getTexts()), fields);
  }
}
