package io.cameo.service.ops.backup;

/** The version of this program, as its archive names it. */
final class ToolVersion {

  private ToolVersion() {}

  static String get() {
    String version = ToolVersion.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
