package io.lapidary.quantization.statistics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

import io.lapidary.api.engine.PatchSource;
import io.lapidary.model.Shape;
import io.lapidary.quantization.layer.LinearLayer;

/**
 * Which taps of a window meet the input together, row by row: all of them inside an image, fewer at its edges, every second or so
 * in a transposed convolution.
 *
 * @param count of taps
 * @param sets that there are
 */
record TapSets(int count, List<Set> sets) {
    /** @param share of the output's places */
    record Set(int[] taps, double share) {}

    static TapSets all(int count) {
        return new TapSets(count, List.of(new Set(IntStream.range(0, count).toArray(), 1)));
    }

    static TapSets of(LinearLayer layer) {
        PatchSource source = layer.source();
        Shape in = layer.data().shapeSignature();
        Shape out = layer.operator().output().shapeSignature();
        boolean known = in.rank() == 4 && out.rank() == 4;
        var rows = new Axis(
                source.kind(),
                source.kernelHeight(),
                source.strideHeight(),
                source.dilationHeight(),
                known ? in.dim(1) : -1,
                known ? out.dim(1) : -1,
                source.samePadding());
        var columns = new Axis(
                source.kind(),
                source.kernelWidth(),
                source.strideWidth(),
                source.dilationWidth(),
                known ? in.dim(2) : -1,
                known ? out.dim(2) : -1,
                source.samePadding());
        var sets = new ArrayList<Set>();
        columns.sets()
                .forEach((x, shareX) -> rows.sets().forEach((y, shareY) -> {
                    int[] taps = y.stream()
                            .flatMapToInt(row -> x.stream().mapToInt(column -> row * source.kernelWidth() + column))
                            .toArray();
                    sets.add(new Set(taps, shareX * shareY));
                }));
        return new TapSets(source.kernelHeight() * source.kernelWidth(), sets);
    }

    /**
     * One axis of a window.
     *
     * @param in size of the input; not positive where it is not known
     * @param out size of the output; likewise
     */
    private record Axis(PatchSource.Kind kind, int size, int stride, int dilation, int in, int out, boolean same) {
        Map<List<Integer>, Double> sets() {
            if (in <= 0 || out <= 0) {
                return kind == PatchSource.Kind.WINDOWS
                        ? gathered(1, (place, tap) -> true)
                        : gathered(stride, this::phase);
            }
            return gathered(out, kind == PatchSource.Kind.WINDOWS ? this::meets : this::isMet);
        }

        private boolean phase(int place, int tap) {
            return tap % stride == place;
        }

        private boolean meets(int place, int tap) {
            int reach = (out - 1) * stride + (size - 1) * dilation + 1;
            int before = same ? Math.max(0, reach - in) / 2 : 0;
            int at = place * stride - before + tap * dilation;
            return at >= 0 && at < in;
        }

        private boolean isMet(int place, int tap) {
            int reach = (in - 1) * stride + size;
            int before = same ? Math.max(0, reach - out) / 2 : 0;
            int at = place + before - tap;
            return at >= 0 && at % stride == 0 && at / stride < in;
        }

        private interface Meeting {
            boolean at(int place, int tap);
        }

        private Map<List<Integer>, Double> gathered(int places, Meeting meeting) {
            var sets = new LinkedHashMap<List<Integer>, Double>();
            for (int place = 0; place < places; place++) {
                int here = place;
                IntPredicate there = tap -> meeting.at(here, tap);
                sets.merge(IntStream.range(0, size).filter(there).boxed().toList(), 1.0 / places, Double::sum);
            }
            return sets;
        }
    }
}
