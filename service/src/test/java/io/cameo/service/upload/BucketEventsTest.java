package io.cameo.service.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.catalogue.TicketId;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
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
        .isEqualTo(new BucketEvents.Message.Arrived(Set.of(TICKET)));
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
    assertThat(read(RECORDS.formatted(key))).isEqualTo(new BucketEvents.Message.Arrived(Set.of()));
  }

  @Test
  void opensTheEnvelopeOfATopic() {
    String envelope =
        json.writeValueAsString(
            Map.of("Type", "Notification", "Message", RECORDS.formatted("incoming/" + ID)));
    assertThat(read(envelope)).isEqualTo(new BucketEvents.Message.Arrived(Set.of(TICKET)));
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
        .isEqualTo(new BucketEvents.Message.Arrived(Set.of()));
  }

  /** A record with every member that Amazon's reference names, version 2.1 of its form. */
  private static String amazonsRecord(String key) {
    return """
        {"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"eu-central-1",
        "eventTime":"2026-01-02T03:04:05.678Z","eventName":"ObjectCreated:Post",
        "userIdentity":{"principalId":"AWS:AIDAEXAMPLE"},
        "requestParameters":{"sourceIPAddress":"203.0.113.7"},
        "responseElements":{"x-amz-request-id":"C3D13FE58DE4C810","x-amz-id-2":"FMyUVURIx7Zv2cPi"},
        "s3":{"s3SchemaVersion":"1.0","configurationId":"arrivals",
        "bucket":{"name":"acme-avatars","ownerIdentity":{"principalId":"A3NL1KOZZKExample"},
        "arn":"arn:aws:s3:::acme-avatars"},
        "object":{"key":"%s","size":1024,"eTag":"d41d8cd98f00b204e9800998ecf8427e",
        "versionId":"096fKKXTRTtl3on89fVO.nfljtsv6qko","sequencer":"0055AED6DCD90281E5"}}}
        """
        .formatted(key);
  }

  @Test
  void readsWhatAmazonSendsPlainAndThroughATopic() {
    String other = "fedcba9876543210fedcba9876543210";
    String body =
        "{\"Records\":["
            + amazonsRecord("incoming/" + ID)
            + ","
            + amazonsRecord("reports/summer+holiday%C3%A9.jpg")
            + ","
            + amazonsRecord("incoming%2F" + other)
            + "]}";
    BucketEvents.Message wanted =
        new BucketEvents.Message.Arrived(Set.of(TICKET, TicketId.parse(other).orElseThrow()));

    assertThat(read(body)).isEqualTo(wanted);
    assertThat(
            read(
                json.writeValueAsString(
                    Map.of(
                        "Type", "Notification",
                        "MessageId", "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
                        "TopicArn", "arn:aws:sns:eu-central-1:123456789012:arrivals",
                        "Subject", "Amazon S3 Notification",
                        "Message", body,
                        "Timestamp", "2026-01-02T03:04:06.000Z",
                        "SignatureVersion", "1",
                        "Signature", "EXAMPLEw6JRN",
                        "SigningCertURL", "https://sns.eu-central-1.amazonaws.com/cert.pem",
                        "UnsubscribeURL", "https://sns.eu-central-1.amazonaws.com/?x=y"))))
        .isEqualTo(wanted);
  }

  @Test
  void takesAmazonsTestEventForNothingWithAllItsMembers() {
    assertThat(
            read(
                """
                {"Service":"Amazon S3","Event":"s3:TestEvent","Time":"2026-01-02T03:04:05.678Z",
                "Bucket":"acme-avatars","RequestId":"5582815E1AEA5ADF","HostId":"8cLeGAmw098X5cv4"}
                """))
        .isEqualTo(new BucketEvents.Message.Arrived(Set.of()));
  }
}
