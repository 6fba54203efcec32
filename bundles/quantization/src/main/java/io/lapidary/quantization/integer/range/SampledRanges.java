package io.lapidary.quantization.integer.range;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.work.Finding;
import io.lapidary.api.work.WorkContext;
import io.lapidary.model.Tensor;
import io.lapidary.quantization.calibration.Calibration;
import io.lapidary.quantization.calibration.CalibrationMethod;
import io.lapidary.quantization.calibration.Calibrator;
import io.lapidary.quantization.calibration.ValueRange;
import io.lapidary.quantization.integer.preparation.Groundwork;
import io.lapidary.quantization.integer.scheme.IntegerScheme;
import io.lapidary.quantization.integer.settings.IntegerSettings;

/** Measured with samples. */
public record SampledRanges(SampleSet samples, IntegerSettings settings, WorkContext context) implements RangeSource {
    @Override
    public Groundwork improved(Groundwork ground, List<IntegerScheme> schemes, List<Finding> findings)
            throws IOException, LapidaryException, InterruptedException {
        var calibrator = new Calibrator(context, settings.calibration(), true);
        var balanced = ground.balanced(
                calibrator,
                samples,
                settings,
                schemes.stream().map(IntegerScheme::levels).toList(),
                context.workFolder().resolve("balanced.tflite"),
                findings);
        boolean all = schemes.contains(IntegerScheme.INT16X8);
        return all || !settings.wide().isEmpty()
                ? balanced.fitted(
                        samples, settings, operator -> all || settings.wide().contains(operator), context)
                : balanced;
    }

    /** All of one measurement. */
    @Override
    public List<Calibration> ranges(Groundwork ground, List<IntegerScheme> schemes, List<Finding> findings)
            throws IOException, LapidaryException, InterruptedException {
        if (settings.derivation().isGiven()) {
            findings.add(Finding.note(
                    "input-range-not-used",
                    "",
                    "'input_range' was not used: representative samples tell more of the inputs. To hold an input's range to what is"
                            + " said of it, name it in 'ranges'."));
        }
        var levels = schemes.stream().map(IntegerScheme::levels).toList();
        List<Calibration> calibrations = new Calibrator(context, settings.calibration(), settings.biasCorrection())
                .run(
                        ground.file(),
                        ground.editor().model(),
                        List.copyOf(ground.graphs().entries()),
                        samples,
                        levels,
                        findings);
        var whole = settings.calibration().withMethod(CalibrationMethod.MIN_MAX);
        var hidden = new HiddenRanges(new Calibrator(context, whole, false), levels.get(0))
                .measure(ground.file(), context.workFolder().resolve("probed.tflite"), ground.graphs(), samples);
        var maxima = new RowMaxima(new Calibrator(context, settings.calibration(), false), schemes.get(0))
                .measure(
                        ground.file(),
                        context.workFolder().resolve("rows.tflite"),
                        ground.graphs(),
                        calibrations.get(0).ranges(),
                        samples);
        for (int i = 0; i < schemes.size(); i++) {
            Map<Tensor, ValueRange> ranges = calibrations.get(i).ranges();
            ranges.putAll(hidden);
            NeededRanges.narrow(ground, schemes.get(i), ranges, maxima, settings.calibration());
        }
        return calibrations;
    }
}
