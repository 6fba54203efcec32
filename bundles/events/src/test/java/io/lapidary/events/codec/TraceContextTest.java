package io.lapidary.events.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String VALID = "00-" + TRACE + "-b7ad6b7169203331-01";

    @Test
    void aValidHeaderIsReadAndWritten() {
        var context = TraceContext.parse(VALID).orElseThrow();
        assertThat(context).isEqualTo(new TraceContext(TRACE, "b7ad6b7169203331", true));
        assertThat(context.traceparent()).isEqualTo(VALID);
    }

    @Test
    void otherFlagsAreNotMistakenForSampled() {
        assertThat(TraceContext.parse("00-" + TRACE + "-b7ad6b7169203331-02")
                        .orElseThrow()
                        .sampled())
                .isFalse();
        assertThat(TraceContext.parse("00-" + TRACE + "-b7ad6b7169203331-03")
                        .orElseThrow()
                        .sampled())
                .isTrue();
    }

    @Test
    void aLaterVersionIsReadAsFarAsItIsKnown() {
        assertThat(TraceContext.parse("cc-" + TRACE + "-b7ad6b7169203331-01-what-the-future-brings"))
                .contains(TraceContext.parse(VALID).orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1",
                "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01.more"
            })
    void whatIsNotValidIsNoContext(String header) {
        assertThat(TraceContext.parse(header)).isEmpty();
    }

    @Test
    void aChildIsAnotherPartOfTheSameTrace() {
        var parent = TraceContext.parse(VALID).orElseThrow();
        var child = TraceContext.continueOrCreate(Optional.of(VALID));
        assertThat(child.traceId()).isEqualTo(parent.traceId());
        assertThat(child.spanId()).isNotEqualTo(parent.spanId());
        assertThat(child.sampled()).isTrue();
    }

    @Test
    void withoutAValidHeaderATraceBegins() {
        var first = TraceContext.continueOrCreate(Optional.empty());
        var second = TraceContext.continueOrCreate(Optional.of("nonsense"));
        assertThat(first.traceId()).isNotEqualTo(second.traceId());
        assertThat(TraceContext.parse(first.traceparent())).contains(first);
    }
}
