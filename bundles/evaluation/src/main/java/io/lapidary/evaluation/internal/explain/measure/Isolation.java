package io.lapidary.evaluation.internal.explain.measure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.engine.TensorPair;
import io.lapidary.evaluation.internal.explain.match.Conversions;
import io.lapidary.evaluation.internal.explain.match.ExplainedModel;
import io.lapidary.evaluation.internal.explain.match.FloatSlice;
import io.lapidary.evaluation.internal.explain.match.Rewrites;
import io.lapidary.model.GraphEditor;
import io.lapidary.model.Model;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Operator;
import io.lapidary.model.Signature;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.model.TfliteReader;
import io.lapidary.model.TfliteWriter;

/**
 * A model in which quantized operators stand alone: the original, and beside it, for each, the activations that it reads, rounded
 * as it reads them; from these the quantized operator's output and the original operator's. The rounding of what it reads is
 * in both and so belongs to whoever made that.
 */
public final class Isolation {
    private final ExplainedModel models;
    private final Rewrites rewrites;
    private final Model model;
    private final Subgraph graph;
    private final GraphCopier copier;
    private final Map<Operator, TensorPair> pairs = new LinkedHashMap<>();
    /** Activations of the packaged model, rounded, and as real numbers again. */
    private final Map<Tensor, Rounded> rounded = new HashMap<>();

    private record Rounded(Tensor form, Tensor real) {}

    private Isolation(ExplainedModel models, Rewrites rewrites, Model model, ModelEditor editor) {
        this.models = models;
        this.rewrites = rewrites;
        this.model = model;
        this.graph = model.main();
        this.copier = new GraphCopier(editor.graph(), Optional.empty());
    }

    /**
     * @param file a new one
     * @param rewrites of activations of the original
     * @return operators to the pair of their outputs: of the original operator, and of the quantized one
     */
    static Map<Operator, TensorPair> write(
            ExplainedModel models, List<Operator> operators, Rewrites rewrites, Path file)
            throws IOException, LapidaryException {
        // Read anew, since it is changed.
        Model model = TfliteReader.read(models.originalFile().path());
        ModelEditor editor = ModelEditor.of(model);
        model.signatures().stream().map(Signature::key).toList().forEach(editor::removeSignature);
        var isolation = new Isolation(models, rewrites, model, editor);
        operators.forEach(isolation::add);
        isolation.finish(editor, file);
        return isolation.pairs;
    }

    /** Why an operator cannot stand alone, if it cannot. */
    public static Optional<String> obstacle(ExplainedModel models, Operator operator) {
        if (!FloatSlice.isPure(operator)) {
            return Optional.of("it keeps a state, calls other graphs or is no builtin");
        }
        boolean convertible = Stream.concat(
                        operator.inputs().stream().filter(Conversions::isActivation), operator.outputs().stream())
                .allMatch(Conversions::isConvertible);
        if (!convertible) {
            return Optional.of("no kernel converts its integers to float32 and back");
        }
        boolean known = operator.inputs().stream()
                .filter(Conversions::isActivation)
                .allMatch(input -> models.match()
                        .original(input)
                        .filter(before -> before.type() == TensorType.FLOAT32 || before.type() == input.type())
                        .isPresent());
        if (!known || models.slice(operator).isEmpty()) {
            return Optional.of("it has no counterpart in the original");
        }
        return Optional.empty();
    }

    private void add(Operator operator) {
        var inputs = new HashMap<Tensor, Tensor>();
        var sources = new HashMap<Tensor, Tensor>();
        for (Tensor input : operator.inputs()) {
            if (Conversions.isActivation(input)) {
                Rounded read = rounded.computeIfAbsent(input, this::round);
                inputs.put(input, read.form());
                sources.put(own(models.match().original(input).orElseThrow()), read.real());
            }
        }
        FloatSlice slice = models.slice(operator).orElseThrow();
        List<Operator> own = slice.operators().stream()
                .map(other -> graph.operator(other.index()))
                .toList();
        Tensor meant = models.outputs(operator).orElseThrow().get(0);
        Tensor right = copier.copyAll(own, sources, "__float").get(own(meant));
        Tensor other =
                copier.dequantize(copier.copy(operator, inputs, "__alone").get(0));
        pairs.put(operator, new TensorPair(right.name(), other.name(), !meant.isOutput(), rewrites.touch(meant)));
    }

    private Rounded round(Tensor read) {
        Tensor meant = models.match().original(read).orElseThrow();
        Tensor source = own(meant);
        if (!Conversions.isReal(read)) {
            return new Rounded(source, source);
        }
        Tensor real = copier.rewritten(source, meant, rewrites);
        Tensor form = Conversions.isInteger(read) ? copier.quantize(real, read) : real;
        return new Rounded(form, copier.restored(copier.dequantize(form), meant, rewrites));
    }

    /** The tensor of the graph that is written for one of the original as it was read first. */
    private Tensor own(Tensor original) {
        return graph.tensor(original.index());
    }

    private void finish(ModelEditor editor, Path file) throws IOException, LapidaryException {
        GraphEditor edited = editor.graph();
        var outputs = new ArrayList<Tensor>();
        for (TensorPair pair : pairs.values()) {
            outputs.add(graph.tensor(pair.reference()).orElseThrow());
            outputs.add(graph.tensor(pair.candidate()).orElseThrow());
        }
        edited.outputs(outputs.stream().distinct().toList());
        edited.removeDeadOperators();
        editor.compact();
        TfliteWriter.write(model, file);
    }
}
