package dev.assent.ingress.tenant;

import dev.assent.ingress.tenant.TenantChange.Edit;
import dev.assent.schemas.avro.ApiKey;
import dev.assent.schemas.avro.DisplayTemplate;
import dev.assent.schemas.avro.Tenant;
import dev.assent.schemas.avro.TenantAuthentication;
import dev.assent.schemas.avro.TenantPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.avro.Schema;

/** The changes that an administrator can make. */
public final class TenantChanges {
  /** So many keys a tenant can have; they are in one record. */
  static final int MOST_KEYS = 50;

  private TenantChanges() {}

  private record Change(boolean needsPrecondition, Function<Optional<Tenant>, Edit> edit)
      implements TenantChange {
    @Override
    public Edit apply(Optional<Tenant> current) {
      return edit.apply(current);
    }
  }

  /** Replaces name and policy; makes the tenant, enabled and without keys, where there is none. */
  public static TenantChange put(String tenant, String displayName, TenantPolicy policy) {
    return new Change(
        true,
        current ->
            current
                .map(before -> replaced(before, displayName, policy))
                .orElseGet(
                    () ->
                        new Edit.Changed(
                            Tenant.newBuilder()
                                .setTenant(tenant)
                                .setDisplayName(displayName)
                                .setEnabled(true)
                                .setApiKeys(List.of())
                                .setPolicy(policy)
                                .build(),
                            "created")));
  }

  /** Enables or disables. */
  public static TenantChange enable(boolean enabled) {
    return existing(
        (before, next) -> {
          next.setEnabled(enabled);
          return new Edit.Changed(next, enabled ? "enabled" : "disabled");
        });
  }

  /** Replaces how callers identify themselves, apart from API keys. */
  public static TenantChange authenticate(TenantAuthentication authentication) {
    return new Change(
        true,
        current ->
            current
                .<Edit>map(
                    before ->
                        new Edit.Changed(
                            Tenant.newBuilder(before).setAuthentication(authentication).build(),
                            "authentication replaced"))
                .orElseGet(Edit.Missing::new));
  }

  /** Adds a key. */
  public static TenantChange addKey(ApiKey key) {
    return existing(
        (before, next) -> {
          List<ApiKey> keys = new ArrayList<>(before.getApiKeys());
          if (keys.stream().anyMatch(other -> other.getKeyId().equals(key.getKeyId()))) {
            return new Edit.Conflicting("the tenant has a key with this keyId");
          }
          if (keys.size() >= MOST_KEYS) {
            return new Edit.Conflicting("the tenant has " + MOST_KEYS + " keys; remove one first");
          }
          keys.add(key);
          next.setApiKeys(keys);
          return new Edit.Changed(next, "key " + key.getKeyId() + " added");
        });
  }

  /** Ends the key's time at the moment, which may have passed. */
  public static TenantChange expireKey(String keyId, Instant expiresAt) {
    return existing(
        (before, next) -> {
          Optional<ApiKey> key = key(next, keyId);
          if (key.isEmpty()) {
            return new Edit.Missing();
          }
          Instant notBefore = key.get().getNotBefore();
          if (notBefore != null && !notBefore.isBefore(expiresAt)) {
            return new Edit.Conflicting("expiresAt must be after the key's notBefore");
          }
          key.get().setExpiresAt(expiresAt);
          return new Edit.Changed(next, "key " + keyId + " expires at " + expiresAt);
        });
  }

  /** Removes the key. */
  public static TenantChange removeKey(String keyId) {
    return existing(
        (before, next) -> {
          List<ApiKey> keys = new ArrayList<>(before.getApiKeys());
          if (!keys.removeIf(key -> key.getKeyId().equals(keyId))) {
            return new Edit.Missing();
          }
          next.setApiKeys(keys);
          return new Edit.Changed(next, "key " + keyId + " removed");
        });
  }

  /** A change of a tenant that there is: of its record before, and of a copy to be changed. */
  static TenantChange existing(BiFunction<Tenant, Tenant, Edit> edit) {
    return new Change(
        false,
        current ->
            current
                .map(before -> edit.apply(before, Tenant.newBuilder(before).build()))
                .orElseGet(Edit.Missing::new));
  }

  private static Optional<ApiKey> key(Tenant tenant, String keyId) {
    return tenant.getApiKeys().stream().filter(key -> key.getKeyId().equals(keyId)).findFirst();
  }

  private static Edit replaced(Tenant before, String displayName, TenantPolicy policy) {
    for (DisplayTemplate template : policy.getTemplates()) {
      boolean rewritten =
          before.getPolicy().getTemplates().stream()
              .filter(other -> other.getId().equals(template.getId()))
              .filter(other -> other.getVersion() == template.getVersion())
              .anyMatch(other -> !other.equals(template));
      if (rewritten) {
        return new Edit.Conflicting(
            "policy.templates: a version of a template is not changed; add a new version");
      }
    }
    Tenant next = Tenant.newBuilder(before).setDisplayName(displayName).setPolicy(policy).build();
    return new Edit.Changed(next, summary(before, next));
  }

  private static String summary(Tenant before, Tenant next) {
    List<String> changed = new ArrayList<>();
    if (!before.getDisplayName().equals(next.getDisplayName())) {
      changed.add("displayName");
    }
    for (Schema.Field field : TenantPolicy.getClassSchema().getFields()) {
      if (!Objects.equals(before.getPolicy().get(field.pos()), next.getPolicy().get(field.pos()))) {
        changed.add("policy." + field.name());
      }
    }
    return changed.isEmpty() ? "put as it was" : "changed " + String.join(", ", changed);
  }
}
