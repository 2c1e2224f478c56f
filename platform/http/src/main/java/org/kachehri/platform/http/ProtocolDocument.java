package org.kachehri.platform.http;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The OpenAPI document as it lies on the classpath. */
record ProtocolDocument(JsonObject json, Set<String> operationIds) {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");

    static ProtocolDocument load(String resource) {
        try (InputStream stream = ProtocolDocument.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("The build did not put " + resource + " on the classpath");
            }
            Map<String, Object> tree = new YAMLMapper().readValue(stream, new TypeReference<>() {});
            JsonObject json = new JsonObject(tree);
            Set<String> operations = operations(json);
            keepRequests(json);
            return new ProtocolDocument(json, operations);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Vert.x refuses what OpenAPI allows: a relative server address, and {@code application/problem+json} in a response. We validate
     * requests only and answer wherever we are reached, so both are left out of what it reads.
     */
    private static void keepRequests(JsonObject document) {
        document.remove("servers");
        document.getJsonObject("components").remove("responses");
        JsonObject paths = document.getJsonObject("paths");
        for (String path : paths.fieldNames()) {
            JsonObject item = paths.getJsonObject(path);
            for (String method : METHODS) {
                if (item.containsKey(method)) {
                    JsonObject any = new JsonObject().put("description", "not validated");
                    item.getJsonObject(method).put("responses", new JsonObject().put("default", any));
                }
            }
        }
    }

    private static Set<String> operations(JsonObject document) {
        Set<String> ids = new LinkedHashSet<>();
        JsonObject paths = document.getJsonObject("paths");
        for (String path : paths.fieldNames()) {
            JsonObject item = paths.getJsonObject(path);
            for (String method : METHODS) {
                if (item.containsKey(method)) {
                    ids.add(item.getJsonObject(method).getString("operationId"));
                }
            }
        }
        return ids;
    }
}
