package io.cameo.service.http;

import java.io.IOException;
import java.time.Duration;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * HTTP/1.1 with a time for the whole head of a request. The container's own time-out begins anew
 * with every byte, so that a caller who sends one now and then could hold a connection for hours.
 * Made by Tomcat, by its name.
 */
public final class TimedHttp11Protocol extends Http11NioProtocol {

  private long headNanos = Duration.ofSeconds(10).toNanos();

  /** Longest time from the first byte of a request to the end of its headers. */
  void setHead(Duration time) {
    headNanos = time.toNanos();
  }

  @Override
  protected Processor createProcessor() {
    return new TimedHead(this, TurnAfterAnswer.around(getAdapter()));
  }

  private final class TimedHead extends Http11Processor {

    private final TurnAfterAnswer turns;

    TimedHead(AbstractHttp11Protocol<?> protocol, TurnAfterAnswer turns) {
      super(protocol, turns);
      this.turns = turns;
    }

    /** Called whenever bytes of a request have come, until its head is complete. */
    @Override
    public SocketState service(SocketWrapperBase<?> socket) throws IOException {
      if (left() <= 0) {
        return SocketState.CLOSED;
      }
      turns.begin();
      SocketState state = super.service(socket);
      if (state == SocketState.LONG) {
        // Only half a head has come: no silence lasts longer than what is left of its time.
        long millis = Math.clamp(Duration.ofNanos(left()).toMillis(), 1, socket.getReadTimeout());
        socket.setReadTimeout(millis);
      }
      return state;
    }

    /** Nanoseconds that are left for a head that has begun. */
    private long left() {
      long begun = request.getStartTimeNanos();
      return begun == -1 ? headNanos : headNanos - (System.nanoTime() - begun);
    }
  }
}
