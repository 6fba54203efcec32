package io.lapidary.shell.command;

import java.io.PrintWriter;
import java.util.List;

import io.lapidary.shell.request.UsageException;
import io.lapidary.shell.result.ExitCode;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The whole command line. */
@Command(
        name = "lapidary",
        description = "Cuts machine-learning models for the hardware they will run on.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  lapidary demo",
            "  lapidary optimize m.tflite --step float16 --test test.npz --out out",
            "",
            "'lapidary COMMAND --help' says what a command takes. A command that needs a",
            "platform uses the node that runs on the data folder, or starts one for itself.",
            "NO_COLOR turns colours off.",
            "",
            "Exit codes: 0 done, satisfied; 1 the command itself failed; 2 wrong command",
            "line; 3 a constraint does not hold; 4 refused; 5 failed; 6 cancelled or",
            "expired; 7 the platform cannot be reached or did not answer in time."
        })
public final class LapidaryCommand extends ShellCommand {
    @Option(names = "--version", versionHelp = true, description = "Shows the version.")
    private boolean version;

    private LapidaryCommand(Shell shell) {
        super(shell);
    }

    /** The command line, ready to be given words. */
    public static CommandLine commandLine(Shell shell) {
        var root = new CommandLine(new LapidaryCommand(shell));
        List.of(
                        new DemoCommand(shell),
                        new StartCommand(shell),
                        new OptimizeCommand(shell),
                        new EvaluateCommand(shell),
                        new InspectCommand(shell),
                        new CompareCommand(shell),
                        new SubmitCommand(shell),
                        new WatchCommand(shell),
                        new ResultCommand(shell),
                        new CancelCommand(shell),
                        new RetryCommand(shell),
                        new ReplayCommand(shell),
                        new ListCommand(shell),
                        new TechniquesCommand(shell),
                        new BackendsCommand(shell),
                        new StatusCommand(shell),
                        StoreCommand.withItsOwn(shell),
                        TopicsCommand.withItsOwn(shell),
                        TenantCommand.withItsOwn(shell),
                        new CompletionCommand(shell))
                .forEach(root::addSubcommand);
        root.getCommandSpec().version("lapidary " + version());
        root.setOut(new PrintWriter(shell.console().out(), true));
        root.setErr(new PrintWriter(shell.console().err(), true));
        root.setColorScheme(CommandLine.Help.defaultColorScheme(
                shell.console().outScreen().color() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        root.setParameterExceptionHandler(LapidaryCommand::wrong);
        root.setUsageHelpWidth(80);
        root.registerConverter(Long.class, LapidaryCommand::number);
        root.registerConverter(Long.TYPE, LapidaryCommand::number);
        root.registerConverter(Double.class, LapidaryCommand::fraction);
        root.registerConverter(Integer.class, LapidaryCommand::count);
        root.registerConverter(Integer.TYPE, LapidaryCommand::count);
        root.setCaseInsensitiveEnumValuesAllowed(true);
        return root;
    }

    private static String version() {
        String version = LapidaryCommand.class.getPackage().getImplementationVersion();
        return version == null ? "(not from a jar)" : version;
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new CommandLine.TypeConversionException("'" + text + "' is not a whole number");
        }
    }

    private static int count(String text) {
        long number = number(text);
        if (number != (int) number) {
            throw new CommandLine.TypeConversionException("'" + text + "' is too large");
        }
        return (int) number;
    }

    private static double fraction(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new CommandLine.TypeConversionException("'" + text + "' is not a number");
        }
    }

    private static int wrong(CommandLine.ParameterException e, String[] words) {
        var err = e.getCommandLine().getErr();
        err.println("lapidary: " + complaint(e) + ".");
        CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
        err.println("See '" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE.number();
    }

    /** What picocli says, but of a word too many: it tells of an unmatched argument at an index. */
    private static String complaint(CommandLine.ParameterException e) {
        if (!(e instanceof CommandLine.UnmatchedArgumentException unmatched) || unmatched.isUnknownOption()) {
            return e.getMessage();
        }
        String word = "'" + unmatched.getUnmatched().get(0) + "'";
        return e.getCommandLine().getSubcommands().isEmpty()
                ? word + " is one argument too many"
                : "There is no command " + word;
    }

    @Override
    ExitCode run() throws UsageException {
        throw new UsageException("No command is named. 'lapidary --help' lists them.");
    }
}
