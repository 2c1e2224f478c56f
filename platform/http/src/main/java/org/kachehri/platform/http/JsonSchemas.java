package org.kachehri.platform.http;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Checks WebSocket messages against a published JSON Schema. Safe for any number of threads. */
public final class JsonSchemas {
    private final JsonObject schema;
    private final Map<String, Validator> validators = new ConcurrentHashMap<>();

    private JsonSchemas(JsonObject schema) {
        this.schema = schema;
    }

    /** The schema of the live protocol. */
    public static JsonSchemas live() {
        try (InputStream stream = JsonSchemas.class.getResourceAsStream("/protocol/live.schema.json")) {
            if (stream == null) {
                throw new IllegalStateException("The build did not put live.schema.json on the classpath");
            }
            return new JsonSchemas(new JsonObject(new String(stream.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param definition name under {@code $defs}, e.g. {@code fromClient}
     * @return what is wrong with the message, or empty when it is right
     */
    public Optional<String> complaint(String definition, String message) {
        JsonObject value;
        try {
            value = new JsonObject(message);
        } catch (DecodeException e) {
            return Optional.of("not a JSON object");
        }
        // A Vert.x validator keeps state while it works.
        Validator validator = validators.computeIfAbsent(definition, this::validator);
        OutputUnit verdict;
        synchronized (validator) {
            verdict = validator.validate(value);
        }
        if (Boolean.TRUE.equals(verdict.getValid())) {
            return Optional.empty();
        }
        return Optional.of(Complaints.first(verdict));
    }

    private Validator validator(String definition) {
        if (!schema.getJsonObject("$defs").containsKey(definition)) {
            throw new IllegalArgumentException("The schema has no definition " + definition);
        }
        JsonSchemaOptions options = new JsonSchemaOptions()
                .setDraft(Draft.DRAFT202012)
                .setBaseUri("https://kachehri.invalid/")
                .setOutputFormat(OutputFormat.Basic);
        SchemaRepository repository = SchemaRepository.create(options);
        repository.dereference(
                "https://kachehri.invalid/live",
                JsonSchema.of(new JsonObject()
                        .put("$defs", schema.getJsonObject("$defs").copy())));
        JsonObject entry = new JsonObject().put("$ref", "https://kachehri.invalid/live#/$defs/" + definition);
        return repository.validator(JsonSchema.of(entry), options);
    }
}
