package io.cameo.service.limits;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * What holds, as an operator reads it.
 *
 * @param on whether there are limits at all
 * @param limits every limit
 * @param exceptions amounts of single holders
 * @param blocked who is kept out
 */
public record LimitReport(
    boolean on, List<Amount> limits, List<Own> exceptions, List<Blocked> blocked) {

  /**
   * @param amount that holds; 0 when there is no limit, where that is possible
   * @param usual that holds when the operator sets nothing
   */
  public record Amount(String name, long amount, long usual, String meaning) {}

  public record Own(String name, String holder, long amount) {}

  /**
   * @param until in UTC
   */
  public record Blocked(String holder, String until) {}

  public static LimitReport of(LimitBook book) {
    LimitRules rules = book.rules();
    return new LimitReport(
        book.isOn(),
        Arrays.stream(Limit.values())
            .map(
                limit ->
                    new Amount(
                        limit.word(), rules.amount(limit), book.usual(limit), limit.meaning()))
            .toList(),
        rules.exceptions().entrySet().stream()
            .flatMap(
                one ->
                    one.getValue().entrySet().stream()
                        .map(
                            own ->
                                new Own(own.getKey().word(), one.getKey().text(), own.getValue())))
            .sorted(Comparator.comparing(Own::name).thenComparing(Own::holder))
            .toList(),
        rules.blocked().entrySet().stream()
            .map(one -> new Blocked(one.getKey().text(), one.getValue().toString()))
            .sorted(Comparator.comparing(Blocked::holder))
            .toList());
  }
}
