package io.lapidary.coordinator.internal.machine;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A cancellation that overtook its request, since the two come by different topics.
 *
 * @param reason as the sender gave it
 * @param until when it may be forgotten, milliseconds since 1970
 * @param tenants who cancelled, each a request of its own only; {@link #ANYBODYS} for an operator
 */
public record Forewarned(String reason, long until, Set<String> tenants) implements Entry {
    /** Whose cancellation counts for any tenant's request. */
    public static final String ANYBODYS = "*";

    /** More tenants than ever have a reason to name one id. */
    private static final int MOST = 16;

    public Forewarned {
        Objects.requireNonNull(reason, "reason");
        tenants = Set.copyOf(tenants);
    }

    static Forewarned of(Input.Cancelled cancelled, long until) {
        return new Forewarned(
                cancelled.control().getReason(),
                until,
                Set.of(cancelled.tenant().orElse(ANYBODYS)));
    }

    /** Also for another one; what was said first stays said. */
    Forewarned and(Input.Cancelled cancelled) {
        var all = new TreeSet<>(tenants);
        all.add(cancelled.tenant().orElse(ANYBODYS));
        return all.size() > MOST ? this : new Forewarned(reason, until, all);
    }

    /** Why a tenant's request is cancelled; empty if nobody who may has cancelled it. */
    Optional<String> of(String tenant) {
        return tenants.contains(tenant) || tenants.contains(ANYBODYS) ? Optional.of(reason) : Optional.empty();
    }
}
