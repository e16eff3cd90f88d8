package io.cameo.service.delivery;

import io.cameo.service.catalogue.Identities;
import io.cameo.service.catalogue.Lookups;
import io.cameo.service.catalogue.Version;
import io.cameo.service.catalogue.VersionId;
import io.cameo.service.cdn.CdnSettings;
import io.cameo.service.cdn.CdnTags;
import io.cameo.service.database.ChangeBus;
import io.cameo.service.fallback.FallbackAvatars;
import io.cameo.service.gravatar.GravatarSettings;
import io.cameo.service.http.ProblemWriter;
import io.cameo.service.imaging.ImagingSettings;
import io.cameo.service.observability.Marks;
import io.cameo.service.switches.SwitchBook;
import io.cameo.storage.ObjectStore;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServlet;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires delivery. */
@Configuration(proxyBeanMethods = false)
class DeliveryConfiguration {

  /** No rendition of ours comes near it; a store that says otherwise is not believed. */
  private static final int LARGEST_PICTURE = 32 * 1024 * 1024;

  @Bean
  PictureMemory pictureMemory(
      DeliverySettings settings,
      Lookups lookups,
      Identities identities,
      ObjectStore objects,
      ChangeBus changes,
      Troubles troubles,
      MeterRegistry metrics,
      Optional<Marks> marks) {
    PictureMemory memory =
        new PictureMemory(
            settings,
            states(lookups, identities),
            new MarkedStore(objects, LARGEST_PICTURE, marks.orElse(Marks.NONE)),
            Executors.newVirtualThreadPerTaskExecutor(),
            troubles,
            metrics);
    changes.subscribe(memory);
    return memory;
  }

  private static PictureMemory.States states(Lookups lookups, Identities identities) {
    return new PictureMemory.States() {
      @Override
      public Optional<Shown> current(String subject) {
        return lookups.current(subject).map(Shown::of);
      }

      @Override
      public Optional<Shown> version(VersionId id) {
        return lookups.version(id).filter(Version::isShown).map(Shown::of);
      }

      @Override
      public Optional<String> subjectOf(String hash) {
        return identities.subjectOf(hash);
      }
    };
  }

  @Bean
  Troubles deliveryTroubles() {
    return new Troubles(System::nanoTime);
  }

  @Bean
  Answers deliveryAnswers(
      DeliverySettings settings, ProblemWriter problems, Troubles troubles, MeterRegistry metrics) {
    return new Answers(
        new PictureWriter(settings.stableMaxAge()),
        problems,
        new DeliveryCounts(metrics),
        troubles);
  }

  @Bean
  Showing showing(PictureMemory memory, Answers answers, Troubles troubles) {
    return new Showing(memory, answers, troubles);
  }

  @Bean
  CdnTags cdnTags(CdnSettings settings) {
    return CdnTags.of(settings);
  }

  @Bean
  ServletRegistrationBean<PictureServlet> pictureServlet(
      PictureMemory memory,
      Showing showing,
      FallbackAvatars fallbacks,
      Answers answers,
      CdnTags tags,
      ImagingSettings imaging,
      SwitchBook switches) {
    return named(
        "pictures",
        new ServletRegistrationBean<>(
            new PictureServlet(
                memory,
                showing,
                fallbacks,
                answers,
                tags,
                imaging.output().sizes(),
                switches::isOn),
            "/a/*",
            "/u/*"));
  }

  /** Switched off it is not there, and its addresses are answered like all that do not exist. */
  @Bean
  ServletRegistrationBean<GravatarServlet> gravatarServlet(
      PictureMemory memory,
      Showing showing,
      FallbackAvatars fallbacks,
      Answers answers,
      CdnTags tags,
      GravatarSettings settings,
      SwitchBook switches) {
    ServletRegistrationBean<GravatarServlet> registration =
        named(
            "gravatar",
            new ServletRegistrationBean<>(
                new GravatarServlet(
                    memory,
                    showing,
                    fallbacks,
                    answers,
                    tags,
                    settings.redirects(),
                    switches::isOn),
                "/avatar/*"));
    registration.setEnabled(settings.on());
    return registration;
  }

  private static <S extends HttpServlet> ServletRegistrationBean<S> named(
      String name, ServletRegistrationBean<S> registration) {
    registration.setName(name);
    registration.setLoadOnStartup(1);
    return registration;
  }
}
