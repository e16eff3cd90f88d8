package io.cameo.service.objects;

import java.util.List;

/** The start was refused because of the bucket; the message is for the operator, whole. */
public final class BucketUnusableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  BucketUnusableException(List<String> faults) {
    super(String.join("\n", faults));
  }
}
