package io.cameo.service.observability;

/** Caches whose hits are measured, under the library's own names ({@code cache_gets_total}). */
public enum MeasuredCache {
  /** Subjects of hashes. */
  IDENTITIES("cameo.identities"),
  /** Current versions of subjects. */
  SUBJECTS("cameo.subjects"),
  /** Versions by their ids. */
  VERSIONS("cameo.versions"),
  /** Bytes of pictures. */
  PICTURES("cameo.pictures");

  private final String label;

  MeasuredCache(String label) {
    this.label = label;
  }

  /** The value of the label {@code cache}. */
  public String label() {
    return label;
  }
}
