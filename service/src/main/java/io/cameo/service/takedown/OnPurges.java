package io.cameo.service.takedown;

import io.cameo.service.cdn.CdnSettings;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether the settings name a CDN that is purged: without one nothing is asked for. */
final class OnPurges implements ConfigurationCondition {

  @Override
  public ConfigurationPhase getConfigurationPhase() {
    return ConfigurationPhase.REGISTER_BEAN;
  }

  @Override
  public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
    ConfigurableListableBeanFactory beans = context.getBeanFactory();
    return beans != null
        && beans.getBeanNamesForType(CdnSettings.class, false, false).length > 0
        && beans.getBean(CdnSettings.class).purges();
  }
}
