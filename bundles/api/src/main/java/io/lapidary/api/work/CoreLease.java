package io.lapidary.api.work;

/** The node's cores, held for a measurement of time; to be closed soon. */
public interface CoreLease extends AutoCloseable {
    /** Whether nothing else of this platform computes on this node meanwhile; false where that cannot be promised. */
    boolean exclusive();

    @Override
    void close();
}
