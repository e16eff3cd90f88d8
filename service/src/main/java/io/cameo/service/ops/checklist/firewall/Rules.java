package io.cameo.service.ops.checklist.firewall;

import io.cameo.service.ops.checklist.firewall.Firewall.Limit;
import io.cameo.service.ops.checklist.firewall.Uploading.Sure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.wafv2.model.ManagedRuleGroupStatement;
import software.amazon.awssdk.services.wafv2.model.RateBasedStatement;
import software.amazon.awssdk.services.wafv2.model.Rule;
import software.amazon.awssdk.services.wafv2.model.RuleAction;
import software.amazon.awssdk.services.wafv2.model.RuleActionOverride;
import software.amazon.awssdk.services.wafv2.model.RuleGroupReferenceStatement;
import software.amazon.awssdk.services.wafv2.model.Statement;

/** Reads rules in the order in which they are tried, and notes those that limit by rate. */
final class Rules {

  /** The only group of AWS's own that looks at how often somebody asks. */
  private static final String FLOODS = "AWSManagedRulesAntiDDoSRuleSet";

  private static final long USUAL_WINDOW = 300;

  private final Function<String, List<Rule>> groups;
  private final Set<Uploading> letThrough = EnumSet.noneOf(Uploading.class);
  private final List<Limit> limits = new ArrayList<>();

  /** What is done instead of what a rule says. */
  private record Instead(boolean counts, Map<String, RuleAction> byName) {

    @Nullable RuleAction of(Rule rule) {
      return byName.getOrDefault(rule.name(), rule.action());
    }
  }

  /**
   * @param groups the rules of a group by its ARN
   */
  Rules(Function<String, List<Rule>> groups) {
    this.groups = groups;
  }

  List<Limit> limitsOf(List<Rule> rules) {
    read(rules, new Instead(false, Map.of()));
    return limits;
  }

  private void read(List<Rule> rules, Instead instead) {
    rules.stream()
        .sorted(Comparator.comparing(Rule::priority))
        .forEach(rule -> read(rule, instead));
  }

  private void read(Rule rule, Instead instead) {
    Statement statement = rule.statement();
    RuleAction action = instead.of(rule);
    if (statement.rateBasedStatement() != null) {
      RateBasedStatement rate = statement.rateBasedStatement();
      note(
          rule.name(),
          shown(rate),
          !instead.counts() && action != null && action.block() != null,
          rate.scopeDownStatement());
    } else if (statement.managedRuleGroupStatement() != null) {
      ManagedRuleGroupStatement group = statement.managedRuleGroupStatement();
      if (FLOODS.equals(group.name())) {
        boolean softer = !group.ruleActionOverrides().isEmpty() || group.hasExcludedRules();
        note(
            rule.name() + " (" + FLOODS + ")",
            "what is no flood",
            !counts(rule) && !softer,
            group.scopeDownStatement());
      }
    } else if (statement.ruleGroupReferenceStatement() != null) {
      RuleGroupReferenceStatement group = statement.ruleGroupReferenceStatement();
      read(groups.apply(group.arn()), new Instead(counts(rule), byName(group)));
    } else if (action != null && action.allow() != null && !instead.counts()) {
      Stream.of(Uploading.values())
          .filter(upload -> upload.meets(statement) == Sure.YES)
          .forEach(letThrough::add);
    }
  }

  private static boolean counts(Rule rule) {
    return rule.overrideAction() != null && rule.overrideAction().count() != null;
  }

  private static Map<String, RuleAction> byName(RuleGroupReferenceStatement group) {
    Map<String, RuleAction> actions = new HashMap<>();
    for (RuleActionOverride one : group.ruleActionOverrides()) {
      actions.put(one.name(), one.actionToUse());
    }
    group
        .excludedRules()
        .forEach(one -> actions.put(one.name(), RuleAction.builder().count(c -> {}).build()));
    return actions;
  }

  private void note(String rule, String most, boolean blocks, @Nullable Statement only) {
    List<String> open =
        Stream.of(Uploading.values())
            .filter(
                upload ->
                    letThrough.contains(upload) || (only != null && upload.meets(only) != Sure.YES))
            .map(Uploading::shown)
            .toList();
    limits.add(new Limit(rule, most, blocks, open));
  }

  private static String shown(RateBasedStatement rate) {
    long window = rate.evaluationWindowSec() == null ? USUAL_WINDOW : rate.evaluationWindowSec();
    return rate.limit() + " in " + window + " s by " + rate.aggregateKeyTypeAsString();
  }
}
