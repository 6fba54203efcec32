package io.lapidary.quantization.equalization;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.lapidary.api.work.Finding;

/** Which pairs of a model are scaled, and how their layers are. */
final class Equalization {
    private final Map<Layer, Scaling> layers = new LinkedHashMap<>();
    private final List<Link> links = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();

    Equalization(List<Pair> pairs, ClipCheck clips) {
        Set<Layer> broken = notFinite(pairs);
        for (Pair pair : pairs) {
            if (broken.contains(pair.first()) || broken.contains(pair.second())) {
                findings.add(Finding.warning(
                        "not-finite",
                        pair.first().name(),
                        pair + " stay as they are: a weight or bias is infinite or undefined. Train or export anew."));
                continue;
            }
            clips.limits(pair).ifPresentOrElse(limits -> link(pair, limits), () -> findings.add(clipReached(pair)));
        }
    }

    private static Set<Layer> notFinite(List<Pair> pairs) {
        var seen = new HashSet<Layer>();
        var broken = new HashSet<Layer>();
        for (Pair pair : pairs) {
            for (Layer layer : List.of(pair.first(), pair.second())) {
                if (seen.add(layer) && !isFinite(layer)) {
                    broken.add(layer);
                }
            }
        }
        return broken;
    }

    private static boolean isFinite(Layer layer) {
        if (layer.bias().isPresent()) {
            var bias = layer.bias().get().data().asFloatBuffer();
            while (bias.hasRemaining()) {
                if (!Float.isFinite(bias.get())) {
                    return false;
                }
            }
        }
        return Extents.of(layer, new Scaling(layer.geometry())).areFinite();
    }

    private void link(Pair pair, ScaleLimits limits) {
        links.add(new Link(pair, scaling(pair.first()), scaling(pair.second()), limits));
    }

    private Scaling scaling(Layer layer) {
        return layers.computeIfAbsent(layer, l -> new Scaling(l.geometry()));
    }

    private static Finding clipReached(Pair pair) {
        return Finding.note(
                "clip-reached",
                pair.first().name(),
                pair + " stay as they are: the RELU6 between them cuts values off at 6, or nothing shows that it does"
                        + " not. Representative samples may show it.");
    }

    /** Rounds all scales to powers of two, so that not a bit of a result changes. */
    void roundToPowersOfTwo() {
        for (Link link : links) {
            for (int c = 0; c < link.pair().channels(); c++) {
                link.scale(c, link.limits().powerOfTwo(c, link.scale(c)));
            }
            link.follow();
        }
    }

    List<Link> links() {
        return links;
    }

    /** By layer, in order of execution. */
    Map<Layer, Scaling> layers() {
        return layers;
    }

    List<Finding> findings() {
        return findings;
    }

    /** How many pairs, and between what their scales lie. */
    Map<String, Double> measures() {
        double least = 1;
        double most = 1;
        for (Link link : links) {
            for (int c = 0; c < link.pair().channels(); c++) {
                least = Math.min(least, link.scale(c));
                most = Math.max(most, link.scale(c));
            }
        }
        return Map.of("equalized_pairs", (double) links.size(), "smallest_scale", least, "largest_scale", most);
    }
}
