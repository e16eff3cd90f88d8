package io.cameo.service.limits;

import io.cameo.service.database.ChangeBus;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The limits of one node on a database, as the service wires them.
 *
 * @param bus what the node hears is told here
 */
public record TestLimits(LimitBook book, UploadLimits limits, ChangeBus bus) {

  /** A node on which these amounts hold where the operator sets nothing. */
  public static TestLimits node(DataSource database, Map<Limit, Long> amounts, Clock clock) {
    return node(database, LimitSettings.with(amounts), clock);
  }

  /** As with {@code CAMEO_LIMITS=off}. */
  public static TestLimits off(DataSource database) {
    Map<Limit, Long> amounts = LimitSettings.with(Map.of()).amounts();
    return node(database, new LimitSettings(false, amounts), Clock.systemUTC());
  }

  static TestLimits node(DataSource database, LimitSettings settings, Clock clock) {
    LimitConfiguration wiring = new LimitConfiguration();
    ChangeBus bus = new ChangeBus();
    LimitBook book =
        wiring.limitBook(
            settings,
            JdbcClient.create(database),
            new TransactionTemplate(new JdbcTransactionManager(database)),
            clock,
            bus);
    return new TestLimits(
        book, wiring.uploadLimits(settings, book, database, clock, new SimpleMeterRegistry()), bus);
  }

  /** Says everything that limits say to the database. */
  public static void play(DataSource database, String prefix) {
    TestLimits node = node(database, Map.of(), Clock.systemUTC());
    Attempt attempt =
        new Attempt(prefix + "-ann", new Holder(Scope.TOKEN, "1"), Optional.of("192.0.2.1"), 1_000);
    node.limits().take(attempt).settle(900, 2_000_000);
    node.limits().take(attempt);
    node.limits().settleNow();
    Holder holder = Holder.subject(prefix + "-ann");
    node.book().change(LimitChange.set("subject-uploads", Optional.of(holder), 7), () -> {});
    node.book().change(LimitChange.reset("subject-uploads", Optional.of(holder)), () -> {});
    node.limits().forgetWhoMayAgain();
  }
}
