package io.cameo.service.upload;

import io.cameo.service.catalogue.CatalogueSettings;
import io.cameo.service.catalogue.VersionChanges;
import java.time.Instant;

/**
 * What an erasure promises.
 *
 * @param certificate name under which the erasure is on record
 * @param erasedAt from when on nothing of the subject is shown
 * @param versions how many versions it had
 * @param objects how many stored objects are deleted
 * @param objectsGoneBy when they are deleted at the latest, while the service runs
 */
record ErasureCertificate(
    String certificate, Instant erasedAt, int versions, int objects, Instant objectsGoneBy) {

  static ErasureCertificate of(VersionChanges.Erasure erasure, CatalogueSettings settings) {
    return new ErasureCertificate(
        erasure.id().toString(),
        erasure.erasedAt(),
        erasure.versions(),
        erasure.objects(),
        erasure.erasedAt().plus(settings.reapEvery().multipliedBy(2)));
  }
}
