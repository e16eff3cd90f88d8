package io.cameo.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.coyote.Adapter;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.tomcat.util.net.SocketEvent;
import org.junit.jupiter.api.Test;

/** When a connection lets others go first. */
class TurnAfterAnswerTest {

  private final List<String> said = new ArrayList<>();

  /** Writes down what it was asked. */
  private final class Answering implements Adapter {
    private boolean broken;

    @Override
    public void service(Request request, Response response) throws Exception {
      said.add("answer");
      if (broken) {
        throw new IOException("the caller is gone");
      }
    }

    @Override
    public boolean prepare(Request request, Response response) {
      return said.add("prepare");
    }

    @Override
    public boolean asyncDispatch(Request request, Response response, SocketEvent event) {
      return said.add("dispatch " + event);
    }

    @Override
    public void log(Request request, Response response, long time) {
      said.add("log " + time);
    }

    @Override
    public void checkRecycled(Request request, Response response) {
      said.add("recycled");
    }

    @Override
    public String getDomain() {
      return "cameo";
    }
  }

  private final Answering answering = new Answering();
  private final Request request = new Request();
  private final Response response = new Response();

  private TurnAfterAnswer turns(int most) {
    return new TurnAfterAnswer(answering, most, () -> said.add("turn"));
  }

  @Test
  void othersGoFirstAfterEachAnswerUntilTheConnectionGoesToThePoller() throws Exception {
    TurnAfterAnswer turns = turns(2);
    for (int visit = 0; visit < 2; visit++) {
      said.clear();
      turns.begin();
      for (int each = 0; each < 4; each++) {
        turns.service(request, response);
      }
      assertThat(said).containsExactly("answer", "turn", "answer", "turn", "answer", "answer");
    }
  }

  @Test
  void nobodyIsLetGoFirstWhereThereAreMoreProcessors() throws Exception {
    TurnAfterAnswer turns = turns(0);
    turns.begin();
    turns.service(request, response);
    assertThat(said).containsExactly("answer");
  }

  @Test
  void anAnswerThatBreaksGivesUpNoTurnAndIsToldOn() {
    TurnAfterAnswer turns = turns(2);
    turns.begin();
    answering.broken = true;
    assertThatThrownBy(() -> turns.service(request, response)).isInstanceOf(IOException.class);
    assertThat(said).containsExactly("answer");
  }

  @Test
  void everythingElseIsPassedOn() throws Exception {
    TurnAfterAnswer turns = turns(2);
    assertThat(turns.prepare(request, response)).isTrue();
    assertThat(turns.asyncDispatch(request, response, SocketEvent.OPEN_READ)).isTrue();
    turns.log(request, response, 7);
    turns.checkRecycled(request, response);
    assertThat(turns.getDomain()).isEqualTo("cameo");
    assertThat(said).containsExactly("prepare", "dispatch OPEN_READ", "log 7", "recycled");
  }
}
