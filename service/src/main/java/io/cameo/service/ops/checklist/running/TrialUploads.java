package io.cameo.service.ops.checklist.running;

import io.cameo.service.fallback.FallbackAvatars;
import io.cameo.service.fallback.FallbackStyle;
import io.cameo.service.http.Problem;
import io.cameo.service.imaging.ImagingSettings;
import io.cameo.service.imaging.MeasuredWorker;
import io.cameo.service.scan.Scanner;
import io.cameo.service.upload.UploadSettings;
import io.cameo.service.upload.UploadTrial;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/** The checks of an upload, with a worker of its own in the same sandbox as the service's. */
final class TrialUploads implements TypesRefused.Uploads {

  private static final int SIDE = 256;

  private final MeasuredWorker worker;
  private final UploadTrial trial;

  TrialUploads(ImagingSettings imaging, UploadSettings uploads) {
    this.worker = MeasuredWorker.start(imaging);
    // The scanner has its own check; here the types are looked at.
    this.trial = new UploadTrial(uploads, Scanner.none(), worker);
  }

  @Override
  public Optional<String> refusal(byte[] upload) throws IOException {
    try (SeekableByteChannel bytes = new SeekableInMemoryByteChannel(upload)) {
      return trial.run(bytes, Optional.empty()).problem().map(Problem::code);
    }
  }

  @Override
  public byte[] picture() {
    return new FallbackAvatars(FallbackStyle.SILHOUETTE).jpeg("check", SIDE).bytes();
  }

  @Override
  public void close() {
    worker.close();
  }
}
