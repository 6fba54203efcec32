package io.lapidary.events.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.stream.Stream;

import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.lapidary.events.LifecycleEvent;
import io.lapidary.events.LifecycleType;
import io.lapidary.events.Target;
import io.lapidary.events.WorkItem;

class CloudEventsTest {
    private final SchemaCatalog catalog = new SchemaCatalog();
    private final MessageCodec codec = new MessageCodec(catalog);

    static Stream<Schema> messages() {
        return SchemaCatalog.own().stream();
    }

    @Test
    void aRequestSaysAllThatItCan() {
        assertThat(CloudEvents.headers(SampleMessages.request(), "/tests"))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "ce_specversion", "1.0",
                        "ce_id", "r-1",
                        "ce_source", "/tests",
                        "ce_type", "io.lapidary.optimization-request",
                        "ce_time", "2023-11-14T22:13:20Z",
                        "ce_subject", "r-1",
                        "content-type", "avro/binary",
                        "traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
    }

    @Test
    void aLifecycleEventIsNamedByWhatHappened() {
        var event = LifecycleEvent.newBuilder()
                .setRequestId("r-1")
                .setWorkId("r-1/0")
                .setAttempt(2)
                .setSource("WORKER")
                .setSequence(7)
                .setTime(0)
                .setNode("n")
                .setTenant("default")
                .setType(LifecycleType.STEP_STARTED)
                .build();
        var headers = CloudEvents.headers(event, CloudEvents.node("n"));
        assertThat(headers)
                .containsEntry("ce_type", "io.lapidary.request.step-started")
                .containsEntry("ce_id", "r-1/0/2/WORKER/7")
                .containsEntry("ce_source", "/lapidary/nodes/n")
                .containsEntry("ce_time", "1970-01-01T00:00:00Z")
                .doesNotContainKey("traceparent");
        assertThat(CloudEvents.trace(headers)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void everyMessageHasWhatTheSpecificationRequires(Schema schema) throws Exception {
        byte[] bytes = SingleObject.write(SampleMessages.record(schema, 1));
        SpecificRecord message = codec.decode(MessageCodecTest.classOf(schema), bytes);
        var outbound = new Envelopes(codec, "/tests").wrap("topic", "key", message);
        assertThat(outbound.payload()).isEqualTo(codec.encode(message));
        for (String required : new String[] {"ce_specversion", "ce_id", "ce_source", "ce_type", "content-type"}) {
            assertThat(outbound.headers().get(required)).as(required).isNotEmpty();
        }
        assertThat(CloudEvents.headers(message, "/tests")).isEqualTo(outbound.headers());
        if (message instanceof WorkItem item) {
            assertThat(outbound.headers()).containsEntry("ce_tenant", item.getTenant());
        } else {
            assertThat(outbound.headers()).doesNotContainKey("ce_tenant");
        }
    }

    @Test
    void differentMessagesHaveDifferentTypes() throws Exception {
        var types = new HashSet<String>();
        for (Schema schema : SchemaCatalog.own()) {
            byte[] bytes = SingleObject.write(SampleMessages.record(schema, 1));
            SpecificRecord message = codec.decode(MessageCodecTest.classOf(schema), bytes);
            types.add(CloudEvents.headers(message, "/tests").get("ce_type"));
        }
        assertThat(types).hasSameSizeAs(SchemaCatalog.own());
    }

    @Test
    void aPartOfAMessageIsNoEvent() {
        assertThatThrownBy(() -> CloudEvents.headers(new Target("cpu", "", new HashMap<>()), "/tests"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Target");
    }
}
