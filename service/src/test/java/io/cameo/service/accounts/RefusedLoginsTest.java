package io.cameo.service.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.cameo.service.http.ProblemException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.mock.web.MockHttpServletRequest;

/** What is known afterwards of credentials that were not good. */
class RefusedLoginsTest {

  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final AdminKey key = TestAccounts.adminKey("the-admin-key-of-this-test-0123456789");
  private final Accounts accounts =
      new Accounts(
          key,
          TestAccounts.noKeys(),
          new UploadTokens(key.signingKeys(), Clock.systemUTC(), id -> true),
          Optional.empty(),
          new RefusedLogins(metrics));

  @BeforeEach
  void listen() {
    lines.start();
    log().addAppender(lines);
  }

  @AfterEach
  void listenNoMore() {
    log().detachAppender(lines);
  }

  private static Logger log() {
    return (Logger) LoggerFactory.getLogger(RefusedLogins.class);
  }

  private void refused(String header, String address) {
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.setRemoteAddr(address);
    request.addHeader("Authorization", header);
    assertThatThrownBy(() -> accounts.requireAny(request, Action.UPLOAD))
        .isInstanceOf(ProblemException.class);
  }

  private double counted(String credential) {
    return metrics.counter("cameo.logins.refused", "credential", credential).count();
  }

  @Test
  void everyRefusalIsCountedAndTheFirstOfAnAddressLogged() {
    for (int i = 0; i < 50; i++) {
      refused("Bearer cut_guess-" + i, "192.0.2.1");
    }
    refused("Bearer cut_guess", "192.0.2.2");
    refused("Bearer a-guessed-secret", "192.0.2.1");
    refused("Basic dXNlcjpwYXNz", "192.0.2.1");

    assertThat(counted("upload-token")).isEqualTo(51);
    assertThat(counted("key")).isEqualTo(1);
    assertThat(counted("malformed")).isEqualTo(1);
    List<String> said = lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    assertThat(said).hasSize(4).allMatch(line -> line.contains("192.0.2."));
    assertThat(said).noneMatch(line -> line.contains("guess") || line.contains("dXNl"));
  }

  @Test
  void whoComesWithoutACredentialHasTriedNone() {
    assertThatThrownBy(() -> accounts.requireAny(new MockHttpServletRequest(), Action.UPLOAD))
        .isInstanceOf(ProblemException.class);

    assertThat(metrics.getMeters()).isEmpty();
    assertThat(lines.list).isEmpty();
  }
}
