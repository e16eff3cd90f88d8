package io.cameo.service.database;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentChangesTest {

  private static RecentChanges settled(int most, long place) {
    RecentChanges changes = new RecentChanges(most);
    changes.connected();
    changes.ended(changes.last(), place);
    return changes;
  }

  @Test
  void nothingMayBeReadUntilItIsKnownWhereThePrimaryWas() {
    RecentChanges changes = new RecentChanges(10);
    changes.connected();

    assertThat(changes.needed("subject ann")).isEqualTo(RecentChanges.NOWHERE);
    changes.ended(changes.last(), 100);
    assertThat(changes.needed("subject ann")).isEqualTo(100);
  }

  @Test
  void aChangeNeedsThePlaceThatWasLookedUpAfterItAndNoEarlierOne() {
    RecentChanges changes = settled(10, 100);
    long before = changes.last();
    changes.changed("subject ann");
    changes.ended(before, 200);

    assertThat(changes.needed("subject ann"))
        .as("the question was on its way before the change")
        .isEqualTo(RecentChanges.NOWHERE);
    assertThat(changes.needed("subject bob")).isEqualTo(100);
    changes.ended(changes.last(), 300);
    assertThat(changes.needed("subject ann")).isEqualTo(300);
  }

  @Test
  void whatConcernsNoPictureSendsNoReadToThePrimaryAndWhatIsUnknownAllOfThem() {
    RecentChanges changes = settled(10, 100);
    changes.changed("keys changed");
    changes.changed("limits changed");
    changes.changed("storage");
    changes.changed("keys changed");
    assertThat(changes.needed("subject ann")).isEqualTo(100);

    changes.changed("something new");
    assertThat(changes.needed("subject ann")).isEqualTo(RecentChanges.NOWHERE);
  }

  @Test
  void theSecondChangeOfASubjectCounts() {
    RecentChanges changes = settled(10, 100);
    changes.changed("subject ann");
    long between = changes.last();
    changes.changed("subject ann");
    changes.ended(between, 200);

    assertThat(changes.needed("subject ann")).isEqualTo(RecentChanges.NOWHERE);
  }

  @Test
  void whatFellOutIsNeededByEveryRead() {
    RecentChanges changes = settled(2, 100);
    changes.changed("subject a");
    changes.ended(changes.last(), 200);
    changes.changed("subject b");
    changes.changed("subject c");

    assertThat(changes.needed("subject a")).isEqualTo(200);
    assertThat(changes.needed("subject x")).isEqualTo(200);

    changes.changed("subject d");
    assertThat(changes.needed("subject x"))
        .as("b fell out before its place was known")
        .isEqualTo(RecentChanges.NOWHERE);
    changes.ended(changes.last(), 300);
    assertThat(changes.needed("subject x")).isEqualTo(300);
  }

  @Test
  void aSubjectThatChangesForEverWhileThePrimaryIsAwayTakesNoMoreMemory() {
    RecentChanges changes = settled(2, 100);
    for (int i = 0; i < 1000; i++) {
      changes.changed("subject ann");
    }

    assertThat(changes.waiting()).isLessThanOrEqualTo(4);
    assertThat(changes.needed("subject ann")).isEqualTo(RecentChanges.NOWHERE);
    changes.ended(changes.last(), 200);
    assertThat(changes.needed("subject ann")).isEqualTo(200);
  }

  @Test
  void whatCannotBeUnderstoodOrWasNotHeardMayBeAnything() {
    RecentChanges changes = settled(10, 100);
    changes.changed("everything of tenant 7");
    assertThat(changes.needed("subject ann")).isEqualTo(RecentChanges.NOWHERE);

    changes = settled(10, 100);
    changes.lost();
    assertThat(changes.hearing()).isFalse();
    changes.connected();
    assertThat(changes.needed("subject ann")).isEqualTo(RecentChanges.NOWHERE);
  }
}
