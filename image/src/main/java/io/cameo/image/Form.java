package io.cameo.image;

import java.util.EnumSet;
import java.util.Set;

/** What kind of files every size is made as. */
public enum Form {
  /** What everything shows: a JPEG, and a PNG beside it where the picture is transparent. */
  UNIVERSAL(ImageType.JPEG),
  WEBP(ImageType.WEBP),
  AVIF(ImageType.AVIF);

  private final ImageType type;

  Form(ImageType type) {
    this.type = type;
  }

  /** Of the file that every picture has in this form. */
  public ImageType type() {
    return type;
  }

  /** The form that files with this extension belong to. */
  public static Form of(String extension) {
    for (Form form : Set.of(WEBP, AVIF)) {
      if (form.type.extension().equals(extension)) {
        return form;
      }
    }
    return UNIVERSAL;
  }

  /** The universal form alone, which is what an upload waits for. */
  public static final Set<Form> AT_ONCE = Set.of(UNIVERSAL);

  /** What is made of a picture that has the universal form already. */
  public static final Set<Form> LATER = Set.copyOf(EnumSet.of(WEBP, AVIF));
}
