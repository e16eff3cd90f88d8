package io.cameo.service.backup.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-256-GCM in blocks. A file is {@code CAMEOENC}, one byte for the form, 32 random bytes, and
 * blocks of {@value #BLOCK} bytes each followed by its tag of {@value #TAG}; the last block is
 * shorter or full, and may be empty. Every file has a key of its own, made of the archive's key,
 * the random bytes and the file's name; the nonce of a block is its number and whether it is the
 * last one. So a block that is changed, moved, left out or taken from another file fails its tag,
 * and so does a file under another name.
 */
final class EncryptedEnvelope implements Envelope {

  static final int BLOCK = 1 << 16;
  static final int TAG = 16;

  private static final byte[] MAGIC = "CAMEOENC\1".getBytes(StandardCharsets.ISO_8859_1);
  private static final int SALT = 32;
  private static final int NONCE = 12;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final ArchiveKey key;

  EncryptedEnvelope(ArchiveKey key) {
    this.key = key;
  }

  @Override
  public long sealedLength(long length) {
    long blocks = Math.max(1, (length + BLOCK - 1) / BLOCK);
    return MAGIC.length + SALT + length + blocks * TAG;
  }

  @Override
  public OutputStream seal(String name, OutputStream to) throws IOException {
    byte[] salt = new byte[SALT];
    RANDOM.nextBytes(salt);
    to.write(MAGIC);
    to.write(salt);
    return new Sealing(to, key.ofFile(salt, name));
  }

  @Override
  public InputStream open(String name, InputStream from) throws IOException {
    byte[] head = from.readNBytes(MAGIC.length + SALT);
    if (head.length < MAGIC.length + SALT
        || !Arrays.equals(head, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new DamagedArchiveException(
          name, "the head of an encrypted file", head.length + " bytes that are none");
    }
    byte[] salt = Arrays.copyOfRange(head, MAGIC.length, head.length);
    return new Opening(name, from, key.ofFile(salt, name));
  }

  private static Cipher cipher(int mode, SecretKey key, int number, boolean last)
      throws GeneralSecurityException {
    byte[] nonce =
        ByteBuffer.allocate(NONCE).putInt(7, number).put(11, (byte) (last ? 1 : 0)).array();
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG * 8, nonce));
    return cipher;
  }

  private static final class Sealing extends OutputStream {
    private final OutputStream to;
    private final SecretKey key;
    private final byte[] block = new byte[BLOCK];
    private int filled;
    private int number;
    private boolean closed;

    Sealing(OutputStream to, SecretKey key) {
      this.to = to;
      this.key = key;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      int done = 0;
      while (done < length) {
        if (filled == BLOCK) {
          sealBlock(false);
        }
        int more = Math.min(length - done, BLOCK - filled);
        System.arraycopy(bytes, from + done, block, filled, more);
        filled += more;
        done += more;
      }
    }

    private void sealBlock(boolean last) throws IOException {
      try {
        to.write(cipher(Cipher.ENCRYPT_MODE, key, number, last).doFinal(block, 0, filled));
      } catch (GeneralSecurityException impossible) {
        throw new IllegalStateException("every JDK has AES-GCM", impossible);
      }
      number = Math.incrementExact(number);
      filled = 0;
    }

    @Override
    public void close() throws IOException {
      if (!closed) {
        closed = true;
        sealBlock(true);
        to.flush();
      }
    }
  }

  private static final class Opening extends InputStream {
    private final String name;
    private final PushbackInputStream from;
    private final SecretKey key;
    private byte[] block = new byte[0];
    private int position;
    private int number;
    private boolean last;

    Opening(String name, InputStream from, SecretKey key) {
      this.name = name;
      this.from = new PushbackInputStream(from, 1);
      this.key = key;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      while (position == block.length) {
        if (last) {
          return -1;
        }
        openBlock();
      }
      int count = Math.min(length, block.length - position);
      System.arraycopy(block, position, into, offset, count);
      position += count;
      return count;
    }

    private void openBlock() throws IOException {
      byte[] sealed = from.readNBytes(BLOCK + TAG);
      int following = from.read();
      last = following < 0;
      if (!last) {
        from.unread(following);
      }
      try {
        block = cipher(Cipher.DECRYPT_MODE, key, number, last).doFinal(sealed);
      } catch (AEADBadTagException changed) {
        throw damaged("bytes that were changed, cut off or written under another name");
      } catch (GeneralSecurityException tooShort) {
        throw damaged(sealed.length + " bytes");
      }
      position = 0;
      number++;
    }

    private DamagedArchiveException damaged(String found) {
      return new DamagedArchiveException(
          name, "block " + (number + 1) + " as it was sealed", found);
    }

    @Override
    public void close() throws IOException {
      from.close();
    }
  }
}
