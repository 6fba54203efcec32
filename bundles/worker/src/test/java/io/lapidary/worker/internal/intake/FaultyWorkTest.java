package io.lapidary.worker.internal.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import io.lapidary.api.Digest;
import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.work.Lane;
import io.lapidary.events.DeadLetter;
import io.lapidary.events.Outcome;
import io.lapidary.events.WorkItem;
import io.lapidary.events.codec.Topics;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.Quantization;
import io.lapidary.model.TensorType;
import io.lapidary.model.TfliteWriter;

/** Work that cannot be done: each ends with an error that names what is wrong. */
class FaultyWorkTest extends WorkerFixture {
    @Test
    void refusesAModelThatTheStoreDoesNotHold() throws Exception {
        rig.start();
        rig.send(WorkerRig.item("a", Digest.of("nothing").uri(), "float16"));

        var done = rig.completion("a");

        assertThat(done.getOutcome()).isEqualTo(Outcome.REFUSED);
        assertThat(done.getError().getCode()).isEqualTo(ErrorCodes.NOT_FOUND.id());
    }

    @Test
    void opensNothingOutsideTheStore() throws Exception {
        rig.start();
        rig.send(WorkerRig.item("a", "file:///etc/passwd", "float16"));
        WorkItem data = WorkerRig.item("b", rig.model(1).uri(), "float16");
        data.getRequest().setData(java.util.Map.of("test", "/etc/passwd"));
        rig.send(data);

        assertThat(rig.completion("a").getError().getCode()).isEqualTo(ErrorCodes.URI_DENIED.id());
        assertThat(rig.completion("b").getError().getCode()).isEqualTo(ErrorCodes.URI_DENIED.id());
    }

    @Test
    void saysWhatIsWrongWithAFileThatIsNoModel() throws Exception {
        rig.start();
        Path text = Files.writeString(folder.resolve("text"), "this is not a flatbuffer at all");
        rig.send(WorkerRig.item("a", rig.store.put(text).uri(), "float16"));

        assertThat(rig.completion("a").getError().getCode()).isEqualTo(ErrorCodes.NOT_A_MODEL.id());
    }

    /** What a step makes of it would be as broken, and the step be blamed. */
    @Test
    void refusesAModelThatIsBrokenBeforeAnyStep() throws Exception {
        rig.techniques.add("slow", "1.0.0", new ScriptedTechnique("slow", (input, context) -> {
            throw new IllegalStateException("it was run");
        }));
        rig.start();
        var builder = new ModelBuilder("broken");
        var x = builder.input("x", TensorType.INT8, 1, 4);
        builder.editor().tensor(x).quantization(Quantization.perTensor(Float.NaN, 0));
        var y = builder.tensor("y", TensorType.FLOAT32, 1, 4);
        builder.operator(BuiltinOperator.DEQUANTIZE).inputs(x).outputs(y).append();
        builder.output(y);
        Path file = folder.resolve("broken.tflite");
        TfliteWriter.write(builder.build(), file);
        WorkItem item = WorkerRig.item("a", rig.store.put(file).uri(), "slow");
        item.getRequest().setModelName("radar.tflite");
        rig.send(item);

        var done = rig.completion("a");

        assertThat(done.getOutcome()).isEqualTo(Outcome.REFUSED);
        assertThat(done.getError().getCode()).isEqualTo(ErrorCodes.CORRUPT_MODEL.id());
        assertThat(done.getError().getMessage()).startsWith("radar.tflite: ").contains("tensor 0 'x'", "NaN");
    }

    @Test
    void findsSamplesThatDoNotFitBeforeAnyStepRuns() throws Exception {
        rig.techniques.add("slow", "1.0.0", new ScriptedTechnique("slow", (input, context) -> {
            throw new IllegalStateException("it was run");
        }));
        rig.start();
        Path table = Files.writeString(folder.resolve("t.csv"), "1,2,3\n4,5,6\n");
        String data = rig.store.put(table).uri() + "?name=t.csv";
        WorkItem test = WorkerRig.item("a", rig.model(1).uri(), "slow");
        test.getRequest().setEvaluate(true);
        test.getRequest().setData(java.util.Map.of("test", data));
        rig.send(test);
        WorkItem representative = WorkerRig.item("b", rig.model(1).uri(), "slow");
        representative.getRequest().setData(java.util.Map.of("representative", data));
        rig.send(representative);

        assertThat(rig.completion("a").getError().getCode()).isEqualTo(ErrorCodes.DATA_MISMATCH.id());
        assertThat(rig.completion("b").getError().getCode()).isEqualTo(ErrorCodes.DATA_MISMATCH.id());
    }

    @Test
    void tellsOfTheModelByTheNameThatItsSenderGaveIt() throws Exception {
        rig.techniques.add("fussy", "1.0.0", new ScriptedTechnique("fussy", (input, context) -> {
            throw new LapidaryException(
                    ErrorCodes.UNSUPPORTED_MODEL,
                    "Model " + input.subject().path().getFileName() + " cannot be run here.",
                    "Take another.");
        }));
        rig.start();
        WorkItem item = WorkerRig.item("a", rig.model(1).uri(), "fussy");
        item.getRequest().setModelName("radar.tflite");
        rig.send(item);

        var error = rig.completion("a").getError();

        assertThat(error.getCode()).isEqualTo(ErrorCodes.UNSUPPORTED_MODEL.id());
        assertThat(error.getMessage()).isEqualTo("Model 'radar.tflite' cannot be run here.");
        assertThat(error.getRemedy()).isEqualTo("Take another.");
    }

    /** Techniques run models that they made over, whose files nobody else ever saw. */
    @Test
    void tellsOfWhatAStepWroteByTheNameThatTheSenderGaveItsModel() throws Exception {
        rig.techniques.add("fussy", "1.0.0", new ScriptedTechnique("fussy", (input, context) -> {
            try {
                Path file = Files.write(context.workFolder().resolve("prepared.tflite"), new byte[1]);
                throw new LapidaryException(
                        ErrorCodes.UNSUPPORTED_MODEL,
                        "Model " + file.getFileName() + " cannot be run, nor my-prepared.tflite.",
                        "Take another.");
            } catch (java.io.IOException e) {
                throw new AssertionError(e);
            }
        }));
        rig.start();
        WorkItem named = WorkerRig.item("a", rig.model(1).uri(), "fussy");
        named.getRequest().setModelName("radar.tflite");
        rig.send(named);
        rig.send(WorkerRig.item("b", rig.model(2).uri(), "fussy"));

        assertThat(rig.completion("a").getError().getMessage())
                .isEqualTo("Model 'radar.tflite' as fussy changed it cannot be run, nor my-prepared.tflite.");
        assertThat(rig.completion("b").getError().getMessage())
                .startsWith("Model '" + rig.model(2).uri() + "' as fussy changed it cannot be run");
    }

    @Test
    void turnsWhatAPluginThrowsIntoAnErrorThatNamesIt() throws Exception {
        rig.techniques.add("broken", "1.0.0", new ScriptedTechnique("broken", (input, context) -> {
            throw new IllegalStateException("lost its mind");
        }));
        rig.start();
        rig.send(WorkerRig.item("a", rig.model(1).uri(), "broken"));

        var error = rig.completion("a").getError();

        assertThat(error.getCode()).isEqualTo(ErrorCodes.PLUGIN_FAILED.id());
        assertThat(error.getMessage()).contains("broken 1.0.0", "lost its mind");
    }

    @Test
    void aPluginThatFailsByAnErrorCostsItsItemAndNothingElse() throws Exception {
        rig.techniques.add("torn", "1.0.0", new ScriptedTechnique("torn", (input, context) -> {
            throw new NoClassDefFoundError("org/gone/Thing");
        }));
        rig.techniques.add("greedy", "1.0.0", new ScriptedTechnique("greedy", (input, context) -> {
            throw new OutOfMemoryError("too much");
        }));
        rig.start();
        String model = rig.model(1).uri();
        rig.send(WorkerRig.item("a", model, "torn"));
        rig.send(WorkerRig.item("b", model, "greedy"));

        assertThat(rig.completion("a").getError().getCode()).isEqualTo(ErrorCodes.PLUGIN_FAILED.id());
        assertThat(rig.completion("a").getError().getMessage()).contains("torn 1.0.0", "org/gone/Thing");
        assertThat(rig.completion("b").getError().getCode()).isEqualTo(ErrorCodes.OUT_OF_MEMORY.id());
        rig.send(WorkerRig.item("c", model, "float16"));
        assertThat(rig.completion("c").getOutcome()).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void refusesAnUnsoundOutput() throws Exception {
        rig.techniques.add("broken", "1.0.0", new ScriptedTechnique("broken", (input, context) -> {
            try {
                return Files.write(context.workFolder().resolve("x"), new byte[] {1, 2, 3});
            } catch (java.io.IOException e) {
                throw new AssertionError(e);
            }
        }));
        rig.start();
        rig.send(WorkerRig.item("a", rig.model(1).uri(), "broken"));

        assertThat(rig.completion("a").getError().getCode()).isEqualTo(ErrorCodes.VERIFICATION_FAILED.id());
    }

    @Test
    void deadLettersAnItemThatCannotBeReadAndGoesOn() throws Exception {
        rig.start();
        rig.sendBytes(Topics.work(Lane.LIGHT), "poison", "no avro".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        rig.send(WorkerRig.item("a", rig.model(1).uri(), "float16"));

        assertThat(rig.completion("a").getOutcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(rig.read(Topics.DEAD_LETTERS, DeadLetter.class))
                .singleElement()
                .satisfies(letter -> {
                    assertThat(letter.getKey()).isEqualTo("poison");
                    assertThat(letter.getError().getCode()).isEqualTo(ErrorCodes.UNDECODABLE_MESSAGE.id());
                });
        assertThat(rig.messaging.messages(Topics.DEAD_LETTERS).get(0).headers())
                .containsEntry("lapidary-error-code", ErrorCodes.UNDECODABLE_MESSAGE.id())
                .containsKeys("lapidary-error-message", "lapidary-position");
    }

    @Test
    void handsBackWhatWasPinnedToWhatIsOfferedNoMore() throws Exception {
        rig.start();
        WorkItem item = WorkerRig.item("a", rig.model(1).uri(), "float16");
        item.getRequest().getSteps().get(0).setVersion("0.9.0");
        item.getRequest().getSteps().get(0).setJar(Digest.of("older").hex());
        rig.send(item);

        var done = rig.completion("a");

        assertThat(done.getOutcome()).isEqualTo(Outcome.FAILED);
        assertThat(done.getError().getCode()).isEqualTo(ErrorCodes.PLUGIN_UNAVAILABLE.id());
    }
}
