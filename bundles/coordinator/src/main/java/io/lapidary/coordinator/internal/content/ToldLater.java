package io.lapidary.coordinator.internal.content;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.lapidary.api.Digest;
import io.lapidary.api.store.LiveContent;

/** Knows nothing until a coordinator runs. */
public final class ToldLater implements LiveContent {
    private volatile Optional<LiveContent> now = Optional.empty();

    /** Takes over from what was told before. */
    public void tell(LiveContent content) {
        now = Optional.of(content);
    }

    @Override
    public int parts() {
        return now.map(LiveContent::parts).orElse(0);
    }

    @Override
    public Map<Integer, Set<Digest>> needed() {
        return now.map(LiveContent::needed).orElse(Map.of());
    }
}
