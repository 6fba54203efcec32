package io.lapidary.api;

import java.util.LinkedHashMap;
import java.util.Map;

/** What was put or got last, so much of it: what was not asked for the longest goes first. Not thread-safe, reading neither. */
public final class Latest<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;

    private final int most;

    /** @param most entries that are kept */
    public Latest(int most) {
        super(16, 0.75f, true);
        this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
    }
}
