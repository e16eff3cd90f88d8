package io.cameo.service.ops.checklist.firewall;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import software.amazon.awssdk.services.wafv2.model.ByteMatchStatement;
import software.amazon.awssdk.services.wafv2.model.FieldToMatch;
import software.amazon.awssdk.services.wafv2.model.RegexMatchStatement;
import software.amazon.awssdk.services.wafv2.model.Statement;
import software.amazon.awssdk.services.wafv2.model.TextTransformation;
import software.amazon.awssdk.services.wafv2.model.TextTransformationType;

/** A request that uploads, as a rule sees it before it knows who sends it. */
enum Uploading {
  AVATAR("PUT", "/v1/avatars/ann"),
  TICKET("POST", "/v1/uploads");

  /** Whether a statement is true of it. */
  enum Sure {
    YES,
    NO,
    /** It depends on the caller, or on something that is not read here. */
    PERHAPS
  }

  /** Of a path or a method that is written as it should be they leave all as it is. */
  private static final Set<TextTransformationType> HARMLESS =
      Set.of(
          TextTransformationType.NONE,
          TextTransformationType.LOWERCASE,
          TextTransformationType.URL_DECODE,
          TextTransformationType.URL_DECODE_UNI,
          TextTransformationType.NORMALIZE_PATH,
          TextTransformationType.NORMALIZE_PATH_WIN,
          TextTransformationType.COMPRESS_WHITE_SPACE,
          TextTransformationType.HTML_ENTITY_DECODE,
          TextTransformationType.REMOVE_NULLS,
          TextTransformationType.REPLACE_NULLS);

  private final String method;
  private final String path;

  Uploading(String method, String path) {
    this.method = method;
    this.path = path;
  }

  String shown() {
    return method + " " + path;
  }

  /** Whether the statement is true of every caller's such request. */
  Sure meets(Statement statement) {
    if (statement.byteMatchStatement() != null) {
      return meets(statement.byteMatchStatement());
    }
    if (statement.regexMatchStatement() != null) {
      return meets(statement.regexMatchStatement());
    }
    if (statement.andStatement() != null) {
      return all(statement.andStatement().statements(), Sure.YES, Sure.NO);
    }
    if (statement.orStatement() != null) {
      return all(statement.orStatement().statements(), Sure.NO, Sure.YES);
    }
    if (statement.notStatement() != null) {
      return switch (meets(statement.notStatement().statement())) {
        case YES -> Sure.NO;
        case NO -> Sure.YES;
        case PERHAPS -> Sure.PERHAPS;
      };
    }
    return Sure.PERHAPS;
  }

  /** What all of them together give, when one that is different decides alone. */
  private Sure all(List<Statement> statements, Sure same, Sure different) {
    Sure sum = same;
    for (Statement each : statements) {
      Sure one = meets(each);
      if (one == different) {
        return different;
      }
      sum = one == Sure.PERHAPS ? one : sum;
    }
    return sum;
  }

  private Sure meets(ByteMatchStatement match) {
    String seen = seen(match.fieldToMatch(), match.textTransformations());
    if (seen.isEmpty() || match.searchString() == null) {
      return Sure.PERHAPS;
    }
    String wanted = match.searchString().asUtf8String();
    return switch (match.positionalConstraint()) {
      case EXACTLY -> sure(seen.equals(wanted));
      case STARTS_WITH -> sure(seen.startsWith(wanted));
      case ENDS_WITH -> endsWith(seen, wanted);
      case CONTAINS -> sure(seen.contains(wanted));
      case CONTAINS_WORD, UNKNOWN_TO_SDK_VERSION -> Sure.PERHAPS;
    };
  }

  /** The subject behind the avatars' address is anybody's. */
  private Sure endsWith(String seen, String wanted) {
    return this == AVATAR && seen.startsWith("/") ? Sure.PERHAPS : sure(seen.endsWith(wanted));
  }

  private Sure meets(RegexMatchStatement match) {
    String seen = seen(match.fieldToMatch(), match.textTransformations());
    if (seen.isEmpty()) {
      return Sure.PERHAPS;
    }
    try {
      return sure(Pattern.compile(match.regexString()).matcher(seen).find());
    } catch (PatternSyntaxException foreign) {
      return Sure.PERHAPS;
    }
  }

  /** The part that is compared; nothing when it is one that only a caller knows. */
  private String seen(FieldToMatch field, List<TextTransformation> changes) {
    List<TextTransformationType> kinds = changes.stream().map(TextTransformation::type).toList();
    if (field == null || !HARMLESS.containsAll(kinds)) {
      return "";
    }
    String part = field.uriPath() != null ? path : field.method() != null ? method : "";
    return kinds.contains(TextTransformationType.LOWERCASE) ? part.toLowerCase(Locale.ROOT) : part;
  }

  private static Sure sure(boolean is) {
    return is ? Sure.YES : Sure.NO;
  }
}
