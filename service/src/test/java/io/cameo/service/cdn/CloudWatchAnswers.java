package io.cameo.service.cdn;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.thirdparty.jackson.core.JsonParser;
import software.amazon.awssdk.thirdparty.jackson.core.JsonToken;
import software.amazon.awssdk.thirdparty.jackson.dataformat.cbor.CBORFactory;
import software.amazon.awssdk.thirdparty.jackson.dataformat.cbor.CBORGenerator;

/** Answers of CloudWatch to GetMetricData, in the form in which it speaks. */
public final class CloudWatchAnswers {

  private static final int TIME = 1;
  private static final CBORFactory CBOR = new CBORFactory();

  private CloudWatchAnswers() {}

  /** With these points for each series, by the series' place in the question. */
  public static Receiver.Answer points(Map<Integer, Map<Instant, Double>> series) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (CBORGenerator cbor = CBOR.createGenerator(bytes)) {
      cbor.writeStartObject();
      cbor.writeArrayFieldStart("MetricDataResults");
      for (Map.Entry<Integer, Map<Instant, Double>> one : series.entrySet()) {
        cbor.writeStartObject();
        cbor.writeStringField("Id", "q" + one.getKey());
        cbor.writeStringField("StatusCode", "Complete");
        cbor.writeArrayFieldStart("Timestamps");
        for (Instant at : one.getValue().keySet()) {
          cbor.writeTag(TIME);
          cbor.writeNumber((double) at.getEpochSecond());
        }
        cbor.writeEndArray();
        cbor.writeArrayFieldStart("Values");
        for (double value : one.getValue().values()) {
          cbor.writeNumber(value);
        }
        cbor.writeEndArray();
        cbor.writeEndObject();
      }
      cbor.writeEndArray();
      cbor.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return new Receiver.Answer(200, "application/cbor", bytes.toByteArray());
  }

  /** All texts of a question, in their order. */
  public static List<String> texts(Receiver.Told question) {
    List<String> texts = new java.util.ArrayList<>();
    try (JsonParser parser = CBOR.createParser(question.bytes())) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.VALUE_STRING) {
          texts.add(parser.getText());
        }
      }
    } catch (IOException foreign) {
      throw new UncheckedIOException(Arrays.toString(question.bytes()), foreign);
    }
    return texts;
  }
}
