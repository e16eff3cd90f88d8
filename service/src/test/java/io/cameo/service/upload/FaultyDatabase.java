package io.cameo.service.upload;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/**
 * A database whose statements and commits break where {@link Faults} says. A connection on which
 * something broke is dead, as after a cut in the network: the server takes back what was open on
 * it, and every later use of it fails.
 */
final class FaultyDatabase {

  private static final Set<String> FREE_ON_A_DEAD_CONNECTION =
      Set.of("close", "isClosed", "hashCode", "equals", "toString");

  private final DataSource real;
  private final Faults faults;

  FaultyDatabase(DataSource real, Faults faults) {
    this.real = real;
    this.faults = faults;
  }

  DataSource dataSource() {
    return proxy(
        DataSource.class,
        (self, method, arguments) -> {
          if (!method.getName().equals("getConnection")) {
            return call(real, method, arguments);
          }
          if (faults.next("connect", Faults.Kind.REFUSED).isPresent()) {
            throw cut();
          }
          Line line = new Line(real.getConnection());
          return proxy(Connection.class, line);
        });
  }

  /** One connection, alive until something on it breaks. */
  private final class Line implements InvocationHandler {

    private final Connection connection;
    private boolean dead;

    Line(Connection connection) {
      this.connection = connection;
    }

    @Override
    public Object invoke(Object self, Method method, Object[] arguments) throws Throwable {
      String name = method.getName();
      if (dead && !FREE_ON_A_DEAD_CONNECTION.contains(name)) {
        throw cut();
      }
      if (dead && name.equals("close") && !connection.getAutoCommit()) {
        connection.rollback();
      }
      return switch (name) {
        case "commit", "rollback" -> counted(name, connection, method, arguments);
        case "prepareStatement" -> {
          PreparedStatement statement = (PreparedStatement) call(connection, method, arguments);
          String verb = String.valueOf(arguments[0]).strip().split("\\s", 2)[0];
          yield proxy(
              PreparedStatement.class,
              (it, called, with) ->
                  called.getName().startsWith("execute")
                      ? counted(verb.toLowerCase(Locale.ROOT), statement, called, with)
                      : call(statement, called, with));
        }
        default -> call(connection, method, arguments);
      };
    }

    private Object counted(String what, Object target, Method method, Object[] arguments)
        throws Throwable {
      if (dead) {
        throw cut();
      }
      Optional<Faults.Kind> fault = faults.next(what, Faults.Kind.REFUSED, Faults.Kind.ANSWER_LOST);
      if (fault.isEmpty()) {
        return call(target, method, arguments);
      }
      dead = true;
      if (fault.get() == Faults.Kind.ANSWER_LOST) {
        call(target, method, arguments);
      }
      throw cut();
    }
  }

  private static SQLException cut() {
    return new SQLException("an injected fault: the connection is gone", "08006");
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            FaultyDatabase.class.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
