package io.cameo.service.catalogue;

import java.util.List;
import java.util.Optional;

/**
 * What may be asked to show it: a replica may answer that has seen the last change of it. Whoever
 * decides about a change asks the {@link Catalogue}.
 */
public interface Lookups {

  /** The subject's current picture. */
  Optional<Version> current(String subject);

  /** One version; empty when it never was or is gone. */
  Optional<Version> version(VersionId id);

  /** The subject's versions that are or may again be its picture, newest first. */
  List<Version> history(String subject);
}
