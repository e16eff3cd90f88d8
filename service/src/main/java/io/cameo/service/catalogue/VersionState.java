package io.cameo.service.catalogue;

/** The state of a version; see the package's page for the ways between them. */
public enum VersionState {
  /** Announced: its objects may be written. */
  PENDING,
  /** The subject's current picture. */
  LIVE,
  /** Replaced or removed; kept for its grace time so that it can come back. */
  RETIRED,
  /** Announced but never made live. */
  EXPIRED,
  /** Erased: never comes back. */
  TOMBSTONED
}
