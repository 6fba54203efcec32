package io.lapidary.engine;

import java.io.IOException;

import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

import io.lapidary.api.ErrorCode;
import io.lapidary.api.ErrorType;
import io.lapidary.api.LapidaryException;

/** A child's failure as bytes, and back as the exception that the caller sees. */
final class Failures {
    private Failures() {}

    static byte[] encode(LapidaryException failure) throws IOException {
        var fields = new GenericData.Record(FrameChannel.failureSchema());
        fields.put("code", failure.code().id());
        fields.put("type", failure.type().name());
        fields.put("message", failure.getMessage());
        fields.put("remedy", failure.remedy());
        fields.put("where", failure.where());
        return AvroRecords.encode(fields);
    }

    static LapidaryException decode(byte[] bytes) throws IOException {
        GenericRecord fields = AvroRecords.decode(FrameChannel.failureSchema(), bytes);
        try {
            var code = new ErrorCode(
                    fields.get("code").toString(),
                    ErrorType.valueOf(fields.get("type").toString()));
            return new LapidaryException(
                    code,
                    fields.get("message").toString(),
                    fields.get("remedy").toString(),
                    fields.get("where").toString(),
                    null);
        } catch (IllegalArgumentException e) {
            throw new IOException("a failure that is none: " + e.getMessage(), e);
        }
    }
}
