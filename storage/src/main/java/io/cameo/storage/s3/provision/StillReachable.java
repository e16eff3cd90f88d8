package io.cameo.storage.s3.provision;

import io.cameo.storage.s3.provision.Aspect.Look;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * A change of the policy that is taken back when Cameo itself is shut out by it. A server behind a
 * proxy that ends TLS takes every call for one in the clear.
 */
record StillReachable(ConfigurationCalls calls, Aspect aspect) implements Aspect {

  @Override
  public String name() {
    return aspect.name();
  }

  @Override
  public String withoutIt() {
    return aspect.withoutIt();
  }

  @Override
  public boolean isAskedFor() {
    return aspect.isAskedFor();
  }

  @Override
  public Look look() throws CallFailure {
    Look look = aspect.look();
    Optional<Change> change = look.change().<Change>map(made -> () -> make(made));
    return new Look(look.found(), look.wanted(), look.others(), look.conflicts(), change);
  }

  private void make(Change change) throws CallFailure {
    BucketPolicy before = BucketPolicy.read(calls);
    boolean reachable;
    try {
      change.make();
      reachable = isReachable();
    } catch (RuntimeException unanswered) {
      // Whether it was taken, and what it does to Cameo, is not known.
      Change back = () -> before.write(calls);
      back.makeAfter(unanswered);
      throw unanswered;
    }
    if (!reachable) {
      before.write(calls);
      throw new CallFailure(
          CallFailure.Kind.REFUSED,
          "The statement was taken back, because it shut Cameo out: the server takes its connection"
              + " for one without TLS. If a proxy in front of it ends TLS, the server must be told to"
              + " trust what the proxy says (on Ceph: rgw trust forwarded https).");
    }
  }

  private boolean isReachable() {
    try {
      calls.client().headBucket(at -> at.bucket(calls.bucket().bucket()));
      return true;
    } catch (S3Exception answer) {
      if (answer.statusCode() == 403) {
        return false;
      }
      throw calls.bucket().translate("HeadBucket", "s3:ListBucket", answer);
    } catch (SdkException unanswered) {
      throw calls.bucket().translate("HeadBucket", "s3:ListBucket", unanswered);
    }
  }
}
