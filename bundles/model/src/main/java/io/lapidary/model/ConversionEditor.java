package io.lapidary.model;

import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;

import io.lapidary.api.model.TensorNames;

/**
 * Puts QUANTIZE and DEQUANTIZE between the tensors of a graph and those who read them: quantizes, dequantizes and requantizes.
 * Who wants a tensor in the same encoding reads the same tensor; what is there already is not made again. Constants are
 * rather converted by {@link TensorEditor#recode}, not while the model runs.
 *
 * <p>A tensor that becomes integers gets its encoding by {@link TensorEditor#encoding} first, then each reader and output the
 * one that it takes.
 */
public final class ConversionEditor {
    private final ModelEditor editor;
    private final GraphEditor graph;
    private int count;

    ConversionEditor(ModelEditor editor, GraphEditor graph) {
        this.editor = editor;
        this.graph = graph;
    }

    /**
     * Lets an operator read an input in an encoding.
     *
     * @throws IllegalArgumentException if no kernel makes one encoding of the other
     */
    public void read(Operator reader, int input, Encoding wanted) {
        Tensor tensor =
                reader.input(input).orElseThrow(() -> new IllegalArgumentException(reader + " has no input " + input));
        Tensor found = in(tensor, wanted, Optional.of(reader));
        if (found != tensor) {
            editor.operator(reader).input(input, found);
        }
    }

    /** Lets the graph and its signatures give an output in an encoding. What is given has the output's name from then on. */
    public void output(Tensor output, Encoding wanted) {
        Tensor found = in(output, wanted, Optional.empty());
        if (found == output) {
            return;
        }
        graph.replaceOutput(output, found);
        if (!output.isInput()) {
            String name = output.name();
            String other = found.name();
            editor.tensor(found).name(graph.uniqueName(other + "_output"));
            editor.tensor(output).name(graph.uniqueName(name + suffix(encoding(output))));
            editor.tensor(found).name(name);
        }
    }

    /** Lets the graph give one output in an encoding, by position, to those that call it; names and signatures stay. */
    public void result(int position, Encoding wanted) {
        var outputs = new ArrayList<>(graph.subgraph().outputs());
        outputs.set(position, in(outputs.get(position), wanted, Optional.empty()));
        graph.outputs(outputs);
    }

    /**
     * Lets a constant be stored in an encoding, and a DEQUANTIZE make of it what its readers go on reading by its name.
     *
     * @return the tensor that stores it, to be given its data
     */
    public TensorEditor store(Tensor constant, Encoding encoding) {
        String name = graph.uniqueName(constant.name() + suffix(encoding));
        TensorEditor stored = graph.addTensor(name, encoding.type(), constant.shape());
        stored.encoding(encoding);
        editor.tensor(constant).data(BufferContent.NONE);
        between(stored.tensor(), constant).insert();
        return stored;
    }

    /**
     * The operator that makes one tensor of another, in the version that this takes; yet to be placed.
     *
     * @throws IllegalArgumentException if no kernel makes one encoding of the other
     */
    public OperatorBuilder between(Tensor from, Tensor to) {
        Conversion conversion = Conversion.of(encoding(from), encoding(to));
        count++;
        return graph.operator(conversion.type())
                .version(conversion.version())
                .inputs(from)
                .outputs(to);
    }

    /** Operators that this editor put in. */
    public int count() {
        return count;
    }

    /** @param reader before whom it must be made; empty for an output of the graph */
    private Tensor in(Tensor tensor, Encoding wanted, Optional<Operator> reader) {
        Encoding present = encoding(tensor);
        if (present.equals(wanted)) {
            return tensor;
        }
        return source(tensor, wanted).or(() -> present(tensor, wanted, reader)).orElseGet(() -> {
            boolean direct = wanted.isReal() || Conversion.isPossible(present, wanted);
            Tensor from = direct ? tensor : in(tensor, Encoding.FLOAT32, reader);
            return add(tensor, from, wanted, reader);
        });
    }

    /** The integers that a DEQUANTIZE makes the tensor of, where these are what is wanted. */
    private static Optional<Tensor> source(Tensor tensor, Encoding wanted) {
        return tensor.producer()
                .filter(maker -> maker.type() == BuiltinOperator.DEQUANTIZE)
                .flatMap(maker -> maker.input(0))
                .filter(from -> Encoding.of(from).filter(wanted::equals).isPresent());
    }

    /** What a conversion makes of the tensor already, made in time for the reader. */
    private Optional<Tensor> present(Tensor tensor, Encoding wanted, Optional<Operator> reader) {
        for (Operator operator : tensor.consumers()) {
            if (operator.isConversion()
                    && reader.filter(itself -> itself == operator).isEmpty()
                    && Encoding.of(operator.output()).filter(wanted::equals).isPresent()) {
                reader.filter(first -> first.index() < operator.index())
                        .ifPresent(first -> graph.move(operator, first));
                return Optional.of(operator.output());
            }
        }
        return Optional.empty();
    }

    private Tensor add(Tensor named, Tensor from, Encoding wanted, Optional<Operator> reader) {
        String name = graph.uniqueName(TensorNames.brief(named.name()) + suffix(wanted));
        Tensor made = graph.addTensor(name, wanted.type(), named.shapeSignature())
                .encoding(wanted)
                .tensor();
        OperatorBuilder conversion = between(from, made);
        reader.ifPresentOrElse(conversion::insertBefore, conversion::insert);
        return made;
    }

    private static Encoding encoding(Tensor tensor) {
        return Encoding.of(tensor)
                .orElseThrow(() -> new IllegalArgumentException(tensor + " does not stand for real numbers"));
    }

    private static String suffix(Encoding encoding) {
        return "_" + encoding.type().name().toLowerCase(Locale.ROOT);
    }
}
