package io.lapidary.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.ErrorType;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.model.ModelFile;
import io.lapidary.model.Model;
import io.lapidary.model.TfliteWriter;

/** What a clear refusal is. */
final class Refusals {
    private Refusals() {}

    /** A LapidaryException of that type with a message of one line and a remedy. */
    static void requireType(Throwable refusal, ErrorType type, String what) {
        assertThat(refusal).as(what).isInstanceOf(LapidaryException.class);
        var error = (LapidaryException) refusal;
        assertThat(error.type()).as("type of " + error.code() + " for " + what).isEqualTo(type);
        requireClear(error);
    }

    /** Of a package that does not hold what it should. */
    static void requireVerificationFailed(Throwable refusal, String what) {
        assertThat(refusal).as(what).isInstanceOf(LapidaryException.class);
        var error = (LapidaryException) refusal;
        assertThat(error.code().equals(ErrorCodes.VERIFICATION_FAILED) || error.type() == ErrorType.MODEL)
                .as(error.code() + " for " + what + " is verification-failed or an error of type MODEL")
                .isTrue();
        requireClear(error);
    }

    static void requireClear(LapidaryException error) {
        assertThat(error.getMessage())
                .as("message")
                .isNotBlank()
                .doesNotContain("\n")
                .doesNotContain("\tat ")
                .doesNotContain("java.lang.");
        assertThat(error.remedy()).as("remedy of: " + error.getMessage()).isNotBlank();
    }

    /** Files that are no models, by what is wrong with them. */
    static Map<String, ModelFile> noModels(Model model, Path folder) throws IOException, LapidaryException {
        Files.createDirectories(folder);
        byte[] sound = TfliteWriter.toBytes(model);
        var files = new LinkedHashMap<String, ModelFile>();
        files.put("an empty file", file(folder.resolve("empty"), new byte[0]));
        files.put("a text", file(folder.resolve("text"), "This is no model.".getBytes(StandardCharsets.UTF_8)));
        files.put("a model cut in half", file(folder.resolve("half"), Arrays.copyOf(sound, sound.length / 2)));
        return files;
    }

    private static ModelFile file(Path path, byte[] bytes) throws IOException {
        return ModelFile.of(Files.write(path, bytes));
    }
}
