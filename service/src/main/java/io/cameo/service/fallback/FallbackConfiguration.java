package io.cameo.service.fallback;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the fallback avatars. */
@Configuration(proxyBeanMethods = false)
class FallbackConfiguration {

  @Bean
  FallbackAvatars fallbackAvatars(FallbackSettings settings) {
    return new FallbackAvatars(settings.style());
  }
}
