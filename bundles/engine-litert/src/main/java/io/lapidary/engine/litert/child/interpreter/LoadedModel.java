package io.lapidary.engine.litert.child.interpreter;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorflowlite.BuiltinOpResolver;
import org.bytedeco.tensorflowlite.BuiltinOpResolverWithoutDefaultDelegates;
import org.bytedeco.tensorflowlite.FlatBufferModel;
import org.bytedeco.tensorflowlite.Interpreter;
import org.bytedeco.tensorflowlite.InterpreterBuilder;
import org.bytedeco.tensorflowlite.InterpreterOptions;
import org.bytedeco.tensorflowlite.OpResolver;
import org.bytedeco.tensorflowlite.global.tensorflowlite;

import io.lapidary.api.ErrorCode;
import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.engine.Kernels;

/** A model file and an interpreter of it. Closing frees both, the interpreter first. */
public final class LoadedModel implements AutoCloseable {
    private static final Pattern UNKNOWN_KERNEL = Pattern.compile("unresolved custom op: (\\S+?)\\.?(\\s|$)");

    private final Path file;
    private final Settings settings;
    private final Words words;
    private final FlatBufferModel model;
    private final boolean sharesModel;
    private final OpResolver operators;
    private final Interpreter interpreter;

    /**
     * @param kernels which implementations
     * @param threads of the interpreter
     * @param observed whether tensors inside the model can be read after an invocation
     */
    public record Settings(Kernels kernels, int threads, boolean observed) {
        public static final Settings FOR_DESCRIPTION = new Settings(Kernels.BUILTIN, 1, false);
    }

    private LoadedModel(
            Path file,
            Settings settings,
            Words words,
            FlatBufferModel model,
            boolean sharesModel,
            OpResolver operators,
            Interpreter interpreter) {
        this.file = file;
        this.settings = settings;
        this.words = words;
        this.model = model;
        this.sharesModel = sharesModel;
        this.operators = operators;
        this.interpreter = interpreter;
    }

    /** @throws LapidaryException of code not-found, corrupt-model or unsupported-model, with the interpreter's words */
    public static LoadedModel open(Path file, Settings settings, Words words) throws LapidaryException {
        FlatBufferModel model = verified(file, words);
        boolean opened = false;
        try {
            var loaded = open(file, settings, words, model, false);
            opened = true;
            return loaded;
        } finally {
            if (!opened) {
                model.deallocate();
            }
        }
    }

    /** A further interpreter of the same file in memory, to be closed before this one. */
    public LoadedModel another(int threads) throws LapidaryException {
        return open(file, new Settings(settings.kernels(), threads, settings.observed()), words, model, true);
    }

    private static LoadedModel open(
            Path file, Settings settings, Words words, FlatBufferModel model, boolean sharesModel)
            throws LapidaryException {
        long mark = words.mark();
        OpResolver operators = settings.kernels() == Kernels.DEFAULT
                ? new BuiltinOpResolver()
                : new BuiltinOpResolverWithoutDefaultDelegates();
        var options = new InterpreterOptions();
        options.SetPreserveAllTensors(settings.observed());
        var builder = new InterpreterBuilder(model, operators, options);
        builder.SetNumThreads(settings.threads());
        var interpreter = new Interpreter((Pointer) null);
        int status = builder.apply(interpreter);
        builder.deallocate();
        options.deallocate();
        if (status != tensorflowlite.kTfLiteOk || interpreter.isNull()) {
            operators.deallocate();
            throw refused(file, "cannot be loaded", words.since(mark));
        }
        return new LoadedModel(file, settings, words, model, sharesModel, operators, interpreter);
    }

    private static FlatBufferModel verified(Path file, Words words) throws LapidaryException {
        long mark = words.mark();
        if (!Files.isReadable(file)) {
            throw new LapidaryException(
                    ErrorCodes.NOT_FOUND, "There is no readable file " + file + ".", "Check the path of the model.");
        }
        try (var path = new BytePointer(file.toString(), StandardCharsets.UTF_8)) {
            var model = FlatBufferModel.VerifyAndBuildFromFile(path);
            if (model != null && !model.isNull()) {
                return model;
            }
        }
        throw fault(
                ErrorCodes.CORRUPT_MODEL,
                file,
                hasIdentifier(file)
                        ? "is damaged or cut short (" + words.since(mark) + ")"
                        : "is no TensorFlow Lite model",
                "Make the .tflite file again, or copy it again.");
    }

    private static boolean hasIdentifier(Path file) {
        try (var in = Files.newInputStream(file)) {
            byte[] head = in.readNBytes(8);
            return head.length == 8 && new String(head, 4, 4, StandardCharsets.ISO_8859_1).equals("TFL3");
        } catch (IOException e) {
            return false;
        }
    }

    /** One way to call the model; empty key for the first. */
    public Invocation invocation(String signature) throws LapidaryException {
        return Invocation.of(this, Signatures.find(this, signature));
    }

    public Interpreter interpreter() {
        return interpreter;
    }

    public Settings settings() {
        return settings;
    }

    public Words words() {
        return words;
    }

    public Path file() {
        return file;
    }

    public LapidaryException refused(String what, String because) {
        return refused(file, what, because);
    }

    private static LapidaryException refused(Path file, String what, String because) {
        Matcher custom = UNKNOWN_KERNEL.matcher(because);
        if (custom.find()) {
            return fault(
                    ErrorCodes.UNSUPPORTED_MODEL,
                    file,
                    "cannot be run here: the interpreter has no kernel for its custom operator " + custom.group(1)
                            + ", which only an application has",
                    "Take techniques that do not run the model, those of the lane light, as float16, weight-only or"
                            + " dynamic-range; or give an integer technique ranges instead of samples.");
        }
        return fault(
                ErrorCodes.UNSUPPORTED_MODEL,
                file,
                what + " (" + because + ")",
                "The interpreter refuses this model; convert it for the operators of TensorFlow Lite "
                        + tensorflowlite.TfLiteVersion().getString() + ".");
    }

    private static LapidaryException fault(ErrorCode code, Path file, String what, String remedy) {
        return new LapidaryException(code, "Model " + file.getFileName() + " " + what + ".", remedy);
    }

    @Override
    public void close() {
        interpreter.deallocate();
        if (!sharesModel) {
            model.deallocate();
        }
        operators.deallocate();
    }
}
