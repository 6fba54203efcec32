package io.lapidary.model.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;

import org.junit.jupiter.api.Test;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.model.BufferContent;
import io.lapidary.model.Model;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.TensorType;
import io.lapidary.model.TfliteReader;
import io.lapidary.model.TfliteWriter;

class AnnotationsTest {
    private final Model model = model();

    private static Model model() {
        var builder = new ModelBuilder("annotated");
        var x = builder.input("x", TensorType.FLOAT32, 2, 3);
        builder.tensor("ü", TensorType.FLOAT32, 2, 3);
        builder.tensor("z", TensorType.FLOAT32, 2, 3);
        return builder.output(x).build();
    }

    @Test
    void everyKindComesBackFromTheFile() throws Exception {
        var x = model.main().tensor("x").orElseThrow();
        var second = model.main().tensor("ü").orElseThrow();
        var third = model.main().tensor("z").orElseThrow();
        var bits = BitSet.valueOf(new long[] {0b100101});
        Annotations.read(model)
                .update(
                        x,
                        known -> known.with(new Annotation.Range(new float[] {-1, -2}, new float[] {1, 2}, 1))
                                .with(new Annotation.Scale(new float[] {0.5f}, new long[] {-128}, 0))
                                .with(new Annotation.Mask(bits, 6))
                                .with(new Annotation.Rounding(bits, 6, 4))
                                .with(new Annotation.BiasShift(new float[] {0.5f, -2}, 8)))
                .update(
                        second,
                        known -> known.with(new Annotation.Rounding(bits, 7))
                                .with(new Annotation.Clusters(new float[] {-1, 0, 4})))
                .update(third, known -> known.with(new Annotation.Rounding(bits, 6, 4, false)))
                .write(ModelEditor.of(model));

        var again = TfliteReader.read(ByteBuffer.wrap(TfliteWriter.toBytes(model)));
        var read = Annotations.read(again);
        var ofX = read.of(again.main().tensor("x").orElseThrow());
        assertThat(ofX.find(Annotation.Range.class).orElseThrow().min()).containsExactly(-1, -2);
        assertThat(ofX.find(Annotation.Range.class).orElseThrow().axis()).isEqualTo(1);
        assertThat(ofX.find(Annotation.Scale.class).orElseThrow().zeroPoint()).containsExactly(-128);
        assertThat(ofX.find(Annotation.Mask.class).orElseThrow().kept()).isEqualTo(bits);
        assertThat(ofX.find(Annotation.Clusters.class)).isEmpty();
        assertThat(ofX.find(Annotation.Rounding.class)).contains(new Annotation.Rounding(bits, 6, 4));
        assertThat(ofX.find(Annotation.BiasShift.class).orElseThrow().added()).containsExactly(0.5f, -2);
        assertThat(ofX.find(Annotation.BiasShift.class).orElseThrow().bits()).isEqualTo(8);
        var ofSecond = read.of(again.main().tensor("ü").orElseThrow());
        assertThat(ofSecond.find(Annotation.Rounding.class)).contains(new Annotation.Rounding(bits, 7));
        assertThat(read.of(again.main().tensor("z").orElseThrow()).find(Annotation.Rounding.class))
                .contains(new Annotation.Rounding(bits, 6, 4, false));
        assertThat(ofSecond.find(Annotation.Clusters.class).orElseThrow().centroids())
                .containsExactly(-1, 0, 4);
    }

    @Test
    void theBytesDoNotDependOnTheOrderOfUpdates() throws Exception {
        var one = model();
        var other = model();
        for (String name : new String[] {"x", "ü"}) {
            annotate(one, name, new Annotation.Clusters(new float[] {1}));
            annotate(one, name, Annotation.Range.of(0, 1));
        }
        for (String name : new String[] {"ü", "x"}) {
            annotate(other, name, Annotation.Range.of(0, 1));
            annotate(other, name, new Annotation.Clusters(new float[] {1}));
        }
        assertThat(TfliteWriter.toBytes(one)).isEqualTo(TfliteWriter.toBytes(other));
    }

    private static void annotate(Model model, String name, Annotation annotation) throws Exception {
        var tensor = model.main().tensor(name).orElseThrow();
        Annotations.read(model).update(tensor, known -> known.with(annotation)).write(ModelEditor.of(model));
    }

    @Test
    void strippingLeavesTheModelAsItWas() throws Exception {
        byte[] before = TfliteWriter.toBytes(model);
        annotate(model, "x", Annotation.Range.of(0, 1));
        assertThat(TfliteWriter.toBytes(model)).isNotEqualTo(before);
        Annotations.strip(ModelEditor.of(model));
        var stripped = TfliteReader.read(ByteBuffer.wrap(TfliteWriter.toBytes(model)));
        assertThat(stripped.metadataNames()).isEmpty();
        assertThat(Annotations.read(stripped).isEmpty()).isTrue();
        assertThat(stripped.buffers()).hasSize(1);
    }

    @Test
    void everyTruncationIsAnError() throws Exception {
        annotate(model, "x", new Annotation.Scale(new float[] {1, 2}, new long[] {3, Long.MIN_VALUE}, 0));
        byte[] bytes =
                new byte[(int) model.metadata(Annotations.ENTRY).orElseThrow().size()];
        model.metadata(Annotations.ENTRY).orElseThrow().data().get(bytes);
        for (int length = 1; length < bytes.length; length++) {
            ModelEditor.of(model).putMetadata(Annotations.ENTRY, BufferContent.of(Arrays.copyOf(bytes, length)));
            assertThatThrownBy(() -> Annotations.read(model))
                    .as("%s of %s bytes", length, bytes.length)
                    .isInstanceOfSatisfying(
                            LapidaryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCodes.CORRUPT_MODEL));
        }
    }
}
