package io.cameo.image.sandbox;

import java.util.List;

/** No sandbox; says so by naming no layer. */
public final class NoSandbox implements Sandbox {
  @Override
  public List<String> install() {
    return List.of();
  }
}
