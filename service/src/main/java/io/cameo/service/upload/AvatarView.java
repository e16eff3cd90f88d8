package io.cameo.service.upload;

import io.cameo.service.catalogue.StoredObject;
import io.cameo.service.catalogue.Version;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An avatar as the API shows it. */
final class AvatarView {

  private AvatarView() {}

  /**
   * The JSON of one version.
   *
   * @param width pixels of the upload, after orientation
   * @param height pixels of the upload, after orientation
   * @param bytes length of the upload
   * @param urls size to extension to immutable address
   * @param stable address that always shows the current picture
   */
  record Json(
      String subject,
      String version,
      String state,
      int width,
      int height,
      long bytes,
      String sourceType,
      Instant createdAt,
      String thumbhash,
      String color,
      Map<String, Map<String, String>> urls,
      String stable,
      String alt) {}

  /** The JSON of all versions of a subject that may be its picture, newest first. */
  record Versions(List<Json> versions) {}

  static Json of(Version version, String base) {
    Map<String, Map<String, String>> urls = new LinkedHashMap<>();
    List<StoredObject> bySize =
        version.objects().stream()
            .filter(object -> !object.isMaster())
            .sorted(Comparator.comparingInt(StoredObject::size).reversed())
            .toList();
    for (StoredObject object : bySize) {
      urls.computeIfAbsent(Integer.toString(object.size()), size -> new LinkedHashMap<>())
          .put(object.extension(), base + "/a/" + version.id() + "/" + object.name());
    }
    return new Json(
        version.subject(),
        version.id().toString(),
        version.state().name(),
        version.source().width(),
        version.source().height(),
        version.source().bytes(),
        version.source().type(),
        version.life().created(),
        version.look().thumbhash(),
        version.look().color(),
        urls,
        base + "/u/" + version.subject(),
        "Profile picture of " + version.subject());
  }
}
