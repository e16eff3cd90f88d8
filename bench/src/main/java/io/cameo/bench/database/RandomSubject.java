package io.cameo.bench.database;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Random;
import java.util.UUID;

/** Fills the parameters of statements for one of the subjects that {@link Rows} made. */
final class RandomSubject {

  private static final byte[] SHA256 = new byte[32];

  private final Random random;
  private final long subjects;
  private long order;

  /** The same seed gives the same subjects. */
  RandomSubject(long subjects, long seed) {
    this.subjects = subjects;
    this.random = new Random(seed);
    this.order = 10 * subjects + 1_000_000;
  }

  void fill(PreparedStatement call, HotStatement statement) throws SQLException {
    long subject = 1 + random.nextLong(subjects);
    int at = 1;
    for (String parameter : statement.parameters()) {
      bind(call, at++, parameter, subject);
    }
  }

  private void bind(PreparedStatement call, int at, String parameter, long subject)
      throws SQLException {
    switch (parameter) {
      case "subject" -> call.setString(at, Rows.subject(subject));
      case "version" -> call.setObject(at, Rows.version(subject));
      case "new-version" -> call.setObject(at, new UUID(random.nextLong(), random.nextLong()));
      case "pending-version" -> call.setObject(at, Rows.pending(1 + random.nextInt(Rows.PENDING)));
      case "order" -> call.setLong(at, order++);
      case "scope" -> {
        byte[] scope = new byte[32];
        random.nextBytes(scope);
        call.setBytes(at, scope);
      }
      case "sha256" -> call.setBytes(at, SHA256);
      case "thumbhash" -> call.setBytes(at, new byte[25]);
      case "objects" -> call.setString(at, Rows.OBJECTS);
      case "holder" ->
          call.setString(at, "{\"subject " + (1 + random.nextInt(Rows.HOLDERS)) + "\"}");
      case "allowances" -> call.setString(at, "{1000000000,1000000000,1000000000}");
      case "cost" -> call.setString(at, "{1,1,1}");
      case "settled" -> call.setString(at, "{0,0,0}");
      default -> constant(call, at, parameter);
    }
  }

  private static void constant(PreparedStatement call, int at, String parameter)
      throws SQLException {
    if (parameter.startsWith("'")) {
      call.setString(at, parameter.substring(1, parameter.length() - 1));
    } else if (parameter.equals("true")) {
      call.setBoolean(at, true);
    } else if (parameter.contains(".")) {
      call.setDouble(at, Double.parseDouble(parameter));
    } else {
      call.setObject(at, Integer.valueOf(parameter));
    }
  }
}
