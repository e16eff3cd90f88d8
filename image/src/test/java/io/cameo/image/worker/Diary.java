package io.cameo.image.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A listener that remembers. */
final class Diary implements WorkerListener {
  record Ready(long pid, String version, List<String> layers, Duration startUp) {}

  record Exit(long pid, WorkerExit exit, int code) {}

  record Picture(Duration queued, Duration worked, String outcome) {}

  record Line(long pid, String text) {}

  final List<Ready> ready = new CopyOnWriteArrayList<>();
  final List<Exit> exits = new CopyOnWriteArrayList<>();
  final List<Picture> pictures = new CopyOnWriteArrayList<>();
  final List<PoolBusyException.Reason> rejections = new CopyOnWriteArrayList<>();
  final List<Line> lines = new CopyOnWriteArrayList<>();

  @Override
  public void workerReady(long pid, String version, List<String> layers, Duration startUp) {
    ready.add(new Ready(pid, version, layers, startUp));
  }

  @Override
  public void workerExited(long pid, WorkerExit exit, int exitCode) {
    exits.add(new Exit(pid, exit, exitCode));
  }

  @Override
  public void pictureFinished(Duration queueTime, Duration workTime, String outcome) {
    pictures.add(new Picture(queueTime, workTime, outcome));
  }

  @Override
  public void rejected(PoolBusyException.Reason reason) {
    rejections.add(reason);
  }

  @Override
  public void workerSaid(long pid, String line) {
    lines.add(new Line(pid, line));
  }

  List<WorkerExit> words() {
    return exits.stream().map(Exit::exit).toList();
  }
}
