package io.lapidary.evaluation.internal.explain.measure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

import io.lapidary.api.LapidaryException;
import io.lapidary.evaluation.internal.explain.match.Conversions;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;
import io.lapidary.model.TfliteWriter;
import io.lapidary.model.shape.InferredShapes;

/** A model of one operator of another: its activations are the inputs, in the shapes that they have when that runs as stored. */
final class SingleOperator {
    private SingleOperator() {}

    static void write(Operator operator, InferredShapes shapes, Path file) throws IOException, LapidaryException {
        var builder = new ModelBuilder("one operator");
        var graph = builder.graph();
        var inputs = new HashMap<Tensor, Tensor>();
        for (Tensor input : operator.inputs()) {
            if (Conversions.isActivation(input) && !inputs.containsKey(input)) {
                inputs.put(
                        input,
                        graph.addTensorLike(graph.uniqueName(input.name()), input)
                                .shape(shapes.shape(input).orElse(input.shape()))
                                .tensor());
            }
        }
        graph.inputs(List.copyOf(inputs.values()));
        List<Tensor> outputs = new GraphCopier(graph, Optional.empty()).copy(operator, inputs, "__output");
        for (int i = 0; i < outputs.size(); i++) {
            Tensor output = operator.outputs().get(i);
            builder.editor().tensor(outputs.get(i)).shape(shapes.shape(output).orElse(output.shape()));
        }
        graph.outputs(outputs);
        TfliteWriter.write(builder.build(), file);
    }
}
