package io.cameo.service.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** The feed, read by a parser of XML and held against what RFC 4287 asks of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AtomFeedTest {

  private static final String ATOM = "http://www.w3.org/2005/Atom";

  private NotifyRig rig;
  private final AtomFeed form =
      new AtomFeed(
          new NotifySettings.Sender(
              "Bilder & <Co>", Optional.of(URI.create("https://avatars.example.org"))));

  @BeforeAll
  void open(@TempDir Path folder) {
    rig = new NotifyRig(folder);
  }

  @AfterAll
  void close() {
    rig.close();
  }

  @BeforeEach
  void forget() {
    rig.forget();
  }

  private String document() {
    return form.of(rig.events.newest(Feed.MOST_NOTICES));
  }

  private static Element parse(String document) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    Document parsed =
        factory
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8)));
    Element feed = parsed.getDocumentElement();
    requireValid(feed);
    return feed;
  }

  private static List<Element> children(Element of, String name) {
    NodeList all = of.getChildNodes();
    return IntStream.range(0, all.getLength())
        .mapToObj(all::item)
        .filter(node -> node.getNodeType() == Node.ELEMENT_NODE)
        .map(Element.class::cast)
        .filter(node -> ATOM.equals(node.getNamespaceURI()) && name.equals(node.getLocalName()))
        .toList();
  }

  private static String only(Element of, String name) {
    assertThat(children(of, name)).as(name).hasSize(1);
    return children(of, name).getFirst().getTextContent();
  }

  /** RFC 4287, 4.1.1 and 4.1.2: what must be there once, and what its form is. */
  private static void requireValid(Element feed) {
    assertThat(feed.getLocalName()).isEqualTo("feed");
    assertThat(feed.getNamespaceURI()).isEqualTo(ATOM);
    assertThat(URI.create(only(feed, "id")).isAbsolute()).isTrue();
    assertThat(only(feed, "title")).isNotBlank();
    assertThat(Instant.parse(only(feed, "updated"))).isNotNull();
    assertThat(only(children(feed, "author").getFirst(), "name")).isNotBlank();
    List<Element> entries = children(feed, "entry");
    for (Element entry : entries) {
      assertThat(URI.create(only(entry, "id")).isAbsolute()).isTrue();
      assertThat(only(entry, "title")).isNotBlank();
      assertThat(only(entry, "content")).as("without a link there is content").isNotBlank();
      assertThat(Instant.parse(only(entry, "updated")))
          .isAfterOrEqualTo(Instant.parse(only(entry, "published")));
    }
    assertThat(entries.stream().map(entry -> only(entry, "id")).distinct()).hasSize(entries.size());
  }

  @Test
  void aFeedWithoutNoticesIsOneAllTheSame() throws Exception {
    Element feed = parse(document());

    assertThat(children(feed, "entry")).isEmpty();
    assertThat(document()).as("it has one tag everywhere").isEqualTo(document());
    assertThat(only(feed, "title")).isEqualTo("Bilder & <Co>: status");
    assertThat(children(feed, "link").getFirst().getAttribute("href"))
        .isEqualTo("https://avatars.example.org/v1/status.atom");
  }

  @Test
  void aNoticeIsOneEntryThatKeepsItsIdWhateverBecomesOfIt() throws Exception {
    rig.say("First & <b>foremost</b> ]]> \ud83d\ude80");
    Element begun = children(parse(document()), "entry").getFirst();
    rig.say("Second.");
    rig.desk.end(NotifyRig.ACTOR);
    rig.say("Another notice.");

    List<Element> entries = children(parse(document()), "entry");

    assertThat(only(begun, "title"))
        .isEqualTo("Maintenance has begun: First & <b>foremost</b> ]]> \ud83d\ude80");
    assertThat(entries).hasSize(2);
    assertThat(only(entries.getFirst(), "title")).contains("Another notice.");
    Element ended = entries.getLast();
    assertThat(only(ended, "id")).isEqualTo(only(begun, "id"));
    assertThat(only(ended, "published")).isEqualTo(only(begun, "published"));
    assertThat(Instant.parse(only(ended, "updated")))
        .isAfter(Instant.parse(only(begun, "updated")));
    assertThat(only(ended, "content").lines())
        .hasSize(3)
        .first()
        .asString()
        .contains("ended: Second.");
  }

  @Test
  void itHoldsTheNewestOnly() throws Exception {
    for (int i = 0; i < Feed.MOST_NOTICES + 3; i++) {
      rig.say("Notice " + i + ".");
      rig.desk.end(NotifyRig.ACTOR);
    }
    for (int i = 0; i < 30; i++) {
      rig.say("Change " + i + ".");
    }

    List<Element> entries = children(parse(document()), "entry");

    assertThat(entries).hasSize(Feed.MOST_NOTICES);
    assertThat(only(entries.getFirst(), "content").lines()).hasSize(20);
    assertThat(only(entries.getLast(), "title")).contains("Notice 4.");
  }

  private static Clock clock(AtomicReference<Instant> now) {
    InstantSource source = now::get;
    return source.withZone(ZoneOffset.UTC);
  }

  private DataSource mayBeAway(AtomicBoolean away) {
    return new DelegatingDataSource(rig.database.dataSource()) {
      @Override
      public Connection getConnection() throws SQLException {
        if (away.get()) {
          throw new SQLException("an injected fault: no connection", "08001");
        }
        return super.getConnection();
      }
    };
  }

  @Test
  void whileTheDatabaseIsAwayItIsShownAsItWasReadLast() {
    rig.say("Here still.");
    AtomicBoolean away = new AtomicBoolean(true);
    AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-30T12:00:00Z"));
    Feed feed = new Feed(new EventRows(JdbcClient.create(mayBeAway(away))), form, clock(now));
    assertThat(feed.document()).as("nothing was ever read").isEmpty();

    away.set(false);
    now.updateAndGet(time -> time.plusSeconds(3));
    assertThat(feed.document().orElseThrow()).contains("Here still.");
    away.set(true);
    now.updateAndGet(time -> time.plusSeconds(3));

    assertThat(feed.document().orElseThrow()).contains("Here still.");
  }
}
