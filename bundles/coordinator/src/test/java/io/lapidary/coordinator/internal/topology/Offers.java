package io.lapidary.coordinator.internal.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.lapidary.api.Digest;
import io.lapidary.api.backend.BackendDescriptor;
import io.lapidary.api.parameter.Parameter;
import io.lapidary.api.technique.DataRole;
import io.lapidary.api.technique.Need;
import io.lapidary.api.technique.TechniqueDescriptor;
import io.lapidary.api.work.Lane;
import io.lapidary.events.BackendOffer;
import io.lapidary.events.CatalogEntry;
import io.lapidary.events.TechniqueOffer;
import io.lapidary.events.mapping.OfferMapper;

/** What test nodes offer. */
public final class Offers {
    public static final TechniqueOffer FLOAT16 = technique("float16", "1.0.0", Lane.LIGHT);
    public static final TechniqueOffer FLOAT16_NEWER = technique("float16", "1.10.0", Lane.LIGHT);
    public static final TechniqueOffer INT8 = OfferMapper.toOffer(
            TechniqueDescriptor.of("int8", "1.0.0", "Integers.", Lane.CALIBRATE)
                    .withData(Map.of(DataRole.REPRESENTATIVE, Need.REQUIRED)),
            Digest.of("int8"));
    public static final TechniqueOffer PRUNE = OfferMapper.toOffer(
            TechniqueDescriptor.of("prune", "1.0.0", "Zeros.", Lane.TRAIN)
                    .withParameters(Parameter.number("sparsity", 0, 1, "Share of zeros.")
                            .defaultsTo(0.5)),
            Digest.of("prune"));
    public static final TechniqueOffer FOREIGN = technique("foreign", "1.0.0", new Lane("quantum"));

    private Offers() {}

    public static TechniqueOffer technique(String id, String version, Lane lane) {
        return OfferMapper.toOffer(TechniqueDescriptor.of(id, version, "A technique.", lane), Digest.of(id + version));
    }

    public static BackendOffer backend(String id) {
        return OfferMapper.toOffer(
                new BackendDescriptor(
                        id, "1.0.0", "A backend.", List.of(new BackendDescriptor.Profile("default", "")), List.of()),
                Digest.of(id));
    }

    /** A node of two cores that serves the platform's lanes and offers the cpu backend. */
    public static CatalogEntry node(String name, long announcedAt, TechniqueOffer... techniques) {
        return node(name, announcedAt, Set.of("light", "calibrate", "train"), 0, techniques);
    }

    public static CatalogEntry node(
            String name, long announcedAt, Set<String> lanes, int running, TechniqueOffer... techniques) {
        return CatalogEntry.newBuilder()
                .setNode(name)
                .setPlatformVersion("0.1.0")
                .setStoreId("store")
                .setLanes(new ArrayList<>(lanes))
                .setTechniques(List.of(techniques))
                .setBackends(List.of(backend("cpu"), backend("web")))
                .setCores(2)
                .setMemoryBytes(1 << 30)
                .setRunning(running)
                .setStartedAt(announcedAt)
                .setAnnouncedAt(announcedAt)
                .build();
    }
}
