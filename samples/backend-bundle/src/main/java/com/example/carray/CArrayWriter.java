package com.example.carray;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import io.lapidary.api.work.WorkContext;

/** Writes bytes as C text, piece by piece: neither the model nor the text needs to fit in memory. */
final class CArrayWriter {
    private static final int PIECE = 1 << 16;
    private static final int BYTES_A_LINE = 16;

    private final SymbolName symbol;
    private final WorkContext context;

    CArrayWriter(SymbolName symbol, WorkContext context) {
        this.symbol = symbol;
        this.context = context;
    }

    void write(Path bytes, Path source, Path header) throws IOException, InterruptedException {
        long size = Files.size(bytes);
        Files.writeString(header, header(size), StandardCharsets.US_ASCII);
        try (InputStream in = Files.newInputStream(bytes);
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(source))) {
            out.write(opening().getBytes(StandardCharsets.US_ASCII));
            array(in, out, size);
            out.write("};\n".getBytes(StandardCharsets.US_ASCII));
        }
    }

    private String header(long size) {
        return """
                /* A TensorFlow Lite model. */
                #ifndef %1$s
                #define %1$s
                #ifdef __cplusplus
                extern "C" {
                #endif
                #define %2$s %3$d
                extern const unsigned char %4$s[%2$s];
                #ifdef __cplusplus
                }
                #endif
                #endif
                """.formatted(symbol.guard(), symbol.sizeMacro(), size, symbol.text());
    }

    private String opening() {
        return """
                #include "%s"
                /* Interpreters read it in place and want it on a boundary of 16 bytes. */
                _Alignas(16) const unsigned char %s[%s] = {
                """.formatted(CArrayBackend.HEADER, symbol.text(), symbol.sizeMacro());
    }

    private void array(InputStream in, OutputStream out, long size) throws IOException, InterruptedException {
        byte[] piece = new byte[PIECE];
        long done = 0;
        for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
            // Often enough to end within 100 ms of being cancelled.
            context.checkCancelled();
            for (int i = 0; i < n; i++) {
                out.write('0');
                out.write('x');
                out.write(Character.forDigit(piece[i] >> 4 & 0xF, 16));
                out.write(Character.forDigit(piece[i] & 0xF, 16));
                out.write(',');
                if (++done % BYTES_A_LINE == 0 || done == size) {
                    out.write('\n');
                }
            }
            context.progress((double) done / size, "writing C");
        }
    }
}
