package io.lapidary.model.internal.flat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;

/** Places small pieces into the gaps that aligned weights leave, and the rest before the weights. */
final class GapFilling {
    /** Larger pieces do not fit between two pieces that are aligned to 16. */
    private static final int LARGEST_GAP = 16;

    private final List<FlatNode> large = new ArrayList<>();
    private final TreeMap<Long, Deque<FlatNode>> fillers = new TreeMap<>();
    private final List<FlatNode> payloads;

    GapFilling(List<FlatNode> leaves, List<FlatNode> payloads) {
        this.payloads = payloads;
        for (FlatNode leaf : leaves) {
            if (leaf.size() < LARGEST_GAP && leaf.alignment() == 4) {
                fillers.computeIfAbsent(leaf.size(), size -> new ArrayDeque<>()).add(leaf);
            } else {
                large.add(leaf);
            }
        }
        large.sort(Comparator.comparingInt(FlatNode::alignment).reversed());
    }

    /**
     * @param from the first free position
     * @param placed receives all pieces in the order of their positions
     * @return the position behind the last
     */
    long place(long from, List<FlatNode> placed) {
        long end = from;
        for (FlatNode node : large) {
            end = put(node, end, placed);
        }
        for (FlatNode payload : payloads) {
            end = fill(end, payload.startFrom(end), placed);
            end = put(payload, end, placed);
        }
        for (Deque<FlatNode> rest : fillers.values()) {
            for (FlatNode node : rest) {
                end = put(node, end, placed);
            }
        }
        return end;
    }

    private long fill(long from, long gapEnd, List<FlatNode> placed) {
        long end = from;
        while (true) {
            long start = (end + 3) & ~3L;
            var fitting = fillers.floorEntry(gapEnd - start);
            if (fitting == null) {
                return end;
            }
            var node = fitting.getValue().poll();
            if (fitting.getValue().isEmpty()) {
                fillers.remove(fitting.getKey());
            }
            end = put(node, end, placed);
        }
    }

    private static long put(FlatNode node, long from, List<FlatNode> placed) {
        placed.add(node);
        return node.place(from);
    }
}
