package io.lapidary.quantization.integer.rewriting;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.ConversionEditor;
import io.lapidary.model.Encoding;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Operator;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.quantization.WeightJobs;
import io.lapidary.quantization.integer.constant.ConstantWriter;
import io.lapidary.quantization.integer.plan.IntegerPlan;
import io.lapidary.quantization.integer.plan.Slot;
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
        Map<Tensor, Encoding> encodings = encodings(graph);
        var operators = List.copyOf(graph.operators());
        // Versions and options follow from the float graph, so they are set before anything is moved.
        operators.stream().filter(plan::isInteger).forEach(finish::finish);
        encodings.forEach((tensor, encoding) -> {
            if (!encoding.isReal()) {
                editor.tensor(tensor).encoding(encoding);
            }
        });
        ConversionEditor conversion = editor.graph(graph).conversions();
        for (Operator operator : operators) {
            for (int i = 0; i < operator.inputCount(); i++) {
                Optional<Tensor> input = operator.input(i).filter(encodings::containsKey);
                if (input.isPresent()) {
                    conversion.read(operator, i, wanted(operator, i, encodings.get(input.get())));
                }
            }
        }
        if (plan.graphs().called().contains(graph)) {
            results(graph, encodings.keySet(), conversion);
        } else {
            for (Tensor output : List.copyOf(graph.outputs())) {
                if (encodings.containsKey(output)) {
                    conversion.output(output, encoding(settings.outputType(), output));
                }
            }
        }
        conversions += conversion.count();
    }

    /** Gives those who run the graph its outputs in the encoding that they take. */
    private void results(Subgraph graph, Set<Tensor> known, ConversionEditor conversion) {
        for (int i = 0; i < graph.outputs().size(); i++) {
            if (known.contains(graph.outputs().get(i))) {
                Encoding wanted = plan.scales()
                        .result(new Slot.Result(graph, i))
                        .map(this::encoding)
                        .orElse(Encoding.FLOAT32);
                conversion.result(i, wanted);
            }
        }
    }

    /** What each computed float32 tensor is to be. */
    private Map<Tensor, Encoding> encodings(Subgraph graph) {
        var encodings = new LinkedHashMap<Tensor, Encoding>();
        for (Tensor tensor : graph.tensors()) {
            if (Reals.isReal(tensor) && !tensor.isConstant() && !plan.isState(tensor)) {
                encodings.put(tensor, encoding(tensor));
            }
        }
        return encodings;
    }

    private Encoding encoding(Tensor tensor) {
        if (tensor.producer().filter(plan::isInteger).isPresent()) {
            return encoding(plan.scales().made(tensor));
        }
        if (plan.graphs().called().contains(tensor.subgraph())) {
            return plan.isCarried(tensor) ? encoding(plan.scales().made(tensor)) : Encoding.FLOAT32;
        }
        return tensor.isInput() && !tensor.isVariable() ? encoding(settings.inputType(), tensor) : Encoding.FLOAT32;
    }

    /** That of an input or output of the graph. */
    private Encoding encoding(TensorType type, Tensor tensor) {
        Optional<Affine> parameters = plan.parameters(tensor);
        if (type == TensorType.FLOAT32 || parameters.isEmpty()) {
            return Encoding.FLOAT32;
        }
        Affine signed = parameters.get();
        return type == TensorType.UINT8
                ? Encoding.perTensor(type, signed.scale(), signed.zeroPoint() + UNSIGNED)
                : encoding(signed);
    }

    private Encoding encoding(Affine parameters) {
        return parameters.encoding(scheme.activation());
    }

    private Encoding wanted(Operator operator, int input, Encoding present) {
        if (OperatorRules.isTypeless(operator) || requantizes(operator, present)) {
            return present;
        }
        return plan.isInteger(operator) ? encoding(plan.scales().read(operator, input)) : Encoding.FLOAT32;
    }

    /** Whether a QUANTIZE of the model itself makes the scheme's integers, which it can make of what is there. */
    private boolean requantizes(Operator operator, Encoding present) {
        return operator.type() == BuiltinOperator.QUANTIZE
                && operator.output().type() == scheme.activation()
                && present.type() == scheme.activation();
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
