package io.lapidary.api.store;

import java.util.Map;
import java.util.Set;

import io.lapidary.api.Digest;

/**
 * Knows what content requests that have not ended need: a service of every node that coordinates. The requests are divided into
 * parts, each of which one node at a time answers for.
 */
public interface LiveContent {
    /** How many parts there are over all nodes; 0 while that is not known. */
    int parts();

    /**
     * What the requests of each part need that this node answers for now, by the part's number from 0: what they came with, and what
     * was made for them and is not published yet. A part of which it is not known is left out.
     */
    Map<Integer, Set<Digest>> needed();
}
