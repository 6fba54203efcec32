package com.example.carray;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.backend.BackendPackage;
import io.lapidary.api.model.ModelFile;
import io.lapidary.api.model.TargetProfile;
import io.lapidary.api.parameter.Parameters;
import io.lapidary.contract.Subjects;
import io.lapidary.contract.TestContext;
import io.lapidary.model.TfliteWriter;

/** What the contract test cannot know: that a C compiler takes the text, and that a wrong byte is noticed. */
class CArrayBackendTest {
    private static final TargetProfile TARGET = new TargetProfile("c-array", "c11", Map.of());

    @TempDir
    Path folder;

    private final CArrayBackend backend = new CArrayBackend();
    private Path model;

    @BeforeEach
    void writeAModel() throws Exception {
        model = folder.resolve("classifier.tflite");
        TfliteWriter.write(Subjects.classifier(), model);
    }

    @Test
    void aCompilerMakesTheModelsBytesOfIt() throws Exception {
        Assumptions.assumeTrue(hasCompiler(), "there is no C compiler 'cc' on this machine");
        Path work = packed("digits").files().get(0).file().getParent();
        Path program = work.resolve("print.c");
        Files.writeString(program, """
                #include <stdint.h>
                #include <stdio.h>
                #include "model.h"
                #include "model.h"
                int main(void) {
                  return (uintptr_t) digits % 16 != 0 || fwrite(digits, 1, sizeof digits, stdout) != DIGITS_SIZE;
                }
                """);
        run(work, "cc", "-std=c11", "-Wall", "-Wextra", "-Werror", "-pedantic", "model.c", "print.c", "-o", "print");
        run(work, work.resolve("print").toString());
        assertThat(work.resolve("out")).hasSameBinaryContentAs(work.resolve("packed.tflite"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "model.c | ,\\n}     | ,0x00,\\n} | bytes, the header says",
                "model.c | 0x1c,     | 0x1cc,     | is no byte",
                "model.c | [MODEL_DATA_SIZE] | [9] | '9' instead of 'MODEL_DATA_SIZE'",
                "model.h | _SIZE     | _LENGTH    | instead of 'MODEL_DATA_LENGTH'",
                "model.h | unsigned  | signed     | 'signed' instead of 'unsigned'"
            })
    void aChangedTextIsRefused(String name, String from, String to, String message) throws Exception {
        BackendPackage packed = packed("model_data");
        Path file = packed.files().stream()
                .filter(part -> part.path().equals(name))
                .findFirst()
                .orElseThrow()
                .file();
        String sound = Files.readString(file);
        String changed = sound.replace(from.replace("\\n", "\n"), to.replace("\\n", "\n"));
        assertThat(changed).isNotEqualTo(sound);
        Files.writeString(file, changed);
        assertThatExceptionOfType(LapidaryException.class)
                .isThrownBy(() -> backend.verify(packed, TestContext.in(Files.createTempDirectory(folder, "verify"))))
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCodes.VERIFICATION_FAILED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1st", "with space", "while", "_own", "a;system", "n23456789012345678901234567890123"})
    void aNameThatCDoesNotTakeIsRefused(String symbol) {
        assertThatExceptionOfType(LapidaryException.class)
                .isThrownBy(() -> packed(symbol))
                .withMessageContaining("symbol=" + symbol)
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCodes.INVALID_PARAMETER));
    }

    private BackendPackage packed(String symbol) throws Exception {
        var parameters = Parameters.resolve("c-array", backend.descriptor().parameters(), Map.of("symbol", symbol));
        return backend.pack(
                ModelFile.of(model), TARGET, parameters, TestContext.in(Files.createTempDirectory(folder, "pack")));
    }

    private static boolean hasCompiler() throws IOException, InterruptedException {
        try {
            var process = new ProcessBuilder("cc", "--version")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false; // No such program.
        }
    }

    private static void run(Path folder, String... command) throws Exception {
        Path errors = folder.resolve("errors");
        Process process = new ProcessBuilder(List.of(command))
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(errors.toFile())
                .start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).as("it ends").isTrue();
        assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
    }
}
