package io.lapidary.api.dataset;

import io.lapidary.api.LapidaryException;

/** One format of data: a service of its own, so that formats can be added. */
public interface DataFormat {
    /** A short name, as in {@code npz}. */
    String id();

    /** Whether this format reads that source, judged by its name, kind and first bytes, never by reading it whole. */
    boolean accepts(DataSource source);

    /** Opens it. The stream reads piece by piece. */
    SampleStream open(DataSource source) throws LapidaryException;
}
