package io.lapidary.quantization.integer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.technique.DataRole;
import io.lapidary.api.technique.TechniqueInput;
import io.lapidary.api.technique.TechniqueResult;
import io.lapidary.api.work.Finding;
import io.lapidary.api.work.WorkContext;
import io.lapidary.api.work.WriteFailures;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Model;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Operator;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;
import io.lapidary.model.TfliteReader;
import io.lapidary.model.annotation.Annotations;
import io.lapidary.quantization.WeightJobs;
import io.lapidary.quantization.integer.plan.IntegerPlan;
import io.lapidary.quantization.integer.preparation.Groundwork;
import io.lapidary.quantization.integer.range.DerivedRanges;
import io.lapidary.quantization.integer.range.RangeSource;
import io.lapidary.quantization.integer.range.SampledRanges;
import io.lapidary.quantization.integer.rewriting.OutputShift;
import io.lapidary.quantization.integer.rule.OperatorRules;
import io.lapidary.quantization.integer.scheme.IntegerScheme;
import io.lapidary.quantization.integer.settings.IntegerSettings;
import io.lapidary.quantization.integer.settings.Recipe;

/** Quantizes a model to integers, from file to file. */
public final class IntegerQuantization {
    private static final double PREPARED = 0.4;
    private static final double CALIBRATED = 0.7;
    private static final double WRITTEN = 0.9;

    private final IntegerScheme scheme;

    public IntegerQuantization(IntegerScheme scheme) {
        this.scheme = scheme;
    }

    /** Types of operators that have an integer kernel of the scheme which computes what the float one does. */
    public Set<BuiltinOperator> operators() {
        return OperatorRules.types(scheme);
    }

    /**
     * @throws LapidaryException of code unsupported-model if operators would stay in float32 and the request is strict; of code
     *     invalid-parameter if the recipe names what the model has not; of code invalid-data if samples have no finite range
     */
    public TechniqueResult apply(TechniqueInput input, WorkContext context)
            throws LapidaryException, InterruptedException {
        Path output = context.workFolder().resolve(scheme.id() + ".tflite");
        try {
            return quantize(input, context, output);
        } catch (IOException e) {
            throw WriteFailures.of(output, e);
        }
    }

    private TechniqueResult quantize(TechniqueInput input, WorkContext context, Path output)
            throws IOException, LapidaryException, InterruptedException {
        Optional<SampleSet> samples = Optional.ofNullable(input.data().get(DataRole.REPRESENTATIVE));
        IntegerSettings given = IntegerSettings.of(input.parameters(), scheme);
        IntegerSettings settings = samples.isPresent() ? given : given.withoutSamples();
        context.checkCancelled();
        var findings = new ArrayList<Finding>();
        RangeSource source = samples.<RangeSource>map(found -> new SampledRanges(found, settings, context))
                .orElseGet(() -> new DerivedRanges(settings));
        if (settings.strict()) {
            requireNoCustom(TfliteReader.read(input.subject().path()));
        }
        var laid = Groundwork.lay(input.subject().path(), settings, scheme == IntegerScheme.INT16X8, context, findings);
        var ground = source.improved(laid, List.of(scheme), findings);
        context.progress(PREPARED, "graph prepared");
        ModelEditor editor = ground.editor();
        var calibrations = source.ranges(ground, IntegerPasses.schemes(scheme, settings), findings);
        context.progress(CALIBRATED, "ranges known");
        context.checkCancelled();
        var jobs = WeightJobs.silent(context);
        var passes = new IntegerPasses(scheme, settings, ground, calibrations, jobs);
        report(passes, settings, findings);
        passes.rewrite();
        Annotations.strip(editor);
        jobs.write(editor.model(), output);
        context.progress(WRITTEN, "model written");
        Path written = samples.isPresent() && settings.biasCorrection()
                ? withoutShift(ground.file(), output, samples.get(), context)
                : output;
        context.progress(1, "outputs compared");
        return TechniqueResult.of(written, passes.measures(), findings);
    }

    private Path withoutShift(Path reference, Path quantized, SampleSet samples, WorkContext context)
            throws IOException, LapidaryException, InterruptedException {
        Path corrected = context.workFolder().resolve(scheme.id() + "_corrected.tflite");
        return new OutputShift(context, scheme).takeOut(reference, quantized, samples, corrected)
                ? corrected
                : quantized;
    }

    /** What nobody but its maker knows is seen before samples are run, which may need that maker's kernels. */
    private void requireNoCustom(Model model) throws LapidaryException {
        for (Subgraph graph : model.subgraphs()) {
            for (Operator operator : graph.operators(BuiltinOperator.CUSTOM)) {
                if (IntegerPlan.computesReals(operator)) {
                    throw new LapidaryException(
                            ErrorCodes.UNSUPPORTED_MODEL,
                            operator.title() + " '" + name(operator) + "' can only be computed in float32.",
                            "Leave strict=false, so that it is.");
                }
            }
        }
    }

    private void report(IntegerPasses passes, IntegerSettings settings, List<Finding> findings)
            throws LapidaryException {
        var lines = new ArrayList<String>();
        passes.islands().forEach((operator, reason) -> {
            String line = operator.title() + " '" + name(operator) + "' stays in float32: " + reason + ".";
            lines.add(line);
            findings.add(Finding.note("float-island", name(operator), line));
        });
        if (settings.strict() && !lines.isEmpty()) {
            throw new LapidaryException(
                    ErrorCodes.UNSUPPORTED_MODEL,
                    "Not all of the model can be computed in " + scheme.id() + ". " + String.join(" ", lines),
                    "Leave strict=false, so that these are computed in float32.");
        }
        if (!passes.convertAny()) {
            findings.add(Finding.warning(
                    "nothing-converted", "", "No operator of the model could be computed in " + scheme.id() + "."));
        }
    }

    private static String name(Operator operator) {
        return Recipe.named(operator).stream().map(Tensor::name).findFirst().orElse("");
    }
}
