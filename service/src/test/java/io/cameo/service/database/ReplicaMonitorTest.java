package io.cameo.service.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReplicaMonitorTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Each keeps who asks until the other is asked too: looks one after the other never meet. */
  @Test
  void theFirstLookAsksAllReplicasTogether() throws Exception {
    CountDownLatch bothAsked = new CountDownLatch(2);
    AtomicInteger met = new AtomicInteger();
    try (ServerSocket one = server(bothAsked, met);
        ServerSocket two = server(bothAsked, met);
        Replica first = replica(one);
        Replica second = replica(two);
        ReplicaMonitor monitor = new ReplicaMonitor(Duration.ofSeconds(1))) {
      PrimaryPositions positions = new PrimaryPositions();
      ReplicaJudge judge = new ReplicaJudge(settings(one), positions, new RecentChanges());
      for (Replica replica : List.of(first, second)) {
        monitor.watch(replica, judge, Optional.empty(), System::nanoTime);
      }

      monitor.lookOnce();

      assertThat(met).hasValue(2);
      assertThat(List.of(first, second))
          .allMatch(replica -> replica.status().state() == ReplicaStatus.State.AWAY);
    }
  }

  private static ServerSocket server(CountDownLatch bothAsked, AtomicInteger met)
      throws IOException {
    ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    Thread.ofVirtual()
        .start(
            () -> {
              try (Socket asked = server.accept()) {
                bothAsked.countDown();
                if (bothAsked.await(3, TimeUnit.SECONDS)) {
                  met.incrementAndGet();
                }
              } catch (IOException closed) {
                // The test is over.
              } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
              }
            });
    return server;
  }

  private static ReplicaSettings settings(ServerSocket server) {
    return new ReplicaSettings(List.of(address(server)), 1, PATIENCE, PATIENCE, 1_000_000);
  }

  private static DatabaseSettings.Server address(ServerSocket server) {
    return ServerAddress.parse(
        "postgresql://user:word@127.0.0.1:" + server.getLocalPort() + "/cameo?sslmode=disable");
  }

  private static Replica replica(ServerSocket server) {
    Login login = Login.to(address(server), PATIENCE).hasty(PATIENCE);
    return new Replica(login, settings(server), System::nanoTime);
  }
}
