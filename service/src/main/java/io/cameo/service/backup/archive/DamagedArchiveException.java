package io.cameo.service.backup.archive;

/** A file of an archive is not what was written. */
public final class DamagedArchiveException extends ArchiveException {

  private static final long serialVersionUID = 1L;

  private final transient Damage damage;

  public DamagedArchiveException(Damage damage) {
    super("The archive is damaged: " + damage);
    this.damage = damage;
  }

  public DamagedArchiveException(String file, String expected, String found) {
    this(new Damage(file, expected, found));
  }

  /** Which file, and what is wrong with it. */
  public Damage damage() {
    return damage;
  }
}
