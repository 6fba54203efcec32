package io.lapidary.coordinator.internal.state;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

import io.lapidary.coordinator.internal.machine.Item;
import io.lapidary.coordinator.internal.machine.Packed;
import io.lapidary.coordinator.internal.machine.Phase;
import io.lapidary.events.Completion;
import io.lapidary.events.ErrorInfo;
import io.lapidary.events.PipelineInfo;
import io.lapidary.events.StepRequest;
import io.lapidary.events.Target;
import io.lapidary.events.WorkKind;
import io.lapidary.events.codec.MessageCodec;

/** Items as the state's schema has them: on purpose not the messages' own schemas, which change at another pace. */
final class ItemForm {
    private final MessageCodec codec;
    private final Schema item;
    private final Schema pipeline;
    private final Schema step;
    private final Schema target;
    private final Schema error;

    /** @param items the schema of the array */
    ItemForm(MessageCodec codec, Schema items) {
        this.codec = codec;
        this.item = items.getElementType();
        this.pipeline = some("pipeline");
        this.step = pipeline.getField("steps").schema().getElementType();
        this.target = pipeline.getField("targets").schema().getElementType();
        this.error = some("error");
    }

    private Schema some(String optional) {
        return item.getField(optional).schema().getTypes().get(1);
    }

    GenericRecord toForm(Item value) {
        var form = new GenericData.Record(item);
        form.put("number", value.number());
        form.put("kind", value.kind().name());
        form.put("pipeline", value.pipeline().map(this::toForm).orElse(null));
        form.put("lane", value.lane());
        form.put("phase", value.phase().name());
        form.put("at", value.at());
        form.put("attempt", value.attempt());
        form.put("failures", value.failures());
        form.put("unheard", value.unheard());
        form.put("sequence", value.sequence());
        form.put("error", value.error().map(this::toForm).orElse(null));
        form.put(
                "outcome",
                value.outcome().map(packed -> ByteBuffer.wrap(packed.bytes())).orElse(null));
        return form;
    }

    Item fromForm(GenericRecord form) {
        return new Item(
                (Integer) form.get("number"),
                WorkKind.valueOf(text(form, "kind")),
                Optional.ofNullable((GenericRecord) form.get("pipeline")).map(ItemForm::pipeline),
                text(form, "lane"),
                Phase.valueOf(text(form, "phase")),
                (Long) form.get("at"),
                (Integer) form.get("attempt"),
                (Integer) form.get("failures"),
                (Integer) form.get("unheard"),
                (Long) form.get("sequence"),
                Optional.ofNullable((GenericRecord) form.get("error")).map(ItemForm::error),
                Optional.ofNullable(form.get("outcome"))
                        .map(bytes -> Packed.ofBytes(codec, Completion.class, LiveCodec.bytes(bytes))));
    }

    private GenericRecord toForm(PipelineInfo value) {
        var form = new GenericData.Record(pipeline);
        form.put("steps", value.getSteps().stream().map(this::toForm).toList());
        form.put("targets", value.getTargets().stream().map(this::toForm).toList());
        form.put("reason", value.getReason());
        return form;
    }

    private GenericRecord toForm(StepRequest value) {
        var form = new GenericData.Record(step);
        form.put("technique", value.getTechnique());
        form.put("version", value.getVersion());
        form.put("parameters", value.getParameters());
        form.put("jar", value.getJar());
        return form;
    }

    private GenericRecord toForm(Target value) {
        var form = new GenericData.Record(target);
        form.put("backend", value.getBackend());
        form.put("profile", value.getProfile());
        form.put("parameters", value.getParameters());
        return form;
    }

    private GenericRecord toForm(ErrorInfo value) {
        var form = new GenericData.Record(error);
        form.put("code", value.getCode());
        form.put("type", value.getType());
        form.put("message", value.getMessage());
        form.put("remedy", value.getRemedy());
        form.put("where", value.getWhere());
        return form;
    }

    private static PipelineInfo pipeline(GenericRecord form) {
        return new PipelineInfo(
                list(form, "steps", ItemForm::step), list(form, "targets", ItemForm::target), text(form, "reason"));
    }

    private static StepRequest step(GenericRecord form) {
        return new StepRequest(
                text(form, "technique"),
                textOrNull(form, "version"),
                texts(form, "parameters"),
                textOrNull(form, "jar"));
    }

    private static Target target(GenericRecord form) {
        return new Target(text(form, "backend"), text(form, "profile"), texts(form, "parameters"));
    }

    private static ErrorInfo error(GenericRecord form) {
        return new ErrorInfo(
                text(form, "code"),
                text(form, "type"),
                text(form, "message"),
                text(form, "remedy"),
                text(form, "where"));
    }

    private static <T> List<T> list(GenericRecord form, String field, Function<GenericRecord, T> element) {
        return ((List<?>) form.get(field))
                .stream().map(e -> element.apply((GenericRecord) e)).toList();
    }

    private static Map<String, String> texts(GenericRecord form, String field) {
        var texts = new HashMap<String, String>();
        ((Map<?, ?>) form.get(field)).forEach((key, value) -> texts.put(key.toString(), value.toString()));
        return texts;
    }

    private static String text(GenericRecord form, String field) {
        return form.get(field).toString();
    }

    /** As the generated classes want it. */
    private static String textOrNull(GenericRecord form, String field) {
        Object value = form.get(field);
        return value == null ? null : value.toString();
    }
}
