package io.cameo.bench;

import io.cameo.bench.contender.BucketServer;
import io.cameo.bench.contender.CameoServer;
import io.cameo.bench.report.Ratio;
import io.cameo.bench.report.Report;
import io.cameo.bench.running.WorkFolder;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Our server with its pictures in a bucket, against the same server on disk. */
final class UploadStores {

  private static final String DISK = "Cameo on disk";
  private static final String BUCKET = "Cameo on a bucket";
  private static final double REQUIRED = 0.8;
  private static final int ROUNDS = 4;

  private UploadStores() {}

  static Report run(Common common, int connections, WorkFolder folder)
      throws IOException, InterruptedException {
    UploadPair pair = new UploadPair(common, connections, ROUNDS);
    Map<String, String> facts = pair.facts(folder);
    facts.put("bucket", BucketServer.WORDS);
    try (BucketServer s3 = BucketServer.start(common.project(), UploadPair.below(folder, "s3"));
        CameoServer disk = pair.start(DISK, Map.of(), UploadPair.below(folder, "disk"));
        CameoServer bucket =
            pair.start(BUCKET, s3.settings(), UploadPair.below(folder, "bucket"))) {
      pair.measure(disk, bucket, s3::cpuSeconds);
    }
    return new Report(
        "upload-s3",
        "Upload to a bucket",
        facts,
        List.of(
            new Ratio(
                "default sizes and master: bucket / disk",
                pair.perSecond(BUCKET),
                pair.perSecond(DISK),
                REQUIRED)),
        List.of(pair.table("uploads a second, by store")),
        List.of(
            "The S3 server runs on the same cores and took %.1f ms of processor time an upload, which a bucket elsewhere would not; what is not measured is the way there."
                .formatted(pair.besideMillis()),
            pair.roundByRound()),
        pair.raw());
  }
}
