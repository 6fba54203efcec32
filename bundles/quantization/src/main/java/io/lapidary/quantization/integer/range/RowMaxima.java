package io.lapidary.quantization.integer.range;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.model.BufferContent;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.GraphEditor;
import io.lapidary.model.Model;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Operator;
import io.lapidary.model.Shape;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.model.TfliteReader;
import io.lapidary.model.TfliteWriter;
import io.lapidary.quantization.calibration.Calibrator;
import io.lapidary.quantization.calibration.Distribution;
import io.lapidary.quantization.calibration.ValueRange;
import io.lapidary.quantization.integer.plan.QuantizedGraphs;
import io.lapidary.quantization.integer.rule.Reals;
import io.lapidary.quantization.integer.scheme.IntegerScheme;

/**
 * Measures, by a copy of the model, how small the largest number of a row can be that a SOFTMAX reads. Asked of ranges alone that are
 * so wide that something in them must be a mask, as attention has it.
 */
final class RowMaxima {
    private final Calibrator calibrator;
    private final IntegerScheme scheme;

    /** @param scheme that tells how far below the largest number nothing matters any more */
    RowMaxima(Calibrator calibrator, IntegerScheme scheme) {
        this.calibrator = calibrator;
        this.scheme = scheme;
    }

    /**
     * A row that is masked whole does not count, as that of a place that nothing is to be made of. It is told from others by a gap in
     * the distances to the largest number of all, behind which they are {@value MaskedScores#OVERWHELMING} times as large.
     *
     * @param file of the model as it stands
     * @param probed where the copy is written
     * @param ranges of its activations
     * @return the least of rows' largest numbers, of the tensors that were asked for
     */
    Map<Tensor, Float> measure(
            Path file, Path probed, QuantizedGraphs graphs, Map<Tensor, ValueRange> ranges, SampleSet samples)
            throws IOException, LapidaryException, InterruptedException {
        var wide = new LinkedHashMap<Tensor, Double>();
        for (Subgraph graph : graphs.entries()) {
            for (Operator softmax : graph.operators(BuiltinOperator.SOFTMAX)) {
                Tensor read = softmax.input(0).orElseThrow();
                double depth = MaskedScores.depth(softmax, scheme);
                ValueRange range = ranges.get(read);
                if (range != null
                        && Reals.isReal(read)
                        && depth > 0
                        && (double) range.max() - range.min() > MaskedScores.OVERWHELMING * depth) {
                    wide.put(read, depth);
                }
            }
        }
        return wide.isEmpty() ? Map.of() : measure(file, probed, wide, ranges, samples);
    }

    private Map<Tensor, Float> measure(
            Path file, Path probed, Map<Tensor, Double> wide, Map<Tensor, ValueRange> ranges, SampleSet samples)
            throws IOException, LapidaryException, InterruptedException {
        Model copy = TfliteReader.read(file);
        ModelEditor editor = ModelEditor.of(copy);
        var probes = new LinkedHashMap<Tensor, Tensor>();
        wide.forEach((read, depth) -> {
            Subgraph graph = copy.subgraphs().get(read.subgraph().index());
            probes.put(read, probe(editor.graph(graph), graph.tensor(read.index()), top(ranges.get(read), depth)));
        });
        TfliteWriter.write(copy, probed);
        Map<Tensor, Distribution> told = calibrator.distributions(probed, copy, List.copyOf(probes.values()), samples);
        var maxima = new LinkedHashMap<Tensor, Float>();
        probes.forEach((read, probe) -> {
            Distribution distances = told.get(probe);
            if (distances != null) {
                double farthest = Math.exp(distances.endBefore(Math.log(MaskedScores.OVERWHELMING)));
                maxima.put(read, (float) (top(ranges.get(read), wide.get(read)) - farthest));
            }
        });
        return maxima;
    }

    private static double top(ValueRange range, double depth) {
        return range.max() + depth;
    }

    /** Logarithms of rows' distances, so that a histogram of them tells small ones beside large ones. */
    private static Tensor probe(GraphEditor graph, Tensor read, double top) {
        Tensor last = graph.addTensor(graph.uniqueName("last"), TensorType.INT32, Shape.of(1))
                .data(BufferContent.ofInts(read.shape().rank() - 1))
                .tensor();
        Tensor above = graph.addTensor(graph.uniqueName("top"), TensorType.FLOAT32, Shape.of(1))
                .data(BufferContent.ofFloats((float) top))
                .tensor();
        int[] dims = read.shape().dims();
        dims[dims.length - 1] = 1;
        Tensor largest = made(graph, Shape.of(dims));
        Tensor distance = made(graph, Shape.of(dims));
        Tensor logarithm = made(graph, Shape.of(dims));
        graph.operator(BuiltinOperator.REDUCE_MAX)
                .option("keep_dims", true)
                .inputs(read, last)
                .outputs(largest)
                .append();
        graph.operator(BuiltinOperator.SUB)
                .inputs(above, largest)
                .outputs(distance)
                .append();
        graph.operator(BuiltinOperator.LOG).inputs(distance).outputs(logarithm).append();
        return logarithm;
    }

    private static Tensor made(GraphEditor graph, Shape shape) {
        return graph.addTensor(graph.uniqueName("probe"), TensorType.FLOAT32, shape)
                .tensor();
    }
}
