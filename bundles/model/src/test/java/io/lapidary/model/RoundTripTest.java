package io.lapidary.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.model.check.ModelChecker;
import io.lapidary.model.internal.flat.FlatLayout;
import io.lapidary.model.internal.flat.FlatSink;
import io.lapidary.model.internal.flat.FlatTable;
import io.lapidary.model.internal.schema.FieldKind;
import io.lapidary.model.internal.schema.FieldType;
import io.lapidary.model.internal.schema.ScalarType;
import io.lapidary.model.internal.schema.Schema;
import io.lapidary.model.internal.schema.TableType;

class RoundTripTest {
    @TempDir
    private Path folder;

    @Test
    void aRichModelIsTheSameAfterReadingAndWriting() throws Exception {
        byte[] bytes = TfliteWriter.toBytes(SampleModels.rich());
        var model = TfliteReader.read(ByteBuffer.wrap(bytes));
        byte[] again = TfliteWriter.toBytes(model);
        assertThat(TableComparison.differences(ByteBuffer.wrap(bytes), ByteBuffer.wrap(again)))
                .isEmpty();
        assertThat(again).isEqualTo(bytes);
        assertThat(ModelChecker.check(model)).isEmpty();
    }

    @Test
    void whatIsReadIsWhatWasBuilt() throws Exception {
        var model = TfliteReader.read(ByteBuffer.wrap(TfliteWriter.toBytes(SampleModels.rich())));
        var main = model.main();
        assertThat(model.description()).isEqualTo("dense sample");
        assertThat(main.inputs().get(0).shapeSignature()).isEqualTo(Shape.of(-1, 4));
        assertThat(main.inputs().get(0).shape()).isEqualTo(Shape.of(1, 4));
        assertThat(main.operator(0).options().booleanValue("keep_num_dims")).isTrue();
        assertThat(main.operator(2).customOptions().data().get(4)).isEqualTo((byte) 5);
        assertThat(main.operator(2).customCode()).isEqualTo("Lapidary.Custom");
        assertThat(main.operator(3).calledSubgraphs()).containsExactly(1);
        assertThat(main.operator(3).input(1)).isEmpty();
        assertThat(main.operator(3).options().isPresent("composite_attributes")).isTrue();
        var blockwise = main.tensor("packed").orElseThrow().blockwise().orElseThrow();
        assertThat(blockwise.scales().name()).isEqualTo("scales");
        assertThat(blockwise.blockSize()).isEqualTo(3);
        var sparse = main.tensor("sparse").orElseThrow();
        assertThat(sparse.sparsity().orElseThrow().dimensions().get(1))
                .isInstanceOfSatisfying(
                        Sparsity.Compressed.class,
                        compressed -> assertThat(compressed.indices()).containsExactly(3, 300));
        assertThat(sparse.quantization().orElseThrow().scales()).containsExactly(0.5f, 0.25f);
        assertThat(main.tensor("bias").orElseThrow().buffer())
                .isSameAs(main.tensor("shared").orElseThrow().buffer());
        assertThat(model.signature("branch")
                        .orElseThrow()
                        .outputs()
                        .get("out")
                        .subgraph()
                        .name())
                .isEqualTo("branch");
        assertThat(model.metadata("min_runtime_version").orElseThrow().size()).isEqualTo(6);
        assertThat(model.subgraphs().get(1).operator(0).version()).isEqualTo(2);
        assertThat(model.subgraphs().get(1).operator(0).type()).isEqualTo(BuiltinOperator.GELU);
    }

    @Test
    void buffersAreAlignedForTheRuntime() throws Exception {
        var bytes = ByteBuffer.wrap(TfliteWriter.toBytes(SampleModels.dense().build()));
        byte[] weights = new byte[48];
        TfliteReader.read(bytes).main().tensor("weights").orElseThrow().data().get(weights);
        int at = indexOf(bytes.array(), weights);
        assertThat(at % 16).isZero();
    }

    @Test
    void theTargetMayBeTheFileThatTheModelWasReadFrom() throws Exception {
        var file = folder.resolve("model.tflite");
        TfliteWriter.write(SampleModels.rich(), file);
        byte[] before = Files.readAllBytes(file);
        TfliteWriter.write(TfliteReader.read(file), file);
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aFieldBeyondTheKnownOnesIsReadButNeitherEditedNorWritten() throws Exception {
        byte[] newer = newerModel();
        var model = TfliteReader.read(ByteBuffer.wrap(newer));
        assertThat(model.description()).isEqualTo("from the future");
        assertThat(model.unknownFields()).hasSize(1);
        assertThatThrownBy(() -> ModelEditor.of(model)).isInstanceOfSatisfying(LapidaryException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCodes.UNKNOWN_MODEL_FIELD);
            assertThat(e).hasMessageContaining("table Model").hasMessageContaining("field id 10");
        });
        assertThatThrownBy(() -> TfliteWriter.toBytes(model)).isInstanceOf(LapidaryException.class);
    }

    @Test
    void anOperatorOfANewerFormatIsReadButNotEdited() throws Exception {
        var builder = SampleModels.dense();
        builder.build().operatorCodes().get(1).table().set(FieldIds.CODE_BUILTIN, 9999);
        var model = TfliteReader.read(ByteBuffer.wrap(TfliteWriter.toBytes(builder.build())));
        assertThat(model.main().operator(1).type()).isEqualTo(BuiltinOperator.UNKNOWN);
        assertThatThrownBy(() -> ModelEditor.of(model)).hasMessageContaining("builtin operator 9999");
    }

    /** A model whose root table has one field more than the format knows. */
    private static byte[] newerModel() throws Exception {
        var known = Schema.tflite().root();
        List<FieldType> fields = new ArrayList<>(known.fields());
        fields.add(new FieldType(fields.size(), "invention", FieldKind.SCALAR, ScalarType.INT, "", 0, 0));
        var root = new FlatTable(new TableType("Model", fields));
        root.set(FieldIds.MODEL_DESCRIPTION, "from the future");
        root.set(FieldIds.MODEL_SUBGRAPHS, List.of(new FlatTable(Schema.tflite().table("SubGraph"))));
        root.set(known.fields().size(), 42);
        var bytes = new ByteArrayOutputStream();
        var sink = new FlatSink(Channels.newChannel(bytes));
        new FlatLayout(Schema.tflite(), root).writeTo(sink);
        sink.flush();
        return bytes.toByteArray();
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        for (int at = 0; at + part.length <= bytes.length; at++) {
            if (Arrays.equals(bytes, at, at + part.length, part, 0, part.length)) {
                return at;
            }
        }
        throw new AssertionError("not found");
    }
}
