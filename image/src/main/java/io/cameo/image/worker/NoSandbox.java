package io.cameo.image.worker;

import java.util.List;

/** No sandbox; says so by naming no layer. */
final class NoSandbox implements Sandbox {
  @Override
  public List<String> install() {
    return List.of();
  }
}
