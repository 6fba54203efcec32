package io.lapidary.shell.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;

/** The published schema of a result's document. */
final class ResultSchema {
    private static final Path FILE = Path.of("../../docs/optimize-result.schema.json");

    private final JsonSchema schema;

    ResultSchema() throws IOException {
        schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(Files.readString(FILE));
    }

    void requireValid(String document) {
        assertThat(schema.validate(document, InputFormat.JSON)).as(document).isEmpty();
    }

    boolean isValid(String document) {
        return schema.validate(document, InputFormat.JSON).isEmpty();
    }
}
