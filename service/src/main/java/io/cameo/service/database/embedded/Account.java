package io.cameo.service.database.embedded;

import io.cameo.service.database.embedded.ShortCommand.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Under whom the server runs: PostgreSQL refuses to be root.
 *
 * <p>An ordinary user simply runs it. Root tries, in this order, what the machine allows:
 *
 * <ol>
 *   <li>a user namespace without a user in it ({@code unshare --user}): the server takes itself for
 *       nobody, while its files go on belonging to root. Container runtimes often forbid it;
 *   <li>the user {@code nobody} ({@code setpriv}, {@code runuser}), to whom the database's folder
 *       is given.
 * </ol>
 *
 * <p>A cluster that already belongs to somebody else than root is run as that user.
 *
 * @param prefix what comes before the server's command
 * @param owner to whom the server's files must belong, {@code uid} and {@code gid}; empty for us
 */
record Account(List<String> prefix, Optional<Owner> owner) {
  private static final Logger log = LoggerFactory.getLogger(Account.class);
  private static final int ROOT = 0;

  /** A user and a group, by number. */
  record Owner(int uid, int gid) {
    static Owner of(Path file) throws IOException {
      return new Owner(number(file, "unix:uid"), number(file, "unix:gid"));
    }

    private static int number(Path file, String attribute) throws IOException {
      if (Files.getAttribute(file, attribute, LinkOption.NOFOLLOW_LINKS) instanceof Integer id) {
        return id;
      }
      throw new IOException("no " + attribute + " of " + file);
    }
  }

  /** The ways in which root may run the server; all of them but in tests. */
  enum Way {
    NAMESPACE,
    SETPRIV,
    RUNUSER
  }

  /**
   * The account to use here.
   *
   * @param home the database's folder, which exists
   * @param cluster the cluster below it, which may not exist yet
   */
  static Account choose(PostgresBinaries binaries, Path home, Path cluster, Set<Way> ways)
      throws IOException {
    if (!"0".equals(ShortCommand.run(List.of("id", "-u")).output())) {
      return new Account(List.of(), Optional.empty());
    }
    Owner owner = Owner.of(Files.exists(cluster) ? cluster : home);
    List<String> reasons = new ArrayList<>();
    for (Way way : ways) {
      Optional<Account> account = candidate(way, owner);
      if (account.isEmpty()) {
        continue;
      }
      Answer answer = account.get().prepareAndProbe(binaries, home);
      if (answer.ok()) {
        log.info("PostgreSQL runs by {} because this service is root", way);
        return account.get();
      }
      reasons.add(String.join(" ", account.get().prefix()) + ": " + answer.output());
    }
    throw new EmbeddedPostgresException(
        "PostgreSQL refuses to run as root, and no way to run it as somebody else works here ("
            + String.join("; ", reasons)
            + "). Start Cameo as an ordinary user who may write to "
            + home
            + ", or point CAMEO_DATABASE_URL to a PostgreSQL of your own.");
  }

  private static Optional<Account> candidate(Way way, Owner found) {
    boolean roots = found.uid() == ROOT;
    return switch (way) {
      case NAMESPACE ->
          roots
              ? Optional.of(new Account(List.of("unshare", "--user"), Optional.empty()))
              : Optional.empty();
      case SETPRIV -> {
        Owner owner = roots ? nobody() : found;
        yield Optional.of(
            new Account(
                List.of(
                    "setpriv",
                    "--reuid=" + owner.uid(),
                    "--regid=" + owner.gid(),
                    "--clear-groups"),
                Optional.of(owner)));
      }
      case RUNUSER -> {
        Owner owner = roots ? nobody() : found;
        Answer name = ShortCommand.run(List.of("id", "-un", Integer.toString(owner.uid())));
        yield name.ok()
            ? Optional.of(
                new Account(List.of("runuser", "-u", name.output(), "--"), Optional.of(owner)))
            : Optional.empty();
      }
    };
  }

  private static Owner nobody() {
    Answer uid = ShortCommand.run(List.of("id", "-u", "nobody"));
    Answer gid = ShortCommand.run(List.of("id", "-g", "nobody"));
    return uid.ok() && gid.ok()
        ? new Owner(Integer.parseInt(uid.output()), Integer.parseInt(gid.output()))
        : new Owner(65534, 65534);
  }

  /** Whether this account can run the programs and write to the folder; leaves no trace if not. */
  private Answer prepareAndProbe(PostgresBinaries binaries, Path home) throws IOException {
    Owner before = Owner.of(home);
    if (owner.isPresent()) {
      giveTree(home);
      letPass(home.getParent());
      letPass(binaries.folder().getParent());
      letPass(binaries.folder());
    }
    List<String> probe = new ArrayList<>(prefix);
    probe.addAll(
        List.of(
            "sh",
            "-c",
            """
            test "$(id -u)" -ne 0 || { echo still root; exit 1; }
            test -w "$2" || { echo cannot write to "$2"; exit 1; }
            exec "$1" --version
            """,
            "cameo-probe",
            binaries.program("postgres").toString(),
            home.toString()));
    Answer answer = ShortCommand.run(probe);
    if (!answer.ok() && owner.isPresent()) {
      new Account(prefix, Optional.of(before)).giveTree(home);
    }
    return answer;
  }

  /** Lets others pass through one of our folders; what lies in it keeps its own mode. */
  private static void letPass(@Nullable Path folder) throws IOException {
    if (folder == null) {
      return;
    }
    Set<PosixFilePermission> mode = EnumSet.copyOf(Files.getPosixFilePermissions(folder));
    if (mode.add(PosixFilePermission.OTHERS_EXECUTE)) {
      log.warn("other users may now pass through {}: PostgreSQL must reach its files", folder);
      Files.setPosixFilePermissions(folder, mode);
    }
  }

  /** Makes a file or folder, with all in it, belong to this account; nothing to do if it is us. */
  void giveTree(Path tree) throws IOException {
    if (owner.isEmpty()) {
      return;
    }
    try (var files = Files.walk(tree)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        give(file);
      }
    }
  }

  /** Makes one file belong to this account; nothing to do if it is us. */
  void give(Path file) throws IOException {
    if (owner.isPresent() && !Owner.of(file).equals(owner.get())) {
      Files.setAttribute(file, "unix:gid", owner.get().gid(), LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(file, "unix:uid", owner.get().uid(), LinkOption.NOFOLLOW_LINKS);
    }
  }
}
