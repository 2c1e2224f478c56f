package org.kachehri.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A well-formed request for every operation of the protocol document: the smallest that its schema takes. */
final class ProtocolRequests {
    private static final List<String> METHODS = List.of("get", "post", "put", "delete");

    /** A text for each format. */
    private static final Map<String, String> FORMATS = Map.of(
            "date", "2026-11-23",
            "date-time", "2026-11-23T03:00:00Z",
            "uuid", "00000000-0000-4000-8000-000000000000");

    /** For a pattern the first that it takes. */
    private static final List<String> TEXTS = List.of(
            "unknown",
            "unknown.ics",
            "2026-11",
            "08:00",
            "p1",
            "00000000-0000-4000-8000-000000000000",
            "A".repeat(22),
            "A".repeat(43));

    private final JsonNode document;

    private ProtocolRequests(JsonNode document) {
        this.document = document;
    }

    static ProtocolRequests load() throws IOException {
        try (InputStream stream = ProtocolRequests.class.getResourceAsStream("/protocol/openapi.yaml")) {
            return new ProtocolRequests(new YAMLMapper().readTree(stream));
        }
    }

    /** @param body JSON; empty for none */
    record Call(String method, String path, String body) {
        boolean changes() {
            return !method.equals("GET");
        }
    }

    /** One operation of the document; its path has names in braces. */
    record Operation(String id, String method, String path, JsonNode item, JsonNode operation) {}

    List<Operation> operations() {
        List<Operation> all = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
            for (String method : METHODS) {
                JsonNode operation = path.getValue().get(method);
                if (operation == null) continue;
                String id = operation.get("operationId").asText();
                all.add(new Operation(id, method.toUpperCase(Locale.ROOT), path.getKey(), path.getValue(), operation));
            }
        }
        return all;
    }

    /** @param known values of parameters and of the body's fields by name; the others are well-formed and lead nowhere */
    Call call(Operation operation, Map<String, String> known) {
        StringBuilder query = new StringBuilder();
        String path = operation.path();
        for (JsonNode given : parameters(operation).toList()) {
            JsonNode parameter = resolved(given);
            String name = parameter.get("name").asText();
            String value =
                    known.getOrDefault(name, value(parameter.get("schema")).asText());
            if (parameter.get("in").asText().equals("path")) path = path.replace("{" + name + "}", escaped(value));
            else if (parameter.path("required").asBoolean()) {
                query.append(query.isEmpty() ? '?' : '&')
                        .append(name)
                        .append('=')
                        .append(escaped(value));
            }
        }
        JsonNode schema = operation.operation().at("/requestBody/content/application~1json/schema");
        String body = schema.isMissingNode() ? "" : known(value(schema), known).toString();
        return new Call(operation.method(), path + query, body);
    }

    /** Also what a body calls so: a post, a point. */
    private static JsonNode known(JsonNode body, Map<String, String> known) {
        for (Map.Entry<String, String> one : known.entrySet()) {
            if (body.has(one.getKey())) ((ObjectNode) body).put(one.getKey(), one.getValue());
        }
        return body;
    }

    private static Stream<JsonNode> parameters(Operation operation) {
        return Stream.of(operation.item(), operation.operation())
                .flatMap(node -> StreamSupport.stream(node.path("parameters").spliterator(), false));
    }

    private JsonNode value(JsonNode given) {
        JsonNode schema = resolved(given);
        if (schema.has("enum")) return schema.get("enum").get(0);
        return switch (schema.path("type").asText("object")) {
            case "object" -> object(schema);
            case "array" -> array(schema);
            case "boolean" -> JsonNodeFactory.instance.booleanNode(true);
            case "integer", "number" ->
                JsonNodeFactory.instance.numberNode(schema.path("minimum").asInt(1));
            default -> JsonNodeFactory.instance.textNode(text(schema));
        };
    }

    private ObjectNode object(JsonNode schema) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (JsonNode name : schema.path("required")) {
            object.set(name.asText(), value(schema.get("properties").get(name.asText())));
        }
        return object;
    }

    private ArrayNode array(JsonNode schema) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < schema.path("minItems").asInt(0); i++) array.add(value(schema.get("items")));
        return array;
    }

    private static String text(JsonNode schema) {
        if (schema.has("pattern")) {
            Predicate<String> takes =
                    Pattern.compile(schema.get("pattern").asText()).asPredicate();
            return TEXTS.stream().filter(takes).findFirst().orElseThrow();
        }
        return FORMATS.getOrDefault(
                schema.path("format").asText(),
                "x".repeat(Math.max(3, schema.path("minLength").asInt())));
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? resolved(document.at(node.get("$ref").asText().substring(1))) : node;
    }

    private static String escaped(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
