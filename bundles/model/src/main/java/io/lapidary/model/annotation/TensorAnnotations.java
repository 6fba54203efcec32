package io.lapidary.model.annotation;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The annotations of one tensor, at most one of each kind. Immutable. */
public final class TensorAnnotations {
    public static final TensorAnnotations NONE = new TensorAnnotations(Map.of());

    private final Map<Class<? extends Annotation>, Annotation> byKind;

    private TensorAnnotations(Map<Class<? extends Annotation>, Annotation> byKind) {
        this.byKind = byKind;
    }

    /** These and one more, which replaces one of the same kind. */
    public TensorAnnotations with(Annotation annotation) {
        var changed = new LinkedHashMap<>(byKind);
        changed.put(annotation.getClass(), annotation);
        return new TensorAnnotations(changed);
    }

    public TensorAnnotations without(Class<? extends Annotation> kind) {
        var changed = new LinkedHashMap<>(byKind);
        changed.remove(kind);
        return new TensorAnnotations(changed);
    }

    /** The annotation of a kind: {@code find(Annotation.Range.class)}. */
    public <T extends Annotation> Optional<T> find(Class<T> kind) {
        return Optional.ofNullable(byKind.get(kind)).map(kind::cast);
    }

    public boolean isEmpty() {
        return byKind.isEmpty();
    }

    /** In an order that depends on the kinds only. */
    Collection<Annotation> all() {
        var sorted = new TreeMap<String, Annotation>();
        byKind.values().forEach(annotation -> sorted.put(annotation.getClass().getSimpleName(), annotation));
        return sorted.values();
    }
}
