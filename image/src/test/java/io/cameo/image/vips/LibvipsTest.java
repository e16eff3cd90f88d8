package io.cameo.image.vips;

import static io.cameo.image.vips.Native.INT;
import static io.cameo.image.vips.Native.POINTER;
import static io.cameo.image.vips.Native.SIZE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The library is closed down to what avatars need, and its images are owned. */
class LibvipsTest {

  private static Path file;

  @BeforeAll
  static void load() throws IOException {
    file = LibvipsFile.locate(Path.of(System.getProperty("java.io.tmpdir"), "cameo-native"));
    Libvips.load(file);
  }

  @Test
  void loadsTheSameFileOnce() {
    assertThat(Libvips.load(file)).isSameAs(Libvips.load(file.toAbsolutePath()));
  }

  @Test
  void loadsNoSecondFile() {
    assertThatThrownBy(() -> Libvips.load(Path.of("elsewhere.so")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("elsewhere.so");
  }

  @ParameterizedTest
  @ValueSource(strings = {"vips_svgload_buffer", "vips_tiffload_buffer"})
  void runsNoOtherLoader(String loader) {
    MethodHandle load =
        Native.operation(loader, List.of(POINTER, SIZE, POINTER), Native.option("access", INT));
    byte[] svg =
        "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"
            .getBytes(StandardCharsets.US_ASCII);
    assertThatThrownBy(
            () -> {
              try (Arena arena = Arena.ofConfined()) {
                MemorySegment bytes = arena.allocateFrom(ValueLayout.JAVA_BYTE, svg);
                MemorySegment out = arena.allocate(POINTER);
                int status = (int) load.invokeExact(bytes, bytes.byteSize(), out, 0);
                VipsImage.taken(loader, status, out).close();
              }
            })
        .isInstanceOf(VipsFailure.class)
        .hasMessageContaining("blocked");
  }

  @Test
  void p8AndR13OpensNoFileOfAnotherTypeWhateverItIsCalled(@TempDir Path folder) throws Throwable {
    for (var decoy : Decoys.all().entrySet()) {
      Path jpg = Files.write(folder.resolve("picture.jpg"), decoy.getValue());
      try (Arena arena = Arena.ofConfined()) {
        assertThat(opensFile(arena, jpg)).as(decoy.getKey()).isFalse();
        assertThat(Libvips.opens(arena, decoy.getValue())).as(decoy.getKey()).isFalse();
      }
    }
  }

  @Test
  void opensADecoyOnceItsLoaderIsAllowedSoTheProofProvesSomething() throws Throwable {
    Map<String, String> loaders =
        Map.of("SVG", "VipsForeignLoadSvg", "TIFF", "VipsForeignLoadTiff");
    for (var loader : loaders.entrySet()) {
      Libvips.setBlocked(loader.getValue(), false);
      try (Arena arena = Arena.ofConfined()) {
        byte[] decoy = Decoys.all().get(loader.getKey());
        assertThat(Libvips.opens(arena, decoy)).as(loader.getKey()).isTrue();
      } finally {
        Libvips.setBlocked(loader.getValue(), true);
      }
    }
  }

  private static boolean opensFile(Arena arena, Path file) throws Throwable {
    MethodHandle open =
        Native.function(
            "vips_image_new_from_file",
            FunctionDescriptor.of(POINTER, POINTER, POINTER),
            Linker.Option.firstVariadicArg(1));
    MemorySegment image =
        (MemorySegment) open.invokeExact(arena.allocateFrom(file.toString()), MemorySegment.NULL);
    return image.address() != 0;
  }

  @Test
  void readsNoBufferThatMayMove() {
    assertThatThrownBy(() -> Decoder.png(ByteBuffer.allocate(100)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void clearsTheTextOfAFailure() {
    ByteBuffer broken = ByteBuffer.allocateDirect(100);
    assertThatThrownBy(() -> Decoder.png(broken)).isInstanceOf(VipsFailure.class);
    VipsFailure next = Libvips.failure("nothing");
    assertThat(next.getMessage()).isEqualTo("nothing: ");
    assertThat(next.outOfMemory()).isFalse();
  }

  @Test
  void usesNoImageAfterItWasClosed() {
    VipsImage image = VipsImage.of(new byte[12], 2, 2, 3);
    image.close();
    image.close();
    assertThatThrownBy(image::toMemory).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void keepsPixelsAliveForImagesMadeOfThem() {
    byte[] pixels = new byte[64 * 64 * 3];
    Arrays.fill(pixels, (byte) 77);
    VipsImage image = VipsImage.of(pixels, 64, 64, 3);
    VipsImage bare = image.toMemory();
    image.close();
    VipsImage part = Operations.extract(bare, 8, 8, 16, 16);
    bare.close();
    try (part;
        VipsImage computed = part.toMemory()) {
      assertThat(computed.inMemory()).isTrue();
      assertThat(computed.rgba()).hasSize(16 * 16 * 4).startsWith(77, 77, 77, 255);
    }
  }

  @Test
  void refusesPixelsThatDoNotFillTheImage() {
    assertThatThrownBy(() -> VipsImage.of(new byte[11], 2, 2, 3))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
