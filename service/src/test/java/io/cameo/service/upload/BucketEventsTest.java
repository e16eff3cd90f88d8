package io.cameo.service.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.catalogue.TicketId;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What buckets and topics send, in the forms that they send it in. */
class BucketEventsTest {

  private static final String ID = "0123456789abcdef0123456789abcdef";
  private static final TicketId TICKET = TicketId.parse(ID).orElseThrow();

  private static final String RECORDS =
      """
      {"Records":[{"eventVersion":"2.2","eventSource":"ceph:s3","awsRegion":"default",
      "eventTime":"2026-01-02T03:04:05.678901Z","eventName":"ObjectCreated:Put",
      "s3":{"s3SchemaVersion":"1.0","configurationId":"arrivals","bucket":{"name":"pictures"},
      "object":{"key":"%s","size":7,"eTag":"","versionId":"","metadata":[],"tags":[]}},
      "eventId":"","opaqueData":""}]}
      """;

  private final JsonMapper json = JsonMapper.builder().build();
  private final BucketEvents events = new BucketEvents(json);

  private BucketEvents.Message read(String text) {
    return events.read(text.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"incoming/" + ID, "incoming%2F" + ID})
  void findsTheTicketOfAKeyAsItIsAndEncoded(String key) {
    assertThat(read(RECORDS.formatted(key)))
        .isEqualTo(new BucketEvents.Message.Arrived(java.util.Set.of(TICKET)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "avatars/" + ID,
        "incoming/",
        "incoming/../" + ID,
        "incoming/" + ID + "/x",
        "%",
        "%zz",
        "Incoming/" + ID
      })
  void passesOverEveryOtherKey(String key) {
    assertThat(read(RECORDS.formatted(key)))
        .isEqualTo(new BucketEvents.Message.Arrived(java.util.Set.of()));
  }

  @Test
  void opensTheEnvelopeOfATopic() {
    String envelope =
        json.writeValueAsString(
            java.util.Map.of(
                "Type", "Notification", "Message", RECORDS.formatted("incoming/" + ID)));
    assertThat(read(envelope))
        .isEqualTo(new BucketEvents.Message.Arrived(java.util.Set.of(TICKET)));
  }

  @Test
  void readsWhoAsksWhetherItMaySend() {
    assertThat(
            read(
                """
                {"Type":"SubscriptionConfirmation","Token":"2336412f37",
                "TopicArn":"arn:aws:sns:eu-central-1:123456789012:arrivals",
                "SubscribeURL":"https://evil.example/"}
                """))
        .isEqualTo(
            new BucketEvents.Message.Subscription(
                "arn:aws:sns:eu-central-1:123456789012:arrivals", "2336412f37"));
    assertThat(
            read(
                """
                {"Type":"SubscriptionConfirmation","Token":"a b; rm -rf","TopicArn":"arn:aws:sns:x"}
                """))
        .isInstanceOf(BucketEvents.Message.Unknown.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "7",
        "{}",
        "{\"Records\":{}}",
        "{\"Type\":\"Notification\",\"Message\":\"x\"}",
        "{\"Records\":[7"
      })
  void understandsNothingElse(String body) {
    assertThat(read(body)).isInstanceOf(BucketEvents.Message.Unknown.class);
  }

  @Test
  void takesTheTestEventForNothing() {
    assertThat(read("{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\"}"))
        .isEqualTo(new BucketEvents.Message.Arrived(java.util.Set.of()));
  }
}
