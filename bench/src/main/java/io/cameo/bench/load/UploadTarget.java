package io.cameo.bench.load;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/** A server that takes avatars. */
public interface UploadTarget {

  /** Where it listens. */
  InetSocketAddress address();

  /** Request line and fields of the upload for a subject. */
  String head(String subject);

  /** The request's body: one direct buffer for all requests, never changed. */
  ByteBuffer body();

  /** What is wrong with the answer to the upload for that subject; empty when it is right. */
  Optional<String> faultOf(String subject, Answer answer);
}
