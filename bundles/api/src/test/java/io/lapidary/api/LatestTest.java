package io.lapidary.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;

import org.junit.jupiter.api.Test;

class LatestTest {
    @Test
    void whatWasNotAskedForTheLongestGoesFirst() {
        var latest = new Latest<String, Integer>(2);
        latest.put("a", 1);
        latest.put("b", 2);
        assertThat(latest.get("a")).isEqualTo(1);
        latest.put("c", 3);

        assertThat(latest).containsOnlyKeys("a", "c");
    }

    @Test
    void aSetOfItForgetsTheFirstToo() {
        var latest = Collections.newSetFromMap(new Latest<String, Boolean>(2));
        latest.add("a");
        latest.add("b");
        latest.add("c");

        assertThat(latest).containsExactly("b", "c");
    }
}
