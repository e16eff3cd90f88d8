package io.cameo.storage.s3.provision;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cameo.storage.s3.S3StoreOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Answers calls on a bucket's configuration as Amazon's API reference says, and writes down what it
 * was asked. It is for what no server has that a build could start; where it differs from the real
 * one stands in docs/fakes.md.
 */
public final class DocumentedS3 implements AutoCloseable {

  /** What a sub-resource answers when nothing is set, and which permissions it needs. */
  private record Part(String absent, String get, String put) {}

  private static final Map<String, Part> PARTS =
      Map.of(
          "publicAccessBlock",
          new Part(
              "NoSuchPublicAccessBlockConfiguration",
              "s3:GetBucketPublicAccessBlock",
              "s3:PutBucketPublicAccessBlock"),
          "ownershipControls",
          new Part(
              "OwnershipControlsNotFoundError",
              "s3:GetBucketOwnershipControls",
              "s3:PutBucketOwnershipControls"),
          "acl",
          new Part("", "s3:GetBucketAcl", "s3:PutBucketAcl"),
          "policy",
          new Part("NoSuchBucketPolicy", "s3:GetBucketPolicy", "s3:PutBucketPolicy"),
          "encryption",
          new Part(
              "ServerSideEncryptionConfigurationNotFoundError",
              "s3:GetEncryptionConfiguration",
              "s3:PutEncryptionConfiguration"),
          "lifecycle",
          new Part(
              "NoSuchLifecycleConfiguration",
              "s3:GetLifecycleConfiguration",
              "s3:PutLifecycleConfiguration"),
          "versioning",
          new Part("", "s3:GetBucketVersioning", "s3:PutBucketVersioning"),
          "cors",
          new Part("NoSuchCORSConfiguration", "s3:GetBucketCORS", "s3:PutBucketCORS"),
          "replication",
          new Part(
              "ReplicationConfigurationNotFoundError",
              "s3:GetReplicationConfiguration",
              "s3:PutReplicationConfiguration"),
          "intelligent-tiering",
          new Part("", "s3:GetIntelligentTieringConfiguration", "none"));

  private static final String SMALLEST = "x-amz-transition-default-minimum-object-size";

  private final HttpServer http;
  private final Map<String, String> stored = new TreeMap<>();
  private final Map<String, String> headers = new HashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Set<String> denied = new HashSet<>();
  private final Set<String> trials = new HashSet<>();
  private final Set<String> forgotten = new HashSet<>();
  private boolean exists = true;
  private boolean ignorant;
  private boolean inTheClear;
  private boolean failsInTrials;
  private int writesLeft = Integer.MAX_VALUE;

  private DocumentedS3() {
    try {
      this.http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    http.createContext("/", this::serve);
    http.start();
    stored.put("acl", acl(""));
    stored.put("versioning", "<VersioningConfiguration/>");
    stored.put(
        "intelligent-tiering",
        "<ListBucketIntelligentTieringConfigurationsOutput><IsTruncated>false</IsTruncated>"
            + "</ListBucketIntelligentTieringConfigurationsOutput>");
  }

  /** A bucket of long ago, about which nobody has said anything. */
  public static DocumentedS3 withAnOldBucket() {
    return new DocumentedS3();
  }

  /** No bucket yet; one that is made comes as they come since April 2023. */
  public static DocumentedS3 withoutABucket() {
    DocumentedS3 s3 = new DocumentedS3();
    s3.exists = false;
    return s3;
  }

  /** A server that takes every sub-resource for the bucket itself, as some do. */
  static DocumentedS3 thatKnowsNoSubResources() {
    DocumentedS3 s3 = new DocumentedS3();
    s3.ignorant = true;
    return s3;
  }

  /** A server that takes all calls for ones without TLS. */
  static DocumentedS3 behindAProxyThatEndsTls() {
    DocumentedS3 s3 = new DocumentedS3();
    s3.inTheClear = true;
    return s3;
  }

  /** A server that fails whenever a change that was made is tried. */
  static DocumentedS3 thatFailsInTrials() {
    DocumentedS3 s3 = new DocumentedS3();
    s3.failsInTrials = true;
    return s3;
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
  }

  S3StoreOptions options(S3StoreOptions.Placement placement) {
    return new S3StoreOptions(
        "acme-avatars",
        new S3StoreOptions.Location(Optional.of("eu-central-1"), Optional.of(address()), true),
        Optional.of(new S3StoreOptions.Credentials("AKID", "hush", Optional.empty())),
        S3StoreOptions.Checksums.ALWAYS,
        placement,
        S3StoreOptions.Limits.of(4, Duration.ofSeconds(20)));
  }

  /** Somebody else has set this. */
  synchronized DocumentedS3 set(String part, String document) {
    stored.put(part, document);
    return this;
  }

  /** The default that goes with the lifecycle's rules. */
  synchronized DocumentedS3 setSmallest(String value) {
    headers.put(SMALLEST, value);
    return this;
  }

  synchronized Optional<String> smallest() {
    return Optional.ofNullable(headers.get(SMALLEST));
  }

  static String acl(String more) {
    return "<AccessControlPolicy><Owner><ID>us</ID></Owner><AccessControlList><Grant><Grantee"
        + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"CanonicalUser\">"
        + "<ID>us</ID></Grantee><Permission>FULL_CONTROL</Permission></Grant>"
        + more
        + "</AccessControlList></AccessControlPolicy>";
  }

  /** The document of a part, as it was put; empty when there is none. */
  public synchronized String get(String part) {
    return stored.getOrDefault(part, "");
  }

  /** The permissions that its sub-resources ask for, deletions and access lists aside. */
  static Set<String> permissions() {
    return PARTS.values().stream()
        .flatMap(part -> Stream.of(part.get(), part.put()))
        .filter(permission -> !Set.of("none", "s3:PutBucketAcl").contains(permission))
        .collect(Collectors.toSet());
  }

  /** These permissions are missing from now on. */
  synchronized DocumentedS3 deny(String... permissions) {
    denied.clear();
    denied.addAll(List.of(permissions));
    return this;
  }

  /** What is put there is acknowledged and lost. */
  synchronized DocumentedS3 forget(String part) {
    forgotten.add(part);
    return this;
  }

  /** After so many more writes it is away. */
  synchronized DocumentedS3 breakAfterWrites(int writes) {
    writesLeft = writes;
    return this;
  }

  /** Methods and sub-resources so far, such as {@code PUT cors}. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** Those that change something. */
  public List<String> writes() {
    return requests.stream().filter(request -> !request.matches("(GET|HEAD) .*")).toList();
  }

  synchronized boolean exists() {
    return exists;
  }

  private synchronized void serve(HttpExchange call) throws IOException {
    try (call) {
      String body = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String query = Optional.ofNullable(call.getRequestURI().getQuery()).orElse("");
      String part = query.split("[=&]", 2)[0];
      requests.add(call.getRequestMethod() + " " + (part.isEmpty() ? "bucket" : part));
      boolean write = !call.getRequestMethod().matches("GET|HEAD");
      if (write && writesLeft-- <= 0) {
        error(call, 500, "InternalError");
      } else if (call.getRequestURI().getPath().contains("/probe/")) {
        ofObject(call, body);
      } else if (part.isEmpty() || ignorant) {
        ofBucket(call);
      } else if (!exists) {
        error(call, 404, "NoSuchBucket");
      } else if (!PARTS.containsKey(part)) {
        error(call, 501, "NotImplemented");
      } else {
        ofPart(call, part, body);
      }
    }
  }

  /** An object that is written to try something. */
  private void ofObject(HttpExchange call, String body) throws IOException {
    boolean deleted = call.getRequestMethod().equals("DELETE");
    trials.clear();
    if (!deleted) {
      trials.add(call.getRequestURI().getPath());
    }
    if (failsInTrials && body.contains("twice")) {
      error(call, 500, "InternalError");
    } else {
      answer(call, deleted ? 204 : 200, "");
    }
  }

  /** Objects of trials that are still there. */
  synchronized Set<String> trials() {
    return Set.copyOf(trials);
  }

  private void ofBucket(HttpExchange call) throws IOException {
    switch (call.getRequestMethod()) {
      case "HEAD" -> {
        boolean tlsOnly = get("policy").contains("aws:SecureTransport");
        boolean shutOut = inTheClear && tlsOnly;
        int found = failsInTrials && tlsOnly ? 500 : exists ? 200 : 404;
        answer(call, shutOut || denied.contains("s3:ListBucket") ? 403 : found, "");
      }
      case "GET" ->
          answer(
              call, 200, "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>");
      case "PUT" -> {
        if (denied.contains("s3:CreateBucket")) {
          error(call, 403, "AccessDenied");
        } else if (exists) {
          error(call, 409, "BucketAlreadyOwnedByYou");
        } else {
          create();
          answer(call, 200, "");
        }
      }
      case "DELETE" -> {
        exists = false;
        answer(call, 204, "");
      }
      default -> error(call, 405, "MethodNotAllowed");
    }
  }

  private void create() {
    exists = true;
    stored.put(
        "publicAccessBlock",
        "<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls><IgnorePublicAcls>"
            + "true</IgnorePublicAcls><BlockPublicPolicy>true</BlockPublicPolicy>"
            + "<RestrictPublicBuckets>true</RestrictPublicBuckets></PublicAccessBlockConfiguration>");
    stored.put(
        "ownershipControls",
        "<OwnershipControls><Rule><ObjectOwnership>BucketOwnerEnforced</ObjectOwnership></Rule>"
            + "</OwnershipControls>");
    stored.put(
        "encryption",
        "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault>"
            + "<SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule>"
            + "</ServerSideEncryptionConfiguration>");
  }

  private void ofPart(HttpExchange call, String name, String body) throws IOException {
    Part part = PARTS.get(name);
    boolean write = !call.getRequestMethod().equals("GET");
    boolean deleted = call.getRequestMethod().equals("DELETE");
    String permission = write ? part.put() : part.get();
    if (deleted && name.equals("policy")) {
      permission = "s3:DeleteBucketPolicy";
    }
    Optional<String> refusal = write && !deleted ? refusal(name, body) : Optional.empty();
    if (denied.contains(permission)) {
      error(call, 403, "AccessDenied");
    } else if (refusal.isPresent()) {
      error(call, refusal.get().equals("AccessDenied") ? 403 : 400, refusal.get());
    } else if (!write && stored.containsKey(name)) {
      if (name.equals("lifecycle")) {
        smallest().ifPresent(value -> call.getResponseHeaders().set(SMALLEST, value));
      }
      answer(call, 200, stored.get(name));
    } else if (!write) {
      error(call, 404, part.absent());
    } else {
      put(call, name, deleted ? Optional.empty() : Optional.of(body));
      answer(call, deleted ? 204 : 200, "");
    }
  }

  private void put(HttpExchange call, String name, Optional<String> body) {
    if (forgotten.contains(name)) {
      return;
    }
    body.ifPresentOrElse(text -> stored.put(name, text), () -> stored.remove(name));
    if (name.equals("lifecycle")) {
      String smallest = call.getRequestHeaders().getFirst(SMALLEST);
      headers.put(SMALLEST, smallest == null ? "all_storage_classes_128K" : smallest);
    }
  }

  /** The rules of the reference that a change could break. */
  private Optional<String> refusal(String name, String body) {
    boolean versioned = get("versioning").contains("<Status>Enabled<");
    boolean blocksPolicies =
        get("publicAccessBlock").contains("<BlockPublicPolicy>true</BlockPublicPolicy>");
    return switch (name) {
      case "replication" -> versioned ? Optional.empty() : Optional.of("InvalidRequest");
      case "policy" ->
          blocksPolicies
                  && body.matches("(?s).*\"Allow\",\"Principal\":\"\\*\"[^}]*}.*")
                  && !body.contains("Condition\":{\"StringEquals\":{\"aws:SourceVpce")
              ? Optional.of("AccessDenied")
              : Optional.empty();
      case "ownershipControls" ->
          get("acl").split("<Grant>", -1).length > 2
              ? Optional.of("InvalidBucketAclWithObjectOwnership")
              : Optional.empty();
      case "cors", "lifecycle" ->
          body.contains("Rule>") ? Optional.empty() : Optional.of("MalformedXML");
      default -> Optional.empty();
    };
  }

  private static void error(HttpExchange call, int status, String code) throws IOException {
    answer(
        call,
        status,
        "<Error><Code>" + code + "</Code><Message>as the reference says</Message></Error>");
  }

  private static void answer(HttpExchange call, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    boolean none = bytes.length == 0 || call.getRequestMethod().equals("HEAD");
    call.getResponseHeaders().set("Content-Type", "application/xml");
    call.sendResponseHeaders(status, none ? -1 : bytes.length);
    if (!none) {
      call.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
