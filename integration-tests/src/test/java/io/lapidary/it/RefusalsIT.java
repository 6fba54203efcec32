package io.lapidary.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

import io.lapidary.events.ErrorInfo;
import io.lapidary.events.OptimizationResult;
import io.lapidary.events.Status;
import io.lapidary.it.support.Distribution;
import io.lapidary.it.support.KafkaClient;
import io.lapidary.it.support.NodeProcess;

/** Bad input to a node as it is started by default: each is refused with its documented code, and says what would work. */
@RunWith(Parameterized.class)
public class RefusalsIT {
    private static NodeProcess node;
    private static KafkaClient connection;

    private final RefusalCase refusal;

    public RefusalsIT(RefusalCase refusal) {
        this.refusal = refusal;
    }

    @Parameters(name = "{0}")
    public static Iterable<RefusalCase> refusals() {
        return RefusalCases.all();
    }

    /** Sends them all at once; each test then waits for its own. */
    @BeforeClass
    public static void sendAll() throws Exception {
        Path folder = Distribution.workFolder(RefusalsIT.class);
        node = NodeProcess.start(new NodeProcess.Settings(folder, Optional.empty(), Map.of(), false));
        connection = KafkaClient.connect(node.servers(), node.data().resolve("store"));
        for (RefusalCase refusal : RefusalCases.all()) {
            Path files = Files.createDirectories(folder.resolve("files").resolve(refusal.name()));
            connection.client().send(refusal.request().make(connection.client(), refusal.name(), files));
        }
    }

    @AfterClass
    public static void stop() {
        if (connection != null) {
            connection.close();
        }
        if (node != null) {
            node.close();
        }
    }

    @Test
    public void isRefusedWithItsCodeAndWhatWouldWork() throws Exception {
        OptimizationResult result = connection.client().result(refusal.name());
        assertThat(result.getErrors()).hasSize(1);
        ErrorInfo error = result.getErrors().get(0);
        assertThat(error.getCode()).as(error.toString()).isEqualTo(refusal.code());
        assertThat(result.getStatus()).isEqualTo(Status.REFUSED);
        assertThat(error.getMessage() + " " + error.getRemedy() + " " + error.getWhere())
                .contains(refusal.words())
                .doesNotContain("Exception", "\tat ", "java.lang");
        assertThat(error.getMessage()).endsWith(".");
        assertThat(result.getArtifacts()).isEmpty();
        assertThat(result.getAttempts()).isLessThanOrEqualTo(1);
    }
}
