package io.cameo.service.fallback;

/** How a subject without a picture is shown. */
public enum FallbackStyle {
  /** Head and shoulders, on one of eight grounds. */
  SILHOUETTE,
  /** Head and shoulders in grey, the same for everybody: Gravatar's {@code mp}. */
  MP,
  /** The initials of a name on a coloured ground; without a letter to draw, an identicon. */
  INITIALS,
  /** A pattern that is the same from four sides. */
  IDENTICON,
  /** A little creature of large pixels. */
  RETRO,
  /** A friendly monster. */
  MONSTER,
  /** A robot's head. */
  ROBOT,
  /** The plain ground that initials of the same seed have. */
  COLOR,
  /** Nothing: a transparent PNG, a white JPEG, an empty SVG. */
  BLANK
}
