package io.lapidary.evaluation.internal.explain;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

import io.lapidary.api.evaluation.Advice;
import io.lapidary.api.evaluation.Explanation;
import io.lapidary.api.evaluation.OperatorExplanation;
import io.lapidary.api.evaluation.ValueInterval;
import io.lapidary.evaluation.internal.json.JsonWriter;

/** The whole of an explanation as JSON: what {@code explanation} is in optimize-result.schema.json, with every operator. */
final class ExplanationJson {
    private ExplanationJson() {}

    static void write(Explanation explanation, Path file) throws IOException {
        try (Writer out = Files.newBufferedWriter(file)) {
            var json = new JsonWriter(out);
            json.beginObject();
            json.name("samples").value(explanation.samples());
            json.name("source").value(explanation.source());
            json.name("seconds").value(explanation.seconds());
            json.name("trials").value(explanation.trials());
            json.name("operatorCount").value(explanation.operatorCount());
            json.name("advice").beginArray();
            for (Advice advice : explanation.advice()) {
                advice(json, advice);
            }
            json.endArray();
            json.name("operators").beginArray();
            for (OperatorExplanation row : explanation.operators()) {
                row(json, row);
            }
            json.endArray();
            json.name("leftOut").beginArray();
            for (String sentence : explanation.leftOut()) {
                json.value(sentence);
            }
            json.endArray();
            json.endObject();
            out.write('\n');
        }
    }

    private static void advice(JsonWriter json, Advice advice) throws IOException {
        json.beginObject();
        json.name("kind").value(advice.kind());
        json.name("operators").beginArray();
        for (String name : advice.operators()) {
            json.value(name);
        }
        json.endArray();
        json.name("measure").value(advice.measure());
        json.name("before").value(advice.before());
        json.name("after").value(advice.after());
        json.name("addedBytes").value(advice.addedBytes());
        number(json, "latencyRatio", advice.latencyRatio());
        json.name("samples").value(advice.samples());
        json.name("parameter").value(advice.parameter());
        json.name("step").value(advice.step());
        json.name("text").value(advice.text());
        json.endObject();
    }

    private static void row(JsonWriter json, OperatorExplanation row) throws IOException {
        json.beginObject();
        json.name("name").value(row.name());
        json.name("operator").value(row.operator());
        json.name("types").value(row.types());
        json.name("unit").value(row.unit());
        number(json, "sqnrDb", row.sqnrDb());
        number(json, "aloneSqnrDb", row.aloneSqnrDb());
        interval(json, "seen", row.seen());
        interval(json, "chosen", row.chosen());
        number(json, "outsideShare", row.outsideShare());
        json.name("weightChannels").value(row.weightChannels());
        json.name("zeroChannels").value(row.zeroChannels());
        number(json, "weightSqnrDb", row.weightSqnrDb());
        json.name("bytes").value(row.bytes());
        json.name("sizeShare").value(row.sizeShare());
        number(json, "latencyShare", row.latencyShare());
        json.name("rescaled").value(row.rescaled());
        json.endObject();
    }

    private static void number(JsonWriter json, String name, OptionalDouble value) throws IOException {
        json.name(name);
        if (value.isPresent()) {
            json.value(value.getAsDouble());
        } else {
            json.nothing();
        }
    }

    private static void interval(JsonWriter json, String name, Optional<ValueInterval> interval) throws IOException {
        json.name(name);
        if (interval.isPresent()) {
            json.beginArray();
            json.value(interval.get().min());
            json.value(interval.get().max());
            json.endArray();
        } else {
            json.nothing();
        }
    }
}
