package io.cameo.service.notify;

import java.util.regex.Pattern;

/**
 * What is taken for an e-mail address: one plain address in ASCII (the forms dot-atom and host name
 * of RFC 5321), without a name, a comment or quotation marks, so that nothing in it can begin
 * another recipient or another header.
 */
final class MailAddress {

  private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
  private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
  private static final Pattern FORM =
      Pattern.compile(ATOM + "(?:\\." + ATOM + ")*@" + LABEL + "(?:\\." + LABEL + ")*");

  private static final int LONGEST_LOCAL_PART = 64;
  private static final int LONGEST = 254;

  private MailAddress() {}

  static boolean isOne(String text) {
    return text.length() <= LONGEST
        && text.indexOf('@') <= LONGEST_LOCAL_PART
        && FORM.matcher(text).matches();
  }

  /**
   * @throws IllegalArgumentException when it is none
   */
  static String require(String text) {
    if (!isOne(text)) {
      throw new IllegalArgumentException("not an e-mail address");
    }
    return text;
  }

  /** What stands behind the @. */
  static String domain(String address) {
    return address.substring(address.indexOf('@') + 1);
  }
}
