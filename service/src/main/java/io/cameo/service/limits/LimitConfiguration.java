package io.cameo.service.limits;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.jdbc.PrimaryKeyMapper;
import io.github.bucket4j.postgresql.Bucket4jPostgreSQL;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the limits. */
@Configuration(proxyBeanMethods = false)
class LimitConfiguration {

  private static final Duration FORGET_EVERY = Duration.ofMinutes(10);

  @Bean
  UploadLimits uploadLimits(LimitSettings settings, DataSource database, Clock clock) {
    return new UploadLimits(
        settings,
        Bucket4jPostgreSQL.selectForUpdateBasedBuilder(database)
            .primaryKeyMapper(PrimaryKeyMapper.STRING)
            .table("limit_bucket")
            .idColumn("id")
            .stateColumn("state")
            .expiresAtColumn("expires_at")
            .clientClock(time(clock))
            .requestTimeout(Duration.ofSeconds(5))
            .expirationAfterWrite(
                ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(
                    Duration.ofMinutes(5)))
            .build(),
        clock);
  }

  /** The one clock, in the terms of the buckets, so that refusals and refills agree on the time. */
  private static TimeMeter time(Clock clock) {
    return new TimeMeter() {
      @Override
      public long currentTimeNanos() {
        return TimeUnit.MILLISECONDS.toNanos(clock.millis());
      }

      @Override
      public boolean isWallClockBased() {
        return true;
      }
    };
  }

  /** Of all nodes one forgets at a time. */
  @Bean
  RecurringTask<Void> forgetLimitsTask(UploadLimits limits) {
    return Tasks.recurring("forget-limits", FixedDelay.of(FORGET_EVERY))
        .execute((instance, context) -> limits.forgetWhoMayAgain());
  }
}
