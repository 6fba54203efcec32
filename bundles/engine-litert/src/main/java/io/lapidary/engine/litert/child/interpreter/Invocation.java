package io.lapidary.engine.litert.child.interpreter;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.tensorflowlite.Interpreter;
import org.bytedeco.tensorflowlite.Subgraph;
import org.bytedeco.tensorflowlite.global.tensorflowlite;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.engine.Kernels;

/** One signature of a loaded model, ready to be resized, allocated and invoked. Only its own subgraph is observed. */
public final class Invocation {
    private final LoadedModel model;
    private final Interpreter interpreter;
    private final Signatures.Signature signature;
    private final Subgraph subgraph;
    private final int[] inputs;
    private final int[] outputs;
    private final long ownTensors;
    private final boolean stateful;
    private boolean keepsState;

    private Invocation(LoadedModel model, Signatures.Signature signature) {
        this.model = model;
        this.interpreter = model.interpreter();
        this.signature = signature;
        this.subgraph = interpreter.subgraph(signature.subgraph());
        this.inputs = indices(subgraph.inputs());
        this.outputs = indices(subgraph.outputs());
        // Kernels and delegates add tensors of their own behind the model's.
        this.ownTensors = subgraph.tensors_size();
        this.stateful = indices(subgraph.variables()).length > 0;
    }

    public static Invocation of(LoadedModel model, Signatures.Signature signature) {
        return new Invocation(model, signature);
    }

    public static int[] indices(IntPointer pointer) {
        if (pointer == null || pointer.isNull()) {
            return new int[0];
        }
        var indices = new int[(int) pointer.limit()];
        pointer.get(indices);
        return indices;
    }

    public List<Tensor> inputs() {
        return tensors(inputs);
    }

    public List<Tensor> outputs() {
        return tensors(outputs);
    }

    public Subgraph subgraph() {
        return subgraph;
    }

    private List<Tensor> tensors(int[] indices) {
        var tensors = new ArrayList<Tensor>();
        for (int index : indices) {
            tensors.add(tensor(index));
        }
        return tensors;
    }

    public Tensor tensor(int index) {
        return new Tensor(index, subgraph.tensor(index));
    }

    /** Sets an input's shape, if it differs; takes effect when allocated. */
    public void resize(Tensor input, List<Integer> shape) throws LapidaryException {
        if (input.shape().equals(shape)) {
            return;
        }
        long mark = model.words().mark();
        int[] dims = shape.stream().mapToInt(Integer::intValue).toArray();
        if (subgraph.ResizeInputTensor(input.index(), dims) != tensorflowlite.kTfLiteOk) {
            throw model.refused(
                    "takes no input '" + input.name() + "' of shape " + shape,
                    model.words().since(mark));
        }
    }

    /** Plans memory and lets the kernels prepare themselves. Call it once, after resizing. */
    public void allocate() throws LapidaryException {
        allocate(List.of());
    }

    /**
     * The same for a model of which some tensors are to be read.
     *
     * @param names of these; none for all that are computed
     */
    public void allocate(Collection<String> names) throws LapidaryException {
        long mark = model.words().mark();
        if (model.settings().observed() && model.settings().kernels() == Kernels.DEFAULT) {
            // What a delegate takes it keeps inside, unless it is an output.
            var read = computedIndices();
            read.removeIf(
                    index -> !names.isEmpty() && !names.contains(tensor(index).name()));
            subgraph.SetOutputs(union(outputs, read));
        }
        int status = interpreter.AllocateTensors();
        if (status == tensorflowlite.kTfLiteOk && signature.subgraph() != 0) {
            status = subgraph.AllocateTensors();
        }
        if (status != tensorflowlite.kTfLiteOk) {
            throw model.refused("cannot be prepared", model.words().since(mark));
        }
    }

    private static int[] union(int[] first, Iterable<Integer> more) {
        var all = new java.util.LinkedHashSet<Integer>();
        for (int index : first) {
            all.add(index);
        }
        more.forEach(all::add);
        return all.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Whether variables hold something from one run to the next. */
    public boolean isStateful() {
        return stateful;
    }

    /** Lets what variables hold stay from now on, as it does for who calls an interpreter again and again. */
    public void keepState() {
        keepsState = true;
    }

    /** Runs once. State in variables is set back first, unless it is kept, so that each sample stands alone. */
    public void invoke() throws LapidaryException {
        long mark = model.words().mark();
        if (stateful && !keepsState) {
            subgraph.ResetVariableTensors();
        }
        if (subgraph.Invoke() != tensorflowlite.kTfLiteOk) {
            throw model.refused("fails when it runs", model.words().since(mark));
        }
    }

    /** Runs once, nothing around it; for measuring time. */
    public boolean invokeBare() {
        return subgraph.Invoke() == tensorflowlite.kTfLiteOk;
    }

    /** The tensors that an invocation writes, by name, inputs included: no constants, none of a kernel's own. */
    public Map<String, Tensor> computed() {
        var computed = new LinkedHashMap<String, Tensor>();
        for (int input : inputs) {
            put(computed, input);
        }
        for (int index : computedIndices()) {
            put(computed, index);
        }
        return computed;
    }

    private void put(Map<String, Tensor> computed, int index) {
        Tensor tensor = tensor(index);
        if (!tensor.isConstant()) {
            computed.putIfAbsent(tensor.name(), tensor);
        }
    }

    private List<Integer> computedIndices() {
        var computed = new ArrayList<Integer>();
        for (int node : indices(subgraph.pre_delegation_execution_plan())) {
            addOutputs(node, computed);
        }
        if (computed.isEmpty()) {
            for (int node : indices(subgraph.execution_plan())) {
                addOutputs(node, computed);
            }
        }
        return computed;
    }

    private void addOutputs(int node, List<Integer> computed) {
        var written = subgraph.node_and_registration(node).first().outputs();
        for (int i = 0; i < written.size(); i++) {
            int index = written.data(i);
            if (index >= 0
                    && index < ownTensors
                    && TensorTypes.of(tensor(index).raw().type()).isPresent()) {
                computed.add(index);
            }
        }
    }
}
