package io.lapidary.shell.command;

import java.util.Optional;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;

import picocli.CommandLine.Parameters;

/** A command about one request that was sent before. */
abstract class RequestCommand extends JsonCommand {
    @Parameters(paramLabel = "ID", description = "The request's id.")
    private String id;

    RequestCommand(Shell shell) {
        super(shell);
    }

    final String id() {
        return id;
    }

    @Override
    final Optional<String> requestId() {
        return Optional.of(id);
    }

    final LapidaryException unknown() {
        return new LapidaryException(
                ErrorCodes.NOT_FOUND,
                "Nothing is known of a request " + id + ".",
                "See the id, and that --data or --bootstrap-servers name the platform it was sent to; results are kept"
                        + " for a time that the platform's configuration says.");
    }
}
