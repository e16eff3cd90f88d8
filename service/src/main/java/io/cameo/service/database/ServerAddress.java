package io.cameo.service.database;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The addresses of PostgreSQL servers as settings give them. */
final class ServerAddress {

  private static final Pattern URI_FORM =
      Pattern.compile(
          "postgres(?:ql)?://(?:(?<login>[^/?#@]*)@)?(?<hosts>[^/?#@]+)(?<path>/[^/?#]+)"
              + "(?<query>[?][^#]*)?");

  /** A host name, an IPv4 address, or an IPv6 address in brackets; perhaps a port. */
  private static final Pattern HOST =
      Pattern.compile("(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.%]+\\])(?::[0-9]{1,5})?");

  private static final Pattern JDBC_HOSTS = Pattern.compile("jdbc:postgresql://([^/?]*)");

  /** A comma between two addresses, not one between two hosts. */
  private static final Pattern BETWEEN = Pattern.compile("\\s*,\\s*(?=(?:jdbc:)?postgres(?:ql)?:)");

  private ServerAddress() {}

  /**
   * One server.
   *
   * @throws IllegalArgumentException if the text is of neither form
   */
  static DatabaseSettings.Server parse(String text) {
    if (text.startsWith("jdbc:postgresql:")) {
      return new DatabaseSettings.Server(text, Optional.empty(), Optional.empty());
    }
    Matcher parts = URI_FORM.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("not a PostgreSQL address");
    }
    List<String> hosts = new ArrayList<>();
    for (String host : parts.group("hosts").split(",", -1)) {
      if (!HOST.matcher(host).matches()) {
        throw new IllegalArgumentException("not a host");
      }
      hosts.add(host.matches(".*:[0-9]{1,5}") ? host : host + ":5432");
    }
    String query = Optional.ofNullable(parts.group("query")).orElse("");
    String jdbcUrl = "jdbc:postgresql://" + String.join(",", hosts) + parts.group("path") + query;
    String login = Optional.ofNullable(parts.group("login")).orElse("");
    if (login.isEmpty()) {
      return new DatabaseSettings.Server(jdbcUrl, Optional.empty(), Optional.empty());
    }
    int colon = login.indexOf(':');
    String user = colon < 0 ? login : login.substring(0, colon);
    Optional<String> password =
        colon < 0 ? Optional.empty() : Optional.of(decode(login.substring(colon + 1)));
    return new DatabaseSettings.Server(jdbcUrl, Optional.of(decode(user)), password);
  }

  /** Several servers, a comma between each two. */
  static List<DatabaseSettings.Server> parseAll(String text) {
    if (text.isBlank()) {
      return List.of();
    }
    List<DatabaseSettings.Server> servers =
        BETWEEN.splitAsStream(text.strip()).map(ServerAddress::parse).toList();
    if (servers.size() > 16
        || servers.stream().map(server -> name(server.jdbcUrl())).distinct().count()
            != servers.size()) {
      throw new IllegalArgumentException("too many, or one twice");
    }
    return servers;
  }

  /** Of several hosts the one that takes writes, unless the address says otherwise itself. */
  static DatabaseSettings.Server primaryOf(DatabaseSettings.Server server) {
    String url = server.jdbcUrl();
    if (url.contains("targetServerType=")) {
      return server;
    }
    String with = url + (url.contains("?") ? "&" : "?") + "targetServerType=primary";
    return new DatabaseSettings.Server(with, server.user(), server.password());
  }

  /** The hosts of an address in the driver's form; empty where it names none. */
  static String hosts(String jdbcUrl) {
    Matcher hosts = JDBC_HOSTS.matcher(jdbcUrl);
    return hosts.find() ? hosts.group(1) : "";
  }

  /** What is shown of an address: hosts and database, never a password. */
  static String name(String jdbcUrl) {
    return jdbcUrl.replaceFirst("^jdbc:postgresql:(//)?", "").replaceFirst("[?].*", "");
  }

  private static String decode(String part) {
    return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
