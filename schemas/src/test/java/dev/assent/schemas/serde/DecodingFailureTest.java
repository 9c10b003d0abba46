package dev.assent.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.net.ConnectException;
import java.util.stream.Stream;
import org.apache.avro.AvroTypeException;
import org.apache.avro.InvalidNumberEncodingException;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DecodingFailureTest {

  static Stream<Arguments> failures() {
    RuntimeException circular = new IllegalStateException("outer");
    circular.initCause(new IllegalStateException("inner", circular));
    return Stream.of(
        Arguments.of(true, new RegistryUnavailableException("down")),
        Arguments.of(
            true, new SerializationException("wrapped", new RegistryUnavailableException("down"))),
        Arguments.of(true, new SerializationException("wrapped", new ConnectException("refused"))),
        Arguments.of(
            true, new IllegalStateException(new IllegalStateException(new ConnectException("")))),
        Arguments.of(false, new MalformedRecordException("bad", new ConnectException(""))),
        Arguments.of(false, new SerializationException("wrapped", new EOFException())),
        Arguments.of(
            false,
            new SerializationException("wrapped", new InvalidNumberEncodingException("long"))),
        Arguments.of(false, new SerializationException("wrapped", new AvroTypeException("found"))),
        Arguments.of(false, new ArrayIndexOutOfBoundsException("empty value")),
        Arguments.of(false, circular));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void shouldTellAnOutageFromBadBytes(boolean isTransient, RuntimeException failure) {
    assertThat(DecodingFailure.isTransient(failure)).isEqualTo(isTransient);
  }
}
