package io.lapidary.dataset.internal.image;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

import io.lapidary.api.LapidaryException;

/** Images by class, in a folder or an archive. */
interface ImageCollection extends Closeable {
    /** The classes, sorted by name; none if the images lie without classes. */
    List<String> classes();

    /** The images of a class, sorted by name; of class 0, all of them, if there are no classes. */
    List<ImageEntry> images(int classIndex) throws IOException, LapidaryException;
}
