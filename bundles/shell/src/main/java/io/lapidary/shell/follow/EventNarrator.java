package io.lapidary.shell.follow;

import java.util.HashMap;
import java.util.Map;

import io.lapidary.events.ErrorInfo;
import io.lapidary.events.LifecycleEvent;
import io.lapidary.shell.platform.RequestWatch;
import io.lapidary.shell.view.Amounts;
import io.lapidary.shell.view.Progress;

/** Turns events into lines that stay and a bar that moves. */
public final class EventNarrator implements RequestWatch.Listener {
    private final Progress progress;
    private final Map<String, Long> stepBegins = new HashMap<>();
    private String afterSteps = "packaging";

    public EventNarrator(Progress progress) {
        this.progress = progress;
    }

    @Override
    public void onTick() {
        progress.tick();
    }

    @Override
    public void onEvent(LifecycleEvent event) {
        String about = candidate(event);
        switch (event.getType()) {
            case RECEIVED -> phase("received", event);
            case QUEUED -> {
                phase("queued", event);
                if (!event.getMessage().isEmpty()) {
                    progress.line("  queued: " + event.getMessage());
                }
            }
            case DISPATCHED -> {
                if (event.getAttempt() > 1) {
                    progress.line("  attempt " + event.getAttempt() + about);
                }
                phase("waiting for a worker", event);
            }
            case STARTED -> {
                progress.line("  started on " + event.getNode() + about);
                afterSteps = "packaging";
                phase("starting", event);
            }
            case STEP_STARTED -> {
                stepBegins.put(step(event), event.getTime());
                phase(event.getTechnique(), event);
            }
            case PROGRESS ->
                progress.phase(
                        event.getStep() >= 0 ? event.getTechnique() : afterSteps,
                        event.getFraction(),
                        event.getMessage());
            case STEP_COMPLETED -> progress.line("  " + event.getTechnique() + " " + duration(event) + about);
            case PACKAGED -> {
                progress.line("  packaged for " + event.getTechnique() + about
                        + (event.getMessage().isEmpty() ? "" : ": " + event.getMessage()));
                afterSteps = "evaluating";
                phase(afterSteps, event);
            }
            case EVALUATED -> {
                progress.line("  evaluated for " + event.getTechnique() + about);
                afterSteps = "packaging";
                phase("finishing", event);
            }
            case WAITING -> phase("waiting for candidates", event);
            case RETRYING -> {
                progress.line("  retrying: " + reason(event));
                phase("waiting to retry", event);
            }
            case CANCELLING -> {
                progress.line("  cancelling" + (event.getMessage().isEmpty() ? "" : ": " + event.getMessage()));
                phase("cancelling", event);
            }
            case REFUSED_DUPLICATE -> progress.line("  another request under this id was refused: " + reason(event));
            case SUCCEEDED, UNSATISFIED, FAILED, REFUSED, CANCELLED, EXPIRED -> progress.clear();
            case UNKNOWN -> progress.tick();
        }
    }

    private void phase(String name, LifecycleEvent event) {
        progress.phase(name, event.getFraction(), event.getMessage());
    }

    private String duration(LifecycleEvent event) {
        if (!event.getMessage().isEmpty()) {
            // It was remembered, or shared with another target.
            return event.getMessage();
        }
        Long begin = stepBegins.remove(step(event));
        return begin == null ? "done" : "done in " + Amounts.seconds((event.getTime() - begin) / 1000.0);
    }

    private static String step(LifecycleEvent event) {
        return event.getWorkId() + " " + event.getAttempt() + " " + event.getStep();
    }

    /** Which candidate it is about, where there are several. */
    private static String candidate(LifecycleEvent event) {
        return event.getWorkId().equals(event.getRequestId())
                ? ""
                : " (candidate " + event.getWorkId().substring(event.getWorkId().lastIndexOf('/') + 1) + ")";
    }

    private static String reason(LifecycleEvent event) {
        ErrorInfo error = event.getError();
        return error != null ? error.getMessage() : event.getMessage();
    }
}
