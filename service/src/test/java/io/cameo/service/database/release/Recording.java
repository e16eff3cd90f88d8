package io.cameo.service.database.release;

import io.cameo.service.database.release.Session.Call;
import io.cameo.service.database.release.Session.Parameter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.sql.DataSource;

/** Writes down what goes to a database, statement by statement, while one thread uses it. */
final class Recording {

  private final List<Call> calls = new ArrayList<>();

  Session session() {
    return new Session(calls);
  }

  /** The same database, heard. */
  DataSource of(DataSource database) {
    return proxy(
        DataSource.class,
        (self, method, arguments) -> {
          Object answer = invoke(database, method, arguments);
          return answer instanceof Connection connection ? connection(connection) : answer;
        });
  }

  private Connection connection(Connection connection) {
    return proxy(
        Connection.class,
        (self, method, arguments) -> {
          Object answer = invoke(connection, method, arguments);
          switch (method.getName()) {
            case "setAutoCommit" ->
                calls.add(Call.transaction((boolean) arguments[0] ? "end" : "begin"));
            case "commit", "rollback" -> calls.add(Call.transaction(method.getName()));
            case "prepareStatement" -> {
              return statement((PreparedStatement) answer, (String) arguments[0]);
            }
            case "createStatement" ->
                throw new AssertionError("a statement without parameters is not recorded yet");
            default -> {}
          }
          return answer;
        });
  }

  private PreparedStatement statement(PreparedStatement statement, String sql) {
    SortedMap<Integer, Parameter> parameters = new TreeMap<>();
    return proxy(
        PreparedStatement.class,
        (self, method, arguments) -> {
          Object answer = invoke(statement, method, arguments);
          String name = method.getName();
          if (name.startsWith("set")
              && arguments.length > 1
              && arguments[0] instanceof Integer at) {
            parameters.put(at, Parameter.of(name.equals("setNull") ? null : arguments[1]));
          } else if (name.startsWith("execute")) {
            List<Parameter> all = List.copyOf(parameters.values());
            calls.add(
                answer instanceof ResultSet rows
                    ? Call.query(sql, all, columns(rows))
                    : Call.update(sql, all, statement.getUpdateCount()));
          }
          return answer;
        });
  }

  static List<String> columns(ResultSet rows) throws SQLException {
    List<String> columns = new ArrayList<>();
    for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
      columns.add(rows.getMetaData().getColumnLabel(i));
    }
    return columns;
  }

  private static Object invoke(Object target, java.lang.reflect.Method method, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
