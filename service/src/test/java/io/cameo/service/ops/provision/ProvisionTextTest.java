package io.cameo.service.ops.provision;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.storage.s3.provision.AspectReport;
import io.cameo.storage.s3.provision.Outcome;
import io.cameo.storage.s3.provision.ProvisionReport;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProvisionTextTest {

  @Test
  void whatOthersHaveMadeAgainstTheWantedStateIsNotCalledAsWanted() {
    AspectReport list =
        new AspectReport(
            "access-list",
            Outcome.AS_WANTED,
            List.of(),
            List.of("the owner alone"),
            List.of("READ to everybody"),
            List.of("The access list gives everybody READ."),
            "");

    List<String> lines = ProvisionText.of(new ProvisionReport("acme", "S3", List.of(list)), false);

    assertThat(lines)
        .contains(
            "  access-list  yours to decide", "    BUT:    The access list gives everybody READ.")
        .last()
        .isEqualTo("Not everything is as it should be: see above.");
  }
}
