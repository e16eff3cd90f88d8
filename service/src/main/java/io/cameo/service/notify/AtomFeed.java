package io.cameo.service.notify;

import java.io.StringWriter;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Notices as an Atom feed (RFC 4287): an entry for each notice under an id that never changes, with
 * everything that became of it in its content.
 */
final class AtomFeed {

  static final String PATH = "/v1/status.atom";

  /** RFC 4287 is fixed; so is this. */
  private static final String ATOM = "http://www.w3.org/2005/Atom";

  /** Of a feed whose service was not told where it is reached. */
  private static final String NAMELESS = "urn:uuid:6f1c2d5e-35c4-4d6b-9f35-0d3a3c1c6a01";

  private final NotifySettings.Sender sender;

  AtomFeed(NotifySettings.Sender sender) {
    this.sender = sender;
  }

  /**
   * The document.
   *
   * @param events of each notice the newest first, the newest notice first
   */
  String of(List<NoticeEvent> events) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
      xml.writeStartDocument("utf-8", "1.0");
      xml.writeStartElement("feed");
      xml.writeDefaultNamespace(ATOM);
      element(xml, "id", sender.site().map(site -> site + PATH).orElse(NAMELESS));
      element(xml, "title", sender.name() + ": status");
      // Before the first notice there is no time that all nodes would agree on.
      element(
          xml,
          "updated",
          events.stream()
              .map(NoticeEvent::at)
              .max(Instant::compareTo)
              .orElse(Instant.EPOCH)
              .toString());
      xml.writeStartElement("author");
      element(xml, "name", sender.name());
      xml.writeEndElement();
      if (sender.site().isPresent()) {
        link(xml, "self", sender.site().get(), PATH, "application/atom+xml");
        link(xml, "alternate", sender.site().get(), "/v1/status", "application/json");
      }
      for (List<NoticeEvent> notice : byNotice(events)) {
        entry(xml, notice);
      }
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException never) {
      throw new IllegalStateException("a document in memory could not be written", never);
    }
    return text.toString();
  }

  private static List<List<NoticeEvent>> byNotice(List<NoticeEvent> events) {
    Map<UUID, List<NoticeEvent>> notices = new LinkedHashMap<>();
    events.forEach(
        event -> notices.computeIfAbsent(event.notice(), id -> new ArrayList<>()).add(event));
    return List.copyOf(notices.values());
  }

  private static void entry(XMLStreamWriter xml, List<NoticeEvent> events)
      throws XMLStreamException {
    NoticeEvent newest = events.getFirst();
    xml.writeStartElement("entry");
    element(xml, "id", "urn:uuid:" + newest.notice());
    element(xml, "title", newest.heading() + ": " + newest.words().message());
    element(xml, "published", events.getLast().at().toString());
    element(xml, "updated", newest.at().toString());
    xml.writeEmptyElement("category");
    xml.writeAttribute("term", newest.name());
    xml.writeStartElement("content");
    xml.writeAttribute("type", "text");
    StringBuilder lines = new StringBuilder();
    for (NoticeEvent event : events) {
      lines
          .append(event.at())
          .append(' ')
          .append(event.type())
          .append(": ")
          .append(event.words().message())
          .append(times(event))
          .append('\n');
    }
    xml.writeCharacters(lines.toString());
    xml.writeEndElement();
    xml.writeEndElement();
  }

  private static String times(NoticeEvent event) {
    NoticeEvent.Words words = event.words();
    if (event.type().equals(NoticeEvent.ENDED)) {
      return "";
    }
    Optional<String> until = words.until().map(end -> " until " + end);
    return " (from "
        + words.from()
        + until.orElse("")
        + (words.readOnly() ? ", no uploads" : "")
        + ")";
  }

  private static void element(XMLStreamWriter xml, String name, String text)
      throws XMLStreamException {
    xml.writeStartElement(name);
    xml.writeCharacters(text);
    xml.writeEndElement();
  }

  private static void link(XMLStreamWriter xml, String relation, URI site, String path, String type)
      throws XMLStreamException {
    xml.writeEmptyElement("link");
    xml.writeAttribute("rel", relation);
    xml.writeAttribute("href", site + path);
    xml.writeAttribute("type", type);
  }
}
