package io.lapidary.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import org.junit.Test;

import io.lapidary.events.ErrorInfo;
import io.lapidary.events.LifecycleType;
import io.lapidary.events.OptimizationRequest;
import io.lapidary.events.OptimizationResult;
import io.lapidary.events.Status;
import io.lapidary.events.codec.Copies;
import io.lapidary.events.codec.Topics;
import io.lapidary.it.support.Client;
import io.lapidary.it.support.Requests;
import io.lapidary.it.support.TechniqueBundle;

/** What can happen to a request and to the bundle that serves it. */
public class RequestLifecycleIT extends ExamTest {
    private static final byte[] GARBAGE = "this is no request".getBytes(StandardCharsets.UTF_8);

    @Test
    public void garbageIsPutAsideAndDoesNotHoldUpWhatFollows() throws Exception {
        String key = "after-garbage";
        client().sendRaw(Topics.REQUESTS, key, GARBAGE);
        byte[] unknownSchema = new byte[32];
        unknownSchema[0] = (byte) 0xc3;
        unknownSchema[1] = 1;
        client().sendRaw(Topics.REQUESTS, key, unknownSchema);
        OptimizationResult next = client().run(digits(key).step("float16").build());
        assertThat(next.getStatus()).isEqualTo(Status.SUCCEEDED);

        var letter = client().deadLetters()
                .awaitEntry(
                        "the dead letter of the garbage",
                        Client.LIMIT,
                        entry -> entry.message().getError().getCode().equals("undecodable-message"));
        assertThat(letter.message().getTopic()).isEqualTo(Topics.REQUESTS);
        assertThat(letter.message().getKey()).isEqualTo(key);
        assertThat(letter.message().getPayload().array()).isEqualTo(GARBAGE);
        assertThat(letter.message().getError().getMessage()).contains("OptimizationRequest", "18 bytes");
        assertThat(letter.raw().headers()).containsEntry("lapidary-error-code", "undecodable-message");
        var unknown = client().deadLetters()
                .await(
                        "the dead letter of the unknown schema",
                        Client.LIMIT,
                        message -> message.getError().getCode().equals("unknown-schema"));
        assertThat(unknown.getFingerprint()).isEqualTo("0000000000000000");
    }

    @Test
    public void whatIsSentTwiceIsDoneOnceAndAnotherContentIsRefused() throws Exception {
        String id = "sent-twice";
        OptimizationRequest request = digits(id).step("float16").build();
        OptimizationRequest other = Copies.shallow(request, new OptimizationRequest());
        other.setSeed(7);
        client().send(request);
        client().send(request);
        client().send(other);
        // One key keeps its order: the refusal of the third says that the second was seen before.
        var refusal = client().event(id, LifecycleType.REFUSED_DUPLICATE, 1);
        assertThat(refusal.getError().getCode()).isEqualTo("refused-duplicate");
        assertThat(refusal.getError().getMessage()).contains(id);
        assertThat(client().result(id).getStatus()).isEqualTo(Status.SUCCEEDED);

        client().send(request);
        client().send(other);
        client().event(id, LifecycleType.REFUSED_DUPLICATE, 2);
        // By the time that a later request has its result, a second one would have been read.
        client().run(digits("after-sent-twice").step("float16").build());
        assertThat(client().results(id)).hasSize(1);
        assertThat(client().events(id, LifecycleType.RECEIVED)).hasSize(1);
        assertThat(client().events(id, LifecycleType.STARTED)).hasSize(1);
    }

    @Test
    public void aDeployedTechniqueIsUsedDrainedAndGone() throws Exception {
        Path jar = TechniqueBundle.deploy(deployFolder());
        OptimizationResult served = untilStatus("served", Status.SUCCEEDED);
        assertThat(served.getSteps().get(0).getTechnique()).isEqualTo("gated");

        Path gate = file("drain.gate");
        String running = "drained";
        client().send(gated(running, gate).build());
        client().event(running, LifecycleType.PROGRESS, 1);
        Files.delete(jar);
        OptimizationResult refused = untilStatus("removed", Status.REFUSED);
        ErrorInfo error = refused.getErrors().get(0);
        assertThat(error.getCode()).isEqualTo("unknown-technique");
        assertThat(error.getMessage()).contains("gated");
        assertThat(client().results(running)).isEmpty();

        Files.createFile(gate);
        OptimizationResult drained = client().result(running);
        assertThat(drained.getErrors()).isEmpty();
        assertThat(drained.getStatus()).isEqualTo(Status.SUCCEEDED);
        assertThat(drained.getAttempts()).isEqualTo(1);

        // What follows needs the techniques, and their bundle must not change under it.
        TechniqueBundle.deploy(deployFolder());
        untilStatus("deployed-again", Status.SUCCEEDED);
        cancelWhileItRunsAndBeforeItCame();
        deadlineWhileItRunsAndBeforeItCame();
    }

    private void cancelWhileItRunsAndBeforeItCame() throws Exception {
        String running = "cancelled-running";
        client().send(gated(running, file("never.gate")).build());
        client().event(running, LifecycleType.PROGRESS, 1);
        client().cancel(running, "the test says so");
        OptimizationResult result = client().result(running);
        assertThat(result.getStatus()).isEqualTo(Status.CANCELLED);
        assertThat(result.getErrors().get(0).getCode()).isEqualTo("request-cancelled");

        String early = "cancelled-before-it-came";
        client().cancel(early, "too late to ask");
        // Of two topics, only time tells the order; the request follows once this one was seen.
        client().run(digits("between").step("float16").build());
        client().send(gated(early, file("never.gate")).build());
        assertThat(client().result(early).getStatus()).isEqualTo(Status.CANCELLED);
    }

    private void deadlineWhileItRunsAndBeforeItCame() throws Exception {
        String id = "deadline-while-running";
        client().send(gated(id, file("never.gate"))
                .deadline(Instant.now().plus(Duration.ofSeconds(4)))
                .build());
        client().event(id, LifecycleType.PROGRESS, 1);
        OptimizationResult result = client().result(id);
        assertThat(result.getStatus()).isIn(Status.EXPIRED, Status.FAILED);
        assertThat(result.getErrors().get(0).getCode()).isEqualTo("deadline-exceeded");

        String late = "deadline-before-it-came";
        OptimizationResult expired = client().run(digits(late)
                .step("float16")
                .deadline(Instant.now().minus(Duration.ofMinutes(1)))
                .build());
        assertThat(expired.getStatus()).isEqualTo(Status.EXPIRED);
        assertThat(expired.getErrors().get(0).getMessage()).contains(late);
    }

    /** Asks again and again for the deployed technique until the answer is as expected: deployment takes a moment. */
    private OptimizationResult untilStatus(String name, Status expected) throws Exception {
        Instant end = Instant.now().plus(Client.LIMIT);
        for (int i = 0; Instant.now().isBefore(end); i++) {
            OptimizationResult result =
                    client().run(digits(name + "-" + i).step("gated").build());
            if (result.getStatus() == expected) {
                return result;
            }
        }
        throw new AssertionError(name + ": no request came to " + expected);
    }

    private Requests digits(String id) throws Exception {
        return Requests.digits(client(), id);
    }

    private Requests gated(String id, Path gate) throws Exception {
        return digits(id).step("gated", Map.of("gate", gate.toString()));
    }
}
