package io.lapidary.model.description;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.model.BufferContent;
import io.lapidary.model.Model;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.ModelEditor;

class ModelDescriptionTest {
    /**
     * Written by the flatbuffers library of Python: an image that is normalized by 127.5 and 64, behind a process unit of another
     * kind, with stats of 0 and 255; and a tensor of two channels with stats alone.
     */
    private static final byte[] METADATA = Base64.getDecoder()
            .decode(
                    "HAAAAE0wMDEUAAwAAAAAAAAACAAAAAAAAAAEABQAAAAIAAAAEAAAAAUAAAAxLjUuMAAAAAEAAAAQAAAAAAAKAAgAAAAAAAQACgAAAAQAAAAC"
                            + "AAAAVAAAABQAAAAQAAgAAAAAAAAAAAAAAAQAEAAAAAQAAABA////CAAAABAAAAACAAAAAACAvwAAAMACAAAAAABAQAAAgEAQABgAFAAAABAA"
                            + "DAAIAAQAEAAAABQAAAAsAAAAaAAAAKAAAADgAAAAjP///wgAAAAMAAAAAQAAAAAAAAABAAAAAAB/QwIAAAAcAAAADAAAAAgADAALAAQACAAA"
                            + "AEgAAAAAAAAB6P///wwAAAAAAwYACAAEAAYAAAAAAAA/CAAKAAkABAAIAAAADAAAAAACBgAIAAcABgAAAAAAAAEIAAwACAAEAAgAAAAIAAAA"
                            + "DAAAAAEAAAAAAIBCAQAAAAAA/0IEAAAANAAAACQAAAAUAAAABAAAAAcAAABjaGFubmVsAAUAAAB3aWR0aAAAAAYAAABoZWlnaHQAAAUAAABi"
                            + "YXRjaAAAAAUAAABpbWFnZQAAAA==");

    @Test
    void itTellsOfEachInputWhatItsMakerWrote() throws Exception {
        assertThat(ModelDescription.inputs(described(METADATA)))
                .containsExactly(
                        new TensorDescription(true, List.of(127.5f), List.of(64f), List.of(0f), List.of(255f)),
                        new TensorDescription(false, List.of(), List.of(), List.of(-1f, -2f), List.of(3f, 4f)));
    }

    @Test
    void aModelWithoutItOrWithThatOfAnotherKindTellsNothing() throws Exception {
        assertThat(ModelDescription.inputs(new ModelBuilder("test").build())).isEmpty();
        byte[] other = METADATA.clone();
        other[7] = '9';
        assertThat(ModelDescription.inputs(described(other))).isEmpty();
        assertThat(ModelDescription.inputs(described(new byte[] {1, 2}))).isEmpty();
    }

    @Test
    void halfOfItIsABrokenModel() throws Exception {
        var half = described(Arrays.copyOf(METADATA, METADATA.length / 4));
        var error = catchThrowableOfType(LapidaryException.class, () -> ModelDescription.inputs(half));
        assertThat(error.code()).isEqualTo(ErrorCodes.CORRUPT_MODEL);
    }

    private static Model described(byte[] metadata) throws Exception {
        Model model = new ModelBuilder("test").build();
        ModelEditor.of(model).putMetadata(ModelDescription.ENTRY, BufferContent.of(metadata));
        return model;
    }
}
