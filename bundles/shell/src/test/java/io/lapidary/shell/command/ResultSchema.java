package io.lapidary.shell.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;

/** A published schema of what a command prints with {@code --json}. */
final class ResultSchema {
    private static final Path FOLDER = Path.of("../../docs");

    private final JsonSchema schema;

    /** Of a result's document. */
    ResultSchema() throws IOException {
        this("optimize-result.schema.json");
    }

    ResultSchema(String file) throws IOException {
        schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(Files.readString(FOLDER.resolve(file)));
    }

    void requireValid(String document) {
        assertThat(schema.validate(document, InputFormat.JSON)).as(document).isEmpty();
    }

    boolean isValid(String document) {
        return schema.validate(document, InputFormat.JSON).isEmpty();
    }
}
