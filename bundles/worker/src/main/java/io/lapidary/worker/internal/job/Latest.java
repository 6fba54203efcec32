package io.lapidary.worker.internal.job;

import java.util.LinkedHashMap;
import java.util.Map;

/** What was asked for last, so much of it: what was not asked for the longest goes first. Not for several threads at a time. */
final class Latest<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;

    private final int most;

    Latest(int most) {
        super(16, 0.75f, true);
        this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
    }
}
