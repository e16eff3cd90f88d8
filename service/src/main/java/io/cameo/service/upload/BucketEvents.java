package io.cameo.service.upload;

import io.cameo.service.catalogue.TicketId;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what a bucket sends when objects arrive: records of S3 events, as they are or in an
 * envelope of SNS. Nothing is believed but keys, and of those only the ones a ticket may have.
 */
final class BucketEvents {

  private static final Pattern TOPIC =
      Pattern.compile("arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]+:[\\w.-]+");
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9]{1,512}");

  private final JsonMapper json;

  BucketEvents(JsonMapper json) {
    this.json = json;
  }

  /** What was sent. */
  sealed interface Message {

    /** Objects have arrived. */
    record Arrived(Set<TicketId> tickets) implements Message {}

    /** SNS asks whether this address wants its messages. */
    record Subscription(String topic, String token) implements Message {}

    /** Nothing that can be understood. */
    record Unknown() implements Message {}
  }

  Message read(byte[] body) {
    return tree(body).map(this::message).orElseGet(Message.Unknown::new);
  }

  private Optional<JsonNode> tree(byte[] body) {
    try {
      return Optional.of(json.readTree(body)).filter(JsonNode::isObject);
    } catch (JacksonException notJson) {
      return Optional.empty();
    }
  }

  private Message message(JsonNode tree) {
    return switch (tree.path("Type").asString("")) {
      case "SubscriptionConfirmation" -> subscription(tree);
      case "Notification" ->
          tree(tree.path("Message").asString("").getBytes(StandardCharsets.UTF_8))
              .map(BucketEvents::records)
              .orElseGet(Message.Unknown::new);
      default -> records(tree);
    };
  }

  private static Message subscription(JsonNode tree) {
    String topic = tree.path("TopicArn").asString("");
    String token = tree.path("Token").asString("");
    return TOPIC.matcher(topic).matches() && WORD.matcher(token).matches()
        ? new Message.Subscription(topic, token)
        : new Message.Unknown();
  }

  private static Message records(JsonNode tree) {
    JsonNode records = tree.path("Records");
    if (!records.isArray()) {
      // What S3 sends once when events are switched on.
      return "s3:TestEvent".equals(tree.path("Event").asString(""))
          ? new Message.Arrived(Set.of())
          : new Message.Unknown();
    }
    Set<TicketId> tickets = new LinkedHashSet<>();
    for (JsonNode record : records) {
      key(record.path("s3").path("object").path("key").asString(""))
          .flatMap(TicketId::ofKey)
          .ifPresent(tickets::add);
    }
    return new Message.Arrived(tickets);
  }

  /** Keys come encoded as in a form. */
  private static Optional<String> key(String encoded) {
    try {
      return Optional.of(URLDecoder.decode(encoded, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }
}
