package io.lapidary.shell.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.LapidaryException;
import io.lapidary.events.TenantUse;
import io.lapidary.messaging.kafka.KafkaErrorCodes;
import io.lapidary.shell.platform.Address;
import io.lapidary.shell.platform.TopicDesk;

class TopicCommandsTest {
    /** A cluster that remembers what it was asked. */
    private static final class Desk implements TopicDesk {
        final List<String> asked = new ArrayList<>();
        private boolean suitable = true;

        @Override
        public void create(Address address, OptionalInt partitions, Set<String> tenants) {
            asked.add(address.bootstrapServers() + " " + partitions + " " + tenants);
        }

        @Override
        public void check(Address address) throws LapidaryException {
            if (!suitable) {
                throw new LapidaryException(
                        KafkaErrorCodes.UNSUITABLE_CLUSTER, "lapidary.results is missing.", "Make it.");
            }
        }

        @Override
        public SortedSet<String> tenants(Address address) {
            return new TreeSet<>(Set.of("default", "vision"));
        }

        @Override
        public Map<String, TenantUse> uses(Address address) {
            return Map.of("vision", new TenantUse(3, 12, 2_000_000_000L, 4, 0, 10_000_000_000L));
        }
    }

    @TempDir
    Path folder;

    private final Desk desk = new Desk();

    private CommandRun run(String... words) {
        return new CommandRun.World(folder, CommandRun.NONE, Optional.empty(), desk).run(words);
    }

    @Test
    void makesAndChecksTopicsWithoutANode() {
        assertThat(run("topics", "create", "--bootstrap-servers", "kafka:9092", "--partitions", "16"))
                .matches(r -> r.code() == 0 && r.out().contains("kafka:9092"));
        assertThat(run("topics", "create", "--bootstrap-servers", "kafka:9092").code())
                .isZero();
        assertThat(desk.asked).containsExactly("kafka:9092 OptionalInt[16] []", "kafka:9092 OptionalInt.empty []");
        assertThat(run("topics", "create", "--bootstrap-servers", "kafka:9092", "--partitions", "0"))
                .matches(r -> r.code() == 2 && r.err().contains("from 1 to 1000"));
        assertThat(run("topics", "check", "--bootstrap-servers", "kafka:9092").code())
                .isZero();
        desk.suitable = false;
        assertThat(run("topics", "check", "--bootstrap-servers", "kafka:9092"))
                .matches(r -> r.code() == 7 && r.err().contains("lapidary.results is missing"));
        assertThat(run("topics", "check")).matches(r -> r.code() == 7 && r.err().contains("No node runs"));
        assertThat(run("topics")).matches(r -> r.code() == 2 && r.err().contains("topics --help"));
    }

    @Test
    void addsAndListsTenants() {
        assertThat(run("tenant", "add", "speech", "--bootstrap-servers", "kafka:9092"))
                .matches(r -> r.code() == 0
                        && r.out().contains("lapidary.requests.speech")
                        && r.out().contains("lapidary.control.speech"));
        assertThat(desk.asked).containsExactly("kafka:9092 OptionalInt.empty [speech]");
        assertThat(run("tenant", "add", "Speech Team", "--bootstrap-servers", "kafka:9092"))
                .matches(r -> r.code() == 2 && r.err().contains("small letters"));
        assertThat(run("tenant", "list", "--bootstrap-servers", "kafka:9092").out())
                .containsPattern("default +lapidary\\.requests +0")
                .contains("vision", "lapidary.requests.vision");
        assertThat(run("tenant", "list", "--json", "--bootstrap-servers", "kafka:9092")
                        .out())
                .contains("\"vision\"", "\"running\" : 3", "\"maxRunning\" : 4", "\"bytes\" : 2000000000");
        assertThat(run("tenant", "list", "--bootstrap-servers", "kafka:9092").out())
                .contains("3 of 4", "12", " of ");
    }
}
