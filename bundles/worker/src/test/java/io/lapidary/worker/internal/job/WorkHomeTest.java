package io.lapidary.worker.internal.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkHomeTest {
    @TempDir
    private Path parent;

    /** Another node's process: takes its folder, writes a file, and lives until it is killed. */
    static final class OtherNode {
        private static final WorkHome HOME = new WorkHome();

        public static void main(String[] words) throws IOException {
            Path folder = HOME.within(Path.of(words[0]));
            Files.writeString(folder.resolve("half-a-model"), "...");
            System.out.println(folder);
            System.in.read();
        }
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherNode.class.getName(),
                        parent.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static Path folder(Process node) throws IOException {
        return Path.of(node.inputReader().readLine());
    }

    @Test
    void removesWhatAKilledNodeLeftAndNothingOfALiveOne() throws Exception {
        Path own = parent.resolve("kept.txt");
        Files.writeString(own, "an operator's");
        Process live = start();
        Process killed = start();
        try {
            Path living = folder(live);
            Path left = folder(killed);
            killed.destroyForcibly();
            assertThat(killed.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(left.resolve("half-a-model")).exists();
            var home = new WorkHome();
            Path mine = home.within(parent);
            assertThat(left).doesNotExist();
            assertThat(living.resolve("half-a-model")).exists();
            assertThat(own).exists();
            assertThat(home.within(parent)).isEqualTo(mine);
            assertThat(new WorkHome().within(parent)).isNotEqualTo(mine);
            assertThat(mine).exists();
            home.close();
            assertThat(mine).doesNotExist();
        } finally {
            live.destroyForcibly();
            killed.destroyForcibly();
        }
    }
}
