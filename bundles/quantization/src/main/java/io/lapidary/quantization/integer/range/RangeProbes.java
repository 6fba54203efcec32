package io.lapidary.quantization.integer.range;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.lapidary.model.BufferContent;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.GraphEditor;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Operator;
import io.lapidary.model.Shape;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.quantization.integer.plan.SubgraphCall;
import io.lapidary.quantization.integer.rule.LstmInputs;
import io.lapidary.quantization.integer.rule.Reals;
import io.lapidary.quantization.integer.rule.SvdfKernel;

/**
 * Lets a model tell the ranges of tensors that no caller sees: those of subgraphs that its operators run, in a loop through all
 * its turns. Least and largest values go out of a subgraph as one vector more, in which a loop keeps the least of all turns.
 * Largest values are negated, so that one MINIMUM does for both.
 */
final class RangeProbes {
    /** What stands where nothing was computed. */
    static final float NOTHING = Float.MAX_VALUE;

    /**
     * A vector in a graph.
     *
     * @param values least value and negated largest value of each tensor, one after the other
     */
    private record Watched(Tensor values, List<Tensor> tensors) {}

    /**
     * What the model tells of a tensor.
     *
     * @param tensor of some subgraph
     * @param least tensor of an entry that holds the least value
     * @param negatedLargest one that holds the largest value, negated
     */
    record Probe(Tensor tensor, Tensor least, Tensor negatedLargest) {}

    private final ModelEditor editor;
    /** What is computed beside an operator that keeps states, and the tensor of that operator that it shows. */
    private final Map<Tensor, Tensor> standsFor = new LinkedHashMap<>();

    private final Set<Subgraph> references = new HashSet<>();

    RangeProbes(ModelEditor editor) {
        this.editor = editor;
    }

    /** Puts probes into a subgraph that is run by callers, and into those that it runs. */
    List<Probe> into(Subgraph entry) {
        var probes = new ArrayList<Probe>();
        GraphEditor graph = editor.graph(entry);
        addReferences(graph);
        for (Tensor shown : standing(entry)) {
            Tensor negated = graph.addTensor(graph.uniqueName("probe"), TensorType.FLOAT32, shown.shape())
                    .tensor();
            graph.operator(BuiltinOperator.NEG).inputs(shown).outputs(negated).append();
            probes.add(new Probe(standsFor.get(shown), shown, negated));
        }
        for (Operator operator : List.copyOf(entry.operators())) {
            SubgraphCall.of(operator).flatMap(this::watch).ifPresent(watched -> probes.addAll(split(graph, watched)));
        }
        return probes;
    }

    /** Computes beside each operator that keeps states what these states are. */
    private void addReferences(GraphEditor graph) {
        for (Operator operator : List.copyOf(graph.subgraph().operators())) {
            if (LstmInputs.isLstm(operator) && LstmReference.isPossible(operator)) {
                references.add(new LstmReference(editor, operator, standsFor).insert());
            } else if (operator.type() == BuiltinOperator.SVDF
                    && new SvdfKernel().obstacle(operator).isEmpty()) {
                addFeatures(graph, operator);
            }
        }
    }

    /** The state holds the latest features, which are a product of the input. */
    private void addFeatures(GraphEditor graph, Operator svdf) {
        Tensor data = svdf.input(SvdfKernel.DATA).orElseThrow();
        Tensor weights = svdf.input(SvdfKernel.FEATURES).orElseThrow();
        Tensor features = graph.addTensor(
                        graph.uniqueName("features"),
                        TensorType.FLOAT32,
                        Shape.of(data.shape().dim(0), weights.shape().dim(0)))
                .tensor();
        graph.operator(BuiltinOperator.FULLY_CONNECTED)
                .inputs(data, weights)
                .outputs(features)
                .insertBefore(svdf);
        standsFor.put(features, svdf.input(SvdfKernel.STATE).orElseThrow());
    }

    private List<Tensor> standing(Subgraph graph) {
        return standsFor.keySet().stream()
                .filter(tensor -> tensor.subgraph() == graph)
                .toList();
    }

    private List<Probe> split(GraphEditor graph, Watched watched) {
        int count = watched.tensors().size();
        var ends = new Tensor[2 * count];
        for (int i = 0; i < ends.length; i++) {
            ends[i] = tensor(graph, 1);
        }
        graph.operator(BuiltinOperator.SPLIT)
                .option("num_splits", ends.length)
                .inputs(ints(graph, Shape.SCALAR, 0), watched.values())
                .outputs(ends)
                .append();
        var probes = new ArrayList<Probe>();
        for (int i = 0; i < count; i++) {
            probes.add(new Probe(watched.tensors().get(i), ends[2 * i], ends[2 * i + 1]));
        }
        return probes;
    }

    /** Lets an operator tell what its subgraphs see. Empty if there is nothing, or if others run them too. */
    private Optional<Watched> watch(SubgraphCall call) {
        if (call.obstacle().isPresent() || call.takers().stream().anyMatch(graph -> callers(graph) > 1)) {
            return Optional.empty();
        }
        var inside = call.makers().stream().map(this::watchInside).toList();
        int length = inside.stream()
                .flatMap(Optional::stream)
                .mapToInt(watched -> 2 * watched.tensors().size())
                .sum();
        if (length == 0) {
            return Optional.empty();
        }
        GraphEditor caller = editor.graph(call.operator().subgraph());
        var edit = editor.operator(call.operator());
        if (call.isLoop()) {
            keepLeast(call, inside.get(0).orElseThrow());
            edit.input(call.operator().inputCount(), filled(caller, length));
        } else {
            for (int i = 0; i < inside.size(); i++) {
                addOutput(call.makers().get(i), side(editor.graph(call.makers().get(i)), inside, i));
            }
        }
        Tensor values = tensor(caller, length);
        edit.output(call.operator().outputCount(), values);
        var tensors = inside.stream()
                .flatMap(Optional::stream)
                .flatMap(watched -> watched.tensors().stream())
                .toList();
        return Optional.of(new Watched(values, tensors));
    }

    private static long callers(Subgraph graph) {
        return graph.model().subgraphs().stream()
                .flatMap(any -> any.operators().stream())
                .filter(operator -> operator.calledSubgraphs().contains(graph.index()))
                .count();
    }

    private void keepLeast(SubgraphCall loop, Watched inside) {
        Subgraph body = loop.makers().get(0);
        int length = 2 * inside.tensors().size();
        for (Subgraph graph : loop.takers()) {
            Tensor before = tensor(editor.graph(graph), length);
            var inputs = new ArrayList<>(graph.inputs());
            inputs.add(before);
            editor.graph(graph).inputs(inputs);
        }
        Tensor before = body.inputs().get(body.inputs().size() - 1);
        Tensor least = tensor(editor.graph(body), length);
        editor.graph(body)
                .operator(BuiltinOperator.MINIMUM)
                .inputs(before, inside.values())
                .outputs(least)
                .append();
        addOutput(body, least);
    }

    /** What one of several subgraphs tells, of which one is run: nothing of the others. */
    private Tensor side(GraphEditor graph, List<Optional<Watched>> inside, int own) {
        var parts = new ArrayList<Tensor>();
        for (int i = 0; i < inside.size(); i++) {
            Optional<Watched> part = inside.get(i);
            if (part.isPresent()) {
                parts.add(
                        i == own
                                ? part.get().values()
                                : filled(graph, 2 * part.get().tensors().size()));
            }
        }
        return joined(graph, parts);
    }

    private Optional<Watched> watchInside(Subgraph graph) {
        GraphEditor edit = editor.graph(graph);
        var parts = new ArrayList<Tensor>();
        var tensors = new ArrayList<Tensor>();
        var nested = new ArrayList<Watched>();
        var seen = new ArrayList<Tensor>();
        if (!references.contains(graph)) {
            seen.addAll(graph.inputs());
            graph.operators().forEach(operator -> seen.addAll(operator.outputs()));
            addReferences(edit);
        }
        seen.addAll(standing(graph));
        for (Operator operator : List.copyOf(graph.operators())) {
            SubgraphCall.of(operator).flatMap(this::watch).ifPresent(nested::add);
        }
        for (Tensor tensor : seen) {
            if (Reals.isReal(tensor) && !tensor.isConstant()) {
                parts.addAll(ends(edit, tensor));
                tensors.add(standsFor.getOrDefault(tensor, tensor));
            }
        }
        for (Watched watched : nested) {
            parts.add(watched.values());
            tensors.addAll(watched.tensors());
        }
        return tensors.isEmpty() ? Optional.empty() : Optional.of(new Watched(joined(edit, parts), tensors));
    }

    private List<Tensor> ends(GraphEditor graph, Tensor tensor) {
        Tensor flat = tensor(graph, -1);
        graph.operator(BuiltinOperator.RESHAPE)
                .inputs(tensor, ints(graph, Shape.of(1), -1))
                .outputs(flat)
                .append();
        Tensor least = reduced(graph, BuiltinOperator.REDUCE_MIN, flat);
        Tensor largest = reduced(graph, BuiltinOperator.REDUCE_MAX, flat);
        Tensor negated = tensor(graph, 1);
        graph.operator(BuiltinOperator.NEG).inputs(largest).outputs(negated).append();
        return List.of(least, negated);
    }

    private Tensor reduced(GraphEditor graph, BuiltinOperator type, Tensor flat) {
        Tensor reduced = tensor(graph, 1);
        graph.operator(type)
                .option("keep_dims", true)
                .inputs(flat, ints(graph, Shape.of(1), 0))
                .outputs(reduced)
                .append();
        return reduced;
    }

    private Tensor joined(GraphEditor graph, List<Tensor> parts) {
        int length = parts.stream().mapToInt(part -> part.shape().dim(0)).sum();
        Tensor joined = tensor(graph, length);
        graph.operator(BuiltinOperator.CONCATENATION)
                .option("axis", 0)
                .inputs(parts.toArray(Tensor[]::new))
                .outputs(joined)
                .append();
        return joined;
    }

    private void addOutput(Subgraph graph, Tensor tensor) {
        var outputs = new ArrayList<>(graph.outputs());
        outputs.add(tensor);
        editor.graph(graph).outputs(outputs);
    }

    private static Tensor filled(GraphEditor graph, int length) {
        float[] values = new float[length];
        Arrays.fill(values, NOTHING);
        return graph.addTensor(graph.uniqueName("nothing"), TensorType.FLOAT32, Shape.of(length))
                .data(BufferContent.ofFloats(values))
                .tensor();
    }

    private static Tensor ints(GraphEditor graph, Shape shape, int value) {
        return graph.addTensor(graph.uniqueName("number"), TensorType.INT32, shape)
                .data(BufferContent.ofInts(value))
                .tensor();
    }

    private static Tensor tensor(GraphEditor graph, int length) {
        return graph.addTensor(graph.uniqueName("probe"), TensorType.FLOAT32, Shape.of(length))
                .tensor();
    }
}
