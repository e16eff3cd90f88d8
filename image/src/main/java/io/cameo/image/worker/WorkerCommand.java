package io.cameo.image.worker;

import io.cameo.image.sandbox.Confinement;
import io.cameo.image.sandbox.Launcher;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How a worker is started: which program, with which flags, in which folder, and with an empty
 * environment, so that no secret of the service is ever in reach of a decoder.
 */
public final class WorkerCommand {
  /** A JVM that lives for some hundred milliseconds. */
  private static final List<String> LAUNCHER_FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Xmx16m",
          "-XX:-UsePerfData",
          "-XX:-CreateCoredumpOnCrash",
          "-XX:+SuppressFatalErrorMessage",
          "-Xlog:disable",
          "-Xlog:all=warning:stderr",
          "-XX:+DisableAttachMechanism",
          "-XX:-UseContainerSupport",
          "-Xshare:auto",
          "--enable-native-access=ALL-UNNAMED");

  /** Of POSIX, and there on every system that has workers. */
  private static final Path NICE = Path.of("/usr/bin/nice");

  private final Path java;
  private final List<Path> classPath;
  private final Path libvips;
  private final Path workingFolder;
  private final WorkerLimits limits;
  private final Confinement confinement;
  private final String mainClass;

  /**
   * @param java the {@code java} program, see {@link #ownJava}
   * @param classPath the image classes and nothing else, see {@link WorkerClasspath}
   * @param libvips the shared library that the worker opens
   * @param workingFolder an empty folder that exists
   * @param confinement what a worker takes away from itself
   */
  public WorkerCommand(
      Path java,
      List<Path> classPath,
      Path libvips,
      Path workingFolder,
      WorkerLimits limits,
      Confinement confinement) {
    this(java, classPath, libvips, workingFolder, limits, confinement, WorkerMain.class.getName());
  }

  WorkerCommand(
      Path java,
      List<Path> classPath,
      Path libvips,
      Path workingFolder,
      WorkerLimits limits,
      Confinement confinement,
      String mainClass) {
    this.java = java;
    this.classPath = List.copyOf(classPath);
    this.libvips = libvips;
    this.workingFolder = workingFolder;
    this.limits = limits;
    this.confinement = confinement;
    this.mainClass = mainClass;
  }

  /** The {@code java} program of the JVM that runs this. */
  public static Path ownJava() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  WorkerLimits limits() {
    return limits;
  }

  /** The whole command line. */
  public List<String> line() {
    List<String> line = new ArrayList<>();
    if (limits.niceness() > 0 && Files.isExecutable(NICE)) {
      line.addAll(List.of(NICE.toString(), "-n", Integer.toString(limits.niceness())));
    }
    if (confinement.applies()) {
      line.add(java.toString());
      line.addAll(LAUNCHER_FLAGS);
      line.add("-cp");
      line.add(classPath());
      List<Path> files = new ArrayList<>(classPath);
      files.add(java);
      files.add(libvips);
      line.addAll(Launcher.arguments(files));
    }
    line.add(java.toString());
    line.addAll(flags());
    line.add("-cp");
    line.add(classPath());
    line.add(mainClass);
    line.add(libvips.toString());
    line.add(Integer.toString(limits.pictureBytes()));
    line.add(Integer.toString(limits.replyBytes()));
    line.add(Integer.toString(limits.heapMebibytes()));
    line.add(confinement.word());
    return line;
  }

  private String classPath() {
    return classPath.stream()
        .map(path -> path.toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private List<String> flags() {
    return List.of(
        // One core, short pauses, few threads: a worker does one thing at a time.
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        // Everything that grows has its end from the start.
        "-Xms" + limits.heapMebibytes() + "m",
        "-Xmx" + limits.heapMebibytes() + "m",
        "-XX:MaxDirectMemorySize=" + limits.directBytes(),
        "-XX:InitialCodeCacheSize=24m",
        "-XX:ReservedCodeCacheSize=24m",
        "-XX:CompressedClassSpaceSize=32m",
        "-XX:MaxMetaspaceSize=64m",
        "-XX:+ExitOnOutOfMemoryError",
        // Nothing is written anywhere, and nothing but frames to standard output.
        "-XX:-UsePerfData",
        "-XX:-CreateCoredumpOnCrash",
        // The JVM's own report of a crash goes to standard output whatever it is told, and walks
        // through memory that is no longer to be trusted; without it the exit code is 1.
        "-XX:+SuppressFatalErrorMessage",
        "-XX:ErrorFile=/dev/null",
        "-XX:+DisplayVMOutputToStderr",
        "-Xlog:disable",
        "-Xlog:all=warning:stderr",
        // Nobody looks into it, and it polls no files of the system.
        "-XX:+DisableAttachMechanism",
        "-XX:-UseContainerSupport",
        "-Xshare:auto",
        "--enable-native-access=ALL-UNNAMED");
  }

  /**
   * Starts one worker.
   *
   * @throws IOException when there is no such program or folder
   */
  Process start() throws IOException {
    ProcessBuilder builder = new ProcessBuilder(line());
    builder.environment().clear();
    if (builder.command().stream().anyMatch(WorkerCommand::needsUtf8)) {
      // The one exception: without a locale, a JVM cannot open a path that is not ASCII.
      builder.environment().put("LC_ALL", "C.UTF-8");
    }
    builder.directory(workingFolder.toFile());
    return builder.start();
  }

  private static boolean needsUtf8(String argument) {
    return argument.chars().anyMatch(c -> c > 0x7e);
  }
}
