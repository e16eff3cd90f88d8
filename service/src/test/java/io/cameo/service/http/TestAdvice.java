package io.cameo.service.http;

import tools.jackson.databind.json.JsonMapper;

/** What turns exceptions into answers, for tests of other packages. */
public final class TestAdvice {

  private TestAdvice() {}

  /** To be given to MockMvc as controller advice. */
  public static Object problems() {
    return new ProblemAdvice(new ProblemWriter(JsonMapper.builder().build()));
  }
}
