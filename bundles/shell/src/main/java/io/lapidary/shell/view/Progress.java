package io.lapidary.shell.view;

/** Shows how work goes on. Used by one thread. */
public interface Progress extends AutoCloseable {
    /** Shows nothing. */
    Progress NONE = new Progress() {
        @Override
        public void line(String text) {
            // nothing is shown
        }

        @Override
        public void phase(String name, double fraction, String detail) {
            // nothing is shown
        }

        @Override
        public void tick() {
            // nothing is shown
        }

        @Override
        public void clear() {
            // nothing is shown
        }
    };

    /** Says what happened; it stays on the screen. */
    void line(String text);

    /**
     * Says what is being done now. Another name begins another phase.
     *
     * @param fraction done of this phase, 0 to 1; negative if not known
     * @param detail a few words; may be empty
     */
    void phase(String name, double fraction, String detail);

    /** Time passes: called a few times a second. */
    void tick();

    /** Takes the bar off the screen; the next phase draws it anew. */
    void clear();

    @Override
    default void close() {
        clear();
    }
}
