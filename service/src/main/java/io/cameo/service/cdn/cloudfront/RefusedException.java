package io.cameo.service.cdn.cloudfront;

import software.amazon.awssdk.core.exception.SdkException;

/** CloudFront did not do what it was asked; the message names no path. */
public final class RefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  RefusedException(String sentence, SdkException cause) {
    super(sentence, cause);
  }
}
