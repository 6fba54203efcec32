package io.lapidary.quantization.calibration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.NearestName;
import io.lapidary.api.parameter.Parameter;
import io.lapidary.model.Model;
import io.lapidary.model.Signature;
import io.lapidary.model.Tensor;
import io.lapidary.quantization.statistics.ChannelStatistics;

/**
 * What a request says of a model's inputs, of which there are no samples.
 *
 * @param named by tensor name or a signature's name for the input
 * @param others what is said of all others
 */
record InputRanges(Map<String, ChannelStatistics> named, Optional<ChannelStatistics> others) {
    static final Parameter<String> PARAMETER = Parameter.text(
                    "input_range",
                    "What inputs are like, for a request without samples: MIN:MAX, or MEAN/DEVIATION, or both as MIN:MAX@MEAN/DEVIATION;"
                            + " for all inputs, or each by name as in image=-1:1;sound=0/0.3. Empty: as the model's metadata tells.")
            .defaultsTo("");

    private static final String NUMBER = "[-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?";
    private static final String RANGE = "(?<min>" + NUMBER + "):(?<max>" + NUMBER + ")";
    private static final String MOMENTS = "(?<mean>" + NUMBER + ")/(?<deviation>" + NUMBER + ")";
    private static final Pattern ENTRY =
            Pattern.compile("\\s*(?:(?<name>.+?)\\s*=\\s*)??(?:" + RANGE + ")?@?(?:" + MOMENTS + ")?\\s*(?:;|$)");

    InputRanges {
        named = Map.copyOf(named);
    }

    /** @throws LapidaryException of code invalid-parameter where the text says nothing of inputs */
    static InputRanges parse(String text) throws LapidaryException {
        var named = new LinkedHashMap<String, ChannelStatistics>();
        Optional<ChannelStatistics> others = Optional.empty();
        Matcher entry = ENTRY.matcher(text);
        int at = 0;
        while (at < text.length()) {
            if (!entry.find(at) || entry.start() != at || entry.group("min") == null && entry.group("mean") == null) {
                throw invalid("'" + text.substring(at) + "' is no range");
            }
            ChannelStatistics said = statistics(entry);
            String name = entry.group("name");
            boolean again = name == null ? others.isPresent() : named.put(name, said) != null;
            if (again) {
                throw invalid(name == null ? "two entries are without a name" : "it names '" + name + "' twice");
            }
            others = name == null ? Optional.of(said) : others;
            at = entry.end();
        }
        return new InputRanges(named, others);
    }

    private static ChannelStatistics statistics(Matcher entry) throws LapidaryException {
        try {
            boolean bounded = entry.group("min") != null;
            double min = bounded ? Double.parseDouble(entry.group("min")) : Double.NEGATIVE_INFINITY;
            double max = bounded ? Double.parseDouble(entry.group("max")) : Double.POSITIVE_INFINITY;
            if (bounded && !(min < max && ValueRange.isValid((float) min, (float) max))) {
                throw invalid("'" + entry.group().strip() + "' is no range");
            }
            if (entry.group("mean") == null) {
                return ChannelStatistics.uniform(min, max);
            }
            double mean = Double.parseDouble(entry.group("mean"));
            double deviation = Double.parseDouble(entry.group("deviation"));
            if (!(deviation > 0) || !Float.isFinite((float) deviation) || !(mean >= min && mean <= max)) {
                throw invalid("'" + entry.group().strip()
                        + "' has a deviation that is not above 0, or a mean out of its range");
            }
            return ChannelStatistics.of(mean, deviation * deviation, min, max);
        } catch (NumberFormatException e) {
            throw invalid("'" + entry.group().strip() + "' has a number that is none: " + e.getMessage());
        }
    }

    private static LapidaryException invalid(String what) {
        return new LapidaryException(
                ErrorCodes.INVALID_PARAMETER,
                "Parameter " + PARAMETER.name() + ": " + what + ".",
                "Write MIN:MAX, MEAN/DEVIATION or MIN:MAX@MEAN/DEVIATION, of all inputs or as NAME=...;NAME=... with each name once.");
    }

    /** @throws LapidaryException of code invalid-parameter, naming what is no input of the model */
    void requireMatches(Model model) throws LapidaryException {
        List<String> names = model.subgraphs().stream()
                .flatMap(graph -> graph.inputs().stream())
                .filter(Calibrator::isReal)
                .flatMap(input -> names(input).stream())
                .distinct()
                .toList();
        for (String name : named.keySet()) {
            if (!names.contains(name)) {
                throw new LapidaryException(
                        ErrorCodes.INVALID_PARAMETER,
                        "Parameter " + PARAMETER.name() + ": the model has no float32 input '" + name + "'.",
                        NearestName.hint(name, names));
            }
        }
    }

    /** What is said of an input; empty if nothing is. */
    Optional<ChannelStatistics> of(Tensor input) {
        return names(input).stream()
                .filter(named::containsKey)
                .findFirst()
                .map(named::get)
                .or(() -> others);
    }

    private static List<String> names(Tensor input) {
        var names = new java.util.ArrayList<>(List.of(input.name()));
        for (Signature signature : input.subgraph().model().signatures()) {
            signature.inputs().forEach((name, tensor) -> {
                if (tensor == input) {
                    names.add(name);
                }
            });
        }
        return names;
    }
}
