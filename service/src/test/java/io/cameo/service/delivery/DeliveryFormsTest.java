package io.cameo.service.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.catalogue.VersionId;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What addresses, queries and ranges mean. */
class DeliveryFormsTest {

  private static final String ID = "0123456789abcdef0123456789abcdef";

  @Test
  void readsAnImmutableAddress() {
    assertThat(PictureAddress.parse("/a/" + ID + "/256.jpg"))
        .contains(new PictureAddress.Immutable(VersionId.parse(ID).orElseThrow(), "256.jpg"));
  }

  @ParameterizedTest
  @CsvSource({
    "/u/ann, ann, ''",
    "/u/ann.jpg, ann, jpg",
    "/u/ann.b.png, ann.b, png",
    "/u/ann%40example.org, ann@example.org, ''",
    "/u/a.b, a.b, ''",
    "/u/ann.webp, ann, webp",
  })
  void readsAStableAddress(String path, String subject, String extension) {
    assertThat(PictureAddress.parse(path)).contains(new PictureAddress.Stable(subject, extension));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/u/",
        "/u/a/b",
        "/u/a%2fb",
        "/u/a%00",
        "/u/a;b",
        "/u/a%3bb.jpg",
        "/u/..",
        "/u/%2e%2e",
        "/u/a.jpg.jpg",
        "/u/a%",
        "/u/a%4",
        "/u/a%zz",
        "/u/ä",
        "/a/",
        "/a/0123/256.jpg",
        "/a/0123456789ABCDEF0123456789ABCDEF/256.jpg",
        "/x",
        "/u/.jpg",
        "/u/a%252e"
      })
  void knowsNoOtherForm(String path) {
    assertThat(PictureAddress.parse(path)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "s=64, 64",
    "d=404&s=64, 64",
    "s=64&s=32, 64",
    "xs=1&s=2, 2",
    "s=4096, 4096",
  })
  void readsASize(String query, int size) {
    assertThat(StableQuery.size(query)).hasValue(size);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "s=", "s=0", "s=-1", "s=1.5", "s=99999999999", "s=4097", "size=3", "xs=3"})
  void takesAMalformedSizeForNone(String query) {
    assertThat(StableQuery.size(query)).isEqualTo(OptionalInt.empty());
  }

  @Test
  void knowsWhoHasADarkPage() {
    assertThat(StableQuery.isDark("s=3&theme=dark")).isTrue();
    assertThat(StableQuery.isDark("theme=dark&theme=light")).isTrue();
    assertThat(StableQuery.isDark("theme=light&theme=dark")).isFalse();
    assertThat(StableQuery.isDark("theme=darker")).isFalse();
    assertThat(StableQuery.isDark("xtheme=dark")).isFalse();
    assertThat(StableQuery.isDark(null)).isFalse();
  }

  @Test
  void knowsWhoWantsNotFound() {
    assertThat(StableQuery.wantsNotFound("s=3&d=404")).isTrue();
    assertThat(StableQuery.wantsNotFound("d=404")).isTrue();
    assertThat(StableQuery.wantsNotFound("d=4041")).isFalse();
    assertThat(StableQuery.wantsNotFound("xd=404")).isFalse();
    assertThat(StableQuery.wantsNotFound(null)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-9, 0, 9",
    "bytes=5-, 5, 99",
    "bytes=-10, 90, 99",
    "bytes=-1000, 0, 99",
    "bytes=90-1000, 90, 99",
    "bytes=99-99, 99, 99",
  })
  void readsARange(String header, int first, int last) {
    assertThat(SingleRange.parse(header, 100)).contains(new SingleRange(first, last));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=100-", "bytes=100-200", "bytes=-0"})
  void refusesARangeBehindTheEnd(String header) {
    assertThat(SingleRange.parse(header, 100)).contains(SingleRange.UNSATISFIABLE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=0-1,5-6",
        "bytes=9-1",
        "bytes=-",
        "bytes=a-b",
        "items=0-1",
        "bytes 0-1",
        "bytes=",
        "bytes=99999999999999999999-",
        "bytes=0-1 "
      })
  void ignoresSeveralOrMalformedRanges(String header) {
    assertThat(SingleRange.parse(header, 100)).isEqualTo(Optional.empty());
  }
}
