package io.lapidary.model.annotation;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

import io.lapidary.api.LapidaryException;
import io.lapidary.model.BufferContent;
import io.lapidary.model.Model;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Tensor;

/**
 * What steps pass on about a model's tensors, by subgraph and tensor name. It travels in the model's file, in the metadata entry
 * {@value #ENTRY}, and so is part of its digest; packaging strips it.
 *
 * <pre>{@code
 * Annotations annotations = Annotations.read(model);
 * annotations.update(tensor, known -> known.with(Annotation.Range.of(0, 6)));
 * annotations.write(editor);
 * }</pre>
 *
 * See {@link AnnotationCodec} for the bytes.
 */
public final class Annotations {
    /** The name of the metadata entry. */
    public static final String ENTRY = "lapidary.annotations";

    private final Map<TensorKey, TensorAnnotations> byTensor;

    private Annotations(Map<TensorKey, TensorAnnotations> byTensor) {
        this.byTensor = byTensor;
    }

    /**
     * The annotations that a model carries; none if it carries none.
     *
     * @throws LapidaryException CORRUPT_MODEL if the entry cannot be read
     */
    public static Annotations read(Model model) throws LapidaryException {
        var entry = model.metadata(ENTRY);
        return new Annotations(
                entry.isPresent() ? AnnotationCodec.decode(entry.get().data()) : new TreeMap<>());
    }

    /** Writes them into the model; an empty set leaves no entry. */
    public void write(ModelEditor editor) {
        if (byTensor.isEmpty()) {
            strip(editor);
        } else {
            editor.putMetadata(ENTRY, BufferContent.of(AnnotationCodec.encode(byTensor)));
        }
    }

    /** Takes all annotations out of a model, for packaging. */
    public static void strip(ModelEditor editor) {
        editor.removeMetadata(ENTRY);
    }

    public TensorAnnotations of(Tensor tensor) {
        return byTensor.getOrDefault(TensorKey.of(tensor), TensorAnnotations.NONE);
    }

    /** Replaces a tensor's annotations by what the change makes of them. */
    public Annotations update(Tensor tensor, UnaryOperator<TensorAnnotations> change) {
        var changed = change.apply(of(tensor));
        if (changed.isEmpty()) {
            byTensor.remove(TensorKey.of(tensor));
        } else {
            byTensor.put(TensorKey.of(tensor), changed);
        }
        return this;
    }

    public boolean isEmpty() {
        return byTensor.isEmpty();
    }
}
