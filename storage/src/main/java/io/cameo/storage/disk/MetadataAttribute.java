package io.cameo.storage.disk;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.cameo.storage.ObjectMetadata;
import io.cameo.storage.StorageUnavailableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Map;

/** An object's metadata: what its name says, or else an extended attribute of its file. */
final class MetadataAttribute {
  private static final String NAME = "cameo.metadata";
  private static final String UNKNOWN = "application/octet-stream";

  private static final Map<String, String> BY_EXTENSION =
      Map.of(
          "jpg", "image/jpeg",
          "png", "image/png",
          "webp", "image/webp",
          "avif", "image/avif",
          "gif", "image/gif",
          "json", "application/json",
          "txt", "text/plain; charset=utf-8");

  private final boolean supported;

  MetadataAttribute(FileStore store) {
    this.supported = store.supportsFileAttributeView(UserDefinedFileAttributeView.class);
  }

  /** Gives a file not yet in place what its final name does not say. */
  void write(Path file, String key, ObjectMetadata metadata) throws IOException {
    if (metadata.equals(impliedBy(key))) {
      return;
    }
    if (!supported) {
      throw new StorageUnavailableException(
          "the disk's file system has no extended attributes, so "
              + key
              + " can only be "
              + impliedBy(key));
    }
    String value = metadata.contentType() + "\n" + metadata.cacheControl();
    view(file).write(NAME, US_ASCII.encode(value));
  }

  /** The metadata of a stored object. */
  ObjectMetadata read(Path file, String key) throws IOException {
    if (!supported) {
      return impliedBy(key);
    }
    UserDefinedFileAttributeView view = view(file);
    if (!view.list().contains(NAME)) {
      return impliedBy(key);
    }
    ByteBuffer value = ByteBuffer.allocate(view.size(NAME));
    view.read(NAME, value);
    String[] lines = US_ASCII.decode(value.flip()).toString().split("\n", -1);
    if (lines.length != 2) {
      throw new IOException("the attribute user." + NAME + " is not ours");
    }
    return new ObjectMetadata(lines[0], lines[1]);
  }

  private static UserDefinedFileAttributeView view(Path file) {
    return Files.getFileAttributeView(
        file, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static ObjectMetadata impliedBy(String key) {
    String extension = key.substring(key.lastIndexOf('.') + 1);
    return ObjectMetadata.immutable(BY_EXTENSION.getOrDefault(extension, UNKNOWN));
  }
}
