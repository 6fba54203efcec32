package io.lapidary.quantization.integer.rewriting;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.GraphEditor;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Operator;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.quantization.integer.plan.PresentScales;
import io.lapidary.quantization.integer.scheme.Affine;
import io.lapidary.quantization.integer.scheme.IntegerScheme;

/** Gives every reader a tensor in the form that it takes, by a QUANTIZE or DEQUANTIZE where the tensor itself has another. */
final class Rewiring {
    /**
     * A type of numbers.
     *
     * @param parameters of integers; empty for float32
     */
    record Form(TensorType type, Optional<Affine> parameters) {
        static final Form REAL = new Form(TensorType.FLOAT32, Optional.empty());

        static Form of(Affine parameters, IntegerScheme scheme) {
            return new Form(scheme.activation(), Optional.of(parameters));
        }

        boolean isReal() {
            return parameters.isEmpty();
        }
    }

    private record Wanted(Tensor tensor, Form form) {}

    private final ModelEditor editor;
    private final GraphEditor graph;
    private final IntegerScheme scheme;
    /** What a tensor itself is. */
    private final Map<Tensor, Form> forms;

    private final Map<Wanted, Tensor> others = new LinkedHashMap<>();

    Rewiring(ModelEditor editor, Subgraph graph, IntegerScheme scheme, Map<Tensor, Form> forms) {
        this.editor = editor;
        this.graph = editor.graph(graph);
        this.scheme = scheme;
        this.forms = forms;
    }

    /** Lets an operator read its input in a form. */
    void read(Operator operator, int input, Form form) {
        Tensor tensor = operator.input(input).orElseThrow();
        Tensor found = in(tensor, form);
        if (found != tensor) {
            editor.operator(operator).input(input, found);
        }
    }

    /** Lets the graph give an output in a form. The output keeps its name. */
    void output(Tensor tensor, Form form) {
        Tensor found = in(tensor, form);
        if (found == tensor) {
            return;
        }
        graph.replaceOutput(tensor, found);
        if (!tensor.isInput()) {
            String name = tensor.name();
            String other = found.name();
            editor.tensor(found).name(graph.uniqueName(other + "_output"));
            editor.tensor(tensor).name(graph.uniqueName(name + suffix(forms.get(tensor))));
            editor.tensor(found).name(name);
        }
    }

    /** Lets the graph give one output, by position, in a form. */
    void result(int position, Form form) {
        var outputs = new ArrayList<>(graph.subgraph().outputs());
        outputs.set(position, in(outputs.get(position), form));
        graph.outputs(outputs);
    }

    Map<Tensor, Form> forms() {
        return forms;
    }

    private Tensor in(Tensor tensor, Form form) {
        if (forms.get(tensor).equals(form)) {
            return tensor;
        }
        Optional<Tensor> present = PresentScales.source(tensor, scheme)
                .filter(source -> !form.isReal() && form.type() == scheme.activation())
                .filter(source -> PresentScales.of(tensor, scheme).equals(form.parameters()));
        return present.orElseGet(() -> others.computeIfAbsent(new Wanted(tensor, form), this::add));
    }

    private Tensor add(Wanted wanted) {
        String name = graph.uniqueName(brief(wanted.tensor().name()) + suffix(wanted.form()));
        var edit = graph.addTensor(name, wanted.form().type(), wanted.tensor().shapeSignature());
        wanted.form().parameters().ifPresent(p -> edit.quantization(p.toQuantization()));
        return edit.tensor();
    }

    /** Converters name a tensor after all that was fused into it, with semicolons between; the first says enough. */
    private static String brief(String name) {
        int end = name.indexOf(';');
        return end <= 0 ? name : name.substring(0, end);
    }

    private static String suffix(Form form) {
        return "_" + form.type().name().toLowerCase(Locale.ROOT);
    }

    /** Sets the tensors' own types and puts the conversions in. To be called once, after all readers are known. */
    void finish() {
        forms.forEach((tensor, form) -> form.parameters()
                .ifPresent(parameters ->
                        editor.tensor(tensor).type(form.type()).quantization(parameters.toQuantization())));
        others.forEach((wanted, tensor) -> {
            boolean toReal = wanted.form().isReal();
            graph.operator(toReal ? BuiltinOperator.DEQUANTIZE : BuiltinOperator.QUANTIZE)
                    .version(toReal ? scheme.dequantizeVersion() : scheme.quantizeVersion())
                    .inputs(wanted.tensor())
                    .outputs(tensor)
                    .insert();
        });
    }

    /** Conversions put in. */
    int conversions() {
        return others.size();
    }
}
