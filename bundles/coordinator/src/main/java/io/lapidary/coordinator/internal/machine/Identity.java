package io.lapidary.coordinator.internal.machine;

import io.lapidary.api.Digest;
import io.lapidary.events.OptimizationRequest;
import io.lapidary.events.codec.ContentDigest;

/** What makes two requests of one id the same request: their content, and whose they are. */
public final class Identity {
    /** 128 bits: enough against accidents and forgery, half the memory of the whole digest for a remembered request. */
    public static final int HEX_DIGITS = 32;

    private Identity() {}

    /** The first {@value #HEX_DIGITS} hexadecimal digits of a digest over tenant and content. */
    public static String of(String tenant, OptimizationRequest request) {
        return Digest.of(tenant + "\n" + ContentDigest.of(request).hex()).hex().substring(0, HEX_DIGITS);
    }
}
