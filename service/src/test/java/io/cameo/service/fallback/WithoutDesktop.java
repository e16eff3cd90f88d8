package io.cameo.service.fallback;

/** Draws in a JVM that has no AWT, and so neither its fonts nor fontconfig; prints the names. */
final class WithoutDesktop {

  private WithoutDesktop() {}

  public static void main(String[] arguments) {
    System.out.print(names());
    System.out.flush();
  }

  static String names() {
    FallbackAvatars avatars = new FallbackAvatars(FallbackStyle.SILHOUETTE);
    StringBuilder names = new StringBuilder();
    for (FallbackStyle style : FallbackStyle.values()) {
      for (FallbackForm form : FallbackForm.values()) {
        FallbackRequest wanted = FallbackRequest.of(style, "ann").named("राहुल 山田").as(form);
        names.append(style).append(' ').append(form).append(' ');
        names.append(avatars.draw(wanted).name()).append('\n');
      }
    }
    return names.toString();
  }
}
