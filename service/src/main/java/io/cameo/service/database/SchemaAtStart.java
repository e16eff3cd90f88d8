package io.cameo.service.database;

import java.util.List;
import javax.sql.DataSource;
import liquibase.integration.spring.SpringLiquibase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the schema up before anything that uses the database is made. It is of Liquibase's type
 * because that is how the framework knows what comes first.
 */
final class SchemaAtStart extends SpringLiquibase {

  private static final Logger LOG = LoggerFactory.getLogger(SchemaAtStart.class);

  private final Migrations migrations;
  private boolean stepsTaken;

  SchemaAtStart(Migrations migrations, DataSource dataSource) {
    this.migrations = migrations;
    setDataSource(dataSource);
  }

  @Override
  public void afterPropertiesSet() {
    List<Migrations.Change> steps = migrations.up();
    stepsTaken = !steps.isEmpty();
    if (stepsTaken) {
      LOG.info("The schema of the database has taken {} steps", steps.size());
    }
  }

  SchemaNews news() {
    return new SchemaNews(stepsTaken, migrations::known);
  }
}
