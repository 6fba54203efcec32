package io.lapidary.shell.command;

import java.util.Optional;
import java.util.concurrent.Callable;

import io.lapidary.api.LapidaryException;
import io.lapidary.shell.request.UsageException;
import io.lapidary.shell.result.ExitCode;
import io.lapidary.shell.result.ResultDocument;
import io.lapidary.shell.view.Console;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What all commands share: help, and how a failure is told. A stack trace is never an answer, unless it is asked for. */
@Command(
        synopsisHeading = "%nUsage: ",
        descriptionHeading = "%n",
        parameterListHeading = "%nArguments:%n",
        optionListHeading = "%nOptions:%n",
        sortOptions = false,
        sortSynopsis = false,
        usageHelpWidth = 80)
abstract class ShellCommand implements Callable<Integer> {
    /** Places of options that many commands share, behind a command's own in its help. */
    static final int JSON_ORDER = 1;

    static final int PLATFORM_ORDER = 2;

    private final Shell shell;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this text.")
    private boolean help;

    @Option(names = "--debug", description = "Shows the stack trace of a failure.")
    private boolean debug;

    ShellCommand(Shell shell) {
        this.shell = shell;
    }

    abstract ExitCode run() throws UsageException, LapidaryException, InterruptedException;

    /** Whether a program reads the output: then a failure is a JSON document too. */
    boolean json() {
        return false;
    }

    /** The request that the command is about, if it is about one that was sent before. */
    Optional<String> requestId() {
        return Optional.empty();
    }

    final Shell shell() {
        return shell;
    }

    final Console console() {
        return shell.console();
    }

    @Override
    public final Integer call() {
        try {
            return run().number();
        } catch (UsageException e) {
            console().err().println("lapidary: " + e.getMessage());
            return failed(e, ExitCode.USAGE);
        } catch (LapidaryException e) {
            console().err().println("lapidary: " + e.sentence() + " [" + e.code() + "]");
            ExitCode code = ExitCode.of(e);
            if (json()) {
                String status = code == ExitCode.REFUSED ? "REFUSED" : "FAILED";
                console().json(ResultDocument.of(requestId().orElse(null), status, e));
            }
            return failed(e, code);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            console().err().println("lapidary: interrupted.");
            return failed(e, ExitCode.STOPPED);
        } catch (RuntimeException | Error e) {
            console()
                    .err()
                    .println("lapidary: the command has a fault: " + e + ". Please report it with what --debug shows.");
            return failed(e, ExitCode.FAULT);
        }
    }

    private int failed(Throwable failure, ExitCode code) {
        if (debug) {
            failure.printStackTrace(console().err());
        }
        return code.number();
    }
}
