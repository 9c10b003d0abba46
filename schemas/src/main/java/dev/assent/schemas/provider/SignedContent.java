package dev.assent.schemas.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.schemas.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a provider is given to sign for an operation: a pure function of the operation's canonical
 * document ({@code docs/reference/provider-proofs.md}). A text or pairs that a phone shows do not
 * bind the operation, the user, the deadline and the nonce; so each carries the whole SHA-256
 * digest of the document, which does.
 */
public final class SignedContent {
  /** The MIME type of {@link #text}. */
  public static final String TEXT_TYPE = "text/plain";

  /** The MIME type of {@link #transactionApproval} (Swisscom Mobile ID). */
  public static final String TRANSACTION_APPROVAL_TYPE = "application/vnd.mobileid.txn-approval";

  /** The key of the last pair of a transaction approval. */
  private static final String DIGEST_KEY = "document";

  private static final int ACSP_PARTS = 11;
  private static final int ACSP_CHALLENGE = 3;
  private static final List<String> ACSP_SCHEMES = List.of("smart-id", "smart-id-demo");

  private static final JsonMapper JSON = new JsonMapper();

  private final byte[] document;
  private final JsonNode members;

  private SignedContent(byte[] document, JsonNode members) {
    this.document = document;
    this.members = members;
  }

  /**
   * What is signed for an operation.
   *
   * @param document the canonical document, as in {@code ConnectorTask.document} and {@code
   *     ProviderEvidence.document}
   * @throws IllegalArgumentException where the bytes are no document
   */
  public static SignedContent of(byte[] document) {
    JsonNode members =
        StrictJson.readObject(document)
            .filter(object -> object.path("display").isObject())
            .orElseThrow(() -> new IllegalArgumentException("not a canonical document"));
    return new SignedContent(document.clone(), members);
  }

  /** The canonical document: what an identity provider signs. */
  public byte[] document() {
    return document.clone();
  }

  /**
   * The hash of the document: what Mobile-ID and Smart-ID sign.
   *
   * @param algorithm the JCA name, such as SHA-256
   */
  public byte[] hash(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm).digest(document);
    } catch (NoSuchAlgorithmException unknown) {
      throw new IllegalArgumentException("this JVM has no such hash", unknown);
    }
  }

  /** The {@code rpChallenge} of a Smart-ID authentication: Base64 of the SHA-512 hash. */
  public String challenge() {
    return Base64.getEncoder().encodeToString(hash("SHA-512"));
  }

  /**
   * What the user is shown, without a digest: the rendered text, or the display data as {@code
   * name: value} in the order of the names.
   */
  public String displayText() {
    return Optional.ofNullable(members.get("text"))
        .map(JsonNode::textValue)
        .orElseGet(
            () ->
                display().entrySet().stream()
                    .map(pair -> pair.getKey() + ": " + pair.getValue())
                    .collect(Collectors.joining(", ")));
  }

  /**
   * The text that a mobile signature is made of: prefix, what the user is shown, and in parentheses
   * the document's SHA-256 digest in base64url without padding, 43 characters. All that is added is
   * in the alphabet of GSM 03.38.
   *
   * @param prefix what the provider agreed with the relying party; the tenant's policy must have it
   *     unless it is empty
   */
  public String text(String prefix) {
    String shown = displayText();
    return prefix + shown + (shown.isEmpty() ? "" : " ") + "(" + digest() + ")";
  }

  /**
   * The data of a transaction approval, as it is sent: {@code
   * {"type":…,"dtbd":[{"key":…,"value":…}]}}. The pairs are the display data in the order of their
   * names, or one pair of the rendered text under the template's name; the last is the document's
   * digest.
   *
   * @param type shown as the title, and not signed
   */
  public String transactionApproval(String type) {
    ObjectNode sent = JsonNodeFactory.instance.objectNode();
    sent.put("type", type);
    sent.set("dtbd", pairs());
    return write(sent);
  }

  /**
   * What is signed of a transaction approval: {@code {"format_version":1,"content_string":"[…]"}}
   * with the pairs as they were sent.
   */
  public byte[] approvedTransaction() {
    ObjectNode signed = JsonNodeFactory.instance.objectNode();
    signed.put("format_version", 1);
    signed.put("content_string", write(pairs()));
    return write(signed).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Whether these bytes say what was given to sign.
   *
   * @param prefixes what a text may begin with, besides nothing
   */
  public boolean isSaidBy(byte[] content, ProofFormat.Content kind, List<String> prefixes) {
    return switch (kind) {
      case DOCUMENT -> MessageDigest.isEqual(document, content);
      case TEXT -> isText(content, "") || prefixes.stream().anyMatch(one -> isText(content, one));
      case TRANSACTION_APPROVAL -> isApproval(content);
      case ACSP_V2 -> isProtocol(content);
    };
  }

  private boolean isText(byte[] content, String prefix) {
    return MessageDigest.isEqual(text(prefix).getBytes(StandardCharsets.UTF_8), content);
  }

  /** The provider writes this JSON itself, so its white space and escapes are not ours. */
  private boolean isApproval(byte[] content) {
    return StrictJson.readObject(content)
        .filter(signed -> signed.size() == 2)
        .filter(signed -> signed.path("format_version").isInt())
        .filter(signed -> signed.path("format_version").intValue() == 1)
        .map(signed -> signed.path("content_string").textValue())
        .flatMap(
            text ->
                StrictJson.readObject(("{\"dtbd\":" + text + "}").getBytes(StandardCharsets.UTF_8)))
        .filter(signed -> signed.size() == 1)
        .filter(signed -> signed.path("dtbd").equals(pairs()))
        .isPresent();
  }

  private boolean isProtocol(byte[] content) {
    List<String> parts = List.of(new String(content, StandardCharsets.UTF_8).split("\\|", -1));
    return parts.size() == ACSP_PARTS
        && ACSP_SCHEMES.contains(parts.getFirst())
        && parts.get(1).equals("ACSP_V2")
        && parts.get(ACSP_CHALLENGE).equals(challenge());
  }

  private ArrayNode pairs() {
    ArrayNode pairs = JsonNodeFactory.instance.arrayNode();
    JsonNode text = members.get("text");
    if (text != null) {
      pair(pairs, members.path("template").asText(), text.textValue());
    } else {
      display().forEach((name, value) -> pair(pairs, name, value));
    }
    pair(pairs, DIGEST_KEY, digest());
    return pairs;
  }

  private static void pair(ArrayNode pairs, String key, String value) {
    pairs.addObject().put("key", key).put("value", value);
  }

  private Map<String, String> display() {
    Map<String, String> display = new TreeMap<>();
    members
        .path("display")
        .properties()
        .forEach(pair -> display.put(pair.getKey(), pair.getValue().asText()));
    return display;
  }

  private String digest() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(hash("SHA-256"));
  }

  private static String write(JsonNode node) {
    try {
      return JSON.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of texts cannot be written", e);
    }
  }
}
