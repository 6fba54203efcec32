package io.lapidary.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.lapidary.api.Digest;
import io.lapidary.api.LapidaryException;

class DataLocationTest {
    private static final Digest DATA = Digest.of("data");
    private static final Digest LABELS = Digest.of("labels");

    @Test
    void pathsUrisAndAddressesInTheStore() throws Exception {
        var path =
                DataLocation.parse("kws/inputs_int8.npy?offset=-83&scale=0.5847029&labels=labels.npy&slice=100:1000");
        assertThat(path.path()).contains(Path.of("kws/inputs_int8.npy"));
        assertThat(path.name()).isEqualTo("inputs_int8.npy");
        assertThat(path.labels()).contains("labels.npy");
        assertThat(path.options()).containsEntry("slice", "100:1000").hasSize(4);

        assertThat(DataLocation.parse("file:///data/a%20b.npz?scale=2").path()).contains(Path.of("/data/a b.npz"));
        assertThat(DataLocation.parse("C:\\data\\x.npz").name()).isEqualTo("x.npz");

        var stored = DataLocation.parse(DATA.uri() + "?filename=x.npz");
        assertThat(stored.stored()).contains(DATA);
        assertThat(stored.path()).isEmpty();
        assertThat(stored.name()).isEqualTo("x.npz");
        assertThat(DataLocation.parse("s3://bucket/x.npz").path()).isEmpty();
    }

    @Test
    void itsTextIsReadBack() throws Exception {
        var location = DataLocation.parse("/data/x.npz")
                .with("labels", "a b&c=d%é.txt")
                .with("scale", "2")
                .movedTo(DATA.uri());
        assertThat(location.toString()).startsWith(DATA.uri() + "?labels=a%20b%26c%3Dd%25%C3%A9.txt&scale=2");
        assertThat(DataLocation.parse(location.toString())).isEqualTo(location);
    }

    @Test
    void theNearestNameIsGivenForAnUnknownOption() {
        var refusal = catchThrowableOfType(LapidaryException.class, () -> DataLocation.parse("x.npz?scal=2"));
        assertThat(refusal.code().id()).isEqualTo("unknown-parameter");
        assertThat(refusal.sentence()).contains("'scal'", "Did you mean 'scale'?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?scale=2",
                "x?scale=two",
                "x?scale=NaN",
                "x?scale=1e31",
                "x?std=0",
                "x?std=1,0",
                "x?mean=1,,2",
                "x?mean=NaN",
                "x?dtype=float",
                "x?layout=HWC",
                "x?resize=96",
                "x?resize=0x5",
                "x?crop=20000x1",
                "x?channels=2",
                "x?label_offset=1.5",
                "x?slice=2:1",
                "x?scale=1&scale=2",
                "x?scale=%4",
                "x?scale=%zz",
                "x?scale"
            })
    void wrongValuesAreRefused(String text) {
        var refusal = catchThrowableOfType(LapidaryException.class, () -> DataLocation.parse(text));
        assertThat(refusal.code().id()).isEqualTo("invalid-parameter");
        assertThat(refusal.remedy()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource({"file://host/x", "file:relative"})
    void urisThatNameNoFile(String uri) throws Exception {
        var location = DataLocation.parse(uri);
        var refusal = catchThrowableOfType(LapidaryException.class, location::path);
        assertThat(refusal.code().id()).isEqualTo("invalid-parameter");
    }

    @Test
    void dataAndLabelsInTheStoreBecomeFiles() throws Exception {
        var files = Map.of(DATA, Path.of("/store/data"), LABELS, Path.of("/store/labels"));
        var source = DataLocation.parse(DATA.uri() + "?name=x.npy&labels=" + LABELS.uri())
                .source(files::get);
        assertThat(source.name()).isEqualTo("x.npy");
        assertThat(source.path()).isEqualTo(Path.of("/store/data"));
        assertThat(source.options()).containsEntry("labels", "/store/labels");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "../secret.txt", "labels.npy"})
    void dataInTheStoreNamesNoFileOfThisMachine(String labels) throws Exception {
        var location = DataLocation.parse(DATA.uri() + "?labels=" + labels);
        var refusal = catchThrowableOfType(LapidaryException.class, () -> location.source(d -> Path.of("/store/data")));
        assertThat(refusal.code().id()).isEqualTo("uri-denied");
    }

    @Test
    void otherSchemesAreDenied() throws Exception {
        var location = DataLocation.parse("http://example.org/x.npz");
        var refusal = catchThrowableOfType(LapidaryException.class, () -> location.source(d -> Path.of("/x")));
        assertThat(refusal.code().id()).isEqualTo("uri-denied");
    }

    @Test
    void everyOptionIsDescribed() {
        assertThat(DataParameters.PARAMETERS)
                .extracting(p -> p.name())
                .doesNotHaveDuplicates()
                .hasSize(18);
        assertThat(DataParameters.PARAMETERS).allSatisfy(p -> {
            assertThat(p.description()).endsWith(".");
            assertThat(p.defaultValue()).isPresent();
        });
    }
}
