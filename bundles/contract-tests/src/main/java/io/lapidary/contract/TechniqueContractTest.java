package io.lapidary.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.Digest;
import io.lapidary.api.ErrorType;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.model.Trait;
import io.lapidary.api.parameter.Parameters;
import io.lapidary.api.technique.Change;
import io.lapidary.api.technique.DataRole;
import io.lapidary.api.technique.Technique;
import io.lapidary.api.technique.TechniqueDescriptor;
import io.lapidary.api.work.Lane;
import io.lapidary.model.Model;
import io.lapidary.model.Subgraph;
import io.lapidary.model.check.ModelChecker;
import io.lapidary.model.summary.TraitDetector;

/**
 * What holds of every technique, clause by clause. A class that inherits it has a constructor without arguments, since its
 * technique is run in a process of its own too.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class TechniqueContractTest {
    private static final int SAMPLES = 16;
    private static final long SEED = 5;
    private static final int CLASSES = 2;

    private final Map<String, TechniqueRun> runs = new HashMap<>();
    private Path folder;
    private int folders;

    /** The technique that is tested. */
    protected abstract Technique technique();

    /** What it is run with; its defaults, if not overridden. */
    protected Map<String, String> parameters() {
        return Map.of();
    }

    /** Models that it is run on: {@link Subjects#all} that have the traits it requires, if not overridden. */
    protected List<Subject> subjects() {
        return Subjects.all().stream().filter(this::isFit).toList();
    }

    /** Parameters whose values are of the declared types and ranges and yet make no sense: the technique itself refuses them. */
    protected List<Map<String, String>> badParameters() {
        return List.of();
    }

    /**
     * The samples of a role, for the inputs of a model's first signature: random ones, if not overridden.
     *
     * @param into a folder for them
     */
    protected SampleSet samples(DataRole role, Model model, Path into) throws Exception {
        Subgraph graph = model.signatures().isEmpty()
                ? model.main()
                : model.signatures().get(0).subgraph();
        var random = new RandomSamples(SEED, SAMPLES, into);
        return role == DataRole.REPRESENTATIVE ? random.of(graph.inputs()) : random.labelled(graph.inputs(), CLASSES);
    }

    @BeforeAll
    final void prepare(@TempDir Path root) {
        folder = root;
        assertThat(subjects())
                .as("models that have all of " + technique().descriptor().requires()
                        + "; override subjects() to give some")
                .isNotEmpty();
    }

    @Test
    final void theDescriptorIsTheSameAtEveryCall() {
        Technique technique = technique();
        TechniqueDescriptor descriptor = technique.descriptor();
        assertThat(technique.descriptor()).isEqualTo(descriptor);
        assertThat(technique().descriptor()).as("of another instance").isEqualTo(descriptor);
    }

    @Test
    final void equalInputGivesEqualBytes() throws Exception {
        for (Subject subject : subjects()) {
            var bench = new TechniqueBench(this);
            Path elsewhere = fresh();
            var input = bench.input(subject, elsewhere);
            var again = bench.run(input, bench.context(elsewhere).withCores(7));
            assertThat(again.digests())
                    .as(subject + " in another work folder, with 7 cores")
                    .isEqualTo(run(subject).digests());
            assertThat(again.result().candidates().get(0).measures())
                    .as("measures of " + subject)
                    .isEqualTo(run(subject).result().candidates().get(0).measures());
        }
    }

    @Test
    final void oneInstanceServesTwoJobsAtOnce() throws Exception {
        Subject subject = subjects().get(0);
        var pair = new Together(new TechniqueBench(this), subject, fresh());
        for (TechniqueRun run : pair.runs()) {
            assertThat(run.digests())
                    .as("one of two jobs at once")
                    .isEqualTo(run(subject).digests());
        }
    }

    @Test
    final void inputFilesStayAsTheyAre() throws Exception {
        for (Subject subject : subjects()) {
            var input = run(subject).input();
            for (var file : input.models().values()) {
                assertThat(Digest.of(file.path())).as(file.path().toString()).isEqualTo(file.digest());
            }
        }
    }

    @Test
    final void nothingIsWrittenOutsideTheWorkFolder() throws Exception {
        for (Subject subject : subjects()) {
            var bench = new TechniqueBench(this);
            Path root = fresh();
            var input = bench.input(subject, root);
            var context = bench.context(root);
            var watch = Watch.over(context.workFolder(), root, Path.of(""));
            var run = bench.run(input, context);
            watch.requireUnchanged();
            for (Path file : run.files()) {
                assertThat(file.toRealPath())
                        .as("a file of the result")
                        .startsWith(context.workFolder().toRealPath());
            }
        }
    }

    @Test
    final void theResultIsASoundModel() throws Exception {
        for (Subject subject : subjects()) {
            ModelChecker.require(run(subject).after());
        }
    }

    @Test
    final void theResultRunsInTheInterpreter() throws Exception {
        for (Subject subject : subjects()) {
            for (var candidate : run(subject).result().candidates()) {
                Interpretation.run(candidate.model(), fresh());
            }
        }
    }

    @Test
    final void declaredParametersRefuseWhatIsOutOfRange() throws Exception {
        TechniqueDescriptor descriptor = technique().descriptor();
        ParameterClauses.check(descriptor.id(), descriptor.parameters(), parameters());
    }

    @Test
    final void badParametersAreRefused() throws Exception {
        Assumptions.assumeFalse(badParameters().isEmpty(), "no bad parameters are given");
        for (Map<String, String> bad : badParameters()) {
            var bench = new TechniqueBench(this);
            Path root = fresh();
            var input = bench.input(subjects().get(0), root);
            var descriptor = technique().descriptor();
            var given = new HashMap<>(parameters());
            given.putAll(bad);
            var resolved = Parameters.resolve(descriptor.id(), descriptor.parameters(), given);
            var wrong = new io.lapidary.api.technique.TechniqueInput(
                    input.models(), input.data(), resolved, input.target());
            Throwable refusal = catchThrowable(() -> bench.run(wrong, bench.context(root)));
            Refusals.requireType(refusal, ErrorType.REQUEST, "parameters " + bad);
        }
    }

    @Test
    final void aFileThatIsNoModelIsRefused() throws Exception {
        var bench = new TechniqueBench(this);
        Model shape = subjects().get(0).source().get();
        for (var file : Refusals.noModels(shape, fresh()).entrySet()) {
            Path root = fresh();
            var input = bench.input(shape, file.getValue(), root);
            Throwable refusal = catchThrowable(() -> bench.run(input, bench.context(root)));
            Refusals.requireType(refusal, ErrorType.MODEL, file.getKey());
        }
    }

    @Test
    final void progressRisesFromZeroToOne() throws Exception {
        for (Subject subject : subjects()) {
            var reported = run(subject).context().reported();
            assertThat(reported).as("reports of progress on " + subject).isNotEmpty();
            double last = 0;
            for (var progress : reported) {
                assertThat(progress.fraction()).as(progress.what()).isBetween(last, 1.0);
                assertThat(progress.what()).as("what is being done").isNotBlank();
                last = progress.fraction();
            }
        }
    }

    @Test
    final void cancellationEndsTheWork() throws Exception {
        Subject subject = subjects().get(0);
        int checks = run(subject).context().checks();
        assertThat(checks).as("calls of checkCancelled").isPositive();
        for (int call : Set.of(1, Math.min(2, checks), (checks + 1) / 2, checks)) {
            Cancellation.require(new TechniqueBench(this), subject, fresh(), call);
        }
    }

    @Test
    final void interfaceTypesStayUnlessNamed() throws Exception {
        assumeStays(Change.INTERFACE_TYPES);
        for (Subject subject : subjects()) {
            Promises.sameInterfaceTypes(run(subject).before(), run(subject).after());
        }
    }

    @Test
    final void interfaceShapesStayUnlessNamed() throws Exception {
        assumeStays(Change.INTERFACE_SHAPES);
        for (Subject subject : subjects()) {
            Promises.sameInterfaceShapes(run(subject).before(), run(subject).after());
        }
    }

    @Test
    final void topologyStaysUnlessNamed() throws Exception {
        assumeStays(Change.TOPOLOGY);
        for (Subject subject : subjects()) {
            Promises.sameTopology(run(subject).before(), run(subject).after());
        }
    }

    @Test
    final void weightsStayUnlessNamed() throws Exception {
        assumeStays(Change.WEIGHTS);
        for (Subject subject : subjects()) {
            Promises.sameWeights(run(subject).before(), run(subject).after());
        }
    }

    @Test
    final void namesOfWhatIsKeptAreKept() throws Exception {
        for (Subject subject : subjects()) {
            Promises.sameNames(run(subject).before(), run(subject).after());
        }
    }

    @Test
    final void signaturesAreKept() throws Exception {
        for (Subject subject : subjects()) {
            Promises.sameSignatures(run(subject).before(), run(subject).after());
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
            var promised = new HashSet<>(TraitDetector.detect(run(subject).before()));
            promised.retainAll(technique().descriptor().keeps());
            assertThat(TraitDetector.detect(run(subject).after()))
                    .as("traits of " + subject + " after the step")
                    .containsAll(promised);
        }
    }

    @Test
    final void destroyedTraitsAreGone() throws Exception {
        for (Subject subject : subjects()) {
            assertThat(TraitDetector.detect(run(subject).after()))
                    .as("traits of " + subject + " after the step")
                    .doesNotContainAnyElementsOf(technique().descriptor().destroys());
        }
    }

    @Test
    final void lightWorkOpensNoInterpreter() throws Exception {
        Assumptions.assumeTrue(technique().descriptor().lane().equals(Lane.LIGHT), "not on the lane light");
        for (Subject subject : subjects()) {
            assertThat(run(subject).context().interpreters())
                    .as("interpreters opened for " + subject)
                    .isZero();
        }
    }

    @Test
    final void aProcessOfItsOwnGivesTheSameBytes() throws Exception {
        assertThat(TechniqueChild.run(getClass(), 0, fresh()))
                .as("digests of what it makes in a child process")
                .isEqualTo(run(subjects().get(0)).digests());
    }

    /** The one run of a subject that most clauses look at. */
    private TechniqueRun run(Subject subject) throws Exception {
        TechniqueRun run = runs.get(subject.name());
        if (run == null) {
            run = new TechniqueBench(this).run(subject, fresh());
            runs.put(subject.name(), run);
        }
        return run;
    }

    private Path fresh() {
        return folder.resolve("job" + folders++);
    }

    private void assumeStays(Change change) {
        Assumptions.assumeFalse(
                technique().descriptor().changes().contains(change), "the technique says that it changes " + change);
    }

    private boolean isFit(Subject subject) {
        try {
            return TraitDetector.detect(subject.source().get())
                    .containsAll(technique().descriptor().requires());
        } catch (IOException | LapidaryException e) {
            throw new AssertionError("the subject " + subject + " cannot be read", e);
        } catch (Exception e) {
            throw new AssertionError("the subject " + subject + " cannot be made", e);
        }
    }

    /** Traits of a third party are its own; only the platform's can be looked for. */
    private static Set<Trait> detectable(Set<Trait> traits) {
        var known = new HashSet<>(traits);
        known.removeIf(trait -> trait.id().contains("."));
        return known;
    }
}
