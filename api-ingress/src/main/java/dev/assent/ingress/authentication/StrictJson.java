package dev.assent.ingress.authentication;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Refuses JSON that two parsers could understand differently (RFC 8725 section 3.7, RFC 7515
 * section 4): what passes has one meaning for whoever reads it next.
 */
final class StrictJson {
  private static final int DEPTH = 8;
  private static final ObjectReader READER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEPTH).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .reader();

  private StrictJson() {}

  /** The text, which is one JSON object in UTF-8, no member twice, nested 8 deep at most. */
  static String object(byte[] bytes) throws InvalidTokenException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (READER.readTree(text).isObject()) {
        return text;
      }
    } catch (CharacterCodingException | JsonProcessingException _) {
      // falls through to the one refusal, which repeats nothing of the text
    }
    throw new InvalidTokenException("it has a part that is no JSON object, strictly read");
  }
}
