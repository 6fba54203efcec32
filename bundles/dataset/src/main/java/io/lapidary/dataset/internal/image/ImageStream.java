package io.lapidary.dataset.internal.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.SampleStream;
import io.lapidary.api.tensor.ElementType;
import io.lapidary.api.tensor.TensorSpec;
import io.lapidary.dataset.internal.source.DataErrors;

/** Images class by class, each class by name: x as uint8 [H, W, C], y as the index of the class. */
final class ImageStream implements SampleStream {
    private static final String IMAGE = "x";
    private static final String LABEL = "y";
    private static final TensorSpec LABEL_SPEC = new TensorSpec(LABEL, ElementType.INT64, List.of());

    private final String data;
    private final ImageCollection collection;
    private final long count;
    private TensorSpec current = new TensorSpec(IMAGE, ElementType.UINT8, List.of(-1, -1, -1));
    private int classIndex = -1;
    private List<ImageEntry> images = List.of();
    private int at;

    ImageStream(String data, ImageCollection collection) throws IOException, LapidaryException {
        this.data = data;
        this.collection = collection;
        long images = 0;
        for (int i = 0; i < groups(); i++) {
            int size = collection.images(i).size();
            if (size == 0 && isLabelled()) {
                throw DataErrors.invalid(
                        data,
                        "the class folder '" + collection.classes().get(i) + "' has no image",
                        "Remove it, or fill it.");
            }
            images += size;
        }
        count = images;
        if (count == 0) {
            throw DataErrors.invalid(
                    data, "there is no image in it", "Give PNG, JPEG, BMP or GIF files, in a folder per class.");
        }
    }

    private boolean isLabelled() {
        return !collection.classes().isEmpty();
    }

    private int groups() {
        return Math.max(1, collection.classes().size());
    }

    @Override
    public List<TensorSpec> arrays() {
        var image = new TensorSpec(IMAGE, ElementType.UINT8, List.of(-1, -1, -1));
        return isLabelled() ? List.of(image, LABEL_SPEC) : List.of(image);
    }

    @Override
    public List<TensorSpec> current() {
        return isLabelled() ? List.of(current, LABEL_SPEC) : List.of(current);
    }

    @Override
    public Optional<String> labels() {
        return isLabelled() ? Optional.of(LABEL) : Optional.empty();
    }

    @Override
    public Optional<Long> count() {
        return Optional.of(count);
    }

    @Override
    public Optional<Map<String, ByteBuffer>> next() throws LapidaryException {
        if (!advance()) {
            return Optional.empty();
        }
        DecodedImage image = ImageDecoder.decode(images.get(at++));
        current = new TensorSpec(IMAGE, ElementType.UINT8, List.of(image.height(), image.width(), image.channels()));
        ByteBuffer pixels = ByteBuffer.wrap(image.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        if (!isLabelled()) {
            return Optional.of(Map.of(IMAGE, pixels));
        }
        ByteBuffer label = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        return Optional.of(Map.of(IMAGE, pixels, LABEL, label.putLong(0, classIndex)));
    }

    /** Goes on to the next class where this one is through; false at the end. */
    private boolean advance() throws LapidaryException {
        try {
            while (at >= images.size()) {
                if (classIndex + 1 >= groups()) {
                    return false;
                }
                images = collection.images(++classIndex);
                at = 0;
            }
            return true;
        } catch (IOException e) {
            throw DataErrors.unreadable(data, e);
        }
    }

    @Override
    public void skip(long samples) throws LapidaryException {
        long left = samples;
        while (left > 0 && advance()) {
            int step = (int) Math.min(left, images.size() - at);
            at += step;
            left -= step;
        }
    }

    @Override
    public void close() throws LapidaryException {
        try {
            collection.close();
        } catch (IOException e) {
            throw DataErrors.unreadable(data, e);
        }
    }
}
