package io.lapidary.events.mapping;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import io.lapidary.api.Digest;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.backend.BackendDescriptor;
import io.lapidary.api.model.Trait;
import io.lapidary.api.technique.Change;
import io.lapidary.api.technique.DataRole;
import io.lapidary.api.technique.ModelRole;
import io.lapidary.api.technique.Need;
import io.lapidary.api.technique.TechniqueDescriptor;
import io.lapidary.api.work.Lane;
import io.lapidary.events.BackendOffer;
import io.lapidary.events.ProfileInfo;
import io.lapidary.events.TechniqueOffer;

/** What nodes offer: descriptors of techniques and backends, each with the digest of the bundle that holds it. */
public final class OfferMapper {
    private OfferMapper() {}

    public static TechniqueOffer toOffer(TechniqueDescriptor technique, Digest jar) {
        return TechniqueOffer.newBuilder()
                .setId(technique.id())
                .setVersion(technique.version())
                .setJar(jar.hex())
                .setSummary(technique.summary())
                .setLane(technique.lane().id())
                .setParameters(ParameterMapper.toInfos(technique.parameters()))
                .setModels(needs(technique.models()))
                .setData(needs(technique.data()))
                .setRequires(words(technique.requires(), Trait::id))
                .setProvides(words(technique.provides(), Trait::id))
                .setKeeps(words(technique.keeps(), Trait::id))
                .setDestroys(words(technique.destroys(), Trait::id))
                .setChanges(words(technique.changes(), Change::name))
                .setUsesTarget(technique.usesTarget())
                .build();
    }

    /**
     * The technique that is offered.
     *
     * @throws LapidaryException if the offer uses what is not known here (a role, a change): then it cannot be planned with
     */
    public static TechniqueDescriptor fromOffer(TechniqueOffer offer) throws LapidaryException {
        return Foreign.read(
                "technique " + offer.getId() + " " + offer.getVersion(),
                () -> new TechniqueDescriptor(
                        offer.getId(),
                        offer.getVersion(),
                        offer.getSummary(),
                        new Lane(offer.getLane()),
                        ParameterMapper.fromInfos(offer.getParameters()),
                        needs(offer.getModels(), ModelRole::valueOf),
                        needs(offer.getData(), DataRole::valueOf),
                        set(offer.getRequires(), Trait::new),
                        set(offer.getProvides(), Trait::new),
                        set(offer.getKeeps(), Trait::new),
                        set(offer.getDestroys(), Trait::new),
                        set(offer.getChanges(), Change::valueOf),
                        offer.getUsesTarget()));
    }

    public static BackendOffer toOffer(BackendDescriptor backend, Digest jar) {
        return BackendOffer.newBuilder()
                .setId(backend.id())
                .setVersion(backend.version())
                .setJar(jar.hex())
                .setSummary(backend.summary())
                .setProfiles(backend.profiles().stream()
                        .map(profile -> new ProfileInfo(profile.id(), profile.summary()))
                        .toList())
                .setParameters(ParameterMapper.toInfos(backend.parameters()))
                .build();
    }

    /** The backend that is offered. */
    public static BackendDescriptor fromOffer(BackendOffer offer) throws LapidaryException {
        return Foreign.read(
                "backend " + offer.getId() + " " + offer.getVersion(),
                () -> new BackendDescriptor(
                        offer.getId(),
                        offer.getVersion(),
                        offer.getSummary(),
                        offer.getProfiles().stream()
                                .map(profile -> new BackendDescriptor.Profile(profile.getId(), profile.getSummary()))
                                .toList(),
                        ParameterMapper.fromInfos(offer.getParameters())));
    }

    private static <R extends Enum<R>> Map<String, String> needs(Map<R, Need> needs) {
        var words = new HashMap<String, String>();
        needs.forEach((role, need) -> words.put(role.name(), need.name()));
        return words;
    }

    private static <R extends Enum<R>> Map<R, Need> needs(Map<String, String> words, Function<String, R> role) {
        var needs = new HashMap<R, Need>();
        words.forEach((word, need) -> needs.put(role.apply(word), Need.valueOf(need)));
        return needs;
    }

    /** Sorted, so that equal descriptors are equal offers. */
    private static <T> List<String> words(Collection<T> values, Function<T, String> word) {
        return values.stream().map(word).sorted().toList();
    }

    private static <T> Set<T> set(List<String> words, Function<String, T> value) {
        var values = new HashSet<T>();
        words.forEach(word -> values.add(value.apply(word)));
        return values;
    }
}
