package io.lapidary.shell.platform;

import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;

import io.lapidary.api.LapidaryException;
import io.lapidary.events.TenantUse;

/** Makes and checks a platform's topics, whether or not a node has ever run there. */
public interface TopicDesk {
    /**
     * Makes the topics that are missing, and those of tenants.
     *
     * @param partitions of requests and what meets them; empty for what the topics that are there have, or the default
     * @param tenants who get a topic of requests of their own, beside those who have one
     */
    void create(Address address, OptionalInt partitions, Set<String> tenants)
            throws LapidaryException, InterruptedException;

    /** @throws LapidaryException naming every topic that is missing or not as it must be */
    void check(Address address) throws LapidaryException, InterruptedException;

    /** Who have a topic of requests. */
    SortedSet<String> tenants(Address address) throws LapidaryException, InterruptedException;

    /** What tenants have and may have, over all partitions, as the coordinators said last; those alone that have any. */
    Map<String, TenantUse> uses(Address address) throws LapidaryException, InterruptedException;
}
