package dev.assent.standalone.protection;

import dev.assent.schemas.access.Principal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;

/** Grants every principal its rights, as far as they are missing. Takes nothing from anybody. */
public final class Rights {
  private final Admin admin;

  /** With a client that may alter the cluster. */
  public Rights(Admin admin) {
    this.admin = admin;
  }

  /**
   * Grants what is missing.
   *
   * @param users who each principal is on the cluster; left out, its standard name
   * @return how many were granted
   * @throws ExecutionException where the cluster has no authorizer, or does not let us
   */
  public int grant(Map<Principal, String> users) throws ExecutionException, InterruptedException {
    Collection<AclBinding> there = admin.describeAcls(AclBindingFilter.ANY).values().get();
    List<AclBinding> missing = new ArrayList<>();
    for (Principal principal : Principal.values()) {
      for (AclBinding binding :
          principal.bindings(users.getOrDefault(principal, principal.standardName()))) {
        if (!there.contains(binding)) {
          missing.add(binding);
        }
      }
    }
    admin.createAcls(missing).all().get();
    return missing.size();
  }
}
