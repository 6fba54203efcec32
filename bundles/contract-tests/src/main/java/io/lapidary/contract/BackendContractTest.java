package io.lapidary.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.Digest;
import io.lapidary.api.ErrorType;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.backend.Backend;
import io.lapidary.api.backend.BackendDescriptor;
import io.lapidary.api.backend.BackendDescriptor.Profile;
import io.lapidary.api.backend.BackendPackage;
import io.lapidary.api.backend.BackendPackage.PackageFile;
import io.lapidary.api.backend.VerifiedPackage;
import io.lapidary.api.model.ModelFile;
import io.lapidary.api.model.TargetProfile;
import io.lapidary.api.parameter.Parameters;
import io.lapidary.model.TfliteReader;
import io.lapidary.model.TfliteWriter;
import io.lapidary.model.annotation.Annotations;

/** What holds of every backend, clause by clause. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class BackendContractTest {
    private Path folder;
    private int folders;

    /** The backend that is tested. */
    protected abstract Backend backend();

    /** A target's parameters; its defaults, if not overridden. */
    protected Map<String, String> parameters() {
        return Map.of();
    }

    /** Models that it packages; {@link Subjects#all}, if not overridden. */
    protected List<Subject> subjects() {
        return Subjects.all();
    }

    /** How far an output of the verified package may be from the model's, as a share of the output's largest magnitude. */
    protected double tolerance() {
        return 1e-5;
    }

    @BeforeAll
    final void prepare(@TempDir Path root) {
        folder = root;
    }

    @Test
    final void theDescriptorIsTheSameAtEveryCall() {
        Backend backend = backend();
        BackendDescriptor descriptor = backend.descriptor();
        assertThat(backend.descriptor()).isEqualTo(descriptor);
        assertThat(backend().descriptor()).as("of another instance").isEqualTo(descriptor);
    }

    @Test
    final void profilesAreToldApart() {
        List<Profile> profiles = backend().descriptor().profiles();
        assertThat(profiles.stream().map(Profile::id)).doesNotHaveDuplicates();
        assertThat(profiles).allSatisfy(profile -> assertThat(profile.summary()).isNotBlank());
    }

    @Test
    final void declaredParametersRefuseWhatIsOutOfRange() throws Exception {
        BackendDescriptor descriptor = backend().descriptor();
        ParameterClauses.check(descriptor.id(), descriptor.parameters(), parameters());
    }

    @Test
    final void everyOperatorIsPlacedOnce() throws Exception {
        for (Subject subject : subjects()) {
            ModelFile file = file(subject, fresh());
            for (TargetProfile target : targets()) {
                Placements.requireEachOnce(subject.source().get(), backend().place(file, target));
            }
        }
    }

    @Test
    final void slowOperatorsHaveAReason() throws Exception {
        for (Subject subject : subjects()) {
            ModelFile file = file(subject, fresh());
            for (TargetProfile target : targets()) {
                Placements.requireReasons(backend().place(file, target));
            }
        }
    }

    @Test
    final void equalInputGivesEqualBytes() throws Exception {
        for (Subject subject : subjects()) {
            Path one = fresh();
            Path other = fresh();
            BackendPackage first = pack(file(subject, one), context(one));
            BackendPackage second = pack(file(subject, other), context(other).withCores(7));
            assertThat(digests(second)).as("package of " + subject + ", again").isEqualTo(digests(first));
            assertThat(second.mediaType()).isEqualTo(first.mediaType());
        }
    }

    @Test
    final void inputFilesStayAsTheyAre() throws Exception {
        for (Subject subject : subjects()) {
            Path root = fresh();
            ModelFile file = file(subject, root);
            backend().place(file, targets().get(0));
            verify(pack(file, context(root)), context(root));
            assertThat(Digest.of(file.path())).as("digest of " + subject).isEqualTo(file.digest());
        }
    }

    @Test
    final void nothingIsWrittenOutsideTheWorkFolder() throws Exception {
        for (Subject subject : subjects()) {
            Path root = fresh();
            ModelFile file = file(subject, root);
            TestContext context = context(root);
            var watch = Watch.over(context.workFolder(), root, Path.of(""));
            BackendPackage packed = pack(file, context);
            ModelFile verified = verify(packed, context).model();
            watch.requireUnchanged();
            var files = new ArrayList<>(List.of(verified.path()));
            packed.files().forEach(part -> files.add(part.file()));
            assertThat(files)
                    .allSatisfy(part -> assertThat(part.toRealPath())
                            .startsWith(context.workFolder().toRealPath()));
        }
    }

    @Test
    final void annotationsAreStripped() throws Exception {
        for (Subject subject : subjects()) {
            ModelFile verified = verified(subject, fresh());
            assertThat(TfliteReader.read(verified.path()).metadataNames())
                    .as("metadata of the package of " + subject)
                    .doesNotContain(Annotations.ENTRY);
        }
    }

    @Test
    final void theVerifiedPackageComputesWhatTheModelDoes() throws Exception {
        for (Subject subject : subjects()) {
            Path root = fresh();
            Path given = file(subject, root).path();
            List<Path> expected = Interpretation.run(given, root.resolve("expected"));
            List<Path> found = Interpretation.run(verified(subject, fresh()).path(), root.resolve("found"));
            Outputs.requireClose(subject.name(), expected, found, tolerance());
        }
    }

    @Test
    final void verifiedDigestsAreTrue() throws Exception {
        for (Subject subject : subjects()) {
            ModelFile verified = verified(subject, fresh());
            assertThat(Digest.of(verified.path())).isEqualTo(verified.digest());
        }
    }

    @Test
    final void damagedPackagesAreRefused() throws Exception {
        Subject subject = subjects().get(0);
        for (Damage damage : Damage.values()) {
            Path root = fresh();
            BackendPackage sound = pack(file(subject, root), context(root));
            for (PackageFile part : sound.files()) {
                Path spoilt = damage.of(part.file(), root);
                var packed = new BackendPackage(
                        sound.files().stream()
                                .map(other -> other == part ? new PackageFile(part.path(), spoilt) : other)
                                .toList(),
                        sound.mediaType());
                Throwable refusal = catchThrowable(() -> verify(packed, context(root)));
                Refusals.requireVerificationFailed(refusal, part.path() + ", " + damage);
            }
        }
    }

    @Test
    final void aFileThatIsNoModelIsRefused() throws Exception {
        for (var file :
                Refusals.noModels(subjects().get(0).source().get(), fresh()).entrySet()) {
            Throwable placing = catchThrowable(
                    () -> backend().place(file.getValue(), targets().get(0)));
            Refusals.requireType(placing, ErrorType.MODEL, "placing " + file.getKey());
            Path root = fresh();
            Throwable packing = catchThrowable(() -> pack(file.getValue(), context(root)));
            Refusals.requireType(packing, ErrorType.MODEL, "packing " + file.getKey());
        }
    }

    @Test
    final void cancellationEndsThePackaging() throws Exception {
        Path root = fresh();
        ModelFile file = file(subjects().get(0), root);
        TestContext cancelled = context(root).withCheck(number -> {
            throw new InterruptedException("cancelled");
        });
        Throwable end = catchThrowable(() -> pack(file, cancelled));
        assertThat(end).isInstanceOf(InterruptedException.class);
    }

    private List<TargetProfile> targets() {
        BackendDescriptor descriptor = backend().descriptor();
        return descriptor.profiles().stream()
                .map(profile -> new TargetProfile(descriptor.id(), profile.id(), parameters()))
                .toList();
    }

    private BackendPackage pack(ModelFile file, TestContext context) throws LapidaryException, InterruptedException {
        return backend().pack(file, targets().get(0), resolved(), context);
    }

    private VerifiedPackage verify(BackendPackage packed, TestContext context)
            throws LapidaryException, InterruptedException {
        return backend().verify(packed, targets().get(0), resolved(), context);
    }

    private Parameters resolved() throws LapidaryException {
        BackendDescriptor descriptor = backend().descriptor();
        return Parameters.resolve(descriptor.id(), descriptor.parameters(), parameters());
    }

    private ModelFile verified(Subject subject, Path root) throws Exception {
        TestContext context = context(root);
        return verify(pack(file(subject, root), context), context).model();
    }

    private static ModelFile file(Subject subject, Path root) throws Exception {
        Path file = Files.createDirectories(root.resolve("given")).resolve(subject.name() + ".tflite");
        TfliteWriter.write(subject.source().get(), file);
        if (!file.toFile().setReadOnly()) {
            throw new IOException(file + " cannot be made read-only");
        }
        return ModelFile.of(file);
    }

    private static TestContext context(Path root) throws IOException {
        return TestContext.in(Files.createDirectories(root.resolve("work")));
    }

    private static Map<String, Digest> digests(BackendPackage packed) throws IOException {
        var digests = new java.util.TreeMap<String, Digest>();
        for (PackageFile part : packed.files()) {
            digests.put(part.path(), Digest.of(part.file()));
        }
        return digests;
    }

    private Path fresh() {
        return folder.resolve("job" + folders++);
    }
}
