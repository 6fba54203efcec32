package io.lapidary.shell.command;

import java.util.List;
import java.util.Map;

import io.lapidary.events.BackendOffer;
import io.lapidary.events.ParameterInfo;
import io.lapidary.events.ProfileInfo;
import io.lapidary.events.TechniqueOffer;

/** What the test's node offers. */
final class Offers {
    private Offers() {}

    static TechniqueOffer technique(String id, String version) {
        return TechniqueOffer.newBuilder()
                .setId(id)
                .setVersion(version)
                .setJar("0".repeat(64))
                .setSummary("Removes weights.")
                .setLane("train")
                .setParameters(List.of(ParameterInfo.newBuilder()
                        .setName("target_sparsity")
                        .setKind("number")
                        .setUnit("")
                        .setMin(0.0)
                        .setMax(1.0)
                        .setDefaultValue("0.8")
                        .setDescription("Share of weights to remove.")
                        .build()))
                .setData(Map.of("TRAINING", "REQUIRED"))
                .setRequires(List.of("float-weights"))
                .build();
    }

    static BackendOffer backend() {
        return BackendOffer.newBuilder()
                .setId("cpu")
                .setVersion("1.0.0")
                .setJar("1".repeat(64))
                .setSummary("CPUs.")
                .setProfiles(List.of(new ProfileInfo("desktop", "A computer.")))
                .build();
    }
}
