package io.lapidary.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrameChannelTest {
    @TempDir
    Path folder;

    @Test
    void framesComeBackInOrder() throws IOException {
        Path file = folder.resolve("frames");
        try (var out = new FrameChannel(FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE))) {
            out.write(new Frame(1, Frame.Kind.CALL, "run", new byte[] {1, 2}));
            out.write(new Frame(1, Frame.Kind.FAILURE, "run", new byte[100_000]));
        }
        try (var in = new FrameChannel(FileChannel.open(file))) {
            Frame first = in.read();
            assertThat(first.call()).isEqualTo(1);
            assertThat(first.kind()).isEqualTo(Frame.Kind.CALL);
            assertThat(first.operation()).isEqualTo("run");
            assertThat(first.payload()).containsExactly(1, 2);
            assertThat(in.read().payload()).hasSize(100_000);
            assertThatThrownBy(in::read).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void aLengthBeyondTheLimitIsRefusedBeforeMemoryIsTaken() throws IOException {
        assertThatThrownBy(() ->
                        readOf(ByteBuffer.allocate(4).putInt(Integer.MAX_VALUE).array()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("limit");
        assertThatThrownBy(() -> readOf(ByteBuffer.allocate(4).putInt(-1).array()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("limit");
    }

    @Test
    void aStringLongerThanItsFrameIsRefusedBeforeMemoryIsTaken() throws IOException {
        // call 0, kind 1, operation of 1.9 billion bytes as a zigzag varint
        byte[] body = {0, 2, (byte) 0x80, (byte) 0xd8, (byte) 0xfd, (byte) 0x93, 14, 'x'};
        byte[] frame = ByteBuffer.allocate(12).putInt(body.length).put(body).array();

        assertThatThrownBy(() -> readOf(frame)).isInstanceOf(IOException.class);
    }

    @Test
    void anythingElseIsAnIoExceptionToo() throws IOException {
        var random = new Random(7);
        for (int i = 0; i < 2000; i++) {
            byte[] body = new byte[random.nextInt(40)];
            random.nextBytes(body);
            byte[] bytes = ByteBuffer.allocate(4 + body.length)
                    .putInt(body.length)
                    .put(body)
                    .array();
            try {
                assertThat(readOf(bytes)).isNotNull();
            } catch (IOException e) {
                assertThat(e).hasMessageNotContaining("null");
            }
        }
    }

    private Frame readOf(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("hostile"), bytes);
        try (var in = new FrameChannel(FileChannel.open(file))) {
            return in.read();
        }
    }
}
