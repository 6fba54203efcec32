package io.lapidary.dataset;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Writes IDX files. */
final class Idx {
    private Idx() {}

    static byte[] of(int type, List<Integer> shape, byte[] elements) {
        var file = ByteBuffer.allocate(4 + 4 * shape.size() + elements.length)
                .put(new byte[] {0, 0, (byte) type, (byte) shape.size()});
        shape.forEach(file::putInt);
        return file.put(elements).array();
    }

    static byte[] gzip(byte[] bytes) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }
}
