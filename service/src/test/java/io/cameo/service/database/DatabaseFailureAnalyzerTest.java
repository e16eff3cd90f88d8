package io.cameo.service.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.io.support.SpringFactoriesLoader;

class DatabaseFailureAnalyzerTest {

  private static String told(Throwable failure) {
    // Those of the framework that want more than this test has are left out.
    FailureAnalyzer ours =
        SpringFactoriesLoader.forDefaultResourceLocation()
            .load(FailureAnalyzer.class, (type, name, missing) -> {})
            .stream()
            .filter(DatabaseFailureAnalyzer.class::isInstance)
            .findFirst()
            .orElseThrow();
    return Optional.ofNullable(
            ours.analyze(new IllegalStateException("a bean could not be made", failure)))
        .map(FailureAnalysis::getDescription)
        .orElse("");
  }

  @Test
  void saysWhyTheDatabaseCannotBeUsedAndNotWhichPartOfTheProgramFoundOut() {
    DatabaseUnavailableException refused =
        DatabaseUnavailableException.at(
            "CAMEO_DATABASE_URL",
            Login.to(
                new DatabaseSettings.Server(
                    "jdbc:postgresql://db1/cameo", Optional.of("cameo"), Optional.of("hush")),
                Duration.ofSeconds(1)),
            new SQLException("FATAL: database \"cameo\" does not exist"));

    assertThat(told(refused))
        .startsWith("The database of CAMEO_DATABASE_URL")
        .contains("does not exist. Check that it runs")
        .doesNotContain("hush", "bean");
    assertThat(told(new IllegalArgumentException("something else"))).isEmpty();
  }
}
