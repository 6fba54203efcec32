package io.lapidary.evaluation.internal;

import java.util.List;
import java.util.function.Function;

import io.lapidary.api.engine.InterfaceTensor;
import io.lapidary.api.engine.ModelInterface;
import io.lapidary.api.engine.ModelSignature;
import io.lapidary.api.tensor.ElementType;
import io.lapidary.api.tensor.TensorSpec;

/**
 * What the fake interpreter runs in place of a file: float32 in, float32 out.
 *
 * @param inputSizes elements of one sample of each input
 * @param outputSizes elements of one sample of each output
 * @param inputType of the interface
 * @param function one sample's inputs to its outputs
 */
record FakeModel(
        List<Integer> inputSizes,
        List<Integer> outputSizes,
        ElementType inputType,
        Function<List<float[]>, List<float[]>> function) {
    /** One input and one output of equal size. */
    static FakeModel of(int size, Function<float[], float[]> function) {
        return new FakeModel(
                List.of(size), List.of(size), ElementType.FLOAT32, in -> List.of(function.apply(in.get(0))));
    }

    ModelInterface describe() {
        var inputs = new java.util.ArrayList<InterfaceTensor>();
        for (int i = 0; i < inputSizes.size(); i++) {
            var spec = new TensorSpec("input" + i, inputType, List.of(-1, inputSizes.get(i)));
            inputs.add(new InterfaceTensor(spec, "x" + i, inputType.isFloat() ? 0 : 0.5f, 0));
        }
        var outputs = new java.util.ArrayList<InterfaceTensor>();
        for (int i = 0; i < outputSizes.size(); i++) {
            var spec = new TensorSpec("output" + i, ElementType.FLOAT32, List.of(-1, outputSizes.get(i)));
            outputs.add(new InterfaceTensor(spec, "y" + i, 0, 0));
        }
        return new ModelInterface(List.of(new ModelSignature("", inputs, outputs)));
    }
}
