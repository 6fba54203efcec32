package io.lapidary.evaluation.internal.explain.advice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

class WishTest {
    @Test
    void fewValuesAreSaidAsTheCommandLineTakesThem() {
        Wish wish = Wish.parameter("exclude", List.of("a{1,2}", "b"), "|");
        assertThat(wish.parameter()).isEqualTo("exclude=a{1,2}|b");
        assertThat(wish.words()).isEqualTo("with exclude=a{1\\,2}|b");
    }

    @Test
    void ofManyTheFirstAreSaidAndTheParameterHoldsAll() {
        List<String> values =
                IntStream.range(0, 40).mapToObj(i -> "layer" + i + "=0:1").toList();
        Wish wish = Wish.parameter("ranges", values, ";");
        assertThat(wish.parameter()).startsWith("ranges=layer0=0:1;layer1").endsWith("layer39=0:1");
        assertThat(wish.words())
                .startsWith("with ranges=layer0=0:1;layer1=0:1;layer2=0:1;... (37 more")
                .doesNotContain("layer3");
    }

    @Test
    void aStepIsNoParameter() {
        Wish wish = Wish.step("equalize:balance=noise");
        assertThat(wish.parameter()).isEmpty();
        assertThat(wish.words()).isEqualTo("by a step before: equalize:balance=noise");
    }
}
