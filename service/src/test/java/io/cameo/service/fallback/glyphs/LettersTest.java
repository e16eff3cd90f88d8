package io.cameo.service.fallback.glyphs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.fallback.drawing.Outline;
import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LettersTest {

  @ParameterizedTest
  @CsvSource({
    "Ann Lee, A|L",
    "ann, A",
    "Some random user, S|U",
    "Jean-Luc Picard, J|P",
    "O'Neil, O",
    "ʻIolani, I",
    "ann_lee., A|L",
    "Łukasz Żak, Ł|Ż",
    "Ẹ̀bùn Ọlá, Ẹ̀|Ọ",
    "x̂y, X̂",
    "ﬁne Ａda 𝐙, F|Z",
    "ǆ, D",
    "ß, ß",
    "Иван Йовков, И|Й",
    "გიორგი ბერიძე, გ|ბ",
    "דוד כהן, ד|כ",
    "محمد علي, م|ع",
    "राहुल गांधी, रा|गां",
    "श्री, श्री",
    "क्षितिज, क्षि",
    "স্বপ্না রায়, স্ব|রা",
    "கிருஷ்ணன், கி",
    "ශ්‍රී ප්‍රියා, ශ්‍රී|ප්‍රි",
    "เกียรติ แสง, ก|ส",
    "ไทย, ท",
    "김철수, 김",
    "山田 太郎, 山|太",
    "🎉 Party 👨‍👩‍👧, P",
    "🇩🇪, ''",
    "ᏣᎳᎩ, ''",
    "'', ''",
    "7 of 9, 7|9",
    "ann.lee@example.org, A|L",
    "ANN.LEE+news@example.org, A|L",
    "@ann@social.example, A",
    "Ann Lee <ann@example.org>, A|L",
    "Ann Lee (she/her), A|L",
    "[Bot] Ann （営業） Lee, A|L",
    "(Ann), A",
    "<script>, S",
    "Ann @ Work, A|W",
    // What is written below the first consonant, or in one with it, belongs to it.
    "ಪ್ರಿಯಾ ಶ್ರೀನಿವಾಸ್, ಪ್ರಿ|ಶ್ರೀ",
    "ಸ್ತ್ರೀ, ಸ್ತ್ರೀ",
    "ਪ੍ਰੀਤ ਸਿੰਘ, ਪ੍ਰੀ|ਸਿੰ",
    "ស្រី ភ្នំ, ស្រ|ភ្ន",
    "ஸ்ரீதர் க்ஷமா, ஸ்ரீ|க்ஷ",
    "ப்ரியா, ப்",
  })
  void areWhatAReaderSeesAsTheFirstLetters(String name, String letters) {
    List<String> expected = letters.isEmpty() ? List.of() : List.of(letters.split("\\|"));

    assertThat(Letters.ofName(name)).isEqualTo(expected);
  }

  @Test
  void initialsAreTakenAsTheyAreGivenUpToThree() {
    assertThat(Letters.asGiven("jd")).containsExactly("j", "d");
    assertThat(Letters.asGiven("A🎉B-CD")).containsExactly("A", "B", "C");
    assertThat(Letters.asGiven("…")).isEmpty();
  }

  @Test
  void aLongNameIsCutBetweenItsCharacters() {
    assertThat(Letters.ofName("x".repeat(255) + "\ud835\udc00 z")).containsExactly("X");
    assertThat(Letters.ofName("a\u0301".repeat(1_000_000) + " z")).containsExactly("Á");
    assertThat(Letters.ofName("a" + "\u0301".repeat(1_000_000)))
        .as("two accents can be drawn, a tower of them cannot")
        .containsExactly("Á\u0301");
  }

  @Test
  void aHalfOfASurrogatePairIsNoLetter() {
    assertThat(Letters.ofName("\ud835 \udc00 \ud800x")).containsExactly("X");
    assertThat(Letters.asGiven("\udc00\ud835b")).containsExactly("b");
  }

  @Test
  void lettersFromTheRightStandAtTheRight() {
    double[] hebrew = Lettering.of(List.of("ד", "I")).bounds();
    Outline first = Lettering.of(List.of("I", "ד"));

    assertThat(hebrew[0]).isCloseTo(1 - hebrew[2], org.assertj.core.data.Offset.offset(0.01));
    assertThat(Lettering.inReadingOrder(List.of("ד", "כ"))).containsExactly("כ", "ד");
    assertThat(Lettering.inReadingOrder(List.of("م", "ع"))).containsExactly("ع", "م");
    assertThat(Lettering.inReadingOrder(List.of("A", "ד"))).containsExactly("A", "ד");
    assertThat(first.isEmpty()).isFalse();
  }

  @Test
  void smallLettersAloneStandInTheMiddleAndOthersWhereCapitalsStand() {
    double[] small = Lettering.of(List.of("g", "q")).bounds();
    double[] capitals = Lettering.of(List.of("J", "D")).bounds();
    double[] mixed = Lettering.of(List.of("J", "q")).bounds();

    assertThat(small[1]).isCloseTo(1 - small[3], org.assertj.core.data.Offset.offset(0.001));
    assertThat(mixed[1]).as("top of the J").isEqualTo(capitals[1]);
  }

  @Test
  void everyPromisedScriptHasALetter() {
    String letters = "AΩЖԱქאعकকਕકକகతಕകකกລខကአ한かカ漢ㄅ";
    Set<UnicodeScript> shown = EnumSet.noneOf(UnicodeScript.class);
    letters
        .codePoints()
        .forEach(
            letter -> {
              assertThat(Letters.ofName(Character.toString(letter))).hasSize(1);
              shown.add(UnicodeScript.of(letter));
            });

    assertThat(shown).hasSizeGreaterThan(25);
  }

  @Test
  void tenThousandRandomNamesAreDrawnWholeOrNotAtAll() {
    Random random = new Random(5);
    int drawn = 0;
    for (int i = 0; i < 10_000; i++) {
      String name = name(random);
      List<String> letters = i % 3 == 0 ? Letters.asGiven(name) : Letters.ofName(name);
      for (String letter : letters) {
        assertThat(letter).isNotEmpty();
        assertThat(letter.codePoints().noneMatch(each -> each >= 0xd800 && each < 0xe000))
            .as("whole characters in %s", letter)
            .isTrue();
      }
      if (!letters.isEmpty()) {
        double[] box = Lettering.of(letters).bounds();
        assertThat(box[0]).as("left of %s", letters).isGreaterThan(0.1);
        assertThat(box[1]).as("top of %s", letters).isGreaterThan(0.04);
        assertThat(box[2]).as("right of %s", letters).isLessThan(0.9);
        assertThat(box[3]).as("bottom of %s", letters).isLessThan(0.96);
        assertThat(Math.max(box[2] - box[0], box[3] - box[1])).as("%s", letters).isGreaterThan(0.1);
        drawn++;
      }
    }

    assertThat(drawn).isGreaterThan(4_000);
  }

  /** Words of characters from one block each, with marks, emoji, controls and broken pairs. */
  private static String name(Random random) {
    StringBuilder name = new StringBuilder();
    int block = random.nextInt(0x30) * 0x100;
    for (int i = random.nextInt(12) + 1; i > 0; i--) {
      switch (random.nextInt(14)) {
        case 0 -> name.append(' ');
        case 1 -> name.append((char) (0x300 + random.nextInt(0x70)));
        case 2 -> name.appendCodePoint(0x1f300 + random.nextInt(0x400));
        case 3 -> name.append((char) random.nextInt(0x10000));
        case 4 -> name.append((char) (0x4e00 + random.nextInt(0x5200)));
        case 5 -> name.append((char) (0xac00 + random.nextInt(0x2ba4)));
        case 6 -> name.append((char) (0x200b + random.nextInt(5)));
        default -> name.append((char) (block + random.nextInt(0x100)));
      }
    }
    return name.toString();
  }

  @Test
  void theTableSaysWhatTheShaperSaysOfTheFontsInTheJar() {
    ClusterTableMaker shaper = new ClusterTableMaker();
    int looked = 0;
    for (String cluster : ClusterTableMaker.candidates()) {
      if (cluster.hashCode() % 101 != 0) {
        continue;
      }
      Optional<Clusters.Setting> expected = shaper.shaped(cluster);
      assertThat(Clusters.find(cluster))
          .as("%s: run ClusterTableMaker after a change of the fonts", cluster)
          .isEqualTo(expected);
      looked++;
    }

    assertThat(looked).isGreaterThan(400);
  }
}
