package io.lapidary.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.technique.DataRole;
import io.lapidary.api.technique.Technique;
import io.lapidary.model.Model;
import io.lapidary.model.Subgraph;
import io.lapidary.model.summary.TraitDetector;

/** What a technique is tested with, and the runs that several clauses look at. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TechniqueSetting {
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

    /** The one run of a subject that most clauses look at. */
    final TechniqueRun run(Subject subject) throws Exception {
        TechniqueRun run = runs.get(subject.name());
        if (run == null) {
            run = new TechniqueBench(this).run(subject, fresh());
            runs.put(subject.name(), run);
        }
        return run;
    }

    final Path fresh() {
        return folder.resolve("job" + folders++);
    }

    /** The subject as it was, whatever has become of its file. */
    static Model before(Subject subject) throws Exception {
        return subject.source().get();
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
}
