package dev.assent.standalone.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.assent.schemas.avro.ConnectorTask;
import dev.assent.standalone.cluster.Addresses;
import dev.assent.standalone.cluster.DemoTenant;
import dev.assent.standalone.cluster.SimulatedProvider;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A signature on a phone, over a mobile signature service (ETSI TS 102 204), and one that its user
 * refuses; with fresh users each time.
 */
public final class MobileSignatureStory {
  /** The simulated user of this number cancels (fault 401). */
  private static final String REFUSING = "+41000092401";

  private final Addresses addresses;
  private final DemoTenant tenant;
  private final Narrator narrator;
  private final ApiClient api;

  /** A story that is told on the stream. */
  public MobileSignatureStory(Addresses addresses, DemoTenant tenant, PrintStream out) {
    this.addresses = addresses;
    this.tenant = tenant;
    this.narrator = new Narrator(out, List.of(tenant.frontEndKey(), tenant.backEndKey()));
    this.api = new ApiClient(addresses, tenant, narrator);
  }

  /**
   * Tells the story.
   *
   * @throws StoryFailure where anything is not as it should be
   */
  public void run() throws StoryFailure, InterruptedException {
    String userId = "PHONE" + ProviderScene.random(4);
    narrator.say(
        "Tenant %s, user %s.   -> request   <- response   ** event on Kafka"
            .formatted(tenant.tenant(), userId));
    try (ProviderScene scene = new ProviderScene(addresses, api, narrator, userId)) {
      register(userId, "+41790%06d".formatted(ThreadLocalRandom.current().nextInt(1_000_000)));
      show(scene.ask("MSSP"));
      scene.approved();
    }
    String other = "PHONE" + ProviderScene.random(4);
    narrator.step("Another user, %s, who will refuse".formatted(other));
    try (ProviderScene scene = new ProviderScene(addresses, api, narrator, other)) {
      register(other, REFUSING);
      show(scene.ask("MSSP"));
      scene.declined();
    }
    narrator.step("Done: one approved by a proof that anybody can verify again, one declined.");
  }

  private void register(String userId, String msisdn) throws StoryFailure, InterruptedException {
    narrator.step("The bank registers the user's mobile signature (nevis dialect)");
    String path =
        "/nevisidm/api/core/v1/%s/users/%s/mobile-signature".formatted(tenant.tenant(), userId);
    ApiClient.Answer answer =
        api.postAsBackEnd(
            path,
            JsonNodeFactory.instance
                .objectNode()
                .put("identificator", "MIDCHE" + msisdn.substring(1))
                .put("msspIdentifier", SimulatedProvider.MOBILE_SERVICE.msspIdentifier())
                .put("msisdn", msisdn));
    StoryFailure.unless(answer.status() == 201, "the mobile signature should be created (201)");
  }

  private void show(ConnectorTask task) throws StoryFailure, InterruptedException {
    narrator.step("The phone shows the text; its end is the digest of all that is signed");
    String transaction =
        api.look(
            addresses
                .mobileService()
                .resolve("/simulator/transactions/" + task.getTransactionId()));
    try {
      String shown =
          new ObjectMapper()
              .readTree(transaction)
              .path("transactions")
              .path(0)
              .path("shown")
              .asText();
      StoryFailure.unless(shown.contains("Blue Bicycle"), "the phone should show the payment");
      narrator.say("| " + shown);
    } catch (JsonProcessingException malformed) {
      throw new StoryFailure("What the phone shows cannot be read", malformed);
    }
  }
}
