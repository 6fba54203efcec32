package io.lapidary.quantization;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

import io.lapidary.api.work.WorkContext;

/** Passes bytes on for as long as the job goes on. */
final class CancellableSink implements WritableByteChannel {
    private final WritableByteChannel out;
    private final WorkContext context;

    CancellableSink(WritableByteChannel out, WorkContext context) {
        this.out = out;
        this.context = context;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        try {
            context.checkCancelled();
        } catch (InterruptedException e) {
            throw (IOException) new InterruptedIOException("cancelled").initCause(e);
        }
        return out.write(bytes);
    }

    @Override
    public boolean isOpen() {
        return out.isOpen();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
