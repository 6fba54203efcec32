package com.example.roundweights;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.osgi.service.component.annotations.Component;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.model.Trait;
import io.lapidary.api.parameter.Parameter;
import io.lapidary.api.technique.Change;
import io.lapidary.api.technique.Technique;
import io.lapidary.api.technique.TechniqueDescriptor;
import io.lapidary.api.technique.TechniqueInput;
import io.lapidary.api.technique.TechniqueResult;
import io.lapidary.api.work.Finding;
import io.lapidary.api.work.Lane;
import io.lapidary.api.work.WorkContext;
import io.lapidary.model.Buffer;
import io.lapidary.model.Model;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.TfliteReader;
import io.lapidary.model.TfliteWriter;

/**
 * Rounds float32 weights to fewer bits of mantissa. The file keeps its size and needs nothing new of whoever runs it; zipped, as
 * an app's package is, it is smaller, since the bits that were cleared are all alike.
 *
 * <p>The annotation makes it an OSGi service of each interface that it implements: that is all it takes to be found. One instance
 * serves all jobs of the node at once, so it has no fields that change.
 */
@Component
public final class RoundWeightsTechnique implements Technique {
    // Declared once: the command line, the catalog, the checks and this class all read this. A value out of range never
    // gets here.
    static final Parameter<Long> MANTISSA_BITS = Parameter.integer(
                    "mantissa_bits",
                    0,
                    Mantissa.STORED_BITS - 1,
                    "Bits of mantissa that weights keep; the relative error is at most 2^-(mantissa_bits + 1).")
            .in("bits")
            .defaultsTo(7L);

    // Everything here is a promise: it goes into the catalog of every node, and requests are checked against it before
    // any runs.
    private static final TechniqueDescriptor DESCRIPTOR = TechniqueDescriptor.of(
                    // Never the id of a technique that is there. Raise the version whenever the result for an equal
                    // input
                    // may change: results are remembered under id, version and the jar's digest.
                    "round-weights",
                    "1.0.0",
                    "Rounds float32 weights to fewer bits of mantissa, so that the file zips smaller.",
                    // Seconds, without samples. CALIBRATE runs a model over samples, TRAIN takes minutes to hours.
                    Lane.LIGHT)
            .withParameters(MANTISSA_BITS)
            .withTraits(
                    // Requires: a model without float weights is refused before a node is bothered.
                    Set.of(Trait.FLOAT_WEIGHTS),
                    // Provides: nothing that was not there.
                    Set.of(),
                    // Keeps: rounding moves zeros nowhere and makes no more distinct values than there were. CALIBRATED
                    // is left
                    // out on purpose: ranges of activations were measured with the weights as they were. A trait that
                    // is
                    // not named counts as destroyed.
                    Set.of(
                            Trait.FLOAT_WEIGHTS,
                            Trait.FLOAT_ACTIVATIONS,
                            Trait.QUANTIZED_WEIGHTS,
                            Trait.QUANTIZED_ACTIVATIONS,
                            Trait.SPARSE,
                            Trait.CLUSTERED),
                    // Destroys, for certain: nothing.
                    Set.of())
            // Types, shapes and operators stay as they are, and the contract test compares them.
            .withChanges(Change.WEIGHTS);

    @Override
    public TechniqueDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public TechniqueResult apply(TechniqueInput input, WorkContext context)
            throws LapidaryException, InterruptedException {
        // The input is read-only, and the work folder is the one place to write to. The platform removes it afterwards.
        Path output = context.workFolder().resolve("round-weights.tflite");
        try {
            // Refuses by itself, with the right code, what is no model and what an edit would lose.
            Model model = TfliteReader.read(input.subject().path());
            ModelEditor editor = ModelEditor.of(model);
            int bits = Math.toIntExact(input.parameters().get(MANTISSA_BITS));
            var rounded = new RoundedWeights(new Mantissa(bits), context);
            List<Buffer> weights = WeightBuffers.of(model);
            for (int i = 0; i < weights.size(); i++) {
                Buffer buffer = weights.get(i);
                rounded.measure(buffer);
                editor.replaceBuffer(buffer, rounded.content(buffer));
                // Never falling, from 0 to 1, as often as is natural: the platform thins it out.
                context.progress(0.5 * (i + 1) / weights.size(), "measuring weights");
            }
            context.checkCancelled();
            TfliteWriter.write(model, output);
            context.progress(1, "model written");
            return TechniqueResult.of(output, rounded.measures(), findings(rounded, bits));
        } catch (RoundedWeights.Cancelled e) {
            // A cancelled job ends with an InterruptedException, and never with a result or an error.
            throw (InterruptedException) new InterruptedException("cancelled while the model was written").initCause(e);
        } catch (IOException e) {
            // The code says whose fault it is and so whether to try again; the remedy says what a person can do.
            throw new LapidaryException(
                    ErrorCodes.DISK_FULL, "Cannot write " + output + ": " + e.getMessage() + ".", "Free space.", e);
        }
    }

    /** What a reader of the result should know, and would not see from the numbers. */
    private static List<Finding> findings(RoundedWeights rounded, int bits) {
        var findings = new ArrayList<Finding>();
        if (rounded.changedNothing()) {
            findings.add(Finding.warning(
                    "nothing-changed",
                    "",
                    "No weight has more than " + bits
                            + " bits of mantissa. Give a smaller mantissa_bits, or leave the step out."));
        } else {
            findings.add(Finding.note(
                    "same-size",
                    "",
                    "Weights take as many bytes as before; only zipped is the file smaller. Compare zippedBytes."));
        }
        return findings;
    }
}
