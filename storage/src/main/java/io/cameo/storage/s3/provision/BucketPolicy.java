package io.cameo.storage.s3.provision;

import io.cameo.storage.s3.provision.ConfigurationCalls.Call;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.services.s3.model.GetBucketPolicyResponse;

/**
 * The bucket's policy as it was read; every statement that is not replaced goes back as it came.
 *
 * @param members the document's members beside its statements
 */
record BucketPolicy(Map<String, JsonNode> members, List<JsonNode> statements) {

  private static final Call GET = new Call("GetBucketPolicy", "s3:GetBucketPolicy");
  private static final Call PUT = new Call("PutBucketPolicy", "s3:PutBucketPolicy");
  private static final Call DELETE = new Call("DeleteBucketPolicy", "s3:DeleteBucketPolicy");

  private static final String STATEMENT = "Statement";
  private static final String VERSION = "Version";

  BucketPolicy {
    members = Map.copyOf(members);
    statements = List.copyOf(statements);
  }

  static BucketPolicy read(ConfigurationCalls calls) throws CallFailure {
    Optional<String> text =
        calls
            .read(
                GET,
                "NoSuchBucketPolicy",
                () -> calls.client().getBucketPolicy(get -> get.bucket(calls.bucket().bucket())))
            .map(GetBucketPolicyResponse::policy);
    return text.isEmpty() ? new BucketPolicy(Map.of(), List.of()) : parse(text.get());
  }

  private static BucketPolicy parse(String text) throws CallFailure {
    try {
      JsonNode document = PolicyJson.parse(text);
      if (document.isObject() && document.asObject().containsKey(STATEMENT)) {
        Map<String, JsonNode> members = new LinkedHashMap<>(document.asObject());
        JsonNode statements = members.remove(STATEMENT);
        return new BucketPolicy(
            members, statements.isArray() ? statements.asArray() : List.of(statements));
      }
    } catch (SdkException | java.io.UncheckedIOException noJson) {
      // Said below.
    }
    throw ConfigurationCalls.notAnAnswer(GET);
  }

  /** The statement's id; empty where it has none. */
  static String sid(JsonNode statement) {
    return statement.field("Sid").filter(JsonNode::isString).map(JsonNode::asString).orElse("");
  }

  /** The statements with this id. */
  List<JsonNode> named(String sid) {
    return statements.stream().filter(statement -> sid(statement).equals(sid)).toList();
  }

  /** The statements that are not ours. */
  List<JsonNode> others() {
    return statements.stream()
        .filter(statement -> !PolicyStatementAspect.SIDS.contains(sid(statement)))
        .toList();
  }

  /** The same with this statement instead of those with the id. */
  BucketPolicy with(String sid, Optional<JsonNode> statement) {
    List<JsonNode> merged = new ArrayList<>(statements);
    merged.removeIf(each -> sid(each).equals(sid));
    statement.ifPresent(merged::add);
    return new BucketPolicy(members, merged);
  }

  String text() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put(VERSION, "2012-10-17");
    document.putAll(members);
    document.put(STATEMENT, statements);
    return PolicyJson.text(document);
  }

  /** Puts it in the place of the one that is there; called only where one could be read. */
  void write(ConfigurationCalls calls) throws CallFailure {
    String bucket = calls.bucket().bucket();
    if (statements.isEmpty()) {
      calls.write(DELETE, () -> calls.client().deleteBucketPolicy(at -> at.bucket(bucket)));
    } else {
      calls.write(
          PUT, () -> calls.client().putBucketPolicy(at -> at.bucket(bucket).policy(text())));
    }
  }
}
