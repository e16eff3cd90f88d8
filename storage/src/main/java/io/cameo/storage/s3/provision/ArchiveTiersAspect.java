package io.cameo.storage.s3.provision;

import io.cameo.storage.s3.provision.ConfigurationCalls.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.IntelligentTieringConfiguration;
import software.amazon.awssdk.services.s3.model.IntelligentTieringFilter;
import software.amazon.awssdk.services.s3.model.IntelligentTieringStatus;
import software.amazon.awssdk.services.s3.model.ListBucketIntelligentTieringConfigurationsResponse;

/**
 * That Intelligent-Tiering has no archive tiers for pictures, from which they could not be shown.
 * Without a configuration it has none; those of others are looked at and never changed.
 */
final class ArchiveTiersAspect implements Aspect {

  private static final Call LIST =
      new Call(
          "ListBucketIntelligentTieringConfigurations", "s3:GetIntelligentTieringConfiguration");

  /** A bucket has at most a thousand, a page at least a hundred of them. */
  private static final int MOST_PAGES = 20;

  private final ConfigurationCalls calls;

  ArchiveTiersAspect(ConfigurationCalls calls) {
    this.calls = calls;
  }

  @Override
  public String name() {
    return "archive-tiers";
  }

  @Override
  public String withoutIt() {
    return "There are none then.";
  }

  @Override
  public Look look() throws CallFailure {
    List<IntelligentTieringConfiguration> all = list();
    List<String> conflicts =
        all.stream()
            .filter(ArchiveTiersAspect::meetsPictures)
            .map(
                each ->
                    "The Intelligent-Tiering configuration \""
                        + each.id()
                        + "\" archives pictures, which then cannot be shown: remove it, or give it a"
                        + " prefix outside of avatars/.")
            .toList();
    return new Look(
        List.of(conflicts.isEmpty() ? "none for pictures" : "pictures are archived"),
        List.of("none for pictures"),
        all.stream().map(each -> each.id() + " (" + each.statusAsString() + ")").toList(),
        conflicts,
        Optional.empty());
  }

  private List<IntelligentTieringConfiguration> list() throws CallFailure {
    List<IntelligentTieringConfiguration> all = new ArrayList<>();
    String after = null;
    for (int page = 0; page < MOST_PAGES; page++) {
      String token = after;
      Optional<ListBucketIntelligentTieringConfigurationsResponse> answer =
          calls.read(
              LIST,
              "",
              () ->
                  calls
                      .client()
                      .listBucketIntelligentTieringConfigurations(
                          list -> list.bucket(calls.bucket().bucket()).continuationToken(token)));
      if (answer.isEmpty()) {
        throw ConfigurationCalls.notAnAnswer(LIST);
      }
      all.addAll(answer.get().intelligentTieringConfigurationList());
      after = answer.get().nextContinuationToken();
      if (!Boolean.TRUE.equals(answer.get().isTruncated()) || after == null) {
        return all;
      }
    }
    return all;
  }

  private static boolean meetsPictures(IntelligentTieringConfiguration each) {
    IntelligentTieringFilter filter = each.filter();
    boolean tagged =
        filter != null
            && (filter.tag() != null || (filter.and() != null && filter.and().hasTags()));
    String prefix = "";
    if (filter != null && filter.and() != null) {
      prefix = filter.and().prefix();
    } else if (filter != null) {
      prefix = filter.prefix();
    }
    String below = prefix == null ? "" : prefix;
    return each.status() == IntelligentTieringStatus.ENABLED
        && !each.tierings().isEmpty()
        && !tagged
        && (Provisioner.PICTURES.startsWith(below) || below.startsWith(Provisioner.PICTURES));
  }
}
