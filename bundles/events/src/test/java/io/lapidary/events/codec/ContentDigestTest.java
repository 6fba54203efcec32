package io.lapidary.events.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;

import io.lapidary.api.Digest;
import io.lapidary.events.ConstraintSet;
import io.lapidary.events.OptimizationRequest;
import io.lapidary.events.StepRequest;

class ContentDigestTest {
    private final Digest original = ContentDigest.of(SampleMessages.request());

    @Test
    void whenAndByWhichTraceDoesNotCount() {
        assertThat(changed(r -> r.setCreatedAt(5))).isEqualTo(original);
        assertThat(changed(r -> r.setTraceparent(null))).isEqualTo(original);
    }

    @Test
    void everythingElseCounts() {
        var digests = new HashSet<Digest>();
        List<Consumer<OptimizationRequest>> changes = List.of(
                r -> r.setRequestId("r-2"),
                r -> r.setModel("lapidary:sha256/" + "0b".repeat(32)),
                r -> r.setModelName("other.tflite"),
                r -> r.getSteps().remove(0),
                r -> r.getSteps().set(0, new StepRequest("prune", "1.0.0", new HashMap<>(), null)),
                r -> r.getSteps().set(1, new StepRequest("float16", "1.0.0", new HashMap<>(), null)),
                r -> r.getTargets().get(0).setProfile(""),
                r -> r.setData(new HashMap<>()),
                r -> r.setTask("classification"),
                r -> r.setConstraints(null),
                r -> r.setConstraints(new ConstraintSet(0.02, 100_000L, null, "size")),
                r -> r.setSeed(1),
                r -> r.setDeadline(null),
                r -> r.setPriority(1),
                r -> r.setPlanOnly(true),
                r -> r.setEvaluate(false),
                r -> r.setReport(false),
                r -> r.setLabels(new HashMap<>()));
        digests.add(original);
        changes.forEach(change -> digests.add(changed(change)));
        assertThat(digests).hasSize(changes.size() + 1);
    }

    @Test
    void theOrderOfMapsDoesNotCountButThatOfStepsDoes() {
        var forward = new LinkedHashMap<>(Map.of("a", "1"));
        forward.put("b", "2");
        var backward = new LinkedHashMap<>(Map.of("b", "2"));
        backward.put("a", "1");
        assertThat(changed(r -> r.setLabels(forward))).isEqualTo(changed(r -> r.setLabels(backward)));
        assertThat(changed(r -> Collections.reverse(r.getSteps()))).isNotEqualTo(original);
    }

    @Test
    void neighbouringTextsAreNotRunTogether() {
        var one = changed(r -> r.setLabels(new HashMap<>(Map.of("ab", "c"))));
        var other = changed(r -> r.setLabels(new HashMap<>(Map.of("a", "bc"))));
        assertThat(one).isNotEqualTo(other);
    }

    /** It is kept with the request's state, so that a node of another version must come to the same. */
    @Test
    void itIsWhatItAlwaysWas() {
        assertThat(original).isEqualTo(new Digest("0197bf68b0be175232d232996ae2f3a098b1eaee9e0810c660b1bf12e4ca7253"));
    }

    @Test
    void aRequestThatWasSentHasTheDigestOfTheOneThatWasMade() throws Exception {
        var codec = new MessageCodec(new SchemaCatalog());
        byte[] bytes = codec.encode(SampleMessages.request());
        assertThat(ContentDigest.of(codec.decode(OptimizationRequest.class, bytes)))
                .isEqualTo(original);
    }

    private static Digest changed(Consumer<OptimizationRequest> change) {
        var request = SampleMessages.request();
        change.accept(request);
        return ContentDigest.of(request);
    }
}
