package io.cameo.service.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.service.database.ChangeBus;
import io.cameo.service.database.ChangeFeed;
import io.cameo.service.database.TestDatabase;
import io.cameo.service.http.ProblemException;
import io.cameo.service.settings.BadWishException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** API keys on two nodes with one database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeyBookTest {

  private final AtomicInteger questions = new AtomicInteger();
  private volatile boolean away;
  private volatile Duration later = Duration.ZERO;
  private TestDatabase database;
  private KeyBook one;
  private KeyBook other;
  private ChangeFeed feed;

  @BeforeAll
  void open() {
    database = TestDatabase.open();
  }

  @AfterAll
  void close() {
    database.close();
  }

  @BeforeEach
  void twoNodes() {
    database.sql().sql("truncate api_key").update();
    away = false;
    later = Duration.ZERO;
    one = node(new ChangeBus(), questions);
    ChangeBus bus = new ChangeBus();
    other = node(bus, new AtomicInteger());
    one.load();
    other.load();
    feed = new ChangeFeed(database::connect, bus, Duration.ofMillis(50));
    feed.start();
  }

  @AfterEach
  void stop() {
    feed.stop();
  }

  private KeyBook node(ChangeBus bus, AtomicInteger counter) {
    DelegatingDataSource counted =
        new DelegatingDataSource(database.dataSource()) {
          @Override
          public Connection getConnection() throws SQLException {
            counter.incrementAndGet();
            if (away) {
              throw new SQLException("an injected fault: no connection", "08001");
            }
            return super.getConnection();
          }
        };
    return TestAccounts.keys(counted, moved(), bus);
  }

  /** The time of this machine, and what the test adds to it. */
  private Clock moved() {
    return new Clock() {
      @Override
      public Instant instant() {
        return Instant.now().plus(later);
      }

      @Override
      public java.time.ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(java.time.ZoneId zone) {
        return this;
      }
    };
  }

  private static KeyWish wish(KeyScope... scopes) {
    return new KeyWish("shop", Set.of(scopes), Optional.empty(), "");
  }

  private KeyBook.Made add(KeyWish wish) {
    return one.add(wish, key -> {});
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  @Test
  void aKeyIsGoodOnAllNodesUntilItIsRevokedAndTheyHearOfBoth() {
    KeyBook.Made made = add(wish(KeyScope.READ));
    await(() -> other.find(made.text()).isPresent());

    assertThat(other.find(made.text()).orElseThrow().scopes()).containsExactly(KeyScope.READ);
    assertThat(other.vouches(made.key().id())).isTrue();
    assertThat(one.revoke(made.key().id(), () -> {})).isTrue();
    await(() -> other.find(made.text()).isEmpty());
    assertThat(one.find(made.text())).isEmpty();
    assertThat(other.vouches(made.key().id())).isFalse();
    assertThat(one.revoke(made.key().id(), () -> {})).as("a second time").isFalse();
  }

  @Test
  void aChangeOfKeysMakesNobodyForgetPictures() {
    assertThat(ChangeFeed.concernsPictures(KeyBook.ANNOUNCEMENT)).isFalse();
  }

  @Test
  void aNodeThatHearsNothingFindsARevokedKeyByItsNextLook() {
    feed.stop();
    KeyBook.Made made = add(wish(KeyScope.READ));
    other.look();
    assertThat(other.find(made.text())).isPresent();

    one.revoke(made.key().id(), () -> {});
    other.look();

    assertThat(other.find(made.text())).isEmpty();
  }

  @Test
  void onlyAHashOfTheSecretIsKept() {
    KeyBook.Made made = add(wish(KeyScope.READ));
    String secret = made.text().substring(made.text().lastIndexOf(made.key().id()) + 13);

    assertThat(secret).hasSize(43);
    assertThat(made.text()).startsWith("cameo_" + made.key().id() + "_");
    assertThat(made.toString()).doesNotContain(secret);
    assertThat(
            database
                .sql()
                .sql("select to_jsonb(k)::text from api_key k")
                .query(String.class)
                .single())
        .contains(made.key().id())
        .doesNotContain(secret);
  }

  @Test
  void wrongAndUnknownKeysNeverReachTheDatabase() {
    KeyBook.Made made = add(wish(KeyScope.ADMIN));
    int before = questions.get();

    for (int i = 0; i < 1_000; i++) {
      String wrong = "%043d".formatted(i);
      assertThat(one.find("cameo_" + made.key().id() + "_" + wrong)).isEmpty();
      assertThat(one.find("cameo_abcdefgh" + "%04d".formatted(i) + "_" + wrong)).isEmpty();
      assertThat(one.find(made.text() + i)).isEmpty();
      assertThat(one.find(made.text().substring(0, made.text().length() - 1))).isEmpty();
    }

    assertThat(one.find(made.text())).isPresent();
    assertThat(questions.get()).isEqualTo(before);
  }

  @Test
  void aNodeThatCannotLookBelievesItsKeysForAWhileAndThenNone() {
    KeyBook.Made made = add(wish(KeyScope.READ));
    away = true;
    later = KeyBook.BELIEVED.minusSeconds(5);
    one.look();
    assertThat(one.find(made.text())).isPresent();

    later = KeyBook.BELIEVED.plusSeconds(5);
    one.look();

    assertThatThrownBy(() -> one.find(made.text()))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> assertThat(refused.problem().status()).isEqualTo(503));
    assertThat(one.find("no key at all")).as("needs no look").isEmpty();
    away = false;
    one.look();
    assertThat(one.find(made.text())).isPresent();
  }

  @Test
  void aKeyEndsWithItsLifeAndItsTokensDoNot() {
    KeyBook.Made made =
        add(new KeyWish("shop", Set.of(KeyScope.TOKENS), Optional.of(Duration.ofMinutes(5)), ""));
    assertThat(one.find(made.text())).isPresent();

    later = Duration.ofMinutes(6);
    one.load();

    assertThat(one.find(made.text())).isEmpty();
    assertThat(one.vouches(made.key().id())).isTrue();
  }

  @Test
  void aRotationLetsBothBeGoodForAWhileAndIsOfferedOnceOnly() {
    KeyBook.Made old = add(new KeyWish("shop", Set.of(KeyScope.WRITE), Optional.empty(), "shop:"));

    KeyBook.Made next = one.rotate(old.key().id(), Duration.ofHours(1), key -> {}).orElseThrow();

    assertThat(one.find(old.text())).isPresent();
    assertThat(one.find(next.text())).isPresent();
    assertThat(next.key().scopes()).containsExactly(KeyScope.WRITE);
    assertThat(next.key().subjects()).isEqualTo("shop:");
    assertThat(next.key().times().expiresAt()).isEmpty();
    later = Duration.ofMinutes(61);
    one.load();
    assertThat(one.find(old.text())).isEmpty();
    assertThat(one.find(next.text())).isPresent();
    assertThat(one.rotate(old.key().id(), Duration.ZERO, key -> {})).isEmpty();
    assertThat(one.rotate("aaaaaaaaaaaa", Duration.ZERO, key -> {})).isEmpty();
  }

  @Test
  void aRotationThatIsAskedForAgainGivesAKeyOfTheSameLife() {
    KeyBook.Made endless = add(wish(KeyScope.READ));
    KeyBook.Made brief =
        add(new KeyWish("shop", Set.of(KeyScope.READ), Optional.of(Duration.ofDays(90)), ""));

    for (int answerLost = 0; answerLost < 2; answerLost++) {
      ApiKey next = one.rotate(endless.key().id(), Duration.ofHours(1), key -> {}).get().key();
      assertThat(next.times().expiresAt()).isEmpty();
      ApiKey later = one.rotate(brief.key().id(), Duration.ofHours(1), key -> {}).get().key();
      assertThat(Duration.between(later.times().createdAt(), later.times().expiresAt().get()))
          .isEqualTo(Duration.ofDays(90));
    }
  }

  @Test
  void whatIsDoneIsAnsweredAlsoWhenItCannotBeReadBack() {
    KeyBook.Made made = one.add(wish(KeyScope.READ), key -> databaseGoesWithTheCommit());
    assertThat(made.text()).startsWith("cameo_");
    away = false;
    one.look();
    assertThat(one.find(made.text())).isPresent();

    KeyBook.Made next =
        one.rotate(made.key().id(), Duration.ofHours(1), key -> databaseGoesWithTheCommit())
            .orElseThrow();
    assertThat(next.text()).startsWith("cameo_");
    away = false;
    one.look();

    assertThat(one.revoke(made.key().id(), this::databaseGoesWithTheCommit)).isTrue();
    assertThat(one.find(made.text())).isEmpty();
    assertThat(one.find(next.text())).isPresent();
  }

  /** The transaction goes on with the connection that it has. */
  private void databaseGoesWithTheCommit() {
    away = true;
  }

  @Test
  void nothingIsMadeWithoutItsLine() {
    assertThatThrownBy(
            () ->
                one.add(
                    wish(KeyScope.READ),
                    key -> {
                      throw new IllegalStateException("no line can be written");
                    }))
        .hasMessageContaining("no line");

    assertThat(one.list()).isEmpty();
  }

  @Test
  void useIsNotedToTheHourAndOnceForAnHour() {
    KeyBook.Made made = add(wish(KeyScope.READ));
    for (int i = 0; i < 100; i++) {
      one.find(made.text());
    }
    one.look();
    Instant used = one.key(made.key().id()).orElseThrow().times().lastUsed().orElseThrow();
    assertThat(used.getEpochSecond() % 3_600).isZero();

    one.look();
    int before = questions.get();
    one.find(made.text());
    one.look();

    assertThat(questions.get() - before).as("statements of a look with nothing new").isEqualTo(1);
  }

  @Test
  void thereAreOnlySoManyKeys() {
    database
        .sql()
        .sql(
            """
            insert into api_key (id, name, secret_sha256, scopes)
            select lpad(n::text, 12, '0'), 'one of many', sha256('x'), 'read'
            from generate_series(1, ?) n
            """)
        .param(KeyBook.MOST_KEYS)
        .update();

    assertThatThrownBy(() -> add(wish(KeyScope.READ)))
        .isInstanceOf(BadWishException.class)
        .hasMessageContaining("good keys already");
  }

  @Test
  void aKeyThatWasMadeForADayAtMostIsForgottenADayAfterItsEnd() {
    KeyBook.Made throwaway =
        add(new KeyWish("smoke", Set.of(KeyScope.READ), Optional.of(Duration.ofMinutes(20)), ""));
    KeyBook.Made kept = add(wish(KeyScope.READ));
    one.revoke(throwaway.key().id(), () -> {});
    one.revoke(kept.key().id(), () -> {});
    add(wish(KeyScope.READ));
    assertThat(one.key(throwaway.key().id())).as("its tokens may be good").isPresent();

    database.sql().sql("update api_key set revoked_at = now() - interval '25 hours'").update();
    add(wish(KeyScope.READ));

    assertThat(one.key(throwaway.key().id())).isEmpty();
    assertThat(one.key(kept.key().id())).isPresent();
  }

  @Test
  void aScopeThatThisReleaseDoesNotKnowOpensNothing() {
    KeyBook.Made made = add(wish(KeyScope.READ));
    database.sql().sql("update api_key set scopes = 'everything READ admin2'").update();
    one.load();

    assertThat(one.find(made.text()).orElseThrow().scopes()).isEmpty();
  }
}
