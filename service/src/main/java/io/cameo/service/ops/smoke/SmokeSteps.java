package io.cameo.service.ops.smoke;

import java.util.List;

/** All steps, in their order. What is refused comes while the formats of the picture are made. */
final class SmokeSteps {

  static final List<Step> ALL =
      List.of(
          Step.of(
              "reach",
              "TST-1",
              "the system answers and takes uploads",
              Need.NOTHING,
              ReachSteps::reach),
          Step.of(
              "leftovers",
              "TST-4",
              "nothing is left of earlier runs",
              Need.SYSTEM,
              ReachSteps::leftovers),
          Step.of(
              "upload",
              "TST-1 TST-2 PERF-1",
              "a picture is taken",
              Need.SYSTEM,
              UploadSteps::upload),
          Step.of(
              "repeat",
              "TST-1",
              "the same picture changes nothing",
              Need.PICTURE,
              UploadSteps::repeat),
          Step.of(
              "pictures",
              "TST-1 TST-2",
              "every size is delivered",
              Need.PICTURE,
              UploadSteps::pictures),
          Step.of("types", "AUD-4", "other types are refused", Need.SYSTEM, RefusalSteps::types),
          Step.of("size", "AUD-4", "too large a file is refused", Need.SYSTEM, RefusalSteps::size),
          Step.of(
              "damage", "AUD-4", "a damaged picture is refused", Need.SYSTEM, RefusalSteps::damage),
          Step.of(
              "infected",
              "SEC-4",
              "an infected picture is refused",
              Need.SYSTEM,
              RefusalSteps::infected),
          Step.of(
              "nothing-left",
              "AUD-4",
              "what was refused is not there",
              Need.SYSTEM,
              RefusalSteps::nothingLeft),
          Step.of(
              "credentials",
              "TST-5",
              "strangers are refused",
              Need.SYSTEM,
              ErrorSteps::credentials),
          Step.of(
              "tokens",
              "TST-5",
              "a token ends, and opens one subject",
              Need.SYSTEM,
              ErrorSteps::tokens),
          Step.of(
              "addresses",
              "TST-5",
              "what is not there is said so",
              Need.SYSTEM,
              ErrorSteps::addresses),
          Step.of(
              "rate-limit",
              "TST-3 AUD-3",
              "a limit limits, and only its own",
              Need.SYSTEM,
              RateSteps::limits),
          Step.of(
              "problems", "TST-5", "refusals say what to do", Need.SYSTEM, ErrorSteps::problems),
          Step.of(
              "formats", "TST-1 SCL-2", "WebP and AVIF follow", Need.PICTURE, UploadSteps::formats),
          Step.of(
              "stable",
              "TST-1",
              "the stable address shows the picture",
              Need.PICTURE,
              StableSteps::stable),
          Step.of(
              "cdn", "INF-2 PERF-3", "the CDN delivers and keeps", Need.PICTURE, StableSteps::cdn),
          Step.of(
              "replace",
              "TST-4 PERF-1",
              "a new picture takes its place",
              Need.PICTURE,
              RemovalSteps::replace),
          Step.of(
              "delete", "TST-4", "a deleted picture is gone", Need.REPLACED, RemovalSteps::delete),
          Step.of("revert", "TST-4", "it can be brought back", Need.REPLACED, RemovalSteps::revert),
          Step.of(
              "erase",
              "TST-4",
              "an erased one is gone for good",
              Need.PICTURE,
              RemovalSteps::erase),
          Step.of(
              "log",
              "TST-5 MON-3",
              "requests are found in the log",
              Need.SYSTEM,
              LogSteps::requestIds),
          Step.of(
              "log-secrets", "AUD-2", "no secret is in the log", Need.SYSTEM, LogSteps::secrets));

  private SmokeSteps() {}
}
