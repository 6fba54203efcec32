package io.lapidary.architecture;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.syntax.GivenSlices;

/** Packages are layers: none needs one that needs it. */
class PackageCyclesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.lapidary.api.(*)..",
                "io.lapidary.model.(*)..",
                "io.lapidary.events.(*)..",
                "io.lapidary.quantization.(*)..",
                "io.lapidary.coordinator.internal.(*)..",
                "io.lapidary.worker.internal.(*)..",
                "io.lapidary.dataset.internal.(*)..",
                "io.lapidary.evaluation.internal.(*)..",
                "io.lapidary.evaluation.internal.explain.(*)..",
                "io.lapidary.report.internal.(*)..",
                "io.lapidary.backend.cpu.internal.(*)..",
                "io.lapidary.engine.litert.(*)..",
                "io.lapidary.engine.litert.child.(*)..",
                "io.lapidary.shell.(*)..",
                "io.lapidary.(*).."
            })
    void packagesHaveNoCycles(String slices) {
        check(slices().matching(slices));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.lapidary.shell",
                "io.lapidary.provisioning",
                "io.lapidary.worker",
                "io.lapidary.coordinator",
                "io.lapidary.report",
                "io.lapidary.evaluation",
                "io.lapidary.quantization",
                "io.lapidary.api",
                "io.lapidary.dataset.internal",
                "io.lapidary.store.internal",
                "io.lapidary.model.internal",
                "io.lapidary.engine.litert.child",
                "io.lapidary.messaging.kafka.internal",
                "io.lapidary.backend.cpu"
            })
    void norDoesAPackageNeedTheOneThatItLiesIn(String bundle) {
        check(slices().assignedFrom(new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                String name = type.getPackageName();
                return name.equals(bundle) || name.startsWith(bundle + ".")
                        ? SliceIdentifier.of(name)
                        : SliceIdentifier.ignore();
            }

            @Override
            public String getDescription() {
                return "every package of " + bundle;
            }
        }));
    }

    private static void check(GivenSlices slices) {
        slices.should()
                .beFreeOfCycles()
                .because("packages that need each other are one: move what both need into the lower one, or merge them")
                .check(ProductClasses.ALL);
    }
}
