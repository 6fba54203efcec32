package io.lapidary.shell.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.lapidary.shell.result.ExitCode;
import io.lapidary.shell.view.Console;
import io.lapidary.shell.view.Screen;

import picocli.CommandLine;

class HelpTest {
    private static final Path DOCS = Path.of("../../docs/command-line.md");

    private final CommandRun.World world = new CommandRun.World(Path.of("."), CommandRun.NONE, Optional.empty());

    static Map<String, CommandLine> commands() {
        var console = new Console(System.out, Screen.PLAIN, System.err, Screen.PLAIN);
        var shell = new Shell(
                console, Map.of(), Path.of("."), Path.of("."), Optional.empty(), CommandRun.NONE, CommandRun.NO_TOPICS);
        return LapidaryCommand.commandLine(shell).getSubcommands();
    }

    static Stream<String> names() {
        return commands().keySet().stream();
    }

    @Test
    void listsEveryCommandOnOneLine() {
        String help = world.run("--help").out();
        assertThat(names())
                .containsExactly(
                        "demo",
                        "start",
                        "optimize",
                        "evaluate",
                        "inspect",
                        "compare",
                        "submit",
                        "watch",
                        "result",
                        "cancel",
                        "retry",
                        "replay",
                        "list",
                        "techniques",
                        "backends",
                        "status",
                        "store",
                        "topics",
                        "tenant",
                        "completion");
        assertThat(names())
                .allSatisfy(
                        name -> assertThat(help.lines()).anyMatch(line -> line.matches("  " + name + " {2,}\\S.*\\.")));
        assertThat(help.lines()).allMatch(line -> line.length() <= 80);
        assertThat(world.run("--version").out()).startsWith("lapidary ");
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyCommandHasHelpWithAnExample(String name) {
        var run = world.run(name, "--help");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("Usage: lapidary " + name, "Example", "  lapidary " + name);
        assertThat(run.out().lines()).allMatch(line -> line.length() <= 80);
    }

    @ParameterizedTest
    @MethodSource("names")
    void theDocumentationNamesEveryOption(String name) throws IOException {
        String text = Files.readString(DOCS);
        int begin = text.indexOf("\n## " + name + "\n");
        assertThat(begin).as("a section for " + name).isPositive();
        int end = text.indexOf("\n## ", begin + 1);
        String section = text.substring(begin, end < 0 ? text.length() : end);
        assertThat(section).contains("lapidary " + name);
        List<String> common =
                List.of("--help", "--debug", "--data", "--bootstrap-servers", "--command-config", "--store");
        for (var option : commands().get(name).getCommandSpec().options()) {
            String place = common.contains(option.longestName()) ? text : section;
            assertThat(place).contains("`" + option.longestName());
        }
    }

    @Test
    void theDocumentationNamesEveryExitCode() throws IOException {
        String text = Files.readString(DOCS);
        for (ExitCode code : ExitCode.values()) {
            assertThat(text).contains("\n| " + code.number() + " | ");
        }
    }

    @Test
    void whatIsNoNumberIsToldInWords() {
        assertThat(world.run("optimize", "m.tflite", "--max-bytes", "many").err())
                .contains("'many' is not a whole number");
        assertThat(world.run("optimize", "m.tflite", "--max-latency-us", "few").err())
                .contains("'few' is not a number");
        assertThat(world.run("optimize", "m.tflite", "--seed", "x").err()).contains("'x' is not a whole number");
    }

    @Test
    void aWordTooManyIsToldAsThatAndNotByItsIndex() {
        assertThat(world.run("optmize", "m.tflite").err())
                .contains("lapidary: There is no command 'optmize'.", "lapidary optimize", "See 'lapidary --help'.");
        assertThat(world.run("store", "putt", "m.tflite").err())
                .contains("There is no command 'putt'.", "See 'lapidary store --help'.");
        assertThat(world.run("inspect", "m.tflite", "other.tflite").err())
                .contains("lapidary: 'other.tflite' is one argument too many.");
        assertThat(world.run("inspect", "m.tflite", "--al").err()).contains("Unknown option: '--al'");
    }

    @Test
    void completesTheWordsOfAnObjective() {
        assertThat(world.run("completion").out()).contains("(\"size\" \"latency\" \"accuracy\")");
    }
}
