package io.lapidary.contract;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What may have become of a package's file. */
enum Damage {
    EMPTY {
        @Override
        byte[] of(byte[] sound) {
            return new byte[0];
        }
    },
    CUT_IN_HALF {
        @Override
        byte[] of(byte[] sound) {
            return Arrays.copyOf(sound, sound.length / 2);
        }
    },
    REPLACED {
        @Override
        byte[] of(byte[] sound) {
            return "Something else.".getBytes(StandardCharsets.UTF_8);
        }
    };

    abstract byte[] of(byte[] sound);

    Path of(Path sound, Path folder) throws IOException {
        Path spoilt = Files.createDirectories(folder.resolve(name()))
                .resolve(sound.getFileName().toString());
        return Files.write(spoilt, of(Files.readAllBytes(sound)));
    }
}
