package io.lapidary.coordinator.internal.tenant;

import java.util.Map;
import java.util.Objects;

/**
 * What each tenant may have.
 *
 * @param others what a tenant may have that is not named
 * @param named by tenant
 */
public record Quotas(Quota others, Map<String, Quota> named) {
    /** No limit for anybody. */
    public static final Quotas NONE = new Quotas(Quota.NONE, Map.of());

    public Quotas {
        Objects.requireNonNull(others, "others");
        named = Map.copyOf(named);
    }

    public Quota of(String tenant) {
        return named.getOrDefault(tenant, others);
    }
}
