package io.cameo.service.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.catalogue.StoredObject;
import io.cameo.service.catalogue.Version;
import io.cameo.service.catalogue.VersionId;
import io.cameo.service.catalogue.VersionState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a caller is told of an avatar. */
class AvatarViewTest {

  @Test
  void theAddressesAreThoseOfTheRenditionsThatThereAre() {
    List<StoredObject> objects =
        Stream.of("master.png", "64.jpg", "256.jpg", "256.png", "64.webp", "256.avif", "256.webp")
            .map(
                name ->
                    new StoredObject(
                        name,
                        name.startsWith("64") ? 64 : name.startsWith("256") ? 256 : 600,
                        9,
                        "00".repeat(32)))
            .toList();
    Version version =
        new Version(
            VersionId.random(),
            "ann",
            VersionState.LIVE,
            new Version.Source("image/png", 600, 600, 9, "00".repeat(32), ""),
            new Version.Look("AQID", "#112233"),
            objects,
            new Version.Life(1, Instant.EPOCH, false));
    String base = "https://avatars.example.com";

    Map<String, Map<String, String>> urls = AvatarView.of(version, base).urls();

    String at = base + "/a/" + version.id();
    assertThat(urls)
        .isEqualTo(
            Map.of(
                "64", Map.of("jpg", at + "/64.jpg", "webp", at + "/64.webp"),
                "256",
                    Map.of(
                        "jpg", at + "/256.jpg",
                        "png", at + "/256.png",
                        "webp", at + "/256.webp",
                        "avif", at + "/256.avif")));
    assertThat(urls.keySet()).as("largest first").containsExactly("256", "64");
  }
}
