package io.cameo.storage.s3.provision;

import io.cameo.storage.s3.provision.ConfigurationCalls.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.GetBucketAclResponse;
import software.amazon.awssdk.services.s3.model.Grant;

/** That the bucket's access list names nobody but its owner. It is looked at and never changed. */
final class AccessListAspect implements Aspect {

  private static final Call GET = new Call("GetBucketAcl", "s3:GetBucketAcl");

  private final ConfigurationCalls calls;

  AccessListAspect(ConfigurationCalls calls) {
    this.calls = calls;
  }

  @Override
  public String name() {
    return "access-list";
  }

  @Override
  public String withoutIt() {
    return "Whom an access list gives access cannot be seen.";
  }

  @Override
  public Look look() throws CallFailure {
    String bucket = calls.bucket().bucket();
    // A bucket always has one.
    GetBucketAclResponse list =
        calls
            .read(GET, "", () -> calls.client().getBucketAcl(get -> get.bucket(bucket)))
            .filter(answer -> answer.owner() != null)
            .orElseThrow(() -> ConfigurationCalls.notAnAnswer(GET));
    List<String> others = new ArrayList<>();
    List<String> conflicts = new ArrayList<>();
    for (Grant grant : list.grants()) {
      String permission = String.valueOf(grant.permissionAsString());
      String group = grant.grantee() == null ? null : grant.grantee().uri();
      String id = grant.grantee() == null ? null : grant.grantee().id();
      if (group != null && (group.endsWith("/AllUsers") || group.endsWith("/AuthenticatedUsers"))) {
        others.add(permission + " to " + group);
        conflicts.add(
            "The access list gives "
                + (group.endsWith("/AllUsers") ? "everybody " : "everybody with an account ")
                + permission
                + ": set the list to \"private\".");
      } else if (!String.valueOf(list.owner().id()).equals(id)) {
        others.add(permission + " to " + (group == null ? id : group));
      }
    }
    String found = others.isEmpty() ? "the owner alone" : "the owner and others";
    return new Look(
        List.of(found), List.of("the owner alone"), others, conflicts, Optional.empty());
  }
}
