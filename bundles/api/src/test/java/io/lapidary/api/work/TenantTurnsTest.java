package io.lapidary.api.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

class TenantTurnsTest {
    private final TenantTurns<String> turns = new TenantTurns<>();

    @Test
    void oneOfManyGoesBesideOneOfFew() {
        List.of("a1", "a2", "a3", "b1", "c1", "c2").forEach(one -> turns.add(one.substring(0, 1), one));

        assertThat(all()).containsExactly("a1", "b1", "c1", "a2", "c2", "a3");
        assertThat(turns.isEmpty()).isTrue();
        assertThat(turns.poll()).isEmpty();
    }

    @Test
    void whoComesAnewWaitsBehindThoseWhoWait() {
        turns.add("a", "a1");
        turns.add("b", "b1");
        assertThat(turns.poll()).hasValue("a1");
        turns.add("a", "a2");

        assertThat(all()).containsExactly("b1", "a2");
    }

    @Test
    void whoIsTakenBackHasNoTurn() {
        turns.add("a", "a1");
        turns.add("b", "b1");
        turns.add("b", "b2");
        turns.remove("a1");
        turns.remove("b1");

        assertThat(all()).containsExactly("b2");
    }

    private List<String> all() {
        var all = new ArrayList<String>();
        while (!turns.isEmpty()) {
            all.add(turns.poll().orElseThrow());
        }
        return all;
    }
}
