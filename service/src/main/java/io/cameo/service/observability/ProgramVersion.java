package io.cameo.service.observability;

/** The version of the program that runs, as its jar names it. */
public final class ProgramVersion {

  private ProgramVersion() {}

  /** Such as {@code 0.1.0}; {@code development} when it does not run from a jar. */
  public static String get() {
    String version = ProgramVersion.class.getPackage().getImplementationVersion();
    return version == null || version.isBlank() ? "development" : version;
  }
}
