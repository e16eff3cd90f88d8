package io.cameo.service.delivery;

import static io.cameo.service.delivery.DeliveryRig.key;
import static io.cameo.service.delivery.DeliveryRig.name;
import static io.cameo.service.delivery.DeliveryRig.request;
import static io.cameo.service.delivery.DeliveryRig.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.catalogue.VersionId;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** What is shown while the store or the database is away: never a broken picture. */
class AwayTest {

  private static final String BRIEF = "public, max-age=10";
  private static final String MODERN = "image/avif,image/webp,*/*;q=0.8";
  private static final String HASH = "0bc83cb571cd1c50ba6f3e8a78ef1346";

  private final DeliveryRig rig = new DeliveryRig();
  private final Shown ann = whole("jpg", "webp", "avif");

  @BeforeEach
  void seed() {
    rig.current.put("ann", ann);
    rig.current.put("bob", whole("jpg"));
    rig.owners.put(HASH, "ann");
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private void assertInstead(MockHttpServletResponse answer, String name, String why) {
    assertThat(answer.getStatus()).isEqualTo(200);
    assertThat(name(answer)).isEqualTo(name);
    assertThat(answer.getContentType()).startsWith("image/");
    assertThat(answer.getHeader("X-Cameo-Fallback")).isEqualTo(why);
    assertThat(answer.getHeader("Cache-Control")).isEqualTo(BRIEF);
    assertThat(answer.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
  }

  private void assertUnavailable(MockHttpServletResponse answer, String why) {
    assertThat(answer.getStatus()).isEqualTo(503);
    assertThat(DeliveryRig.body(answer))
        .contains("\"code\":\"unavailable\"")
        .doesNotContain("secret");
    assertThat(answer.getHeader("X-Cameo-Fallback")).isEqualTo(why);
    assertThat(answer.getHeader("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.getHeader("Retry-After")).isEqualTo("5");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/u/ann",
        "/u/ann.jpg",
        "/u/ann.webp?s=64",
        "/avatar/" + HASH,
        "/avatar/" + HASH + "?d=mp"
      })
  void d3AStoreThatIsAwayShowsADrawnPictureForAMoment(String path) {
    rig.storeAway = true;

    assertInstead(rig.get(path, "Accept", MODERN), "drawn", "store-unavailable");
    assertThat(rig.substitutes(FallbackReason.STORE_UNAVAILABLE)).isEqualTo(1);
    rig.storeAway = false;
    MockHttpServletResponse back = rig.get(path, "Accept", MODERN);
    assertThat(name(back)).as("it is not remembered").isNotEqualTo("drawn");
    assertThat(back.getHeader("X-Cameo-Fallback")).isNull();
    assertThat(back.getHeader("Cache-Control")).isEqualTo(DeliveryRig.STABLE);
  }

  @Test
  void aStoreThatIsAwayHidesNothingThatIsInMemory() {
    rig.get("/u/ann", "Accept", MODERN);
    rig.storeAway = true;

    MockHttpServletResponse same = rig.get("/u/ann", "Accept", MODERN);
    assertThat(name(same)).isEqualTo("256.avif");
    assertThat(same.getHeader("X-Cameo-Fallback")).isNull();
    assertThat(same.getHeader("Cache-Control")).isEqualTo(DeliveryRig.STABLE);
  }

  @Test
  void ofAStoreThatIsAwayAnotherTypeOrSizeOfTheSamePictureIsShown() {
    rig.get("/u/ann?s=128", "Accept", "image/webp");
    rig.get("/u/ann?s=64", "Accept", "*/*");
    rig.storeAway = true;

    assertInstead(rig.get("/u/ann?s=128", "Accept", MODERN), "128.webp", "store-unavailable");
    assertInstead(rig.get("/u/ann?s=256", "Accept", MODERN), "128.webp", "store-unavailable");
    assertInstead(rig.get("/u/ann?s=64", "Accept", MODERN), "64.jpg", "store-unavailable");
    assertInstead(rig.get("/u/ann.jpg?s=256"), "64.jpg", "store-unavailable");
    assertInstead(rig.get("/u/ann?s=256", "Accept", "*/*"), "64.jpg", "store-unavailable");
  }

  @Test
  void whoHasThePictureIsToldSoWithoutTheStore() {
    String tag = String.valueOf(rig.get("/u/ann.jpg").getHeader("ETag")).replace("256", "64");
    rig.storeAway = true;
    rig.reads.set(0);

    MockHttpServletResponse answer = rig.get("/u/ann.jpg?s=64", "If-None-Match", tag);
    assertThat(answer.getStatus()).isEqualTo(304);
    assertThat(answer.getHeader("Cache-Control")).isEqualTo(DeliveryRig.STABLE);
    MockHttpServletResponse rendition = rig.get("/a/" + ann.id() + "/64.jpg", "If-None-Match", tag);
    assertThat(rendition.getStatus()).isEqualTo(304);
    assertThat(rig.reads).hasValue(0);
  }

  @Test
  void whoWantsNoDrawnPictureIsNotToldThatThereIsNone() {
    rig.storeAway = true;
    assertUnavailable(rig.get("/u/ann?d=404"), "store-unavailable");
    assertUnavailable(rig.get("/avatar/" + HASH + "?d=404"), "store-unavailable");
    rig.storeAway = false;
    rig.databaseAway = true;
    assertUnavailable(rig.get("/u/bob?d=404"), "database-unavailable");
    assertUnavailable(rig.get("/u/nobody?d=404"), "database-unavailable");
    assertUnavailable(rig.get("/avatar/" + "c".repeat(64) + "?d=404"), "database-unavailable");
  }

  @Test
  void anObjectThatIsMissingIsReplacedByTheNextBestOfTheSameSize() {
    rig.lost.add(key(ann, "256.avif"));
    assertInstead(rig.get("/u/ann", "Accept", MODERN), "256.webp", "picture-missing");
    rig.lost.add(key(ann, "256.jpg"));
    assertInstead(rig.get("/u/ann.jpg"), "drawn", "picture-missing");
    assertInstead(rig.get("/u/ann", "Accept", "*/*"), "drawn", "picture-missing");
    assertThat(rig.substitutes(FallbackReason.PICTURE_MISSING)).isEqualTo(3);
    rig.lost.clear();
    assertThat(name(rig.get("/u/ann.jpg"))).isEqualTo("256.jpg");
  }

  /** Other bytes must never be kept there: an error with a picture, which browsers show. */
  @ParameterizedTest
  @ValueSource(strings = {"128.jpg", "128.webp", "128.avif"})
  void d3AnImmutableAddressShowsOtherBytesOnlyAsAnErrorThatNobodyKeeps(String name) {
    for (boolean away : new boolean[] {true, false}) {
      rig.storeAway = away;
      if (!away) {
        rig.lost.add(key(ann, name));
      }
      for (String method : List.of("GET", "HEAD")) {
        MockHttpServletResponse answer = rig.answer(request(method, "/a/" + ann.id() + "/" + name));
        assertThat(answer.getStatus()).isEqualTo(503);
        assertThat(answer.getHeader("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.getHeader("Retry-After")).isEqualTo("5");
        assertThat(answer.getHeader("ETag")).isNull();
        assertThat(answer.getHeader("X-Cameo-Fallback"))
            .isEqualTo(away ? "store-unavailable" : "picture-missing");
        assertThat(answer.getContentType())
            .isEqualTo(name.endsWith("jpg") ? "image/jpeg" : "image/png");
        assertThat(answer.getContentLength()).isPositive();
        assertThat(answer.getContentAsByteArray())
            .hasSize(method.equals("HEAD") ? 0 : answer.getContentLength());
      }
    }
    rig.lost.clear();
    assertThat(name(rig.get("/a/" + ann.id() + "/" + name))).isEqualTo(name);
  }

  @Test
  void aDatabaseThatIsAwayHidesNothingThatIsRemembered() {
    rig.get("/u/ann", "Accept", MODERN);
    rig.databaseAway = true;

    MockHttpServletResponse answer = rig.get("/u/ann", "Accept", MODERN);
    assertThat(name(answer)).isEqualTo("256.avif");
    assertThat(answer.getHeader("X-Cameo-Fallback")).as("its changes would be heard").isNull();
  }

  @Test
  void ofADatabaseThatIsAwayTheLastKnownPictureIsShownForAMoment() {
    rig.get("/u/ann", "Accept", MODERN);
    rig.get("/avatar/" + HASH);
    rig.get("/a/" + ann.id() + "/128.webp");
    rig.databaseAway = true;
    rig.memory.lost();

    assertInstead(rig.get("/u/ann", "Accept", MODERN), "256.avif", "last-known");
    assertInstead(rig.get("/u/ann.jpg?s=64"), "64.jpg", "last-known");
    assertInstead(rig.get("/avatar/" + HASH), "128.jpg", "last-known");
    assertInstead(rig.get("/a/" + ann.id() + "/128.webp"), "128.webp", "last-known");
    assertThat(name(rig.get("/u/ann?d=404"))).isEqualTo("256.jpg");
  }

  @Test
  void whoIsNotRememberedIsDrawnForAMomentWhileTheDatabaseIsAway() {
    rig.get("/u/nobody");
    rig.databaseAway = true;
    rig.memory.lost();

    for (String path : List.of("/u/ann", "/u/nobody", "/u/ann.jpg", "/avatar/" + HASH)) {
      assertInstead(rig.get(path), "drawn", "database-unavailable");
    }
    MockHttpServletResponse elsewhere =
        rig.get("/avatar/" + HASH + "?d=" + DeliveryRig.ELSEWHERE + "x.png");
    assertThat(elsewhere.getStatus()).isEqualTo(302);
    assertThat(elsewhere.getHeader("Cache-Control")).isEqualTo(BRIEF);
    for (String name : List.of("128.jpg", "4.png", "9999.avif")) {
      MockHttpServletResponse rendition = rig.get("/a/" + VersionId.random() + "/" + name);
      assertThat(rendition.getStatus()).isEqualTo(503);
      assertThat(rendition.getContentType()).startsWith("image/");
      assertThat(rendition.getHeader("Cache-Control")).isEqualTo("no-store");
    }
    assertThat(rig.get("/a/" + VersionId.random() + "/master.jpg").getStatus()).isEqualTo(404);
    assertThat(rig.reads).as("reads of the store").hasValue(0);
  }

  /** I8: whoever erased it, and whether or not this node could hear of it. */
  @Test
  void i8WhatWasErasedIsNotShownHoweverWellItIsRemembered() {
    rig.get("/u/ann.jpg");
    rig.get("/a/" + ann.id() + "/256.jpg");
    rig.databaseAway = true;
    rig.memory.lost();
    assertInstead(rig.get("/u/ann.jpg?s=64"), "64.jpg", "last-known");
    // Another node that still reaches the database erases it, with all its objects.
    for (String name : List.of("256.jpg", "128.jpg")) {
      rig.lost.add(key(ann, name));
    }

    assertInstead(rig.get("/u/ann.jpg"), "drawn", "database-unavailable");
    assertInstead(rig.get("/u/ann.jpg?s=128"), "drawn", "database-unavailable");
    MockHttpServletResponse rendition = rig.get("/a/" + ann.id() + "/256.jpg");
    assertThat(rendition.getStatus()).isEqualTo(503);
    assertThat(name(rendition)).isEqualTo("drawn");
    rig.storeAway = true;
    assertInstead(rig.get("/u/ann.jpg?s=128"), "drawn", "database-unavailable");
  }

  @Test
  void i8WhatWasHeardToChangeIsNotShownAsItWasKnownLast() {
    rig.get("/u/ann.jpg");
    rig.get("/a/" + ann.id() + "/256.jpg");
    rig.get("/avatar/" + HASH);
    rig.memory.changed("subject ann");
    rig.memory.changed("version " + ann.id());
    rig.databaseAway = true;
    rig.memory.lost();

    assertInstead(rig.get("/u/ann.jpg"), "drawn", "database-unavailable");
    assertInstead(rig.get("/avatar/" + HASH + ".jpg"), "drawn", "database-unavailable");
    assertThat(rig.get("/a/" + ann.id() + "/256.jpg").getStatus()).isEqualTo(503);
  }

  @Test
  void whatMayHaveChangedUnheardIsForgottenWhenChangesAreHeardAgain() {
    rig.get("/u/ann.jpg");
    rig.memory.lost();
    rig.memory.connected();
    rig.databaseAway = true;
    rig.memory.lost();

    assertInstead(rig.get("/u/ann.jpg"), "drawn", "database-unavailable");
  }

  @Test
  void whatIsReadWhileChangesCannotBeHeardTakesThePlaceOfWhatWasKnownBefore() {
    rig.get("/u/ann.jpg");
    rig.memory.lost();
    rig.current.put("ann", whole("jpg", "png"));
    assertThat(name(rig.get("/u/ann.png"))).isEqualTo("256.png");
    rig.databaseAway = true;

    assertInstead(rig.get("/u/ann.png"), "256.png", "last-known");
  }

  @Test
  void aDatabaseThatIsAwayIsNotAskedByEverybody() {
    rig.databaseAway = true;
    for (int i = 0; i < 200; i++) {
      assertInstead(rig.get("/u/somebody-" + i + "?s=64"), "drawn", "database-unavailable");
    }
    assertThat(rig.looks.get()).as("look-ups").isLessThan(20);
    rig.databaseAway = false;
    rig.memory.connected();
    assertThat(name(rig.get("/u/ann.jpg"))).isEqualTo("256.jpg");
  }

  @Test
  void aPictureInPlaceOfAnotherIsConfirmedByItsOwnTagForAMoment() {
    rig.storeAway = true;
    String tag = String.valueOf(rig.get("/u/ann").getHeader("ETag"));
    MockHttpServletRequest again = request("GET", "/u/ann");
    again.addHeader("If-None-Match", tag);

    MockHttpServletResponse answer = rig.answer(again);
    assertThat(answer.getStatus()).isEqualTo(304);
    assertThat(answer.getHeader("Cache-Control")).isEqualTo(BRIEF);
    assertThat(answer.getHeader("X-Cameo-Fallback")).isEqualTo("store-unavailable");
    rig.storeAway = false;
    assertThat(rig.answer(again).getStatus()).isEqualTo(200);
  }
}
