package io.cameo.storage.s3.provision;

import io.cameo.storage.s3.provision.ConfigurationCalls.Call;
import io.cameo.storage.s3.provision.WantedBucket.Uploads;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.s3.model.CORSRule;
import software.amazon.awssdk.services.s3.model.GetBucketCorsResponse;

/**
 * From which pages a browser may send pictures straight to the bucket. What may be sent is the
 * ticket's business; this only keeps a browser from doing it for another page.
 */
final class CorsAspect implements Aspect {

  private static final Call GET = new Call("GetBucketCors", "s3:GetBucketCORS");
  private static final Call PUT = new Call("PutBucketCors", "s3:PutBucketCORS");
  private static final Call DELETE = new Call("DeleteBucketCors", "s3:PutBucketCORS");

  private static final List<String> METHODS = List.of("POST", "PUT");
  private static final List<String> HEADERS = List.of("content-type", "x-amz-*");
  private static final Set<String> WRITING = Set.of("POST", "PUT", "DELETE");
  private static final Set<String> ANYWHERE = Set.of("*", "http://*", "https://*");
  private static final int REMEMBERED_SECONDS = 3600;

  private final ConfigurationCalls calls;
  private final Uploads uploads;

  CorsAspect(ConfigurationCalls calls, Uploads uploads) {
    this.calls = calls;
    this.uploads = uploads;
  }

  @Override
  public String name() {
    return "cors";
  }

  @Override
  public String withoutIt() {
    return "Browsers cannot send pictures straight to the bucket: they go through the service.";
  }

  @Override
  public boolean isAskedFor() {
    return uploads.askedFor() && !uploads.origins().isEmpty();
  }

  private List<CORSRule> wanted() {
    if (uploads.origins().isEmpty()) {
      return List.of();
    }
    return List.of(
        CORSRule.builder()
            .id(Provisioner.OURS + "uploads")
            .allowedOrigins(uploads.origins())
            .allowedMethods(METHODS)
            .allowedHeaders(HEADERS)
            .exposeHeaders("ETag")
            .maxAgeSeconds(REMEMBERED_SECONDS)
            .build());
  }

  @Override
  public Look look() throws CallFailure {
    String bucket = calls.bucket().bucket();
    Optional<GetBucketCorsResponse> answer =
        calls.read(
            GET,
            "NoSuchCORSConfiguration",
            () -> calls.client().getBucketCors(get -> get.bucket(bucket)));
    if (answer.isPresent() && answer.get().corsRules().isEmpty()) {
      throw ConfigurationCalls.notAnAnswer(GET);
    }
    List<CORSRule> all = answer.map(GetBucketCorsResponse::corsRules).orElse(List.of());
    List<CORSRule> others = all.stream().filter(rule -> !isOurs(rule)).toList();
    List<String> found = words(all.stream().filter(CorsAspect::isOurs).toList());
    List<String> wanted = words(wanted());
    return new Look(
        found.isEmpty() ? List.of("no rule") : found,
        wanted.isEmpty() ? List.of("no rule: no origins are set") : wanted,
        words(others),
        others.stream().filter(CorsAspect::isForAnybody).map(CorsAspect::conflict).toList(),
        found.equals(wanted) ? Optional.empty() : Optional.of(() -> put(others)));
  }

  private void put(List<CORSRule> others) throws CallFailure {
    List<CORSRule> merged = new ArrayList<>(others);
    merged.addAll(wanted());
    String bucket = calls.bucket().bucket();
    if (merged.isEmpty()) {
      calls.write(DELETE, () -> calls.client().deleteBucketCors(at -> at.bucket(bucket)));
    } else {
      calls.write(
          PUT,
          () ->
              calls
                  .client()
                  .putBucketCors(
                      put -> put.bucket(bucket).corsConfiguration(all -> all.corsRules(merged))));
    }
  }

  private static boolean isOurs(CORSRule rule) {
    return rule.id() != null && rule.id().startsWith(Provisioner.OURS);
  }

  private static boolean isForAnybody(CORSRule rule) {
    return rule.allowedOrigins().stream().anyMatch(ANYWHERE::contains)
        && rule.allowedMethods().stream().anyMatch(WRITING::contains);
  }

  private static String conflict(CORSRule rule) {
    return "The CORS rule "
        + (rule.id() == null ? "without id" : "\"" + rule.id() + "\"")
        + " lets every page send to the bucket: remove it, or name its origins.";
  }

  private static List<String> words(List<CORSRule> rules) {
    return rules.stream()
        .map(
            rule ->
                (rule.id() == null ? "without id" : rule.id())
                    + ": "
                    + new TreeSet<>(rule.allowedMethods())
                    + " from "
                    + new TreeSet<>(rule.allowedOrigins())
                    + ", headers "
                    + new TreeSet<>(rule.allowedHeaders())
                    + ", shows "
                    + new TreeSet<>(rule.exposeHeaders())
                    + ", remembered "
                    + (rule.maxAgeSeconds() == null ? 0 : rule.maxAgeSeconds())
                    + " s")
        .toList();
  }
}
