package io.lapidary.shell.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.zip.ZipInputStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.Digest;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.store.ArtifactStore;
import io.lapidary.dataset.DataLocation;
import io.lapidary.store.FileArtifactStore;

class DataArgumentTest {
    @TempDir
    Path folder;

    private ArtifactStore store;

    @BeforeEach
    void openStore() throws LapidaryException {
        store = FileArtifactStore.open(folder.resolve("store"), 0);
    }

    @Test
    void putsDataAndItsLabelsIntoTheStore() throws Exception {
        Path data = Files.createDirectory(folder.resolve("kws"));
        Files.writeString(data.resolve("x.npy"), "samples");
        Files.writeString(data.resolve("labels.npy"), "labels");
        var argument = DataArgument.parse("test", "kws/x.npy?offset=-83&labels=labels.npy&slice=100:1000", folder);

        DataLocation sent = DataLocation.parse(argument.upload(store));

        assertThat(sent.stored()).contains(Digest.of("samples"));
        assertThat(sent.labels()).contains(Digest.of("labels").uri());
        assertThat(sent.name()).isEqualTo("x.npy");
        assertThat(sent.options()).containsEntry("offset", "-83").containsEntry("slice", "100:1000");
        assertThat(store.contains(Digest.of("samples"))).isTrue();
        assertThat(store.contains(Digest.of("labels"))).isTrue();
    }

    @Test
    void packsAFolderOfImagesEquallyEachTime() throws Exception {
        Path one = images(folder.resolve("one"));
        Path two = images(folder.resolve("two"));
        Files.setLastModifiedTime(two.resolve("cat/a.png"), FileTime.fromMillis(0));
        Files.writeString(two.resolve(".hidden"), "not sent");

        var first = DataLocation.parse(
                DataArgument.parse("test", one.toString(), folder).upload(store));
        var second = DataLocation.parse(
                DataArgument.parse("test", two.toString(), folder).upload(store));

        assertThat(second.stored()).isEqualTo(first.stored());
        assertThat(first.name()).isEqualTo("one");
        var names = new ArrayList<String>();
        try (InputStream in = store.open(first.stored().orElseThrow());
                var zip = new ZipInputStream(in)) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        assertThat(names).containsExactly("cat/a.png", "dog/b.png");
    }

    private static Path images(Path root) throws IOException {
        Files.createDirectories(root.resolve("dog"));
        Files.createDirectories(root.resolve("cat"));
        Files.writeString(root.resolve("dog/b.png"), "b");
        Files.writeString(root.resolve("cat/a.png"), "a");
        return root;
    }

    @Test
    void leavesAddressesAsTheyAre() throws Exception {
        String text = Digest.of("x").uri() + "?name=x.npz&scale=2";
        assertThat(DataArgument.parse("test", text, folder).file()).isEmpty();
        assertThat(DataLocation.parse(DataArgument.parse("test", text, folder).upload(store)))
                .isEqualTo(DataLocation.parse(text));
        assertThat(DataArgument.parse("test", "s3://bucket/x.npz", folder).file())
                .isEmpty();
    }

    @Test
    void leavesAFileThatIsNotHereToTheNodes() throws Exception {
        String elsewhere = folder.resolve("elsewhere.npz").toUri().toString();
        assertThat(DataArgument.parse("test", elsewhere + "?scale=2", folder).upload(store))
                .isEqualTo(elsewhere + "?scale=2");
        assertThat(ModelArgument.parse(elsewhere, folder).upload(store)).isEqualTo(elsewhere);
        Path here = Files.writeString(folder.resolve("here.npz"), "x");
        assertThat(ModelArgument.parse(here.toUri().toString(), folder).upload(store))
                .isEqualTo(Digest.of("x").uri());
    }

    @Test
    void namesWhatIsMissing() throws IOException {
        Files.writeString(folder.resolve("x.npy"), "x");
        assertThatThrownBy(() -> DataArgument.parse("test", "nope.npz", folder))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("test data")
                .hasMessageContaining("nope.npz does not exist");
        assertThatThrownBy(() -> DataArgument.parse("test", "x.npy?labels=y.npy", folder))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("labels")
                .hasMessageContaining("y.npy does not exist");
        assertThatThrownBy(() -> DataArgument.parse("test", "x.npy?scal=2", folder))
                .isInstanceOf(LapidaryException.class)
                .hasMessageContaining("scal");
    }
}
