package io.lapidary.contract;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.lapidary.api.Digest;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.backend.Backend;
import io.lapidary.api.backend.BackendDescriptor;
import io.lapidary.api.backend.BackendDescriptor.Profile;
import io.lapidary.api.backend.OperatorPlacement;
import io.lapidary.api.model.ModelFile;
import io.lapidary.api.model.TargetProfile;
import io.lapidary.api.parameter.Parameter;
import io.lapidary.api.parameter.ParameterType;
import io.lapidary.api.work.WorkContext;
import io.lapidary.model.BufferContent;
import io.lapidary.model.Model;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Operator;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.model.TfliteReader;
import io.lapidary.model.annotation.Annotations;

/** Backends that break one clause each, by the name of the test that must fail. */
final class BrokenBackends {
    private BrokenBackends() {}

    static Map<String, Supplier<Backend>> all() {
        var all = new LinkedHashMap<String, Supplier<Backend>>();
        all.put("theDescriptorIsTheSameAtEveryCall", Restless::new);
        all.put("profilesAreToldApart", Doubled::new);
        all.put("declaredParametersRefuseWhatIsOutOfRange", OutOfRange::new);
        all.put("everyOperatorIsPlacedOnce", Forgetful::new);
        all.put("slowOperatorsHaveAReason", Silent::new);
        all.put("equalInputGivesEqualBytes", Counting::new);
        all.put("inputFilesStayAsTheyAre", Overwriting::new);
        all.put("nothingIsWrittenOutsideTheWorkFolder", Littering::new);
        all.put("annotationsAreStripped", Talkative::new);
        all.put("theVerifiedPackageComputesWhatTheModelDoes", Wrong::new);
        all.put("verifiedDigestsAreTrue", Lying::new);
        all.put("damagedPackagesAreRefused", Trusting::new);
        all.put("aFileThatIsNoModelIsRefused", Crashing::new);
        all.put("cancellationEndsThePackaging", Deaf::new);
        return all;
    }

    private static final class Restless extends PlainBackend {
        private final AtomicInteger calls = new AtomicInteger();

        @Override
        public BackendDescriptor descriptor() {
            return new BackendDescriptor(
                    "plain", "1.0." + calls.incrementAndGet(), "Anything.", profiles(), List.of(parameter()));
        }
    }

    private static final class Doubled extends PlainBackend {
        @Override
        List<Profile> profiles() {
            return List.of(new Profile("small", "A small one."), new Profile("small", "Another one."));
        }
    }

    private static final class OutOfRange extends PlainBackend {
        @Override
        Parameter<Long> parameter() {
            // Not by defaultsTo, which refuses it.
            return new Parameter<>("level", new ParameterType.IntegerType(0, 9), "", Optional.of(10L), "How much.");
        }
    }

    private static final class Forgetful extends PlainBackend {
        @Override
        public List<OperatorPlacement> place(ModelFile model, TargetProfile target) throws LapidaryException {
            List<OperatorPlacement> all = super.place(model, target);
            return all.subList(1, all.size());
        }
    }

    private static final class Silent extends PlainBackend {
        @Override
        OperatorPlacement place(Subgraph graph, int index, Operator operator) {
            return new OperatorPlacement(graph.index(), index, operator.type().name(), "", "");
        }
    }

    private static final class Counting extends PlainBackend {
        @Override
        void edit(ModelEditor editor, WorkContext context) {
            super.edit(editor, context);
            editor.putMetadata("cores", BufferContent.of(new byte[] {(byte) context.cores()}));
        }
    }

    private static final class Overwriting extends PlainBackend {
        @Override
        Model readToPack(ModelFile model) throws LapidaryException {
            try {
                return TfliteReader.read(ByteBuffer.wrap(Files.readAllBytes(model.path())));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        @Override
        void finish(ModelFile model, WorkContext context) throws IOException {
            if (model.path().toFile().setWritable(true)) {
                byte[] bytes = Files.readAllBytes(model.path());
                Files.write(model.path(), java.util.Arrays.copyOf(bytes, bytes.length + 16));
            }
        }
    }

    private static final class Littering extends PlainBackend {
        @Override
        void finish(ModelFile model, WorkContext context) throws IOException {
            Files.writeString(context.workFolder().resolveSibling("left-behind"), "x");
        }
    }

    private static final class Talkative extends PlainBackend {
        @Override
        void edit(ModelEditor editor, WorkContext context) {
            // Says nothing against annotations.
        }
    }

    private static final class Wrong extends PlainBackend {
        @Override
        void edit(ModelEditor editor, WorkContext context) {
            Annotations.strip(editor);
            Tensor weights = editor.model().main().tensors().stream()
                    .filter(tensor -> tensor.isConstant() && tensor.type() == TensorType.FLOAT32)
                    .findFirst()
                    .orElseThrow();
            float[] values = new float[weights.data().asFloatBuffer().remaining()];
            weights.data().asFloatBuffer().get(values);
            for (int i = 0; i < values.length; i++) {
                values[i] *= 1.01f;
            }
            editor.tensor(weights).data(BufferContent.ofFloats(values));
        }
    }

    private static final class Lying extends PlainBackend {
        @Override
        ModelFile opened(Path model, WorkContext context) {
            return new ModelFile(model, Digest.of("another"));
        }
    }

    private static final class Trusting extends PlainBackend {
        @Override
        void requireDigest(ModelFile model, String digest) {
            // Trusts what it is given.
        }
    }

    private static final class Crashing extends PlainBackend {
        @Override
        Model readToPack(ModelFile model) {
            try {
                return read(model.path());
            } catch (LapidaryException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static final class Deaf extends PlainBackend {
        @Override
        void check(WorkContext context) {
            // Does not ask whether to go on.
        }
    }
}
