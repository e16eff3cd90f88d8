package io.cameo.service.ops.checklist.firewall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.service.cdn.Receiver;
import io.cameo.service.ops.checklist.firewall.Firewall.Limit;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is read of a web ACL, from answers in the form of AWS WAF's reference. */
@Timeout(60)
class WebAclsTest {

  private static final String REGIONAL =
      "arn:aws:wafv2:eu-central-1:123456789012:regional/webacl/cameo/a1b2";
  private static final String OF_CLOUDFRONT =
      "arn:aws:wafv2:us-east-1:123456789012:global/webacl/cameo/a1b2";
  private static final String BLOCK = "\"Action\":{\"Block\":{}}";
  private static final String EVERYTHING = "";

  @BeforeAll
  static void signIn() {
    System.setProperty("aws.accessKeyId", "AKID");
    System.setProperty("aws.secretAccessKey", "hush");
  }

  @AfterAll
  static void signOut() {
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  private static String rule(int priority, String action, String statement) {
    return "{\"Name\":\"r"
        + priority
        + "\",\"Priority\":"
        + priority
        + ","
        + action
        + ",\"Statement\":"
        + statement
        + ",\"VisibilityConfig\":{}}";
  }

  private static String rate(String only) {
    return "{\"RateBasedStatement\":{\"Limit\":500,\"EvaluationWindowSec\":120,"
        + "\"AggregateKeyType\":\"IP\""
        + (only.isEmpty() ? "" : ",\"ScopeDownStatement\":" + only)
        + "}}";
  }

  private static String path(String constraint, String text) {
    return match("UriPath", constraint, text);
  }

  private static String match(String field, String constraint, String text) {
    return "{\"ByteMatchStatement\":{\"SearchString\":\""
        + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))
        + "\",\"FieldToMatch\":{\""
        + field
        + "\":{}},\"TextTransformations\":[{\"Priority\":0,\"Type\":\"NONE\"}],"
        + "\"PositionalConstraint\":\""
        + constraint
        + "\"}}";
  }

  private static String each(String word, String... statements) {
    return "{\"" + word + "\":{\"Statements\":[" + String.join(",", statements) + "]}}";
  }

  /** What AWS WAF says, of an ACL with these rules. */
  private static Receiver waf(boolean placed, String group, String... rules) {
    return new Receiver(
        told ->
            new Receiver.Answer(
                200,
                "application/x-amz-json-1.1",
                switch (told.header("X-Amz-Target")) {
                  case "AWSWAF_20190729.GetWebACL" ->
                      "{\"LockToken\":\"t\",\"WebACL\":{\"Name\":\"cameo\",\"Id\":\"a1b2\","
                          + "\"DefaultAction\":{\"Allow\":{}},\"Rules\":["
                          + String.join(",", rules)
                          + "]}}";
                  case "AWSWAF_20190729.GetRuleGroup" ->
                      "{\"RuleGroup\":{\"Name\":\"own\",\"Rules\":[" + group + "]}}";
                  default -> "{\"ResourceArns\":[" + (placed ? "\"arn:of:a-balancer\"" : "") + "]}";
                }));
  }

  private static List<Limit> limits(String... rules) {
    try (Receiver waf = waf(true, rule(1, BLOCK, rate(EVERYTHING)), rules)) {
      return WebAcls.read(REGIONAL, Optional.of(waf.address())).limits();
    }
  }

  @Test
  void asksByTheArnInItsRegionAndSignsTheCall() {
    try (Receiver waf = waf(true, "", rule(1, BLOCK, rate(EVERYTHING)))) {
      Firewall seen = WebAcls.read(OF_CLOUDFRONT, Optional.of(waf.address()));

      assertThat(seen.name()).isEqualTo("cameo");
      assertThat(seen.limits())
          .containsExactly(new Limit("r1", "500 in 120 s by IP", true, List.of()));
      Receiver.Told call = waf.told.getFirst();
      assertThat(waf.told).as("what CloudFront names stands before it").hasSize(1);
      assertThat(call.method() + " " + call.target()).isEqualTo("POST /");
      assertThat(call.header("X-Amz-Target")).isEqualTo("AWSWAF_20190729.GetWebACL");
      assertThat(call.header("Authorization")).contains("/us-east-1/wafv2/aws4_request");
      assertThat(call.body()).isEqualTo("{\"ARN\":\"" + OF_CLOUDFRONT + "\"}");
    }
  }

  @Test
  void aRegionalOneIsAskedWhatItStandsBefore() {
    for (boolean placed : List.of(true, false)) {
      try (Receiver waf = waf(placed, "")) {
        assertThat(WebAcls.read(REGIONAL, Optional.of(waf.address())).placed()).isEqualTo(placed);
        assertThat(waf.told.getLast().header("Authorization")).contains("/eu-central-1/wafv2/");
        assertThat(waf.told.getLast().body()).contains("\"WebACLArn\":\"" + REGIONAL + "\"");
      }
    }
  }

  @Test
  void aRuleThatOnlyCountsOrAsksForARiddleDoesNotBlock() {
    for (String action : List.of("Count", "Captcha", "Challenge")) {
      assertThat(limits(rule(1, "\"Action\":{\"" + action + "\":{}}", rate(EVERYTHING))))
          .as(action)
          .singleElement()
          .extracting(Limit::blocks)
          .isEqualTo(false);
    }
    assertThat(limits(rule(1, BLOCK, path("STARTS_WITH", "/admin")))).as("no rate").isEmpty();
  }

  @Test
  void whatARuleSeesIsTriedWithBothWaysToUpload() {
    String uploads = path("STARTS_WITH", "/v1/uploads");
    String avatars = path("STARTS_WITH", "/v1/avatars/");
    String ticket = "POST /v1/uploads";
    String avatar = "PUT /v1/avatars/ann";

    assertThat(open(path("STARTS_WITH", "/v1/"))).isEmpty();
    assertThat(open(uploads)).containsExactly(avatar);
    assertThat(open(avatars)).containsExactly(ticket);
    assertThat(open(each("OrStatement", uploads, avatars))).isEmpty();
    assertThat(open(each("AndStatement", uploads, avatars))).containsExactly(avatar, ticket);
    assertThat(open("{\"NotStatement\":{\"Statement\":" + path("STARTS_WITH", "/u/") + "}}"))
        .isEmpty();
    assertThat(
            open(each("AndStatement", path("CONTAINS", "/v1/"), match("Method", "EXACTLY", "PUT"))))
        .containsExactly(ticket);
    assertThat(open("{\"GeoMatchStatement\":{\"CountryCodes\":[\"DE\"]}}"))
        .as("only some callers")
        .containsExactly(avatar, ticket);
    assertThat(
            open(
                "{\"RegexMatchStatement\":{\"RegexString\":\"^/v1/(avatars|uploads)\","
                    + "\"FieldToMatch\":{\"UriPath\":{}},"
                    + "\"TextTransformations\":[{\"Priority\":0,\"Type\":\"LOWERCASE\"}]}}"))
        .isEmpty();
  }

  private static List<String> open(String only) {
    return limits(rule(1, BLOCK, rate(only))).getFirst().open();
  }

  @Test
  void whatIsAllowedBeforeIsNotSeenByALaterRule() {
    String allow = "\"Action\":{\"Allow\":{}}";
    assertThat(
            limits(
                    rule(2, BLOCK, rate(EVERYTHING)),
                    rule(1, allow, path("STARTS_WITH", "/v1/uploads")))
                .getFirst()
                .open())
        .containsExactly("POST /v1/uploads");
    assertThat(
            limits(
                    rule(1, BLOCK, rate(EVERYTHING)),
                    rule(2, allow, path("STARTS_WITH", "/v1/uploads")))
                .getFirst()
                .open())
        .isEmpty();
  }

  @Test
  void rulesOfAGroupCountUnlessTheAclSoftensThem() {
    String own = "{\"RuleGroupReferenceStatement\":{\"ARN\":\"arn:own\"%s}}";
    assertThat(limits(rule(1, "\"OverrideAction\":{\"None\":{}}", own.formatted(""))))
        .containsExactly(new Limit("r1", "500 in 120 s by IP", true, List.of()));
    assertThat(limits(rule(1, "\"OverrideAction\":{\"Count\":{}}", own.formatted(""))))
        .extracting(Limit::blocks)
        .containsExactly(false);
    for (String softer :
        List.of(
            ",\"ExcludedRules\":[{\"Name\":\"r1\"}]",
            ",\"RuleActionOverrides\":[{\"Name\":\"r1\",\"ActionToUse\":{\"Count\":{}}}]")) {
      assertThat(limits(rule(1, "\"OverrideAction\":{\"None\":{}}", own.formatted(softer))))
          .extracting(Limit::blocks)
          .containsExactly(false);
    }
  }

  @Test
  void ofManagedGroupsTheOneAgainstFloodsLimits() {
    String managed =
        "{\"ManagedRuleGroupStatement\":{\"VendorName\":\"AWS\",\"Name\":\"AWSManagedRules%s\"}}";
    String none = "\"OverrideAction\":{\"None\":{}}";
    assertThat(limits(rule(1, none, managed.formatted("AntiDDoSRuleSet"))))
        .extracting(Limit::blocks)
        .containsExactly(true);
    assertThat(limits(rule(1, none, managed.formatted("CommonRuleSet")))).isEmpty();
  }

  @Test
  void aRefusalAndASilenceSayWhatIsMissing() {
    try (Receiver waf =
        new Receiver(
            told ->
                new Receiver.Answer(
                    400,
                    "application/x-amz-json-1.1",
                    "{\"__type\":\"AccessDeniedException\",\"message\":\"no\"}"))) {
      assertThatThrownBy(() -> WebAcls.read(REGIONAL, Optional.of(waf.address())))
          .hasMessageContaining("400 AccessDeniedException")
          .hasMessageContaining("wafv2:GetWebACL");
      assertThat(waf.told).as("nothing is tried again").hasSize(1);
    }
    Receiver gone = waf(true, "");
    gone.close();
    assertThatThrownBy(() -> WebAcls.read(REGIONAL, Optional.of(gone.address())))
        .hasMessageContaining("could not be asked");
  }
}
