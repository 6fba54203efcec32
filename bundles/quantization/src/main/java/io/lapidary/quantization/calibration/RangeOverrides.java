package io.lapidary.quantization.calibration;

import java.util.HashMap;
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
import io.lapidary.model.Tensor;
import io.lapidary.quantization.NamedTensors;

/**
 * What a request says of single activations: their range, or the method that finds it.
 *
 * @param ranges tensor name to range
 * @param methods tensor name to method
 */
public record RangeOverrides(Map<String, ValueRange> ranges, Map<String, CalibrationMethod> methods) {
    static final RangeOverrides NONE = new RangeOverrides(Map.of(), Map.of());

    static final Parameter<String> PARAMETER = Parameter.text(
                    "ranges",
                    "Ranges of single activations, or the methods that find them, as in input=-1:1;conv1/Relu=min-max; goes"
                            + " before 'calibration'; what earlier steps decided goes before both.")
            .defaultsTo("");

    private static final String NUMBER = "[-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?";
    /** Names may hold ';' and '=' themselves, so an entry ends only behind something that can be its value. */
    private static final Pattern ENTRY = Pattern.compile("\\s*(?<name>.+?)\\s*=\\s*(?:(?<min>" + NUMBER + "):(?<max>"
            + NUMBER + ")|(?<method>" + String.join("|", CalibrationMethod.ids()) + "))\\s*(?:;|$)");

    public RangeOverrides {
        ranges = Map.copyOf(ranges);
        methods = Map.copyOf(methods);
    }

    /** @throws LapidaryException of code invalid-parameter where the text is no list of names with a range or a method each */
    static RangeOverrides parse(String text) throws LapidaryException {
        var ranges = new LinkedHashMap<String, ValueRange>();
        var methods = new LinkedHashMap<String, CalibrationMethod>();
        Matcher entry = ENTRY.matcher(text);
        int at = 0;
        while (at < text.length()) {
            if (!entry.find(at) || entry.start() != at) {
                throw invalid(
                        "'" + text.substring(at) + "' is no tensor name with a range or a method",
                        "Write NAME=MIN:MAX or NAME=METHOD, the method one of " + CalibrationMethod.ids() + ".");
            }
            String name = entry.group("name");
            boolean again = entry.group("method") == null
                    ? ranges.put(name, range(entry)) != null
                    : methods.put(name, CalibrationMethod.of(entry.group("method"))) != null;
            if (again || ranges.containsKey(name) && methods.containsKey(name)) {
                throw invalid("it names '" + name + "' twice", "Name each tensor once.");
            }
            at = entry.end();
        }
        return new RangeOverrides(ranges, methods);
    }

    private static ValueRange range(Matcher entry) throws LapidaryException {
        try {
            float min = Float.parseFloat(entry.group("min"));
            float max = Float.parseFloat(entry.group("max"));
            if (ValueRange.isValid(min, max)) {
                return new ValueRange(min, max);
            }
        } catch (NumberFormatException e) {
            throw invalid("'" + entry.group().strip() + "' has a number that is none: " + e.getMessage(), "Mend it.");
        }
        throw invalid("'" + entry.group().strip() + "' is no range", "Give two finite numbers, the smaller one first.");
    }

    private static LapidaryException invalid(String what, String remedy) {
        return new LapidaryException(
                ErrorCodes.INVALID_PARAMETER, "Parameter " + PARAMETER.name() + ": " + what + ".", remedy);
    }

    /** @throws LapidaryException of code invalid-parameter, naming the tensor that is no activation of the model */
    public void requireMatches(Model model) throws LapidaryException {
        List<Tensor> reals = model.subgraphs().stream()
                .flatMap(graph -> graph.tensors().stream())
                .filter(Calibrator::isReal)
                .toList();
        List<String> names = reals.stream().map(Tensor::name).toList();
        var brief = new HashMap<String, String>();
        reals.forEach(tensor -> NamedTensors.brief(tensor).ifPresent(name -> brief.put(name, tensor.name())));
        for (var given : List.of(ranges.keySet(), methods.keySet())) {
            for (String name : given) {
                if (names.contains(name)) {
                    continue;
                }
                String whole = brief.get(name);
                if (whole != null && (ranges.containsKey(whole) || methods.containsKey(whole))) {
                    throw invalid("it names '" + whole + "' twice, once as '" + name + "'", "Name each tensor once.");
                }
                if (whole == null) {
                    throw invalid(
                            "the model has no float32 activation '" + name + "'",
                            NearestName.question(name, names).orElse("'lapidary inspect --all' lists the names."));
                }
            }
        }
    }

    /** Whether a range is given, which holds as long as the tensor's numbers stay what they are. */
    public boolean gives(Tensor tensor) {
        return range(tensor).isPresent();
    }

    Optional<ValueRange> range(Tensor tensor) {
        return of(tensor, ranges);
    }

    CalibrationMethod method(Tensor tensor, CalibrationMethod otherwise) {
        return of(tensor, methods).orElse(otherwise);
    }

    /** By the whole name, else by the short one where that is the tensor's own. */
    private static <T> Optional<T> of(Tensor tensor, Map<String, T> given) {
        T whole = given.get(tensor.name());
        if (whole != null || given.isEmpty()) {
            return Optional.ofNullable(whole);
        }
        return NamedTensors.brief(tensor).map(given::get);
    }

    boolean needsHistogram() {
        return methods.values().stream().anyMatch(CalibrationMethod::needsHistogram);
    }
}
