package io.lapidary.technique.float16.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

import org.osgi.service.component.annotations.Component;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.model.Trait;
import io.lapidary.api.parameter.Parameter;
import io.lapidary.api.technique.Change;
import io.lapidary.api.technique.Technique;
import io.lapidary.api.technique.TechniqueDescriptor;
import io.lapidary.api.technique.TechniqueInput;
import io.lapidary.api.technique.TechniqueResult;
import io.lapidary.api.work.Lane;
import io.lapidary.api.work.WorkContext;
import io.lapidary.api.work.WriteFailures;
import io.lapidary.model.Model;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.TfliteReader;
import io.lapidary.quantization.HalfConversion;
import io.lapidary.quantization.WeightJobs;
import io.lapidary.quantization.WeightSelection;

/**
 * Stores weights as float16, in half the bytes; a DEQUANTIZE before their first use makes them float32 again, once, when the
 * model is loaded (delegates that compute in float16 take them as they are).
 */
@Component
public final class Float16Technique implements Technique {
    static final Parameter<Long> MIN_ELEMENTS = Parameter.integer(
                    "min_elements",
                    0,
                    Integer.MAX_VALUE,
                    "Smaller weights stay float32: the DEQUANTIZE that each needs costs more than it saves. A bias follows its"
                            + " filter.")
            .in("elements")
            .defaultsTo(128L);

    private static final TechniqueDescriptor DESCRIPTOR = TechniqueDescriptor.of(
                    "float16",
                    "1.0.0",
                    "Stores weights as float16, in half the bytes; computes in float32.",
                    Lane.LIGHT)
            .withParameters(MIN_ELEMENTS, WeightSelection.OPERATORS, WeightSelection.INCLUDE, WeightSelection.EXCLUDE)
            .withTraits(
                    Set.of(Trait.FLOAT_WEIGHTS),
                    Set.of(),
                    Set.of(
                            Trait.FLOAT_ACTIVATIONS,
                            Trait.QUANTIZED_ACTIVATIONS,
                            Trait.QUANTIZED_WEIGHTS,
                            Trait.SPARSE,
                            Trait.CALIBRATED),
                    Set.of(Trait.FLOAT_WEIGHTS, Trait.CLUSTERED))
            .withChanges(Change.WEIGHTS, Change.TOPOLOGY);

    @Override
    public TechniqueDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public TechniqueResult apply(TechniqueInput input, WorkContext context)
            throws LapidaryException, InterruptedException {
        Path output = context.workFolder().resolve("float16.tflite");
        try {
            Model model = TfliteReader.read(input.subject().path());
            var conversion = new HalfConversion(
                    ModelEditor.of(model),
                    WeightSelection.of(input.parameters(), model)::covers,
                    input.parameters().get(MIN_ELEMENTS));
            var jobs = new WeightJobs(context);
            conversion.convert(jobs);
            jobs.write(model, output);
            return TechniqueResult.of(output, conversion.measures(), conversion.findings());
        } catch (IOException e) {
            throw WriteFailures.of(output, e);
        }
    }
}
