package io.lapidary.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;

import io.lapidary.model.check.ModelChecker;

/** A small model that a test edits, checks, writes and reads again. */
abstract class EditedModel {
    final Model model = SampleModels.dense().build();
    final ModelEditor editor = edit(model);
    final GraphEditor graph = editor.graph();
    final Subgraph main = model.main();
    final Operator dense = main.operator(0);
    final Operator relu = main.operator(1);

    static final ModelEditor edit(Model model) {
        try {
            return ModelEditor.of(model);
        } catch (io.lapidary.api.LapidaryException e) {
            throw new AssertionError(e);
        }
    }

    final Tensor tensor(String name) {
        return main.tensor(name).orElseThrow();
    }

    final Model reread() throws Exception {
        assertThat(ModelChecker.check(model)).isEmpty();
        return TfliteReader.read(ByteBuffer.wrap(TfliteWriter.toBytes(model)));
    }
}
