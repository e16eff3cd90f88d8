package io.cameo.service.objects;

import java.util.List;
import org.springframework.boot.ExitCodeGenerator;

/** The start was refused because of the bucket; the message is for the operator, whole. */
public final class BucketUnusableException extends RuntimeException implements ExitCodeGenerator {

  private static final long serialVersionUID = 1L;

  /** Exit code for wrong use, as for a bad setting. */
  private static final int WRONG_USE = 2;

  BucketUnusableException(List<String> faults) {
    super(String.join("\n", faults));
  }

  @Override
  public int getExitCode() {
    return WRONG_USE;
  }
}
