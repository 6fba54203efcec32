package io.lapidary.api.engine;

import java.util.List;

import io.lapidary.api.dataset.SampleArray;

/**
 * @param outputs one array per output, in the model's order
 * @param count samples run
 * @param peakMemoryBytes the process's largest resident size during the run, less its size before the model was opened
 */
public record RunResult(List<SampleArray> outputs, long count, long peakMemoryBytes) {
    public RunResult {
        outputs = List.copyOf(outputs);
    }
}
