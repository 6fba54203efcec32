package io.lapidary.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** QUANTIZE and DEQUANTIZE between tensors and who reads them. */
class ConversionEditorTest extends EditedModel {
    private static final Encoding COARSE = Encoding.perTensor(TensorType.INT8, 0.5f, 3);
    private static final Encoding FINE = Encoding.perTensor(TensorType.INT8, 0.1f, -128);
    private static final Encoding UNSIGNED = Encoding.perTensor(TensorType.UINT8, 0.5f, 131);
    private static final Encoding WIDE = Encoding.perTensor(TensorType.INT16, 1e-4f, 0);

    private final ConversionEditor conversions = graph.conversions();

    @Test
    void readersThatWantTheSameReadTheSame() throws Exception {
        Operator second = reader("second");
        Operator third = reader("third");
        Operator fourth = reader("fourth");
        editor.tensor(tensor("hidden")).encoding(COARSE);
        conversions.read(relu, 0, COARSE);
        conversions.read(second, 0, Encoding.FLOAT32);
        conversions.read(third, 0, FINE);
        conversions.read(fourth, 0, Encoding.FLOAT32);
        assertThat(relu.input(0)).contains(tensor("hidden"));
        assertThat(second.input(0)).contains(tensor("hidden_float32")).isEqualTo(fourth.input(0));
        assertThat(third.input(0)).contains(tensor("hidden_int8"));
        assertThat(types()).containsExactly("FULLY_CONNECTED", "RELU", "DEQUANTIZE", "ABS", "QUANTIZE", "ABS", "ABS");
        assertThat(conversions.count()).isEqualTo(2);
        assertThat(tensor("hidden_int8").shapeSignature()).isEqualTo(Shape.of(-1, 3));
        reread();
    }

    @Test
    void whatIsThereAlreadyIsUsedInTimeForAnEarlierReader() throws Exception {
        editor.tensor(tensor("hidden")).encoding(COARSE);
        Operator second = reader("second");
        conversions.read(second, 0, FINE);
        assertThat(types()).containsExactly("FULLY_CONNECTED", "RELU", "QUANTIZE", "ABS");
        graph.conversions().read(relu, 0, FINE);
        assertThat(types()).containsExactly("FULLY_CONNECTED", "QUANTIZE", "RELU", "ABS");
        assertThat(relu.input(0)).isEqualTo(second.input(0));
        reread();
    }

    @Test
    void aConversionItselfMayReadAnotherEncoding() {
        editor.tensor(tensor("hidden")).encoding(COARSE);
        conversions.read(relu, 0, FINE);
        Operator quantize = main.operator(1);
        conversions.read(quantize, 0, FINE);
        assertThat(quantize.input(0)).isNotEqualTo(relu.input(0));
        assertThat(types()).containsExactly("FULLY_CONNECTED", "QUANTIZE", "QUANTIZE", "RELU");
    }

    @Test
    void integersBehindADequantizeAreReadAsTheyAre() {
        editor.tensor(tensor("hidden")).encoding(COARSE);
        conversions.read(relu, 0, Encoding.FLOAT32);
        Tensor real = relu.input(0).orElseThrow();
        Operator second = reader("second");
        editor.operator(second).input(0, real);
        conversions.read(second, 0, COARSE);
        assertThat(second.input(0)).contains(tensor("hidden"));
        Operator third = reader("third");
        editor.operator(third).input(0, real);
        conversions.read(third, 0, FINE);
        assertThat(third.input(0).orElseThrow().producer().orElseThrow().input(0))
                .contains(real);
    }

    @ParameterizedTest
    @CsvSource({
        "FLOAT32, INT8, QUANTIZE, 1",
        "FLOAT32, UINT8, QUANTIZE, 1",
        "FLOAT32, INT16, QUANTIZE, 2",
        "FLOAT32, INT4, QUANTIZE, 4",
        "INT8, UINT8, QUANTIZE, 1",
        "UINT8, INT8, QUANTIZE, 1",
        "INT16, INT8, QUANTIZE, 1",
        "INT16, INT16, QUANTIZE, 2",
        "UINT8, FLOAT32, DEQUANTIZE, 1",
        "INT8, FLOAT32, DEQUANTIZE, 2",
        "INT16, FLOAT32, DEQUANTIZE, 3",
        "FLOAT16, FLOAT32, DEQUANTIZE, 3",
        "INT4, FLOAT32, DEQUANTIZE, 6",
        "INT2, FLOAT32, DEQUANTIZE, 7"
    })
    void oneOperatorOfTheVersionThatItTakes(TensorType from, TensorType to, BuiltinOperator type, int version) {
        editor.tensor(tensor("hidden")).encoding(encoding(from, 0.25f));
        conversions.read(relu, 0, encoding(to, 0.125f));
        Operator made = main.operator(1);
        assertThat(made.type()).isEqualTo(type);
        assertThat(made.version()).isEqualTo(version);
        assertThat(conversions.count()).isEqualTo(1);
    }

    @Test
    void scalesByChannelAskForVersionsOfTheirOwn() {
        var channels = Encoding.perChannel(TensorType.INT8, new float[] {1, 2, 3}, 1);
        conversions.read(relu, 0, channels);
        conversions.read(main.operator(1), 0, Encoding.FLOAT32);
        assertThat(main.operator(1).version()).isEqualTo(3);
        editor.tensor(tensor("x")).encoding(Encoding.perChannel(TensorType.INT8, new float[] {1, 2, 3, 4}, 1));
        conversions.read(dense, 0, Encoding.FLOAT32);
        assertThat(main.operator(0).version()).isEqualTo(5);
        assertThat(Encoding.FLOAT32.convertsTo(channels)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"INT8, INT16", "UINT8, INT16", "INT16, UINT8", "INT8, INT4"})
    void whatNoKernelRequantizesGoesByWayOfFloat32(TensorType from, TensorType to) throws Exception {
        editor.tensor(tensor("hidden")).encoding(encoding(from, 0.25f));
        Operator second = reader("second");
        conversions.read(second, 0, encoding(to, 0.3f));
        conversions.read(relu, 0, Encoding.FLOAT32);
        assertThat(types()).containsExactly("FULLY_CONNECTED", "DEQUANTIZE", "RELU", "QUANTIZE", "ABS");
        assertThat(conversions.count()).isEqualTo(2);
        reread();
    }

    @Test
    void whatNoKernelTakesIsRefusedByName() {
        editor.tensor(tensor("hidden")).encoding(Encoding.perTensor(TensorType.INT16, 1, 5));
        assertThatThrownBy(() -> conversions.read(relu, 0, Encoding.FLOAT32))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("INT16");
        editor.tensor(tensor("hidden")).encoding(Encoding.perTensor(TensorType.INT64, 1, 0));
        assertThatThrownBy(() -> conversions.read(relu, 0, Encoding.FLOAT32)).hasMessageContaining("INT64");
        assertThatThrownBy(() -> conversions.read(relu, 0, COARSE)).hasMessageContaining("INT64");
        editor.tensor(tensor("hidden")).type(TensorType.INT32).clearQuantization();
        assertThatThrownBy(() -> conversions.read(relu, 0, COARSE)).hasMessageContaining("'hidden'");
    }

    @Test
    void anOutputKeepsItsNameAndItsSignature() throws Exception {
        editor.tensor(tensor("y")).encoding(COARSE);
        conversions.output(tensor("y"), Encoding.FLOAT32);
        Model read = reread();
        assertThat(read.main().outputs())
                .extracting(Tensor::name, Tensor::type)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("y", TensorType.FLOAT32));
        assertThat(read.signature("serving_default").orElseThrow().outputs().get("y"))
                .isEqualTo(read.main().outputs().get(0));
        assertThat(read.main().operator(1).output().name()).isEqualTo("y_int8");
        conversions.output(main.outputs().get(0), Encoding.FLOAT32);
        assertThat(conversions.count()).isEqualTo(1);
    }

    @Test
    void anInputThatIsAnOutputStaysTheInput() throws Exception {
        graph.replaceOutput(tensor("y"), tensor("x"));
        editor.tensor(tensor("x")).encoding(COARSE);
        conversions.output(tensor("x"), UNSIGNED);
        Model read = reread();
        assertThat(read.main().inputs()).extracting(Tensor::name).containsExactly("x");
        assertThat(read.main().inputs().get(0).type()).isEqualTo(TensorType.INT8);
        assertThat(read.main().outputs().get(0).type()).isEqualTo(TensorType.UINT8);
        assertThat(read.signature("serving_default").orElseThrow().outputs().get("y"))
                .isEqualTo(read.main().outputs().get(0));
    }

    @Test
    void whoCallsAGraphGetsAResultByPosition() {
        graph.outputs(List.of(tensor("y"), tensor("hidden"), tensor("y")));
        editor.tensor(tensor("y")).encoding(COARSE);
        conversions.result(2, FINE);
        assertThat(main.outputs()).extracting(Tensor::name).containsExactly("y", "hidden", "y_int8");
    }

    @Test
    void aStoredConstantIsDequantizedByTheNameOfBefore() throws Exception {
        var scales = Encoding.perChannel(TensorType.INT8, new float[] {.5f, 1, 2}, 0);
        conversions.store(tensor("weights"), scales).data(BufferContent.of(new byte[12]));
        Model read = reread();
        Tensor stored = read.main().tensor("weights_int8").orElseThrow();
        assertThat(Encoding.of(stored)).contains(scales);
        assertThat(read.main().operator(0).type()).isEqualTo(BuiltinOperator.DEQUANTIZE);
        assertThat(read.main().operator(0).version()).isEqualTo(5);
        assertThat(read.main().operator(1).input(1).orElseThrow().name()).isEqualTo("weights");
        assertThat(read.main().tensor("weights").orElseThrow().isConstant()).isFalse();
    }

    /** Follows every integer through the operators that were put in, by the parameters that the tensors have. */
    @Test
    void everyIntegerArrivesAsExactArithmeticSays() {
        editor.tensor(tensor("hidden")).encoding(COARSE);
        var wanted = Map.of("same", UNSIGNED, "finer", FINE, "float", Encoding.FLOAT32, "wide", WIDE);
        Map<String, Operator> readers = new HashMap<>();
        wanted.keySet().forEach(name -> readers.put(name, reader(name)));
        wanted.forEach((name, encoding) -> conversions.read(readers.get(name), 0, encoding));
        for (long q = -128; q <= 127; q++) {
            Map<Tensor, BigDecimal> numbers = run(tensor("hidden"), BigDecimal.valueOf(q));
            for (String name : wanted.keySet()) {
                Encoding encoding = wanted.get(name);
                BigDecimal read = numbers.get(readers.get(name).input(0).orElseThrow());
                BigDecimal exact = encoding.isReal()
                        ? Exact.dequantize(q, COARSE, 0)
                        : BigDecimal.valueOf(Exact.requantize(q, COARSE, 0, encoding, 0));
                assertThat(read).as("%s as %s", q, name).isEqualByComparingTo(exact);
            }
        }
    }

    private Map<Tensor, BigDecimal> run(Tensor source, BigDecimal integer) {
        var numbers = new HashMap<>(Map.of(source, integer));
        for (Operator operator : main.operators()) {
            Tensor input = operator.input(0).orElseThrow();
            if (operator.isConversion() && numbers.containsKey(input)) {
                Encoding from = Encoding.of(input).orElseThrow();
                Encoding to = Encoding.of(operator.output()).orElseThrow();
                BigDecimal real = from.isReal()
                        ? numbers.get(input)
                        : Exact.dequantize(numbers.get(input).longValueExact(), from, 0);
                BigDecimal made = to.isReal() ? real : BigDecimal.valueOf(Exact.quantize(real, to, 0));
                numbers.put(operator.output(), made);
            }
        }
        return numbers;
    }

    private static Encoding encoding(TensorType type, float scale) {
        return type.isFloating() ? new Encoding(type, List.of(), List.of(), 0) : Encoding.perTensor(type, scale, 0);
    }

    private Operator reader(String name) {
        Tensor out = graph.addTensor(name, TensorType.FLOAT32, Shape.of(-1, 3)).tensor();
        return graph.operator(BuiltinOperator.ABS)
                .inputs(tensor("hidden"))
                .outputs(out)
                .append();
    }

    private List<String> types() {
        return main.operators().stream().map(operator -> operator.type().name()).toList();
    }
}
