package io.cameo.service;

import io.cameo.service.accounts.AccountSettings;
import io.cameo.service.http.TlsSettings;
import io.cameo.service.objects.BucketStart;
import io.cameo.service.objects.ObjectSettings;
import io.cameo.service.ops.Operator;
import io.cameo.service.settings.Settings;
import io.cameo.service.settings.SettingsException;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.support.GenericApplicationContext;

/**
 * Starts Cameo: reads every setting first, then wires the features with them. With the name of a
 * command it does what the operator asks instead. What no controller answers is told by {@link
 * io.cameo.service.http.ProblemReportValve}, not by the page of errors of the framework.
 */
@SpringBootApplication(exclude = ErrorMvcAutoConfiguration.class)
public class Application {

  /** Exit code for wrong use, such as a bad setting. */
  private static final int WRONG_USE = 2;

  private static final Clock CLOCK = Clock.systemUTC();

  public static void main(String[] args) {
    if (Operator.isCommand(args)) {
      Operator operator =
          Operator.ofThisProcess(
              () -> AllSettings.readForCommand(new Settings(System.getenv())).features(),
              CLOCK,
              System.out,
              System.err);
      System.exit(operator.run(args));
    }
    serve(args);
  }

  private static void serve(String[] args) {
    Settings settings = new Settings(System.getenv());
    AllSettings all;
    try {
      all = AllSettings.read(settings);
    } catch (SettingsException refused) {
      System.err.println(refused.getMessage());
      System.exit(WRONG_USE);
      return;
    }
    List<String> unread = settings.unread();
    application(all, unread).run(args);
  }

  /** The application with these settings, ready to run. */
  static SpringApplication application(AllSettings all, List<String> unread) {
    SpringApplication application = new SpringApplication(Application.class);
    application.setDefaultProperties(SpringDefaults.of(all));
    application.addInitializers(context -> all.register((GenericApplicationContext) context));
    application.addListeners(
        (ApplicationListener<ApplicationEnvironmentPreparedEvent>)
            event -> BucketStart.require(all.feature(ObjectSettings.class), CLOCK));
    application.addListeners(
        (ApplicationListener<ApplicationReadyEvent>) event -> greet(event, all, unread));
    if (Boolean.getBoolean(Rehearsal.PROPERTY)) {
      application.addListeners(
          (ApplicationListener<ApplicationReadyEvent>) event -> rehearse(event, all));
    }
    return application;
  }

  private static void greet(ApplicationReadyEvent event, AllSettings all, List<String> unread) {
    var log = LoggerFactory.getLogger(Application.class);
    for (String name : unread) {
      log.warn("The variable {} is set, but nothing reads it; see docs/options.md", name);
    }
    log.info(
        "Cameo is ready after {} ms: {}",
        event.getTimeTaken() == null ? "?" : event.getTimeTaken().toMillis(),
        address(event, all));
  }

  private static URI address(ApplicationReadyEvent event, AllSettings all) {
    String port =
        event.getApplicationContext().getEnvironment().getProperty("local.server.port", "");
    String host = all.server().bind().equals("0.0.0.0") ? "localhost" : all.server().bind();
    String scheme = all.feature(TlsSettings.class).isOn() ? "https" : "http";
    return URI.create(scheme + "://" + host + ":" + port + "/");
  }

  /** Ends the program when it is through, with exit code 0 only if all went well. */
  private static void rehearse(ApplicationReadyEvent event, AllSettings all) {
    String adminKey = all.feature(AccountSettings.class).adminKey().orElseThrow();
    int code = 0;
    try {
      new Rehearsal(address(event, all), adminKey).run();
    } catch (IOException | InterruptedException failed) {
      LoggerFactory.getLogger(Application.class).error("The rehearsal failed", failed);
      code = 1;
    }
    int outcome = code;
    System.exit(SpringApplication.exit(event.getApplicationContext(), () -> outcome));
  }

  @Bean
  Clock clock() {
    return CLOCK;
  }
}
