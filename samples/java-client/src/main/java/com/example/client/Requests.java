package com.example.client;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;

/** Makes requests. What is not set has the schema's default. */
final class Requests {
    private Requests() {}

    /**
     * @param steps as on the command line: {@code dynamic-range:all_weights=true,min_elements=64}
     * @param data role to address
     */
    static GenericRecord of(
            String requestId, String model, String modelName, List<String> steps, Map<String, String> data) {
        var records = new ArrayList<GenericRecord>();
        for (String step : steps) {
            records.add(step(step));
        }
        return new GenericRecordBuilder(Messages.REQUEST)
                .set("requestId", requestId)
                .set("createdAt", System.currentTimeMillis())
                .set("model", model)
                .set("modelName", modelName)
                .set("steps", records)
                .set("data", data)
                .build();
    }

    private static GenericRecord step(String text) {
        Schema schema = Messages.REQUEST.getField("steps").schema().getElementType();
        String[] parts = text.split(":", 2);
        var parameters = new HashMap<String, String>();
        for (String pair : parts.length == 2 ? parts[1].split(",") : new String[0]) {
            String[] nameAndValue = pair.split("=", 2);
            if (nameAndValue.length != 2) {
                throw new IllegalArgumentException("'" + pair + "' in '" + text + "' is not name=value");
            }
            parameters.put(nameAndValue[0], nameAndValue[1]);
        }
        return new GenericRecordBuilder(schema)
                .set("technique", parts[0])
                .set("parameters", parameters)
                .build();
    }

    /** CloudEvents 1.0, binary mode. Nodes do without; tools that route and show messages do not. */
    static Map<String, String> headers(GenericRecord request) {
        var headers = new TreeMap<String, String>();
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", request.get("requestId").toString());
        headers.put("ce_source", "/samples/java-client");
        headers.put("ce_type", "io.lapidary.optimization-request");
        headers.put(
                "ce_time", Instant.ofEpochMilli((Long) request.get("createdAt")).toString());
        headers.put("ce_subject", request.get("requestId").toString());
        headers.put("content-type", "avro/binary");
        return headers;
    }
}
