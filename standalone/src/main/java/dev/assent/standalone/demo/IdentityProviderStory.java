package dev.assent.standalone.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.assent.standalone.cluster.Addresses;
import dev.assent.standalone.cluster.DemoTenant;
import dev.assent.standalone.cluster.SimulatedProvider;
import dev.assent.standalone.simulator.idp.IdentityProviderSimulator;
import java.io.PrintStream;
import java.util.List;

/**
 * A signature at a bank's identity provider, and one that its user refuses; with fresh users each
 * time.
 */
public final class IdentityProviderStory {
  private final Addresses addresses;
  private final DemoTenant tenant;
  private final Narrator narrator;
  private final ApiClient api;

  /** A story that is told on the stream. */
  public IdentityProviderStory(Addresses addresses, DemoTenant tenant, PrintStream out) {
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
    String userId = "LOGIN-" + ProviderScene.random(4);
    narrator.say(
        "Tenant %s, user %s.   -> request   <- response   ** event on Kafka"
            .formatted(tenant.tenant(), userId));
    try (ProviderScene scene = new ProviderScene(addresses, api, narrator, userId)) {
      register(userId);
      scene.ask("IDP");
      scene.approved();
    }
    String other =
        "LOGIN-%s-%s"
            .formatted(ProviderScene.random(4), IdentityProviderSimulator.Answer.REFUSAL.digits());
    narrator.step("Another user, %s, who will refuse".formatted(other));
    try (ProviderScene scene = new ProviderScene(addresses, api, narrator, other)) {
      register(other);
      scene.ask("IDP");
      scene.declined();
    }
    narrator.step("Done: one approved by a proof that anybody can verify again, one declined.");
  }

  private void register(String userId) throws StoryFailure, InterruptedException {
    narrator.step("The bank registers the user's certificate at its identity provider (native)");
    String told =
        api.look(
            addresses.identityProvider().resolve("/simulator/users/" + userId + "/certificate"));
    try {
      ApiClient.Answer answer =
          api.postAsBackEnd(
              "/api/v1/users/" + userId + "/provider-credentials",
              JsonNodeFactory.instance
                  .objectNode()
                  .put("credentialId", "bank-login")
                  .put("channel", "IDP")
                  .put("connector", SimulatedProvider.BANK_IDP.connector())
                  .set("certificate", new ObjectMapper().readTree(told).path("certificate")));
      StoryFailure.unless(answer.status() == 201, "the credential should be registered (201)");
    } catch (JsonProcessingException malformed) {
      throw new StoryFailure("The certificate cannot be read", malformed);
    }
  }
}
