package io.lapidary.evaluation.internal.explain.measure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.lapidary.api.LapidaryException;
import io.lapidary.evaluation.internal.explain.match.Conversions;
import io.lapidary.evaluation.internal.explain.match.ExplainedModel;
import io.lapidary.evaluation.internal.explain.match.FloatSlice;
import io.lapidary.evaluation.internal.explain.match.Rewrites;
import io.lapidary.model.GraphEditor;
import io.lapidary.model.Model;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Operator;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.model.TfliteReader;
import io.lapidary.model.TfliteWriter;

/** The packaged model with some operators computed as the original computes them, in float32 between conversions. */
public final class Splice {
    private final ExplainedModel models;
    private final Rewrites rewrites;
    private final Subgraph graph;
    private final ModelEditor editor;
    /** Activations of the packaged model, in the original's real numbers. */
    private final Map<Tensor, Tensor> reals = new HashMap<>();

    private Splice(ExplainedModel models, Rewrites rewrites, ModelEditor editor, Subgraph graph) {
        this.models = models;
        this.rewrites = rewrites;
        this.editor = editor;
        this.graph = graph;
    }

    /**
     * @param operators of the packaged graph, each one that can stand alone
     * @param rewrites of activations of the original
     * @param file a new one
     */
    public static void write(ExplainedModel models, Set<Operator> operators, Rewrites rewrites, Path file)
            throws IOException, LapidaryException {
        Model model = TfliteReader.read(models.packagedFile().path());
        ModelEditor editor = ModelEditor.of(model);
        Subgraph graph = model.subgraphs().get(models.packaged().index());
        var splice = new Splice(models, rewrites, editor, graph);
        List<Operator> ordered = operators.stream()
                .sorted(Comparator.comparingInt(Operator::index))
                .toList();
        // By their places before anything moves.
        List<Operator> own =
                ordered.stream().map(other -> graph.operator(other.index())).toList();
        for (int i = 0; i < ordered.size(); i++) {
            splice.replace(ordered.get(i), own.get(i));
        }
        editor.graph(graph).removeDeadOperators();
        editor.compact();
        TfliteWriter.write(model, file);
    }

    private void replace(Operator read, Operator own) {
        GraphEditor edited = editor.graph(graph);
        var copier = new GraphCopier(edited, Optional.of(own));
        var sources = new HashMap<Tensor, Tensor>();
        for (int i = 0; i < read.inputCount(); i++) {
            Optional<Tensor> input = read.input(i).filter(Conversions::isActivation);
            if (input.isPresent()) {
                Tensor meant = models.match().original(input.get()).orElseThrow();
                sources.put(meant, real(copier, meant, own.input(i).orElseThrow()));
            }
        }
        FloatSlice slice = models.slice(read).orElseThrow();
        Map<Tensor, Tensor> made = copier.copyAll(slice.operators(), sources, "__float");
        List<Tensor> meant = models.outputs(read).orElseThrow();
        List<Tensor> outputs = List.copyOf(own.outputs());
        for (int i = 0; i < outputs.size(); i++) {
            Tensor real = made.get(meant.get(i));
            reals.put(outputs.get(i), real);
            give(copier, copier.rewritten(real, meant.get(i), rewrites), outputs.get(i));
        }
        edited.remove(own);
    }

    /** An activation of the packaged model in the original's numbers: as a float operator made it, else converted. */
    private Tensor real(GraphCopier copier, Tensor meant, Tensor packaged) {
        Optional<Tensor> present = present(packaged);
        if (present.isPresent() || !Conversions.isReal(packaged)) {
            return present.orElse(packaged);
        }
        Tensor converted = copier.restored(copier.dequantize(packaged), meant, rewrites);
        reals.put(packaged, converted);
        return converted;
    }

    /** Also behind conversions, for they would round what is there as real numbers. */
    private Optional<Tensor> present(Tensor packaged) {
        if (reals.containsKey(packaged)) {
            return Optional.of(reals.get(packaged));
        }
        return packaged.producer()
                .filter(Operator::isConversion)
                .flatMap(producer -> producer.input(0))
                .flatMap(this::present);
    }

    private void give(GraphCopier copier, Tensor value, Tensor target) {
        if (Conversions.isInteger(target)) {
            copier.quantizeInto(value, target);
        } else {
            GraphEditor edited = editor.graph(graph);
            if (target.type() == TensorType.FLOAT32) {
                edited.replaceUses(target, value);
            }
        }
    }
}
