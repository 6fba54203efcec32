package io.lapidary.engine.litert.child;

import java.io.IOException;

import org.bytedeco.tensorflowlite.global.tensorflowlite;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.engine.CallHandler;
import io.lapidary.engine.EngineChild;
import io.lapidary.engine.EngineLog;
import io.lapidary.engine.litert.child.difference.CompareOperation;
import io.lapidary.engine.litert.child.difference.DeviationOperation;
import io.lapidary.engine.litert.child.interpreter.LoadedModel;
import io.lapidary.engine.litert.child.interpreter.Signatures;
import io.lapidary.engine.litert.child.interpreter.Words;
import io.lapidary.engine.litert.child.patch.PatchMomentsOperation;
import io.lapidary.engine.litert.child.statistics.StatisticsOperation;
import io.lapidary.engine.litert.child.time.LatencyOperation;
import io.lapidary.engine.litert.child.time.ProfileOperation;

/** The process in which LiteRT runs: its main, and what answers the calls. */
public final class LitertChild implements CallHandler {
    private final Words words;

    private LitertChild(EngineLog log) {
        this.words = new Words(log);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        EngineChild.serve(arguments, LitertChild::new);
    }

    @Override
    public byte[] hello() {
        String version = tensorflowlite.TfLiteVersion().getString();
        return Calls.PROTOCOL.response(Calls.HELLO, new Calls.Hello(version));
    }

    @Override
    public byte[] handle(String operation, byte[] payload) throws LapidaryException {
        return Calls.PROTOCOL.response(operation, answer(operation, payload));
    }

    private Record answer(String operation, byte[] payload) throws LapidaryException {
        return switch (operation) {
            case Calls.DESCRIBE -> {
                var call = arguments(operation, Calls.Describe.class, payload);
                try (var model = LoadedModel.open(call.model(), LoadedModel.Settings.FOR_DESCRIPTION, words)) {
                    yield Signatures.describe(model);
                }
            }
            case Calls.RUN -> {
                var call = arguments(operation, Calls.Run.class, payload);
                yield new RunOperation(call.request(), call.threads(), words).run();
            }
            case Calls.LATENCY ->
                new LatencyOperation(
                                arguments(operation, Calls.Latency.class, payload)
                                        .request(),
                                words)
                        .run();
            case Calls.PROFILE ->
                new ProfileOperation(
                                arguments(operation, Calls.Profile.class, payload)
                                        .request(),
                                words)
                        .run();
            case Calls.STATISTICS -> {
                var call = arguments(operation, Calls.Statistics.class, payload);
                yield new StatisticsOperation(call.request(), call.threads(), words).run();
            }
            case Calls.PATCH_MOMENTS -> {
                var call = arguments(operation, Calls.PatchMoments.class, payload);
                yield new PatchMomentsOperation(call.request(), call.threads(), words).run();
            }
            case Calls.COMPARE -> {
                var call = arguments(operation, Calls.Compare.class, payload);
                yield new CompareOperation(call.request(), call.threads(), words).run();
            }
            case Calls.DEVIATIONS -> {
                var call = arguments(operation, Calls.Deviations.class, payload);
                yield new DeviationOperation(call.request(), call.threads(), words).run();
            }
            default ->
                throw new LapidaryException(
                        ErrorCodes.INTERNAL_ERROR, "The LiteRT engine knows no call '" + operation + "'.", "");
        };
    }

    private static <T extends Record> T arguments(String operation, Class<T> type, byte[] payload) {
        return Calls.PROTOCOL.request(operation, type, payload);
    }
}
