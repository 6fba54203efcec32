package io.lapidary.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import io.lapidary.api.Digest;
import io.lapidary.api.ErrorType;
import io.lapidary.api.parameter.Parameters;
import io.lapidary.api.technique.Technique;
import io.lapidary.api.technique.TechniqueDescriptor;
import io.lapidary.api.work.Lane;
import io.lapidary.model.Model;
import io.lapidary.model.check.ModelChecker;

/**
 * What holds of every technique, clause by clause. A class that inherits it has a constructor without arguments, since its
 * technique is run in a process of its own too; system properties whose names begin with {@code lapidary.} are passed on to that.
 */
public abstract class TechniqueContractTest extends PromiseClauses {
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
        List<TechniqueRun> both = pair.runs();
        Assumptions.assumeFalse(pair.alone(), "it does not ask whether to go on, so the two did not meet");
        for (TechniqueRun run : both) {
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
        for (int call : new TreeSet<>(List.of(1, Math.min(2, checks), (checks + 1) / 2, checks))) {
            Cancellation.require(new TechniqueBench(this), subject, fresh(), call);
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
}
