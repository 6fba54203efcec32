package io.lapidary.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** Who may know whom; docs/architecture.md has the same as a table. */
class ArchitectureTest {
    /** Of every bundle: the JDK, OSGi's annotations, and itself. */
    private static final String[] ALWAYS = {
        "java..", "org.osgi.annotation..", "org.osgi.service.component.annotations..", "org.osgi.service.metatype.."
    };

    private static final String LIVE_CONTENT = "io.lapidary.api.store.LiveContent";

    @Test
    void theClassesOfAllBundlesAreLookedAt() {
        assertThat(ProductClasses.ALL.stream().map(ProductClasses::jarOf).distinct())
                .contains(
                        "lapidary-api",
                        "lapidary-model",
                        "lapidary-coordinator",
                        "lapidary-worker",
                        "lapidary-technique-float16",
                        "lapidary-backend-cpu",
                        "lapidary-shell",
                        "lapidary-launcher",
                        "lapidary-contract-tests");
    }

    @Test
    void apiKnowsNothing() {
        check(onlyKnows("io.lapidary.api..")
                .because("everything stands on the contracts; move what needs a library into a bundle of its own and"
                        + " leave its interface here"));
    }

    @Test
    void modelKnowsTheApiAlone() {
        check(onlyKnows("io.lapidary.model..", "io.lapidary.api..")
                .because(
                        "third parties build on the graph; what needs more than the contracts belongs to the bundle that"
                                + " uses the graph"));
    }

    @Test
    void quantizationKnowsApiAndModel() {
        check(onlyKnows("io.lapidary.quantization..", "io.lapidary.api..", "io.lapidary.model..")
                .because("it is the numeric core of techniques; what a single technique needs belongs there"));
    }

    @Test
    void techniquesKnowContractsGraphAndNumericCoreAlone() {
        check(onlyKnows(
                        "io.lapidary.technique..",
                        "io.lapidary.api..",
                        "io.lapidary.model..",
                        "io.lapidary.quantization..",
                        "io.lapidary.lowering..")
                .because(
                        "a technique must run in a process of its own and be written without the platform; take what it"
                                + " needs from its input and its WorkContext"));
    }

    @Test
    void techniquesDoNotKnowEachOther() {
        check(slices().matching("io.lapidary.technique.(*)..")
                .should()
                .notDependOnEachOther()
                .because(
                        "techniques come and go one by one; move what two of them need into quantization, or pass it on"
                                + " as annotations of the model"));
    }

    @Test
    void backendsKnowContractsAndGraphAlone() {
        check(onlyKnows("io.lapidary.backend..", "io.lapidary.api..", "io.lapidary.model..", "io.lapidary.lowering..")
                .because("a backend is written without the platform; it reaches engines by its WorkContext"));
    }

    @Test
    void backendsDoNotKnowEachOther() {
        check(slices().matching("io.lapidary.backend.(*)..")
                .should()
                .notDependOnEachOther()
                .because("backends come and go one by one; move what two of them need into a bundle for both"));
    }

    @Test
    void plannersKnowTheApiAlone() {
        check(onlyKnows("io.lapidary.planner..", "io.lapidary.api..")
                .because(
                        "a planner decides from descriptors and evaluations, which are data; what it must know of a model"
                                + " belongs into the PlanningRequest"));
    }

    @Test
    void coordinatorKnowsMessagesAlone() {
        check(onlyKnows(
                        "io.lapidary.coordinator..",
                        "io.lapidary.api..",
                        "io.lapidary.events..",
                        "io.lapidary.messaging.kafka",
                        "org.apache.kafka..",
                        "org.apache.avro..",
                        "org.osgi.framework..",
                        "org.slf4j..")
                .because("it runs no third-party code and touches no model: have a worker do the work, and tell the"
                        + " coordinator by a completion"));
    }

    @Test
    void coordinatorRunsNoPlugin() {
        check(noClasses()
                .that()
                .resideInAPackage("io.lapidary.coordinator..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("io.lapidary.api.technique.Technique")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("io.lapidary.api.backend.Backend")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("io.lapidary.api.planner.Planner")
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("io.lapidary.api.engine..", "io.lapidary.api.dataset..")
                .orShould()
                .dependOnClassesThat(resideInAPackage("io.lapidary.api.store..").and(not(assignableTo(LIVE_CONTENT))))
                .because(
                        "descriptors in the catalog are all it may know of plugins; ask a planner by a PLAN item. What its"
                                + " requests need it tells whoever asks, and asks no store itself"));
    }

    @Test
    void workerKnowsNeitherKafkaNorAnyPlugin() {
        check(
                onlyKnows(
                                "io.lapidary.worker..",
                                "io.lapidary.api..",
                                "io.lapidary.model..",
                                "io.lapidary.events..",
                                "io.lapidary.dataset..",
                                "javax.net.ssl..",
                                "org.osgi.framework..",
                                "org.osgi.util.tracker..",
                                "javax.net..",
                                "org.slf4j..")
                        .because(
                                "techniques, backends, engines and the broker are services to it: take them by their contracts"));
    }

    @Test
    void onlyMessagingAndCoordinatorKnowKafka() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.lapidary.messaging.kafka..", "io.lapidary.coordinator..", "io.lapidary.broker..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .because("the broker sits behind io.lapidary.api.messaging; extend that, and its in-memory double"));
    }

    @Test
    void onlyTheEnginesChildKnowsNativeCode() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("io.lapidary.engine.litert.child..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.bytedeco..", "org.tensorflow..")
                .because("a crash in native code must cost a call and not the node: call it in the child process, by an"
                        + " operation of the engine's protocol"));
    }

    @Test
    void nobodyKnowsThePlatformsInside() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages("io.lapidary.coordinator..", "io.lapidary.worker..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.lapidary.coordinator..", "io.lapidary.worker..")
                .because("coordinator and worker are reached by messages alone"));
    }

    @Test
    void internalPackagesAreUsedByTheirOwnBundle() {
        check(classes()
                .should(notReachIntoOtherBundles())
                .because(
                        "what is internal may change any day: export a factory in the bundle's own package, or move the"
                                + " class to one that is exported"));
    }

    @Test
    void messagesAreNotCopiedByTheirBuilders() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages("io.lapidary.events..", "io.lapidary.shell..")
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "begins a builder with a message",
                        call -> call.getName().equals("newBuilder")
                                && call.getTargetOwner().getPackageName().equals("io.lapidary.events")
                                && !call.getTarget().getRawParameterTypes().isEmpty()))
                .because("within OSGi the copy's nested messages are of no known type; use Copies of events.codec"));
    }

    private static ArchRule onlyKnows(String who, String... whom) {
        String[] allowed = Stream.of(Stream.of(who), Arrays.stream(ALWAYS), Arrays.stream(whom))
                .flatMap(names -> names)
                .toArray(String[]::new);
        return classes()
                .that()
                .resideInAPackage(who)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed);
    }

    private static ArchCondition<JavaClass> notReachIntoOtherBundles() {
        return new ArchCondition<>("use internal packages of their own bundle alone") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                    JavaClass target = dependency.getTargetClass().getBaseComponentType();
                    if (target.getPackageName().matches("io\\.lapidary\\..*\\binternal\\b.*")
                            && !ProductClasses.jarOf(target).equals(ProductClasses.jarOf(type))) {
                        events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
                    }
                }
            }
        };
    }

    private static void check(ArchRule rule) {
        rule.check(ProductClasses.ALL);
    }
}
