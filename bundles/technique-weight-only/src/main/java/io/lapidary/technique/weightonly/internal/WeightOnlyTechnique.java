package io.lapidary.technique.weightonly.internal;

import java.util.List;
import java.util.Set;

import org.osgi.service.component.annotations.Component;

import io.lapidary.api.ErrorCodes;
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
import io.lapidary.quantization.WeightFormat;
import io.lapidary.quantization.WeightSelection;
import io.lapidary.quantization.layer.WeightRewriting;

/** Stores weights as int8 or int4; the model computes in float32 as before. */
@Component
public final class WeightOnlyTechnique implements Technique {
    static final Parameter<Long> BITS = Parameter.oneOf("bits", List.of(4L, 8L), "Bits of a stored weight.")
            .in("bits")
            .defaultsTo(8L);

    static final Parameter<Long> BLOCK_SIZE = Parameter.multipleOf(
                    "block_size",
                    32,
                    0,
                    1 << 16,
                    "Weights that share a scale along the inputs of FULLY_CONNECTED and the rows of EMBEDDING_LOOKUP, with"
                            + " bits=4 only; 0 for one scale per output channel. The kernel of a FULLY_CONNECTED in"
                            + " blocks rounds its input to int8 while it runs.")
            .in("elements")
            .defaultsTo(0L);

    static final Parameter<String> SCALE_SEARCH = Parameter.choice(
                    "scale_search",
                    List.of("max", "mse"),
                    "How a scale is chosen: 'max' reaches the largest weight; 'mse' gives the least squared error, if need"
                            + " be by cutting the largest weights off.")
            .defaultsTo("mse");

    static final Parameter<Long> MIN_ELEMENTS = Parameter.integer(
                    "min_elements",
                    0,
                    Integer.MAX_VALUE,
                    "A weight of fewer elements stays float32: its operator, tensor and scales would take more bytes than are"
                            + " saved.")
            .in("elements")
            .defaultsTo(256L);

    private static final TechniqueDescriptor DESCRIPTOR = TechniqueDescriptor.of(
                    "weight-only",
                    "1.0.0",
                    "Stores weights as int8 or int4, in a quarter or an eighth of the bytes; computes in float32.",
                    Lane.LIGHT)
            .withParameters(
                    BITS,
                    BLOCK_SIZE,
                    SCALE_SEARCH,
                    MIN_ELEMENTS,
                    WeightSelection.OPERATORS,
                    WeightSelection.INCLUDE,
                    WeightSelection.EXCLUDE)
            .withTraits(
                    Set.of(Trait.FLOAT_WEIGHTS),
                    Set.of(Trait.QUANTIZED_WEIGHTS),
                    Set.of(Trait.FLOAT_ACTIVATIONS, Trait.QUANTIZED_ACTIVATIONS, Trait.SPARSE, Trait.CALIBRATED),
                    Set.of(Trait.FLOAT_WEIGHTS, Trait.CLUSTERED))
            .withChanges(Change.WEIGHTS, Change.TOPOLOGY);

    @Override
    public TechniqueDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public TechniqueResult apply(TechniqueInput input, WorkContext context)
            throws LapidaryException, InterruptedException {
        WeightFormat format =
                WeightFormat.ofBits("weight-only", input.parameters().get(BITS));
        int blockSize = blockSize(input.parameters(), format);
        boolean search = input.parameters().get(SCALE_SEARCH).equals("mse");
        WeightRewriting rewriting = (model, annotations, editor, jobs) -> {
            var plan = new StoragePlan(format, blockSize, annotations);
            var choices = plan.choose(
                    model,
                    WeightSelection.of(input.parameters(), model),
                    input.parameters().get(MIN_ELEMENTS));
            var storage = new WeightStorage(editor);
            storage.store(new WeightEncoder(jobs, search).encode(choices));
            return new WeightRewriting.Rewritten(storage.measures(), storage.findings(plan.findings()));
        };
        return rewriting.run("weight-only", input, context);
    }

    private static int blockSize(Parameters parameters, WeightFormat format) throws LapidaryException {
        int size = Math.toIntExact(parameters.get(BLOCK_SIZE));
        if (size > 0 && format != WeightFormat.INT4) {
            throw new LapidaryException(
                    ErrorCodes.INVALID_PARAMETER,
                    "weight-only: parameter block_size=" + size
                            + " goes with bits=4 only: no kernel takes int8 in blocks.",
                    "Give bits=4, or block_size=0.");
        }
        return size;
    }
}
