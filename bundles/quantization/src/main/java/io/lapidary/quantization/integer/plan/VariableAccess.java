package io.lapidary.quantization.integer.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Model;
import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;
import io.lapidary.quantization.integer.rule.Obstacles;

/**
 * The operators that read and assign a model's variables, by variable. A variable holds bytes and no scale, so all that read and
 * assign one must agree, in whichever subgraph they are.
 */
final class VariableAccess {
    private final Map<String, List<Operator>> byName = new LinkedHashMap<>();
    /** Whether some handle comes from elsewhere than a VAR_HANDLE, so that any variable may be meant. */
    private boolean unknown;

    static VariableAccess of(Model model) {
        var access = new VariableAccess();
        model.subgraphs().stream()
                .flatMap(graph -> graph.operators().stream())
                .filter(VariableAccess::isAccess)
                .forEach(access::add);
        return access;
    }

    static boolean isAccess(Operator operator) {
        return operator.type() == BuiltinOperator.READ_VARIABLE || operator.type() == BuiltinOperator.ASSIGN_VARIABLE;
    }

    private void add(Operator operator) {
        Optional<String> name = operator.input(0)
                .flatMap(Tensor::producer)
                .filter(maker -> maker.type() == BuiltinOperator.VAR_HANDLE)
                .map(maker -> maker.options().textValue("container") + "/"
                        + maker.options().textValue("shared_name"));
        name.ifPresent(
                found -> byName.computeIfAbsent(found, n -> new ArrayList<>()).add(operator));
        unknown |= name.isEmpty();
    }

    /** The operators of each variable. */
    List<List<Operator>> groups() {
        return List.copyOf(byName.values());
    }

    Optional<String> obstacle() {
        return Obstacles.when(unknown, "the model passes handles of variables on, so that any variable may be meant");
    }

    /** Where an operator reads or assigns numbers. */
    static Slot slot(Operator operator) {
        return operator.type() == BuiltinOperator.READ_VARIABLE
                ? new Slot.Made(operator.output())
                : new Slot.Use(operator, 1);
    }
}
