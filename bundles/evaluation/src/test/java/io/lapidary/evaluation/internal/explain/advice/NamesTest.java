package io.lapidary.evaluation.internal.explain.advice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Model;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.Operator;
import io.lapidary.model.Shape;
import io.lapidary.model.Subgraph;
import io.lapidary.model.TensorType;
import io.lapidary.quantization.NamedTensors;

/** Converters join the names of all that they fused: hundreds of characters that a person is to paste. */
class NamesTest {
    @Test
    void theFirstOfJoinedNamesIsEnoughWhereNoOtherWeightsHaveIt() {
        Model model = chain("conv/Relu;conv/bn;conv/Conv2D", "conv_1;bn", "whole");

        assertThat(patterns(model, 0)).containsExactly("conv/Relu");
        assertThat(patterns(model, 1, 2)).containsExactly("conv_1", "whole");
    }

    @Test
    void asManyOfJoinedNamesAsTellItFromOthers() {
        Model model = chain("same;a(1);x;y", "same;b;x;y", "same;b;z", "twice", "twice;more");

        assertThat(patterns(model, 0)).containsExactly("same;a\\(1\\);.*");
        assertThat(patterns(model, 1)).containsExactly("same;b;x;.*");
        assertThat(patterns(model, 2)).containsExactly("same;b;z");
        assertThat(patterns(model, 3)).containsExactly("twice");
        assertThat(patterns(model, 4)).containsExactly("twice;.*");
    }

    /** Each chosen alone, what it is chosen by fits its weights and no others. */
    private static List<String> patterns(Model model, int... positions) {
        Subgraph graph = model.main();
        var chosen = new LinkedHashSet<Operator>();
        for (int position : positions) {
            chosen.add(graph.operators().get(position));
        }
        List<String> patterns = Names.patterns(chosen, graph);
        var all = Pattern.compile(String.join("|", patterns));
        for (Operator operator : graph.operators()) {
            assertThat(NamedTensors.matches(all, operator.inputs().get(1)))
                    .as("%s fits %s", all, operator.inputs().get(1).name())
                    .isEqualTo(chosen.contains(operator));
        }
        return patterns;
    }

    /** Layers whose weights, and what they make, bear names that begin alike, as converters give them. */
    private static Model chain(String... weights) {
        var builder = new ModelBuilder("names");
        var last = builder.input("x", TensorType.FLOAT32, 1, 2);
        for (String name : weights) {
            var next = builder.tensor(name + "1", TensorType.FLOAT32, 1, 2);
            builder.operator(BuiltinOperator.FULLY_CONNECTED)
                    .inputs(last, builder.constant(name, Shape.of(2, 2), 1f, 2f, 3f, 4f))
                    .outputs(next)
                    .append();
            last = next;
        }
        builder.output(last);
        return builder.build();
    }
}
