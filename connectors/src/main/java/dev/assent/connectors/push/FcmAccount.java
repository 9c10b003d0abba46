package dev.assent.connectors.push;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/**
 * A Google service account. Its text form does not tell the key.
 *
 * @param tokenUri where access tokens are given out
 */
record FcmAccount(
    String projectId, String clientEmail, String keyId, PrivateKey key, URI tokenUri) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /**
   * Reads the JSON file that Google gives out.
   *
   * @throws IllegalArgumentException where it is not one; the message repeats nothing of it
   */
  static FcmAccount parse(String json) {
    try {
      JsonNode account = MAPPER.readTree(json);
      byte[] key =
          Base64.getMimeDecoder()
              .decode(text(account, "private_key").replaceAll("-----[A-Z ]+-----", ""));
      return new FcmAccount(
          text(account, "project_id"),
          text(account, "client_email"),
          text(account, "private_key_id"),
          KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(key)),
          URI.create(text(account, "token_uri")));
    } catch (JsonProcessingException | GeneralSecurityException _) {
      throw new IllegalArgumentException("the file is not a service account");
    }
  }

  private static String text(JsonNode account, String member) {
    String text = account.path(member).asText("");
    if (text.isEmpty()) {
      throw new IllegalArgumentException("the service account has no " + member);
    }
    return text;
  }

  @Override
  public String toString() {
    return clientEmail;
  }
}
