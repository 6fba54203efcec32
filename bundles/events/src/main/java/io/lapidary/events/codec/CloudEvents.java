package io.lapidary.events.codec;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import org.apache.avro.specific.SpecificRecord;

import io.lapidary.events.WorkItem;

/**
 * Headers of CloudEvents 1.0 in Kafka's binary mode, so that tools which know nothing of Lapidary can route and show its
 * messages.
 */
public final class CloudEvents {
    public static final String SPEC_VERSION = "ce_specversion";
    /** With {@link #SOURCE} unique for each event; a message that is sent again has the same. */
    public static final String ID = "ce_id";
    /** The node, as {@code /lapidary/nodes/<node>}, or the program that made it. */
    public static final String SOURCE = "ce_source";
    /** As in {@code io.lapidary.work-item} or {@code io.lapidary.request.queued}. */
    public static final String TYPE = "ce_type";
    /** RFC 3339, when it happened. */
    public static final String TIME = "ce_time";
    /** The requestId, where there is one. */
    public static final String SUBJECT = "ce_subject";
    /** Whose request a work item is of, for those who hold several. */
    public static final String TENANT = "ce_tenant";

    public static final String CONTENT_TYPE = "content-type";
    public static final String TRACEPARENT = "traceparent";

    /** Of every message's payload. */
    public static final String AVRO = "avro/binary";

    private CloudEvents() {}

    /** Headers of one of the platform's messages. */
    public static SortedMap<String, String> headers(SpecificRecord message, String source) {
        var headers = headers(EventAttributes.of(message), source);
        if (message instanceof WorkItem item) {
            headers.put(TENANT, item.getTenant());
        }
        return Collections.unmodifiableSortedMap(headers);
    }

    private static SortedMap<String, String> headers(EventAttributes event, String source) {
        var headers = new TreeMap<String, String>();
        headers.put(SPEC_VERSION, "1.0");
        headers.put(ID, event.id());
        headers.put(SOURCE, source);
        headers.put(TYPE, event.type());
        headers.put(TIME, Instant.ofEpochMilli(event.time()).toString());
        if (!event.subject().isEmpty()) {
            headers.put(SUBJECT, event.subject());
        }
        headers.put(CONTENT_TYPE, AVRO);
        event.trace().ifPresent(trace -> headers.put(TRACEPARENT, trace.traceparent()));
        return headers;
    }

    /** The source of what a node sends. */
    public static String node(String node) {
        return "/lapidary/nodes/" + node;
    }

    /** The trace that a message's headers carry, if they do. */
    public static Optional<TraceContext> trace(Map<String, String> headers) {
        return Optional.ofNullable(headers.get(TRACEPARENT)).flatMap(TraceContext::parse);
    }
}
