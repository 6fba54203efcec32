package io.lapidary.worker.internal.job;

import java.util.Map;
import java.util.Set;

import io.lapidary.api.Digest;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.Latest;
import io.lapidary.api.model.ModelFile;
import io.lapidary.api.model.Trait;
import io.lapidary.model.Model;
import io.lapidary.model.summary.TraitDetector;

/** The traits of models, remembered for the latest few hundred: requests for one model come in swarms. */
final class Traits {
    private static final int REMEMBERED = 256;

    private final Map<Digest, Set<Trait>> known = new Latest<>(REMEMBERED);

    Set<Trait> of(ModelFile file, String name) throws LapidaryException {
        synchronized (known) {
            Set<Trait> traits = known.get(file.digest());
            if (traits != null) {
                return traits;
            }
        }
        Model model = SubjectModel.sound(file, name);
        Set<Trait> traits = TraitDetector.detect(model);
        synchronized (known) {
            known.put(file.digest(), traits);
        }
        return traits;
    }
}
