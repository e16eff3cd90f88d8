package io.cameo.service.ops.provision;

import io.cameo.service.objects.BucketSettings;
import io.cameo.service.objects.ObjectSettings;
import io.cameo.service.ops.frame.Consent;
import io.cameo.service.ops.frame.JsonForm;
import io.cameo.service.ops.frame.OpsCommand;
import io.cameo.service.ops.frame.OpsContext;
import io.cameo.service.ops.frame.OpsException;
import io.cameo.service.ops.frame.Verdict;
import io.cameo.storage.StorageException;
import io.cameo.storage.s3.S3StoreOptions;
import io.cameo.storage.s3.provision.ProvisionReport;
import io.cameo.storage.s3.provision.Provisioner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Compares the bucket with what the settings want, and brings it there. */
@Command(
    name = "provision",
    description =
        "Brings the bucket to the wanted state: access, encryption, lifecycle, versions, copies.")
public final class ProvisionCommand extends OpsCommand {

  @Mixin private final Consent consent = new Consent();
  @Mixin private final JsonForm json = new JsonForm();

  @Override
  protected Verdict run(OpsContext context) {
    S3StoreOptions bucket =
        context
            .settings(ObjectSettings.class)
            .bucket()
            .orElseThrow(
                () ->
                    OpsException.wrongUse(
                        "AWS_S3_BUCKET names no bucket, so there is none to provision: set it, as"
                            + " docs/operations/provision.md shows."));
    ProvisionReport report;
    try (Provisioner provisioner =
        Provisioner.open(bucket, context.settings(BucketSettings.class).wanted())) {
      report =
          consent.isGiven()
              ? provisioner.bring(
                  done -> context.say(done.aspect() + ": " + done.outcome().words()))
              : provisioner.look();
    } catch (StorageException failed) {
      throw OpsException.problem(
          failed.getMessage()
              + (consent.isGiven()
                  ? " What was changed before stays; run the command again."
                  : " Nothing was changed."),
          failed);
    }
    if (json.isAsked()) {
      context.printJson(ProvisionJson.of(report));
    } else {
      ProvisionText.of(report, consent.isGiven()).forEach(context::print);
    }
    return Verdict.wellIf(!report.hasProblems());
  }
}
