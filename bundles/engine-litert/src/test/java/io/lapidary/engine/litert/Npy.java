package io.lapidary.engine.litert;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipInputStream;

/** Raw elements of NumPy files, as far as the tests need them: row-major, little-endian. */
final class Npy {
    private Npy() {}

    static ByteBuffer read(Path file) throws IOException {
        return elements(Files.readAllBytes(file));
    }

    static Map<String, ByteBuffer> readAll(Path npz) throws IOException {
        Map<String, ByteBuffer> arrays = new HashMap<>();
        try (InputStream in = Files.newInputStream(npz);
                var zip = new ZipInputStream(in)) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                arrays.put(entry.getName().replace(".npy", ""), elements(zip.readAllBytes()));
            }
        }
        return arrays;
    }

    private static ByteBuffer elements(byte[] npy) {
        var bytes = ByteBuffer.wrap(npy).order(ByteOrder.LITTLE_ENDIAN);
        int headerAt = npy[6] == 1 ? 10 : 12;
        int header = npy[6] == 1 ? bytes.getShort(8) & 0xffff : bytes.getInt(8);
        String text = new String(npy, headerAt, header, StandardCharsets.ISO_8859_1);
        if (text.contains("True") || text.contains("'>")) {
            throw new IllegalArgumentException(text);
        }
        return bytes.position(headerAt + header).slice().order(ByteOrder.LITTLE_ENDIAN);
    }
}
