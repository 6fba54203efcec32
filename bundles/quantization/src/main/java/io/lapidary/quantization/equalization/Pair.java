package io.lapidary.quantization.equalization;

import java.util.List;
import java.util.Optional;

import io.lapidary.model.Tensor;

/**
 * Two layers between which channels can be scaled: the second reads, of channel {@code c} of the first, the inputs that are
 * {@code c} modulo the number of channels.
 *
 * @param first makes the channels
 * @param second is the only one to read them
 * @param between the tensors from the first's output to the second's input
 * @param clips those of them that a RELU6 has made
 * @param rectified the one that a RELU has made, if what lies behind lets a shift of a channel pass; empty where nothing
 *     can be absorbed
 */
record Pair(Layer first, Layer second, List<Tensor> between, List<Tensor> clips, Optional<Tensor> rectified) {
    Pair {
        between = List.copyOf(between);
        clips = List.copyOf(clips);
    }

    int channels() {
        return first.geometry().outputs();
    }

    int channelOf(int input) {
        return input % channels();
    }

    @Override
    public String toString() {
        return "'" + first.name() + "' and '" + second.name() + "'";
    }
}
