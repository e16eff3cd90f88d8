package io.cameo.storage.s3.provision;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/**
 * Finds statements that make a bucket public: they allow something to everybody, and no condition
 * fixes who that is. Which conditions do is Amazon's "meaning of public" in the guide to blocking
 * public access.
 */
final class PublicStatements {

  private static final Set<String> FIXING =
      Set.of(
          "aws:sourcearn",
          "aws:sourceip",
          "aws:sourcevpc",
          "aws:sourcevpce",
          "aws:sourceowner",
          "aws:sourceaccount",
          "aws:sourceorgid",
          "aws:principalarn",
          "aws:principalaccount",
          "aws:principalorgid",
          "aws:principalorgpaths",
          "aws:userid",
          "s3:dataaccesspointarn",
          "s3:dataaccesspointaccount",
          "s3:x-amz-server-side-encryption-aws-kms-key-id");

  private static final Set<String> ANYWHERE = Set.of("*", "0.0.0.0/0", "::/0");

  private PublicStatements() {}

  static List<JsonNode> among(List<JsonNode> statements) {
    return statements.stream().filter(PublicStatements::isPublic).toList();
  }

  private static boolean isPublic(JsonNode statement) {
    boolean allows =
        statement.field("Effect").filter(effect -> effect.text().equals("Allow")).isPresent();
    return allows
        && (statement.field("NotPrincipal").isPresent()
            || statement.field("Principal").filter(PublicStatements::isEverybody).isPresent())
        && statement.field("Condition").filter(PublicStatements::fixesWho).isEmpty();
  }

  private static boolean isEverybody(JsonNode principal) {
    if (!principal.isObject()) {
      return PolicyJson.texts(principal).contains("*");
    }
    return principal.field("AWS").map(PolicyJson::texts).orElse(Set.of()).contains("*");
  }

  private static boolean fixesWho(JsonNode condition) {
    if (!condition.isObject()) {
      return false;
    }
    for (Map.Entry<String, JsonNode> test : condition.asObject().entrySet()) {
      // A test for what is not, or only if it is there, leaves everybody else.
      if (test.getKey().contains("Not") || test.getKey().endsWith("IfExists")) {
        continue;
      }
      for (Map.Entry<String, JsonNode> key : test.getValue().asObject().entrySet()) {
        if (FIXING.contains(key.getKey().toLowerCase(Locale.ROOT))
            && PolicyJson.texts(key.getValue()).stream().noneMatch(ANYWHERE::contains)) {
          return true;
        }
      }
    }
    return false;
  }
}
