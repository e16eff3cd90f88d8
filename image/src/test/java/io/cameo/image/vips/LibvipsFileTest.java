package io.cameo.image.vips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library is found where the build put it, or written out of a jar once. */
class LibvipsFileTest {

  private static final String PLATFORM = "plan9-x64";

  @TempDir private Path folder;

  @Test
  void usesALibraryThatIsAFileWhereItIs() throws IOException {
    Path file = LibvipsFile.locate(folder);
    assertThat(file).isRegularFile();
    assertThat(file.getFileName().toString()).startsWith("libvips-cpp");
    assertThat(list(folder)).isEmpty();
  }

  @Test
  void writesALibraryOutOfAJarOnce() throws IOException {
    Path to = folder.resolve("native");
    Path first = locate(jar("one", "machine code"), to);
    assertThat(first).hasContent("machine code");
    Files.setLastModifiedTime(first, FileTime.fromMillis(1000));

    assertThat(locate(folder.resolve("one.jar"), to)).isEqualTo(first);
    assertThat(Files.getLastModifiedTime(first).toMillis()).isEqualTo(1000);
    assertThat(list(to)).containsExactly(first);
  }

  @Test
  void writesAnotherLibraryBesideIt() throws IOException {
    Path to = folder.resolve("native");
    Path one = locate(jar("one", "machine code"), to);
    Path two = locate(jar("two", "machine CODE"), to);
    assertThat(two).isNotEqualTo(one).hasContent("machine CODE");
    assertThat(one).hasContent("machine code");
  }

  @Test
  void replacesALibraryThatWasCutOff() throws IOException {
    Path to = folder.resolve("native");
    Path file = locate(jar("one", "machine code"), to);
    Files.writeString(file, "mach");
    assertThat(locate(folder.resolve("one.jar"), to)).isEqualTo(file).hasContent("machine code");
  }

  @Test
  void saysWhatToDoWhenThereIsNoLibraryForThisMachine() {
    assertThatThrownBy(
            () -> LibvipsFile.locate(LibvipsFile.class::getResource, "plan9-x64", folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("plan9-x64")
        .hasMessageContaining("npm ci in image/native");
  }

  private static Path locate(Path jar, Path to) throws IOException {
    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
      return LibvipsFile.locate(name -> loader.getResource(name.substring(1)), PLATFORM, to);
    }
  }

  private Path jar(String name, String library) throws IOException {
    String inside = "META-INF/cameo-native/sharp-libvips-" + PLATFORM;
    Path file = folder.resolve(name + ".jar");
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out)) {
      put(jar, inside + "/package.json", "{\"./binary\": \"./lib/libvips-cpp.so.8.18.7\"}");
      put(jar, inside + "/lib/libvips-cpp.so.8.18.7", library);
    }
    return file;
  }

  private static void put(JarOutputStream jar, String name, String content) throws IOException {
    jar.putNextEntry(new JarEntry(name));
    jar.write(content.getBytes(StandardCharsets.UTF_8));
    jar.closeEntry();
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
