package io.cameo.service.database;

import java.util.function.Function;
import java.util.function.Predicate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The way of reads that say so: questions that a replica may answer. Whatever decides about a
 * change is not asked here but of the primary.
 */
public interface Reads {

  /**
   * Asks.
   *
   * @param about what the answer depends on, in the words by which its changes are announced, see
   *     {@link ChangeFeed}: no answer is older than the last change of it that this node made or
   *     heard of
   * @param sure whether an answer of a replica counts; one that does not is asked of the primary
   * @param question may be asked twice, of two servers
   */
  <T> T read(String about, Predicate<T> sure, Function<JdbcClient, T> question);

  /** Everything of the primary. */
  static Reads of(JdbcClient primary) {
    return new Reads() {
      @Override
      public <T> T read(String about, Predicate<T> sure, Function<JdbcClient, T> question) {
        return question.apply(primary);
      }
    };
  }
}
