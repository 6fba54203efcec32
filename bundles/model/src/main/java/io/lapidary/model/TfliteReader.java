package io.lapidary.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

import io.lapidary.api.LapidaryException;
import io.lapidary.model.internal.flat.FlatReader;
import io.lapidary.model.internal.schema.Schema;

/**
 * Reads TensorFlow Lite files of any size. Files are mapped: weights are views and never copied to the heap. Nothing in a file
 * is trusted; a broken one gives an error, within memory bounded by the file's size and a constant.
 *
 * <p>Fields beyond the known format do not hinder reading ({@link Model#unknownFields()}), only editing and writing.
 */
public final class TfliteReader {
    private TfliteReader() {}

    /**
     * @param file must not change while the model is in use
     * @throws LapidaryException NOT_A_MODEL, CORRUPT_MODEL or UNSUPPORTED_MODEL
     * @throws IOException if the file cannot be read
     */
    public static Model read(Path file) throws IOException, LapidaryException {
        return ModelSource.read(file, TfliteReader::read);
    }

    /**
     * @param bytes the model from position to limit; not copied, must not change while the model is in use
     * @throws LapidaryException NOT_A_MODEL, CORRUPT_MODEL or UNSUPPORTED_MODEL
     */
    public static Model read(ByteBuffer bytes) throws LapidaryException {
        return ModelSource.read(bytes, TfliteReader::read);
    }

    private static Model read(ModelSource source) throws IOException, LapidaryException {
        return new GraphReader(source, FlatReader.read(Schema.tflite(), source.flatbuffer())).model();
    }
}
