package io.lapidary.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.parameter.Parameter;
import io.lapidary.api.parameter.ParameterType;
import io.lapidary.api.technique.Change;
import io.lapidary.api.technique.Technique;
import io.lapidary.api.technique.TechniqueDescriptor;
import io.lapidary.api.technique.TechniqueInput;
import io.lapidary.api.technique.TechniqueResult;
import io.lapidary.api.work.WorkContext;
import io.lapidary.model.BufferContent;
import io.lapidary.model.Model;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Quantization;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;

/** Techniques that break one clause each, by the name of the test that must fail. */
final class BrokenTechniques {
    private BrokenTechniques() {}

    static Map<String, Supplier<Technique>> all() {
        var all = new LinkedHashMap<String, Supplier<Technique>>();
        all.put("theDescriptorIsTheSameAtEveryCall", Restless::new);
        all.put("equalInputGivesEqualBytes", Counting::new);
        all.put("oneInstanceServesTwoJobsAtOnce", Stateful::new);
        all.put("inputFilesStayAsTheyAre", Overwriting::new);
        all.put("nothingIsWrittenOutsideTheWorkFolder", Littering::new);
        all.put("theResultIsASoundModel", Unsound::new);
        all.put("theResultRunsInTheInterpreter", Undefined::new);
        all.put("declaredParametersRefuseWhatIsOutOfRange", OutOfRange::new);
        all.put("badParametersAreRefused", Careless::new);
        all.put("aFileThatIsNoModelIsRefused", Crashing::new);
        all.put("progressRisesFromZeroToOne", Falling::new);
        all.put("cancellationEndsTheWork", Deaf::new);
        all.put("interfaceTypesStayUnlessNamed", BrokenPromises.Retyping::new);
        all.put("interfaceShapesStayUnlessNamed", BrokenPromises.Reshaping::new);
        all.put("topologyStaysUnlessNamed", BrokenPromises.Growing::new);
        all.put("weightsStayUnlessNamed", BrokenPromises.Sly::new);
        all.put("namesOfWhatIsKeptAreKept", BrokenPromises.Renaming::new);
        all.put("signaturesAreKept", BrokenPromises.Unsigning::new);
        all.put("providedTraitsArePresent", BrokenPromises.Boasting::new);
        all.put("keptTraitsSurvive", BrokenPromises.Losing::new);
        all.put("destroyedTraitsAreGone", BrokenPromises.Sparing::new);
        all.put("lightWorkOpensNoInterpreter", Heavy::new);
        all.put("aProcessOfItsOwnGivesTheSameBytes", Homebound::new);
        return all;
    }

    /** Other ways to break a clause that has several sides. */
    static Map<Supplier<Technique>, String> more() {
        var more = new LinkedHashMap<Supplier<Technique>, String>();
        more.put(Wrapping::new, "cancellationEndsTheWork");
        more.put(NeverAsking::new, "cancellationEndsTheWork");
        more.put(Boundless::new, "progressRisesFromZeroToOne");
        more.put(Blaming::new, "badParametersAreRefused");
        return more;
    }

    private static void note(ModelEditor editor, Object text) {
        editor.putMetadata("note", BufferContent.of(text.toString().getBytes()));
    }

    private static final class Restless extends ZeroingTechnique {
        private final AtomicInteger calls = new AtomicInteger();

        @Override
        public TechniqueDescriptor descriptor() {
            TechniqueDescriptor usual = super.descriptor();
            return TechniqueDescriptor.of("zeroing", "1.0." + calls.incrementAndGet(), usual.summary(), usual.lane())
                    .withParameters(THRESHOLD, LAYERS)
                    .withTraits(usual.requires(), usual.provides(), usual.keeps(), usual.destroys())
                    .withChanges(Change.WEIGHTS);
        }
    }

    private static final class Counting extends ZeroingTechnique {
        @Override
        void finish(ModelEditor editor, WorkContext context) {
            note(editor, context.cores());
        }
    }

    private static final class Stateful extends ZeroingTechnique {
        private final AtomicInteger running = new AtomicInteger();
        private volatile boolean crowded;

        @Override
        void begin(WorkContext context) throws InterruptedException {
            if (running.incrementAndGet() > 1) {
                crowded = true;
            }
            context.checkCancelled();
        }

        @Override
        void finish(ModelEditor editor, WorkContext context) {
            if (crowded) {
                note(editor, "disturbed");
            }
            running.decrementAndGet();
        }
    }

    private static final class Overwriting extends ZeroingTechnique {
        @Override
        public TechniqueResult apply(TechniqueInput input, WorkContext context)
                throws LapidaryException, InterruptedException {
            TechniqueResult result = super.apply(input, context);
            var file = input.subject().path().toFile();
            try {
                if (file.setWritable(true)) {
                    Files.write(file.toPath(), new byte[1]);
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            return result;
        }

        @Override
        Model read(TechniqueInput input) throws IOException, LapidaryException {
            // A copy, so that the mapped file can be cut short afterwards.
            return io.lapidary.model.TfliteReader.read(
                    java.nio.ByteBuffer.wrap(Files.readAllBytes(input.subject().path())));
        }
    }

    private static final class Littering extends ZeroingTechnique {
        @Override
        void finish(ModelEditor editor, WorkContext context) throws IOException {
            Files.writeString(context.workFolder().resolveSibling("left-behind"), "x");
        }
    }

    private static final class Unsound extends ZeroingTechnique {
        @Override
        void finish(ModelEditor editor, WorkContext context) {
            Tensor bias = editor.model().main().tensors().stream()
                    .filter(tensor -> tensor.isConstant() && tensor.type() == TensorType.FLOAT32)
                    .findFirst()
                    .orElseThrow();
            editor.tensor(bias).quantization(Quantization.perTensor(-1, 0));
        }
    }

    private static final class Undefined extends ZeroingTechnique {
        @Override
        void zero(ModelEditor editor, Tensor tensor, double threshold) {
            if (tensor.name().equals("logits/bias")) {
                float[] values = new float[10];
                values[3] = Float.NaN;
                editor.tensor(tensor).data(BufferContent.ofFloats(values));
            } else {
                super.zero(editor, tensor, threshold);
            }
        }
    }

    private static final class OutOfRange extends ZeroingTechnique {
        @Override
        public TechniqueDescriptor descriptor() {
            return super.descriptor()
                    .withParameters(
                            THRESHOLD,
                            LAYERS,
                            // Not by defaultsTo, which refuses it.
                            new Parameter<>(
                                    "rounds", new ParameterType.IntegerType(1, 3), "", Optional.of(0L), "How often."));
        }
    }

    private static final class Careless extends ZeroingTechnique {
        @Override
        void requireLayers(TechniqueInput input) {}
    }

    private static final class Blaming extends ZeroingTechnique {
        @Override
        void requireLayers(TechniqueInput input) {
            if (!input.parameters().get(LAYERS).equals("all")) {
                throw new IllegalArgumentException("layers");
            }
        }
    }

    private static final class Crashing extends ZeroingTechnique {
        @Override
        Model read(TechniqueInput input) throws IOException {
            try {
                return super.read(input);
            } catch (LapidaryException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static final class Falling extends ZeroingTechnique {
        @Override
        void report(WorkContext context, double fraction) {
            context.progress(1 - fraction, "zeroing");
        }
    }

    private static final class Boundless extends ZeroingTechnique {
        @Override
        void report(WorkContext context, double fraction) {
            context.progress(100 * fraction, "zeroing");
        }
    }

    private static final class Deaf extends ZeroingTechnique {
        @Override
        void check(WorkContext context) {
            try {
                context.checkCancelled();
            } catch (InterruptedException e) {
                // Goes on regardless, which is what the clause is against.
                context.progress(0, "deaf");
            }
        }
    }

    private static final class Wrapping extends ZeroingTechnique {
        @Override
        void check(WorkContext context) throws LapidaryException {
            try {
                context.checkCancelled();
            } catch (InterruptedException e) {
                throw new LapidaryException(
                        io.lapidary.api.ErrorCodes.INTERNAL_ERROR, "It was cancelled.", "Ask again.", e);
            }
        }
    }

    private static final class NeverAsking extends ZeroingTechnique {
        @Override
        void check(WorkContext context) {}
    }

    private static final class Heavy extends ZeroingTechnique {
        @Override
        void begin(WorkContext context) throws LapidaryException, InterruptedException {
            context.interpreter().close();
        }
    }

    private static final class Homebound extends ZeroingTechnique {
        @Override
        void finish(ModelEditor editor, WorkContext context) {
            note(editor, ProcessHandle.current().pid());
        }
    }
}
