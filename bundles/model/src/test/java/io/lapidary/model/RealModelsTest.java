package io.lapidary.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealModelsTest {
    @TempDir
    private Path folder;

    @Test
    void anUneditedModelWrittenBackIsEqualInEveryTable() throws Exception {
        for (Path file : RealModels.all()) {
            var model = TfliteReader.read(file);
            var copy = folder.resolve(file.getFileName());
            TfliteWriter.write(model, copy);
            var written = Files.readAllBytes(copy);
            assertThat(TableComparison.differences(ByteBuffer.wrap(Files.readAllBytes(file)), ByteBuffer.wrap(written)))
                    .as("%s", file)
                    .isEmpty();
            assertThat(written.length).as("bytes of %s", file).isLessThanOrEqualTo((int) Files.size(file));
            assertThat(TfliteWriter.toBytes(TfliteReader.read(copy)))
                    .as("%s again", file)
                    .isEqualTo(written);
        }
    }

    @Test
    void everyModelCanBeEditedAndIsFullyKnown() throws Exception {
        for (Path file : RealModels.all()) {
            var model = TfliteReader.read(file);
            assertThat(model.unknownFields()).as("%s", file).isEmpty();
            assertThat(ModelEditor.of(model).model()).isSameAs(model);
            assertThat(model.main().operators()).isNotEmpty();
        }
    }
}
