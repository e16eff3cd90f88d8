package io.cameo.service.observability;

import static io.cameo.service.observability.Measure.counterOf;
import static io.cameo.service.observability.Measure.gaugeOf;
import static io.cameo.service.observability.Measure.histogramOf;

/** What is measured of pictures on their way in and out. */
public enum PictureMetric implements Metric {
  UPLOADS(
      histogramOf("cameo.uploads", "Uploads by what became of them, from request to answer")
          .by("result", "done refused failed")
          .by("outcome", "", "created, unchanged, error, or the code of the problem document")),
  UPLOAD_STEPS(
      histogramOf("cameo.upload.steps", "Steps of uploads, and how they ended")
          .by("step", "receive render intend store publish")
          .by("result", "done refused failed")),
  UPLOADS_WAITING(gaugeOf("cameo.uploads.waiting", "Uploads that wait for a place")),
  UPLOADS_INSIDE(gaugeOf("cameo.uploads.inside", "Uploads that are being read or processed")),
  UPLOADS_TURNS(
      gaugeOf("cameo.uploads.turns.waiting", "Uploads that wait for their turn with the workers")),
  TICKETS(
      counterOf("cameo.upload.tickets", "Tickets of direct uploads by what became of them")
          .by("outcome", "given refused finished expired")),

  PICTURES_WAITING(
      histogramOf("cameo.pictures.waiting", "Time that pictures waited for a worker")
          .by("outcome", "", "rendered, or why there is no picture")),
  PICTURES_WORK(
      histogramOf("cameo.pictures.work", "Time that workers took for a picture")
          .by("outcome", "", "rendered, or why there is no picture")),
  PICTURES_QUEUED(gaugeOf("cameo.pictures.queued", "Pictures that wait for a worker")),
  PICTURES_REJECTED(
      counterOf("cameo.pictures.rejected", "Pictures that no worker took, by why")
          .by("reason", "queue-full waited-too-long no-worker closing interrupted")),
  WORKERS(
      gaugeOf("cameo.workers", "Worker processes by what they do")
          .by("state", "starting idle busy")),
  WORKER_EXITS(
      counterOf("cameo.worker.exits", "Worker processes that ended, by why")
          .by(
              "reason",
              "finished crashed deadline recycled closed",
              "another ending that the log explains, such as forbidden-syscall")),
  SANDBOX_LAYER(
      gaugeOf("cameo.sandbox.layer", "1 while the youngest worker has this layer of the sandbox")
          .by("layer", "loaders no-new-privs parent-death not-dumpable limits landlock seccomp")),

  SCANS(
      histogramOf("cameo.scans", "Scans by verdict, and the time from an upload's last byte to it")
          .by("verdict", "", "clean, infected, abandoned, or why there was none")
          .only("with CAMEO_SCAN=clamd")),
  SCAN_TRIALS(
      counterOf("cameo.scan.trials", "Trials of the scanner with samples, by what came of them")
          .by("outcome", "", "passed, or why not")
          .only("with CAMEO_SCAN=clamd")),
  SCAN_READY(
      gaugeOf(
              "cameo.scan.ready",
              "1 while the scanner is relied on; 0 while uploads are answered 503")
          .only("with CAMEO_SCAN=clamd")),
  SCAN_SIGNATURE_AGE(
      gaugeOf(
              "cameo.scan.signature.age.seconds",
              "Age of the scanner's signatures; not a number when it does not tell")
          .only("with CAMEO_SCAN=clamd")),
  SCANS_UNDER_WAY(
      gaugeOf("cameo.scan.under.way", "Scans under way, each with a connection of its own")
          .only("with CAMEO_SCAN=clamd")),
  RESCANS(
      counterOf("cameo.rescan.masters", "Stored masters that were scanned again")
          .by("outcome", "clean infected unread")),

  FORMATS(
      counterOf("cameo.formats", "Versions whose later formats were made, by what came of it")
          .by("outcome", "done gone no-room no-master failed")),
  FORMATS_DUE(
      gaugeOf(
          "cameo.formats.due.seconds",
          "How long the version that waits longest for its formats has been due")),

  DELIVERIES(
      counterOf("cameo.deliveries", "Answers of picture addresses by what became of them")
          .by("outcome", "whole not-modified part missing failed")),
  SUBSTITUTES(
      counterOf("cameo.delivery.substitutes", "Answers that are not what they would be, by why")
          .by("reason", "store-unavailable picture-missing database-unavailable last-known")),
  REMEMBERED_BYTES(
      gaugeOf(
          "cameo.pictures.remembered",
          "bytes",
          "Bytes of pictures in memory, of CAMEO_CACHE_BYTES at most"));

  private final Measure measure;

  PictureMetric(Measure measure) {
    this.measure = measure;
  }

  @Override
  public Measure measure() {
    return measure;
  }
}
