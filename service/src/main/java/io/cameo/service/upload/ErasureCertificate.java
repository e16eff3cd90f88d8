package io.cameo.service.upload;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cameo.service.catalogue.CatalogueSettings;
import io.cameo.service.catalogue.VersionChanges;
import io.cameo.service.objects.LostRegions;
import java.time.Instant;
import java.util.List;

/**
 * What an erasure promises.
 *
 * @param certificate name under which the erasure is on record
 * @param erasedAt from when on nothing of the subject is shown
 * @param versions how many versions it had
 * @param objects how many stored objects are deleted
 * @param objectsGoneBy when they are deleted at the latest, while the service runs
 * @param pendingRegions regions that did not answer in this moment: what they hold is deleted as
 *     soon as they answer, perhaps later than that; left out when there are none
 */
record ErasureCertificate(
    String certificate,
    Instant erasedAt,
    int versions,
    int objects,
    Instant objectsGoneBy,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> pendingRegions) {

  static ErasureCertificate of(
      VersionChanges.Erasure erasure, CatalogueSettings settings, LostRegions lost) {
    return new ErasureCertificate(
        erasure.id().toString(),
        erasure.erasedAt(),
        erasure.versions(),
        erasure.objects(),
        erasure.erasedAt().plus(settings.reapEvery().multipliedBy(2)).plus(lost.settling()),
        erasure.objects() == 0 ? List.of() : lost.now());
  }
}
