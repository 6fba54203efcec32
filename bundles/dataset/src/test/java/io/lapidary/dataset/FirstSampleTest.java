package io.lapidary.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;

/** What is seen of data before work rests on it: its form and its first sample. */
class FirstSampleTest {
    @TempDir
    private Path folder;

    private Reading reading;
    private String data;

    @BeforeEach
    void write() throws Exception {
        reading = new Reading(folder);
        data = Npy.write(folder.resolve("t.npy"), "<f4", List.of(2, 2), 1, 2, 3, Double.NaN)
                .toString();
    }

    @Test
    void aLaterSampleIsNotLookedAt() throws Exception {
        assertThatCode(() -> reading.check(data, Reading.floats(1, 2))).doesNotThrowAnyException();
        assertThatCode(() -> reading.check(data + "?slice=0:2", Reading.floats(1, 2)))
                .doesNotThrowAnyException();
    }

    @Test
    void theFirstOneOfTheSliceIs() throws Exception {
        assertThat(code(data + "?slice=1:2", 2)).isEqualTo(ErrorCodes.INVALID_DATA);
        assertThat(code(data + "?slice=7:", 2)).isEqualTo(ErrorCodes.INVALID_PARAMETER);
    }

    @Test
    void theFormMustFitTheModel() throws Exception {
        assertThat(code(data, 3)).isEqualTo(ErrorCodes.DATA_MISMATCH);
        assertThat(code(folder.resolve("none.npy").toString(), 2)).isEqualTo(ErrorCodes.NOT_FOUND);
    }

    private Object code(String location, int elements) throws Exception {
        var thrown = catchThrowableOfType(
                LapidaryException.class, () -> reading.check(location, Reading.floats(1, elements)));
        assertThat(thrown).isNotNull();
        return thrown.code();
    }
}
