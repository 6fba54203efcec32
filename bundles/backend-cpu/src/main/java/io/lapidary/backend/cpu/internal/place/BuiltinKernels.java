package io.lapidary.backend.cpu.internal.place;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Operator;

/** The kernels that the interpreter of TensorFlow Lite 2.21 brings along, with the highest version of each operator. */
final class BuiltinKernels {
    /** Custom operators whose kernels the interpreter brings along all the same. */
    private static final Set<String> CUSTOM =
            Set.of("AudioSpectrogram", "Mfcc", "NumericVerify", "TFLite_Detection_PostProcess");

    private static final Map<BuiltinOperator, Integer> VERSIONS = load();

    private BuiltinKernels() {}

    /** Why no kernel runs an operator; empty if one does. */
    static Optional<String> refusal(Operator operator) {
        if (operator.type() == BuiltinOperator.CUSTOM) {
            return CUSTOM.contains(operator.customCode())
                    ? Optional.empty()
                    : Optional.of(
                            "The interpreter has no kernel for the custom operator '" + operator.customCode() + "'.");
        }
        Integer highest = VERSIONS.get(operator.type());
        if (highest == null) {
            return Optional.of("The interpreter has no kernel for " + operator.type() + ".");
        }
        return operator.version() <= highest
                ? Optional.empty()
                : Optional.of("The interpreter has " + operator.type() + " up to version " + highest + ", not "
                        + operator.version() + ".");
    }

    private static Map<BuiltinOperator, Integer> load() {
        var lines = new Properties();
        try (InputStream in = BuiltinKernels.class.getResourceAsStream("builtin-kernels.properties")) {
            lines.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("builtin-kernels.properties of this bundle cannot be read", e);
        }
        Map<BuiltinOperator, Integer> versions = new EnumMap<>(BuiltinOperator.class);
        lines.forEach((name, version) ->
                versions.put(BuiltinOperator.valueOf((String) name), Integer.parseInt((String) version)));
        return versions;
    }
}
