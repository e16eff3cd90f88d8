package io.cameo.service.regions;

import io.cameo.service.objects.ObjectSettings;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether the settings name replicas: without them no job asks for any. */
final class OnReplicas implements ConfigurationCondition {

  @Override
  public ConfigurationPhase getConfigurationPhase() {
    return ConfigurationPhase.REGISTER_BEAN;
  }

  @Override
  public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
    ConfigurableListableBeanFactory beans = context.getBeanFactory();
    return beans != null
        && beans.getBeanNamesForType(ObjectSettings.class, false, false).length > 0
        && !beans.getBean(ObjectSettings.class).regions().replicas().isEmpty();
  }
}
