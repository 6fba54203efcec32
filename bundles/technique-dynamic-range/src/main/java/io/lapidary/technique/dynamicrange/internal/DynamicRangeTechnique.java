package io.lapidary.technique.dynamicrange.internal;

import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.osgi.service.component.annotations.Component;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.model.Trait;
import io.lapidary.api.parameter.Parameter;
import io.lapidary.api.parameter.Parameters;
import io.lapidary.api.technique.Change;
import io.lapidary.api.technique.Technique;
import io.lapidary.api.technique.TechniqueDescriptor;
import io.lapidary.api.technique.TechniqueInput;
import io.lapidary.api.technique.TechniqueResult;
import io.lapidary.api.work.Lane;
import io.lapidary.api.work.WorkContext;
import io.lapidary.model.Model;
import io.lapidary.model.annotation.Annotations;
import io.lapidary.quantization.WeightFormat;
import io.lapidary.quantization.WeightSelection;
import io.lapidary.quantization.layer.WeightRewriting;

/**
 * Stores weights as int8, in a quarter of the bytes. Kernels that can, quantize the activations by the range they find while
 * the model runs, and multiply in integers; no samples are needed.
 */
@Component
public final class DynamicRangeTechnique implements Technique {
    static final Parameter<Boolean> ALL_WEIGHTS = Parameter.flag(
                    "all_weights",
                    "Quantizes every weight that a kernel takes as int8, small ones and depthwise ones too: the smallest"
                            + " file, often slower. Goes before 'min_elements', 'min_stored' and 'depthwise'.")
            .defaultsTo(false);

    static final Parameter<Long> MIN_ELEMENTS = Parameter.integer(
                    "min_elements",
                    0,
                    Integer.MAX_VALUE,
                    "An operator with fewer weights is not computed in integers, since quantizing its input costs more than"
                            + " it saves; its weights may be stored as int8 and made float32 when the model is loaded.")
            .in("elements")
            .defaultsTo(1024L);

    static final Parameter<Long> MIN_STORED = Parameter.integer(
                    "min_stored",
                    0,
                    Integer.MAX_VALUE,
                    "A weight of fewer elements that is not computed with in integers stays float32: it would cost accuracy"
                            + " for few bytes. Depthwise filters, which are small and many, are stored from 256 elements on"
                            + " whatever this is above that.")
            .in("elements")
            .defaultsTo(1024L);

    static final Parameter<String> DEPTHWISE = Parameter.choice(
                    "depthwise",
                    List.of("float", "hybrid", "keep"),
                    "How DEPTHWISE_CONV_2D gets its weights: 'float' stores int8 and computes in float32, as fast as"
                            + " before; 'hybrid' uses the slow hybrid kernel; 'keep' leaves them float32.")
            .defaultsTo("float");

    static final Parameter<Long> BITS = Parameter.oneOf(
                    "bits",
                    List.of(4L, 8L),
                    "Bits of weights: 8, or 4 for those that a hybrid kernel takes so (CONV_2D and FULLY_CONNECTED); the others"
                            + " have 8.")
            .in("bits")
            .defaultsTo(8L);

    private static final TechniqueDescriptor DESCRIPTOR = TechniqueDescriptor.of(
                    "dynamic-range",
                    "1.0.0",
                    "Stores weights as int8, in a quarter of the bytes; quantizes activations while the model runs.",
                    Lane.LIGHT)
            .withParameters(
                    BITS,
                    ALL_WEIGHTS,
                    MIN_ELEMENTS,
                    MIN_STORED,
                    DEPTHWISE,
                    WeightSelection.OPERATORS,
                    WeightSelection.INCLUDE,
                    WeightSelection.EXCLUDE)
            .withTraits(
                    Set.of(Trait.FLOAT_WEIGHTS),
                    Set.of(Trait.QUANTIZED_WEIGHTS),
                    Set.of(Trait.FLOAT_ACTIVATIONS, Trait.QUANTIZED_ACTIVATIONS, Trait.SPARSE, Trait.CALIBRATED),
                    // Nor are float weights kept: small ones alone stay.
                    Set.of(Trait.CLUSTERED))
            .withChanges(Change.WEIGHTS, Change.TOPOLOGY);

    @Override
    public TechniqueDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public TechniqueResult apply(TechniqueInput input, WorkContext context)
            throws LapidaryException, InterruptedException {
        WeightFormat format =
                WeightFormat.ofBits("dynamic-range", input.parameters().get(BITS));
        WeightRewriting rewriting = (model, annotations, editor, jobs) -> {
            var conversion = new RangeConversion(editor, format);
            conversion.convert(plan(model, input.parameters(), format, annotations), jobs);
            return new WeightRewriting.Rewritten(conversion.measures(), conversion.findings());
        };
        return rewriting.run("dynamic-range", input, context);
    }

    private static WeightPlan plan(Model model, Parameters parameters, WeightFormat format, Annotations annotations)
            throws LapidaryException {
        boolean all = parameters.get(ALL_WEIGHTS);
        var depthwise = WeightPlan.Depthwise.valueOf(parameters.get(DEPTHWISE).toUpperCase(Locale.ROOT));
        return new WeightPlan(
                model,
                WeightSelection.of(parameters, model),
                all
                        ? LeastElements.SMALLEST_FILE
                        : new LeastElements(parameters.get(MIN_ELEMENTS), parameters.get(MIN_STORED)),
                all ? WeightPlan.Depthwise.HYBRID : depthwise,
                format,
                annotations);
    }
}
