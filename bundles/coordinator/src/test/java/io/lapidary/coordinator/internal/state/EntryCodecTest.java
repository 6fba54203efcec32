package io.lapidary.coordinator.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.lapidary.coordinator.internal.machine.Ended;
import io.lapidary.coordinator.internal.machine.Forewarned;
import io.lapidary.coordinator.internal.machine.Published;
import io.lapidary.events.Status;
import io.lapidary.events.codec.MessageCodec;
import io.lapidary.events.codec.SchemaCatalog;

/** Live entries are read back at every step of the random walk; here are the others, and what earlier releases wrote. */
class EntryCodecTest {
    private static final String DIGEST = "0123456789abcdef0123456789abcdef";

    private final EntryCodec codec = new EntryCodec(new MessageCodec(new SchemaCatalog()));

    @Test
    void endedEntriesAreSmall() {
        var ended = new Ended(DIGEST, Status.REFUSED, 1_800_000_000_000L, 3, 7);
        byte[] bytes = codec.encode(ended);
        assertThat(bytes).hasSize(39);
        assertThat(codec.decode("a", bytes)).isEqualTo(ended);
        assertThat(EntryCodec.isLive(bytes)).isFalse();
        assertThat(EntryCodec.until(bytes)).isEqualTo(1_800_000_000_000L);
    }

    @Test
    void readsWhatTheFirstReleaseWrote() {
        byte[] bytes =
                HexFormat.of().parseHex("4501" + DIGEST + "01" + "000001a3185c5000" + "00000002" + "0000000000000005");
        assertThat(codec.decode("a", bytes)).isEqualTo(new Ended(DIGEST, Status.SUCCEEDED, 1_800_000_000_000L, 2, 5));
    }

    @Test
    void everyStatusComesBack() {
        for (Status status : Status.values()) {
            var ended = new Ended(DIGEST, status, 1, 0, 1);
            assertThat(codec.decode("a", codec.encode(ended))).isEqualTo(ended);
        }
    }

    @Test
    void forewarningsComeBack() {
        var forewarned = new Forewarned("zu spät", 77, Set.of("acme", "vision"));
        byte[] bytes = codec.encode(forewarned);
        assertThat(codec.decode("a", bytes)).isEqualTo(forewarned);
        assertThat(EntryCodec.until(bytes)).isEqualTo(77);
    }

    @Test
    void aForewarningOfTheFirstReleaseIsAnybodys() {
        byte[] bytes = HexFormat.of().parseHex("4601" + "000000000000004d" + "6e6f"); // "no"
        assertThat(codec.decode("a", bytes)).isEqualTo(new Forewarned("no", 77, Set.of(Forewarned.ANYBODYS)));
    }

    @Test
    void whatWasPublishedComesBackBehindWhatTheFirstReleaseReads() {
        var ended = new Ended(DIGEST, Status.SUCCEEDED, 9, 1, 4, new Published("acme", 5_000_000_000L));
        byte[] bytes = codec.encode(ended);
        assertThat(codec.decode("a", bytes)).isEqualTo(ended);
        assertThat(EntryCodec.published(bytes)).isEqualTo(ended.published());
        byte[] plain = codec.encode(new Ended(DIGEST, Status.SUCCEEDED, 9, 1, 4));
        assertThat(bytes).startsWith(plain);
        assertThat(EntryCodec.published(plain)).isEqualTo(Published.NOTHING);
    }

    @Test
    void refusesWhatALaterReleaseWrote() {
        byte[] bytes = codec.encode(new Ended(DIGEST, Status.FAILED, 1, 0, 1));
        bytes[1] = 2;
        assertThatThrownBy(() -> codec.decode("a", bytes))
                .hasMessageContaining("'a'")
                .hasMessageContaining("form");
        assertThatThrownBy(() -> codec.decode("a", new byte[] {'L', 50, 1, 2})).hasMessageContaining("later release");
    }
}
