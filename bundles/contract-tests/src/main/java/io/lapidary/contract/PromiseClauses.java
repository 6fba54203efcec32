package io.lapidary.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import io.lapidary.api.model.Trait;
import io.lapidary.api.technique.Change;
import io.lapidary.model.summary.TraitDetector;

/** A technique's promises to the steps around it: what stays, and which traits there are afterwards. */
abstract class PromiseClauses extends TechniqueSetting {
    @Test
    final void interfaceTypesStayUnlessNamed() throws Exception {
        assumeStays(Change.INTERFACE_TYPES);
        for (Subject subject : subjects()) {
            Promises.sameInterfaceTypes(before(subject), run(subject).after());
        }
    }

    @Test
    final void interfaceShapesStayUnlessNamed() throws Exception {
        assumeStays(Change.INTERFACE_SHAPES);
        for (Subject subject : subjects()) {
            Promises.sameInterfaceShapes(before(subject), run(subject).after());
        }
    }

    @Test
    final void topologyStaysUnlessNamed() throws Exception {
        assumeStays(Change.TOPOLOGY);
        for (Subject subject : subjects()) {
            Promises.sameTopology(before(subject), run(subject).after());
        }
    }

    @Test
    final void weightsStayUnlessNamed() throws Exception {
        assumeStays(Change.WEIGHTS);
        for (Subject subject : subjects()) {
            Promises.sameWeights(before(subject), run(subject).after());
        }
    }

    @Test
    final void namesOfWhatIsKeptAreKept() throws Exception {
        for (Subject subject : subjects()) {
            Promises.sameNames(before(subject), run(subject).after());
        }
    }

    @Test
    final void signaturesAreKept() throws Exception {
        for (Subject subject : subjects()) {
            Promises.sameSignatures(before(subject), run(subject).after());
        }
    }

    @Test
    final void providedTraitsArePresent() throws Exception {
        for (Subject subject : subjects()) {
            var promised = detectable(technique().descriptor().provides());
            assertThat(TraitDetector.detect(run(subject).after()))
                    .as("traits of " + subject + " after the step")
                    .containsAll(promised);
        }
    }

    @Test
    final void keptTraitsSurvive() throws Exception {
        for (Subject subject : subjects()) {
            var promised = new HashSet<>(TraitDetector.detect(before(subject)));
            promised.retainAll(technique().descriptor().keeps());
            assertThat(TraitDetector.detect(run(subject).after()))
                    .as("traits of " + subject + " after the step")
                    .containsAll(promised);
        }
    }

    @Test
    final void destroyedTraitsAreGone() throws Exception {
        for (Subject subject : subjects()) {
            var left = TraitDetector.detect(run(subject).after());
            left.retainAll(technique().descriptor().destroys());
            assertThat(left)
                    .as("destroyed traits of " + subject + " after the step")
                    .isEmpty();
        }
    }

    private void assumeStays(Change change) {
        Assumptions.assumeFalse(
                technique().descriptor().changes().contains(change), "the technique says that it changes " + change);
    }

    /** Traits of a third party are its own; only the platform's can be looked for. */
    private static Set<Trait> detectable(Set<Trait> traits) {
        var known = new HashSet<>(traits);
        known.removeIf(trait -> trait.id().contains("."));
        return known;
    }
}
