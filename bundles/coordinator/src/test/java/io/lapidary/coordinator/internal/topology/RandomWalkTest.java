package io.lapidary.coordinator.internal.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.lapidary.coordinator.internal.admission.CatalogBoard;
import io.lapidary.coordinator.internal.machine.Effect;
import io.lapidary.coordinator.internal.machine.Ended;
import io.lapidary.coordinator.internal.machine.Entry;
import io.lapidary.coordinator.internal.machine.Input;
import io.lapidary.coordinator.internal.machine.Moment;
import io.lapidary.coordinator.internal.machine.RequestMachine;
import io.lapidary.coordinator.internal.machine.Transition;
import io.lapidary.coordinator.internal.queue.CommitTimes;
import io.lapidary.coordinator.internal.queue.LaneBoard;
import io.lapidary.coordinator.internal.queue.Lanes;
import io.lapidary.coordinator.internal.state.EntryCodec;
import io.lapidary.events.Completion;
import io.lapidary.events.Control;
import io.lapidary.events.ControlAction;
import io.lapidary.events.DecisionInfo;
import io.lapidary.events.DecisionKind;
import io.lapidary.events.ErrorInfo;
import io.lapidary.events.LifecycleEvent;
import io.lapidary.events.OptimizationRequest;
import io.lapidary.events.Outcome;
import io.lapidary.events.PipelineInfo;
import io.lapidary.events.Status;
import io.lapidary.events.StepRequest;
import io.lapidary.events.Target;
import io.lapidary.events.WorkItem;
import io.lapidary.events.codec.MessageCodec;
import io.lapidary.events.codec.SchemaCatalog;

/** Whatever happens to a request, in whatever order: what must hold of its messages holds. */
class RandomWalkTest {
    private static final List<String> ERROR_TYPES = List.of("REQUEST", "MODEL", "RESOURCE", "EXTERNAL", "INTERNAL");

    private final MessageCodec codec = new MessageCodec(new SchemaCatalog());
    private final CoordinatorSettings settings = Rig.settings(Rig.windows());
    private final RequestMachine machine = new RequestMachine(settings.rules(), codec);
    private final EntryCodec entries = new EntryCodec(codec);
    private final CatalogBoard board = new CatalogBoard(Duration.ofDays(1000));
    private final List<WorkItem> work = new ArrayList<>();
    private final Map<String, Long> sequences = new HashMap<>();
    private final Set<Status> statuses = EnumSet.noneOf(Status.class);
    private Agenda agenda;
    private long now = 1_000_000_000_000L;
    private int results;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void oneResultAndEventsWithoutHoles(long seed) {
        var random = new Random(seed);
        for (int walk = 0; walk < 400; walk++) {
            begin();
            String id = "r" + seed + "-" + walk;
            OptimizationRequest request = request(id, random);
            Optional<Entry> entry = Optional.empty();
            int steps = random.nextInt(60);
            for (int step = 0; step < steps; step++) {
                entry = apply(id, entry, input(id, request, random));
                now += random.nextInt(3) == 0 ? random.nextInt(100_000) : 1;
            }
            if (entry.isEmpty() || !(entry.get() instanceof Ended)) {
                entry = apply(id, entry, new Input.Arrived("default", request, ""));
                entry = apply(id, entry, cancel(id));
            }
            assertThat(entry).as("%s after %s steps", id, steps).containsInstanceOf(Ended.class);
            assertThat(results).as(id).isEqualTo(1);
            assertThat(agenda.isEmpty()).as("nothing is left to do for %s", id).isTrue();
        }
        assertThat(statuses).as("the walk went everywhere").hasSize(Status.values().length - 1);
    }

    private void begin() {
        board.announce(Offers.node("n", now, Offers.FLOAT16, Offers.PRUNE));
        agenda = new Agenda(new Lanes(new LaneBoard(settings.windows(), 1), 0), new CommitTimes(), 60_000);
        work.clear();
        sequences.clear();
        results = 0;
    }

    private Optional<Entry> apply(String id, Optional<Entry> entry, Input input) {
        // As if the task began anew before every input.
        Optional<Entry> stored = entry.map(e -> entries.decode(id, entries.encode(e)));
        assertThat(stored).isEqualTo(entry);
        Transition transition = machine.apply(stored, input, new Moment(now, board.at(now)));
        agenda.follow(
                id,
                entry,
                transition.entry(),
                input instanceof Input.Completed done ? Optional.of(done.completion()) : Optional.empty(),
                now);
        boolean over = entry.isPresent() && entry.get() instanceof Ended;
        for (Effect effect : transition.effects()) {
            if (effect instanceof Effect.Tell tell) {
                check(tell.event());
            } else if (effect instanceof Effect.Dispatch dispatch) {
                assertThat(over).as("nothing is run for %s any more", id).isFalse();
                work.add(dispatch.item());
            } else if (effect instanceof Effect.Publish publish) {
                statuses.add(publish.result().getStatus());
                assertThat(over).as("%s has its result", id).isFalse();
                results++;
            }
        }
        return transition.entry();
    }

    private void check(LifecycleEvent event) {
        String key = event.getWorkId() + "#" + event.getAttempt();
        long expected = sequences.merge(key, 1L, Long::sum);
        assertThat(event.getSequence()).as("%s of %s", event.getType(), key).isEqualTo(expected);
    }

    private OptimizationRequest request(String id, Random random) {
        return OptimizationRequest.newBuilder()
                .setRequestId(id)
                .setCreatedAt(now)
                .setModel("lapidary:sha256/" + "ab".repeat(32))
                .setSteps(random.nextBoolean() ? steps("float16") : List.of())
                .setTargets(List.of(new Target("cpu", "", Map.of())))
                .setDeadline(random.nextInt(4) == 0 ? now + random.nextInt(1_000_000) : null)
                .build();
    }

    private static List<StepRequest> steps(String technique) {
        return List.of(new StepRequest(technique, null, Map.of(), null));
    }

    private Input input(String id, OptimizationRequest request, Random random) {
        int number = random.nextInt(4) - 1;
        int attempt = 1 + random.nextInt(3);
        return switch (random.nextInt(14)) {
            case 0 -> new Input.Arrived("default", request, "");
            case 1 -> new Input.Arrived(random.nextBoolean() ? "other" : "default", other(request), "");
            case 2 -> new Input.Check();
            case 3 -> new Input.Lost(number, attempt, random.nextBoolean());
            case 4 -> new Input.Rested(number, attempt);
            case 5 -> new Input.DeadlinePassed();
            case 6 -> random.nextInt(10) == 0 ? cancel(id) : new Input.Granted(number);
            case 7, 8, 9 -> new Input.Granted(number);
            default ->
                work.isEmpty()
                        ? new Input.Arrived("default", request, "")
                        : new Input.Completed(completion(work.get(random.nextInt(work.size())), random));
        };
    }

    private static OptimizationRequest other(OptimizationRequest request) {
        return OptimizationRequest.newBuilder(request).setSeed(99).build();
    }

    private Input cancel(String id) {
        return new Input.Cancelled(new Control(id, ControlAction.CANCEL, "", now), Optional.empty());
    }

    private Completion completion(WorkItem item, Random random) {
        Outcome outcome = Outcome.values()[random.nextInt(Outcome.values().length)];
        var pipeline = new PipelineInfo(
                steps(random.nextInt(5) == 0 ? "nonsense" : "prune"), List.of(new Target("cpu", "", Map.of())), "");
        DecisionKind kind = DecisionKind.values()[random.nextInt(DecisionKind.values().length)];
        return Completion.newBuilder()
                .setWorkId(item.getWorkId())
                .setRequestId(item.getRequestId())
                .setAttempt(item.getAttempt())
                .setRound(item.getRound())
                .setNode("n")
                .setFinishedAt(now)
                .setOutcome(outcome)
                .setError(
                        random.nextInt(3) == 0
                                ? null
                                : new ErrorInfo("some-error", ERROR_TYPES.get(random.nextInt(5)), "It broke.", "", ""))
                .setDecision(
                        random.nextInt(8) == 0
                                ? null
                                : new DecisionInfo(
                                        kind, "p", "r", List.of(pipeline, pipeline), List.of(random.nextInt(3))))
                .build();
    }
}
