package io.cameo.service.accounts;

import io.cameo.service.http.Problem;
import java.util.regex.Pattern;

/** The form of a subject: the product's own user id. */
public final class Subjects {

  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._~@:-]{1,128}");
  private static final Pattern PICTURE =
      Pattern.compile(".*\\.(jpe?g|png|gif|webp|avif|svg)", Pattern.CASE_INSENSITIVE);

  private Subjects() {}

  /** Whether a subject may have this form. */
  public static boolean isSubject(String text) {
    return FORM.matcher(text).matches()
        && !text.equals(".")
        && !text.equals("..")
        && !PICTURE.matcher(text).matches();
  }

  /** The text itself, or the problem {@code bad-subject}. */
  public static String require(String text) {
    if (!isSubject(text)) {
      throw Problem.of(
              400,
              "bad-subject",
              "Not a subject",
              "A subject has 1 to 128 characters of A-Z a-z 0-9 . _ ~ @ : - and does not end in a"
                  + " picture's extension such as .jpg. Use your own user id.")
          .toException();
    }
    return text;
  }
}
