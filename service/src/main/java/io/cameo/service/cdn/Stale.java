package io.cameo.service.cdn;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What the CDN has to let go of for one subject: its stable addresses, and renditions that are not
 * shown any more.
 *
 * @param renditions as they stand behind {@code /a/}: version, slash, name
 * @param hashes of identities, in lower-case hexadecimal
 */
public record Stale(String subject, List<String> renditions, List<String> hashes) {

  /** The extensions that an address may have. */
  private static final List<String> EXTENSIONS =
      List.of("", ".jpg", ".jpeg", ".png", ".webp", ".avif", ".svg");

  public Stale {
    renditions = List.copyOf(renditions);
    hashes = List.copyOf(hashes);
  }

  /** The tags of all that is stale. */
  public Set<String> tags() {
    Set<String> tags = new LinkedHashSet<>();
    tags.add(CdnTags.ofSubject(subject));
    renditions.forEach(
        name -> tags.add(CdnTags.ofVersion(name.substring(0, Math.max(0, name.indexOf('/'))))));
    hashes.forEach(hash -> tags.add(CdnTags.ofHash(hash)));
    return tags;
  }

  /** The tags of all of these, each once, in parts of at most so many. */
  static List<List<String>> tags(List<Stale> all, int most) {
    Set<String> tags = new LinkedHashSet<>();
    all.forEach(one -> tags.addAll(one.tags()));
    return Parts.of(List.copyOf(tags), most);
  }

  /** The stable address, as the API hands it out, and as a client may write it. */
  public List<String> stablePaths() {
    String encoded = URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("%7E", "~");
    return encoded.equals(subject)
        ? List.of("/u/" + subject)
        : List.of("/u/" + subject, "/u/" + encoded);
  }

  /** The paths of renditions that are not shown any more. */
  public List<String> renditionPaths() {
    return renditions.stream().map(name -> "/a/" + name).toList();
  }

  /**
   * An address by itself, for a CDN that knows no tags.
   *
   * @param negotiated whether the answer depends on {@code Accept}
   */
  record Address(String path, boolean negotiated) {}

  /**
   * Every address with an extension or without, of every size of the installation and of none, for
   * light and for dark pages. Others are answered alike, and a cache in front has to bring them to
   * these.
   */
  List<Address> addresses(List<Integer> sizes) {
    List<Address> all = new ArrayList<>();
    List<String> queries = new ArrayList<>(List.of("", "?theme=dark"));
    sizes.forEach(size -> queries.addAll(List.of("?s=" + size, "?s=" + size + "&theme=dark")));
    for (String path : stablePaths()) {
      for (String extension : EXTENSIONS) {
        for (String query : queries) {
          all.add(new Address(path + extension + query, extension.isEmpty()));
        }
      }
    }
    // Of identities any size and any default is asked for: more than could ever be named.
    for (String hash : hashes) {
      all.add(new Address("/avatar/" + hash, true));
      all.add(new Address("/avatar/" + hash + ".jpg", false));
    }
    renditionPaths().forEach(path -> all.add(new Address(path, false)));
    return all;
  }
}
