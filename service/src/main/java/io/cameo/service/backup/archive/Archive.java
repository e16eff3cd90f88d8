package io.cameo.service.backup.archive;

import io.cameo.storage.Sha256;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** An archive that is open: files by name, in the clear, whatever lies underneath. */
public final class Archive implements AutoCloseable {

  private static final int LONGEST_DOCUMENT = 64 << 20;
  private static final int SALT = 32;
  private static final String SCHEME = "aes-256-gcm-1";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final ArchiveFiles files;
  private final Envelope envelope;

  /** What stands in the file {@code archive}. */
  private record Head(String encryption, String salt, String check) {}

  private Archive(ArchiveFiles files, Envelope envelope) {
    this.files = files;
    this.envelope = envelope;
  }

  /**
   * Opens the archive at a place, or begins one where there is nothing.
   *
   * @param keyFile holds the key; empty for an archive in the clear
   * @throws ArchiveException if something else lies there, or the key is not its key
   */
  public static Archive openOrBegin(ArchiveFiles files, Optional<Path> keyFile) {
    Optional<byte[]> secret = keyFile.map(ArchiveKey::read);
    if (files.length(ArchiveNames.ARCHIVE).isEmpty()) {
      if (!files.isEmpty()) {
        throw new ArchiveException(
            files.place()
                + " is neither empty nor an archive of backups. Choose another place, or an empty"
                + " one.");
      }
      begin(files, secret);
    }
    return open(files, secret, keyFile);
  }

  /**
   * Opens the archive at a place.
   *
   * @throws ArchiveException if there is none, or the key is not its key
   */
  public static Archive open(ArchiveFiles files, Optional<Path> keyFile) {
    return open(files, keyFile.map(ArchiveKey::read), keyFile);
  }

  private static void begin(ArchiveFiles files, Optional<byte[]> secret) {
    Head head = new Head("none", "", "");
    if (secret.isPresent()) {
      byte[] salt = new byte[SALT];
      new SecureRandom().nextBytes(salt);
      head =
          new Head(
              SCHEME, HexFormat.of().formatHex(salt), ArchiveKey.of(secret.get(), salt).check());
    }
    files.put(ArchiveNames.ARCHIVE, ArchiveDocument.seal("archive", JSON.writeValueAsBytes(head)));
    files.sync();
  }

  private static Archive open(ArchiveFiles files, Optional<byte[]> secret, Optional<Path> keyFile) {
    byte[] bytes =
        whole(
            ArchiveNames.ARCHIVE,
            files
                .open(ArchiveNames.ARCHIVE)
                .orElseThrow(
                    () ->
                        new ArchiveException(
                            "There is no archive of backups at " + files.place() + ".")));
    Head head =
        parse(
            ArchiveNames.ARCHIVE,
            ArchiveDocument.open("archive", ArchiveNames.ARCHIVE, bytes),
            Head.class);
    boolean encrypted = !head.encryption().equals("none");
    if (encrypted && !head.encryption().equals(SCHEME)) {
      throw new ArchiveException(
          "The archive is encrypted by " + head.encryption() + ", which this release cannot read.");
    }
    if (encrypted != secret.isPresent()) {
      throw new ArchiveException(
          encrypted
              ? "The archive at " + files.place() + " is encrypted: give its key by --key-file."
              : "The archive at "
                  + files.place()
                  + " is not encrypted: leave --key-file out, or begin an encrypted one elsewhere.");
    }
    if (!encrypted) {
      return new Archive(files, new Envelope.None());
    }
    ArchiveKey key = ArchiveKey.of(secret.orElseThrow(), HexFormat.of().parseHex(head.salt()));
    if (!key.check().equals(head.check())) {
      throw new ArchiveException(
          "The key in "
              + keyFile.orElseThrow()
              + " is not the key of the archive at "
              + files.place()
              + ".");
    }
    return new Archive(files, new EncryptedEnvelope(key));
  }

  /** The files underneath, for their names and lengths. */
  public ArchiveFiles files() {
    return files;
  }

  /** How long a file of this length is when it lies in the archive. */
  public long storedLength(long length) {
    return envelope.sealedLength(length);
  }

  /** Writes a short file. */
  public void put(String name, byte[] bytes) {
    java.io.ByteArrayOutputStream sealed =
        new java.io.ByteArrayOutputStream((int) envelope.sealedLength(bytes.length));
    try (OutputStream out = envelope.seal(name, sealed)) {
      out.write(bytes);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    files.put(name, sealed.toByteArray());
  }

  /** Writes a file of any length and says what it came to. */
  public FileEntry write(String name, ArchiveFiles.Content content) {
    MessageDigest digest = Sha256.begin();
    long[] length = {0};
    files.write(
        name,
        raw -> {
          try (OutputStream sealed = envelope.seal(name, raw);
              DigestOutputStream out =
                  new DigestOutputStream(sealed, digest) {
                    @Override
                    public void write(byte[] bytes, int from, int count) throws IOException {
                      super.write(bytes, from, count);
                      length[0] += count;
                    }

                    @Override
                    public void write(int b) throws IOException {
                      super.write(b);
                      length[0]++;
                    }
                  }) {
            content.writeTo(out);
          }
        });
    return new FileEntry(name, length[0], Sha256.written(digest.digest()));
  }

  /**
   * Opens a file that must be there.
   *
   * @throws DamagedArchiveException if it is not
   */
  public InputStream read(String name) {
    InputStream raw =
        files.open(name).orElseThrow(() -> new DamagedArchiveException(name, "a file", "nothing"));
    try {
      return envelope.open(name, raw);
    } catch (IOException | RuntimeException failed) {
      try {
        raw.close();
      } catch (IOException worse) {
        failed.addSuppressed(worse);
      }
      throw failed instanceof ArchiveException told
          ? told
          : ArchiveException.failed("The archive failed while reading " + name, failed);
    }
  }

  /**
   * Opens a file whose bytes are checked while they are read: its end is reached only when all of
   * them were as its entry says.
   */
  public InputStream read(FileEntry entry) {
    MessageDigest digest = Sha256.begin();
    return new FilterInputStream(new DigestInputStream(read(entry.name()), digest)) {
      private long length;

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] into, int offset, int count) throws IOException {
        int read = in.read(into, offset, count);
        if (read < 0) {
          compare(entry, length, digest);
        } else {
          length += read;
        }
        return read;
      }
    };
  }

  private static void compare(FileEntry entry, long length, MessageDigest digest)
      throws DamagedArchiveException {
    String sha256;
    try {
      sha256 = Sha256.written(((MessageDigest) digest.clone()).digest());
    } catch (CloneNotSupportedException impossible) {
      throw new IllegalStateException(impossible);
    }
    if (length != entry.bytes()) {
      throw new DamagedArchiveException(entry.name(), entry.bytes() + " bytes", length + " bytes");
    }
    if (!sha256.equals(entry.sha256())) {
      throw new DamagedArchiveException(entry.name(), "SHA-256 " + entry.sha256(), sha256);
    }
  }

  /** What is wrong with a file; empty when it is as its entry says. */
  public Optional<Damage> check(FileEntry entry) {
    try (InputStream in = read(entry)) {
      in.transferTo(OutputStream.nullOutputStream());
      return Optional.empty();
    } catch (DamagedArchiveException damaged) {
      return Optional.of(damaged.damage());
    } catch (IOException failed) {
      throw ArchiveException.failed("The archive failed while reading " + entry.name(), failed);
    }
  }

  /** All bytes of a file that must be as its entry says. */
  public byte[] readAll(FileEntry entry) {
    try (InputStream in = read(entry)) {
      return in.readAllBytes();
    } catch (IOException failed) {
      throw ArchiveException.failed("The archive failed while reading " + entry.name(), failed);
    }
  }

  // --- documents -----------------------------------------------------------------------------

  /** Writes a small file that proves itself. */
  public void putDocument(String kind, String name, byte[] body) {
    put(name, ArchiveDocument.seal(kind, body));
  }

  /** Reads a small file that proves itself. */
  public byte[] document(String kind, String name) {
    return ArchiveDocument.open(kind, name, whole(name, read(name)));
  }

  private static byte[] whole(String name, InputStream from) {
    try (from) {
      byte[] bytes = from.readNBytes(LONGEST_DOCUMENT + 1);
      if (bytes.length > LONGEST_DOCUMENT) {
        throw new DamagedArchiveException(name, "at most " + LONGEST_DOCUMENT + " bytes", "more");
      }
      return bytes;
    } catch (IOException failed) {
      throw ArchiveException.failed("The archive failed while reading " + name, failed);
    }
  }

  private static <T> T parse(String name, byte[] json, Class<T> type) {
    try {
      return JSON.readValue(json, type);
    } catch (JacksonException not) {
      throw new DamagedArchiveException(
          name, "a document of this release", String.valueOf(not.getMessage()));
    }
  }

  /** Makes a snapshot one. */
  public void putManifest(Manifest manifest) {
    putDocument("manifest", ArchiveNames.manifest(manifest.id()), JSON.writeValueAsBytes(manifest));
  }

  /**
   * The manifest of a snapshot.
   *
   * @throws DamagedArchiveException if it is not whole
   */
  public Manifest manifest(String id) {
    String name = ArchiveNames.manifest(id);
    Manifest manifest = parse(name, document("manifest", name), Manifest.class);
    if (!manifest.id().equals(id)) {
      throw new DamagedArchiveException(name, "the manifest of " + id, manifest.id());
    }
    return manifest;
  }

  /** Names of all folders of snapshots, with and without a manifest. */
  public List<String> folders() {
    TreeSet<String> ids = new TreeSet<>();
    Iterator<ArchiveFiles.Entry> all = files.list(ArchiveNames.SNAPSHOTS);
    while (all.hasNext()) {
      ids.add(all.next().name().split("/", -1)[1]);
    }
    return List.copyOf(ids);
  }

  /** Names of all snapshots that were finished, whether or not their manifests are whole. */
  public List<String> finished() {
    return folders().stream()
        .filter(id -> files.length(ArchiveNames.manifest(id)).isPresent())
        .toList();
  }

  /** All manifests, newest first. */
  public List<Manifest> manifests() {
    List<Manifest> manifests = new ArrayList<>();
    for (String id : finished()) {
      manifests.add(manifest(id));
    }
    manifests.sort(
        Comparator.comparing((Manifest manifest) -> manifest.taken().at())
            .thenComparing(Manifest::id)
            .reversed());
    return manifests;
  }

  @Override
  public void close() {
    files.close();
  }
}
