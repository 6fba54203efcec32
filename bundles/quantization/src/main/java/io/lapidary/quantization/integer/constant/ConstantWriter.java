package io.lapidary.quantization.integer.constant;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.lapidary.model.Buffer;
import io.lapidary.model.BufferContent;
import io.lapidary.model.GraphEditor;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Operator;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorEditor;
import io.lapidary.model.TensorType;
import io.lapidary.quantization.WeightJobs;

/**
 * Stores constants as integers. A constant that all its readers want in one form keeps its tensor; one that is wanted in
 * several, or in float32 too, gets further tensors. Tensors that share a buffer go on sharing one where their forms agree.
 */
public final class ConstantWriter {
    private record Content(Buffer buffer, ConstantForm form) {}

    private record Reading(Operator operator, int input, ConstantForm form) {}

    private final ModelEditor editor;
    private final WeightJobs jobs;
    private final Map<Tensor, Map<ConstantForm, Tensor>> stored = new LinkedHashMap<>();

    private final List<Reading> readings = new ArrayList<>();
    /** Those whose float32 values are wanted stay as they are. */
    private final Map<Tensor, Boolean> wantedInFloat = new HashMap<>();

    private final Map<Tensor, Source> sources = new HashMap<>();
    private final Map<Content, BufferContent> converted = new HashMap<>();
    private final Map<Content, Buffer> contents = new HashMap<>();
    private long elements;

    /** A constant as it was before anything was changed. */
    private record Source(Buffer buffer, java.nio.FloatBuffer values, Shape shape) {}

    public ConstantWriter(ModelEditor editor, WeightJobs jobs) {
        this.editor = editor;
        this.jobs = jobs;
    }

    /** Must be called for all constants before the first is stored. */
    public void add(Tensor constant, boolean inFloat) {
        wantedInFloat.merge(constant, inFloat, Boolean::logicalOr);
        sources.computeIfAbsent(constant, c -> new Source(c.buffer(), c.data().asFloatBuffer(), c.shape()));
    }

    /** Asks that an operator reads a constant in a form. Nothing is changed yet, so others may look at its float32 values. */
    public void read(Operator operator, int input, ConstantForm form) {
        readings.add(new Reading(operator, input, form));
    }

    /**
     * Stores everything that was asked for.
     *
     * @throws InterruptedException if the job was cancelled
     */
    public void finish() throws InterruptedException {
        convert();
        for (Reading reading : readings) {
            Tensor constant = reading.operator().input(reading.input()).orElseThrow();
            Tensor tensor = stored.computeIfAbsent(constant, c -> new LinkedHashMap<>())
                    .computeIfAbsent(reading.form(), form -> store(constant, form));
            if (tensor != constant) {
                editor.operator(reading.operator()).input(reading.input(), tensor);
            }
        }
    }

    /** Makes the integers of all constants, on all cores. */
    private void convert() throws InterruptedException {
        var wanted = new LinkedHashMap<Content, Source>();
        for (Reading reading : readings) {
            Source source =
                    sources.get(reading.operator().input(reading.input()).orElseThrow());
            wanted.putIfAbsent(new Content(source.buffer(), reading.form()), source);
        }
        var contents = List.copyOf(wanted.keySet());
        List<BufferContent> made =
                jobs.each(contents, "weights converted", content -> converted(wanted.get(content), content.form()));
        for (int i = 0; i < made.size(); i++) {
            converted.put(contents.get(i), made.get(i));
        }
    }

    private BufferContent converted(Source source, ConstantForm form) {
        long bytes = form.encoding().type().bytes(source.shape().elements());
        return bytes == 0
                ? BufferContent.NONE
                : jobs.content(bytes, out -> form.write(source.values(), source.shape(), out));
    }

    private Tensor store(Tensor constant, ConstantForm form) {
        Source source = sources.get(constant);
        boolean inPlace = !wantedInFloat.get(constant) && constant.type() == TensorType.FLOAT32;
        TensorEditor edit = inPlace ? editor.tensor(constant) : copy(constant, form);
        edit.encoding(form.encoding());
        var key = new Content(source.buffer(), form);
        Buffer shared = contents.get(key);
        if (shared != null) {
            edit.data(shared);
        } else {
            edit.data(converted.get(key));
            contents.put(key, edit.tensor().buffer());
        }
        elements += source.shape().elements();
        return edit.tensor();
    }

    private TensorEditor copy(Tensor constant, ConstantForm form) {
        GraphEditor graph = editor.graph(constant.subgraph());
        TensorType type = form.encoding().type();
        String suffix = "_" + type.name().toLowerCase(Locale.ROOT);
        return graph.addTensor(graph.uniqueName(constant.name() + suffix), type, constant.shape());
    }

    /** Numbers stored as integers. */
    public long elements() {
        return elements;
    }
}
