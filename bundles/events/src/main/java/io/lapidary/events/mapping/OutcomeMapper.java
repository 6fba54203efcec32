package io.lapidary.events.mapping;

import java.util.ArrayList;
import java.util.List;

import io.lapidary.api.Digest;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.pipeline.StepOutcome;
import io.lapidary.events.StepInfo;

/** What became of steps. */
public final class OutcomeMapper {
    private OutcomeMapper() {}

    public static StepInfo toInfo(StepOutcome outcome) {
        return StepInfo.newBuilder()
                .setTechnique(outcome.technique())
                .setVersion(outcome.version())
                .setJar(outcome.jar().hex())
                .setParameters(outcome.parameters())
                .setInput(outcome.input().hex())
                .setOutput(outcome.output().hex())
                .setSeconds(outcome.seconds())
                .setRemembered(outcome.remembered())
                .setMeasures(outcome.measures())
                .build();
    }

    public static List<StepInfo> toInfos(List<StepOutcome> outcomes) {
        return outcomes.stream().map(OutcomeMapper::toInfo).toList();
    }

    public static StepOutcome fromInfo(StepInfo info) throws LapidaryException {
        return Foreign.read(
                "step " + info.getTechnique(),
                () -> new StepOutcome(
                        info.getTechnique(),
                        info.getVersion(),
                        new Digest(info.getJar()),
                        info.getParameters(),
                        new Digest(info.getInput()),
                        new Digest(info.getOutput()),
                        info.getSeconds(),
                        info.getRemembered(),
                        info.getMeasures()));
    }

    public static List<StepOutcome> fromInfos(List<StepInfo> infos) throws LapidaryException {
        var outcomes = new ArrayList<StepOutcome>(infos.size());
        for (StepInfo info : infos) {
            outcomes.add(fromInfo(info));
        }
        return outcomes;
    }
}
