package io.cameo.service.backup.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** How the bytes of a file are put into the archive: as they are, or encrypted. */
sealed interface Envelope permits Envelope.None, EncryptedEnvelope {

  /**
   * What is written to the result arrives in {@code to}; closing it ends the file, not {@code to}.
   */
  OutputStream seal(String name, OutputStream to) throws IOException;

  /**
   * The bytes as they were before.
   *
   * @return fails with a {@link DamagedArchiveException} where they are not what was sealed
   */
  InputStream open(String name, InputStream from) throws IOException;

  /** How long a file of {@code length} bytes is in the archive. */
  long sealedLength(long length);

  /** No envelope at all. */
  record None() implements Envelope {

    @Override
    public OutputStream seal(String name, OutputStream to) {
      return new java.io.FilterOutputStream(to) {
        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
          out.write(bytes, from, length);
        }

        @Override
        public void close() throws IOException {
          flush();
        }
      };
    }

    @Override
    public InputStream open(String name, InputStream from) {
      return from;
    }

    @Override
    public long sealedLength(long length) {
      return length;
    }
  }
}
