package io.cameo.storage;

/**
 * An object to be written.
 *
 * @param key where, see {@link KeyGrammar}
 * @param bytes the whole object, up to a few megabytes; neither side changes it any more
 * @param metadata what travels with it
 */
public record NewObject(String key, byte[] bytes, ObjectMetadata metadata) {
  public NewObject {
    KeyGrammar.requireKey(key);
  }
}
