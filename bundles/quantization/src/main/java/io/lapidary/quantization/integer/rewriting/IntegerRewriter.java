package io.lapidary.quantization.integer.rewriting;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.lapidary.model.ModelEditor;
import io.lapidary.model.Operator;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.quantization.WeightJobs;
import io.lapidary.quantization.integer.constant.ConstantWriter;
import io.lapidary.quantization.integer.plan.IntegerPlan;
import io.lapidary.quantization.integer.plan.Slot;
import io.lapidary.quantization.integer.rewriting.Rewiring.Form;
import io.lapidary.quantization.integer.rule.Conversions;
import io.lapidary.quantization.integer.rule.OperatorRules;
import io.lapidary.quantization.integer.rule.Reals;
import io.lapidary.quantization.integer.rule.WeightChoice;
import io.lapidary.quantization.integer.scheme.Affine;
import io.lapidary.quantization.integer.scheme.IntegerScheme;
import io.lapidary.quantization.integer.settings.IntegerSettings;

/** Rewrites a float model as planned. */
public final class IntegerRewriter {
    /** Added to an int8 zero point, it gives that of the same numbers as uint8. */
    private static final int UNSIGNED = 128;

    private final ModelEditor editor;
    private final IntegerPlan plan;
    private final IntegerScheme scheme;
    private final IntegerSettings settings;
    private final ConstantWriter constants;
    private final OperatorFinish finish;
    private int conversions;

    public IntegerRewriter(
            ModelEditor editor,
            IntegerPlan plan,
            IntegerSettings settings,
            WeightChoice weights,
            BiasShifts shifts,
            WeightJobs jobs) {
        this.editor = editor;
        this.plan = plan;
        this.scheme = plan.scheme();
        this.settings = settings;
        this.constants = new ConstantWriter(editor, jobs);
        this.finish = new OperatorFinish(editor, plan, settings, constants, shifts, weights);
    }

    /** @throws InterruptedException if the job was cancelled */
    public void rewrite() throws InterruptedException {
        List<Subgraph> graphs = plan.graphs().all();
        graphs.forEach(this::addConstants);
        graphs.forEach(this::rewrite);
        constants.finish();
        for (Subgraph graph : graphs) {
            editor.graph(graph).removeDeadOperators();
        }
        editor.compact();
    }

    private void addConstants(Subgraph graph) {
        for (Operator operator : graph.operators()) {
            for (Tensor input : operator.inputs()) {
                if (Reals.isReal(input) && input.isConstant()) {
                    constants.add(input, !plan.isInteger(operator) || input.isOutput());
                }
            }
        }
    }

    private void rewrite(Subgraph graph) {
        Map<Tensor, Form> forms = forms(graph);
        var operators = List.copyOf(graph.operators());
        var rewiring = new Rewiring(editor, graph, scheme, forms);
        // Versions and options follow from the float graph, so they are set before anything is moved.
        operators.stream().filter(plan::isInteger).forEach(finish::finish);
        for (Operator operator : operators) {
            for (int i = 0; i < operator.inputCount(); i++) {
                Optional<Tensor> input = operator.input(i).filter(forms::containsKey);
                if (input.isPresent()) {
                    rewiring.read(operator, i, wanted(operator, i, forms.get(input.get())));
                }
            }
        }
        if (plan.graphs().called().contains(graph)) {
            results(graph, rewiring);
        } else {
            for (Tensor output : List.copyOf(graph.outputs())) {
                if (forms.containsKey(output)) {
                    rewiring.output(output, form(settings.outputType(), output));
                }
            }
        }
        rewiring.finish();
        conversions += rewiring.conversions();
    }

    /** Gives those who run the graph its outputs in the form that they take. */
    private void results(Subgraph graph, Rewiring rewiring) {
        for (int i = 0; i < graph.outputs().size(); i++) {
            if (rewiring.forms().containsKey(graph.outputs().get(i))) {
                Form wanted = plan.scales()
                        .result(new Slot.Result(graph, i))
                        .map(parameters -> Form.of(parameters, scheme))
                        .orElse(Form.REAL);
                rewiring.result(i, wanted);
            }
        }
    }

    /** What each computed float32 tensor is to be. */
    private Map<Tensor, Form> forms(Subgraph graph) {
        var forms = new LinkedHashMap<Tensor, Form>();
        for (Tensor tensor : graph.tensors()) {
            if (Reals.isReal(tensor) && !tensor.isConstant() && !plan.isState(tensor)) {
                forms.put(tensor, form(tensor));
            }
        }
        return forms;
    }

    private Form form(Tensor tensor) {
        if (tensor.producer().filter(plan::isInteger).isPresent()) {
            return Form.of(plan.scales().made(tensor), scheme);
        }
        if (plan.graphs().called().contains(tensor.subgraph())) {
            return plan.isCarried(tensor) ? Form.of(plan.scales().made(tensor), scheme) : Form.REAL;
        }
        return tensor.isInput() && !tensor.isVariable() ? form(settings.inputType(), tensor) : Form.REAL;
    }

    /** The form of an input or output of the graph. */
    private Form form(TensorType type, Tensor tensor) {
        Optional<Affine> parameters = plan.parameters(tensor);
        if (type == TensorType.FLOAT32 || parameters.isEmpty()) {
            return Form.REAL;
        }
        if (type == TensorType.UINT8) {
            Affine signed = parameters.get();
            return new Form(type, Optional.of(new Affine(signed.scale(), signed.zeroPoint() + UNSIGNED)));
        }
        return Form.of(parameters.get(), scheme);
    }

    private Form wanted(Operator operator, int input, Form present) {
        boolean asItIs = OperatorRules.isTypeless(operator)
                || Conversions.takesIntegers(operator, scheme.activation()) && present.type() == scheme.activation();
        if (asItIs) {
            return present;
        }
        return plan.isInteger(operator) ? Form.of(plan.scales().read(operator, input), scheme) : Form.REAL;
    }

    /** Numbers stored as integers, of all constants. */
    public long elements() {
        return constants.elements();
    }

    /** QUANTIZE and DEQUANTIZE operators put in. */
    public int conversions() {
        return conversions;
    }
}
