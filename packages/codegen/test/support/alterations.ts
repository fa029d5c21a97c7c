import type { OpenApiDocument, Parameter, PathOperation, Schema } from "../../src/document/openapi.js";
import { frozen } from "./documents.js";

const JSON_TYPE = "application/json";
const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });
const nullOr = (schema: Schema): Schema => ({ oneOf: [{ type: "null" }, schema] });

/** S2's document, changed as it might be. The key names the golden files. */
export const ALTERATIONS: Record<string, () => OpenApiDocument> = {
  "operation-added": () => {
    const document = frozen();
    schemas(document)["CopyStreamRequest"] = {
      type: "object",
      required: ["source"],
      properties: { source: ref("StreamNameStr"), until: { type: "integer", format: "uint64" } },
    };
    at(document.paths, "/streams/{stream}")["post"] = {
      operationId: "copy_stream",
      tags: ["streams"],
      parameters: [
        { name: "stream", in: "path", required: true, schema: ref("StreamNameStr") },
        { name: "mode", in: "query", required: true, schema: { type: "string", enum: ["link", "rewrite"] } },
      ],
      requestBody: { required: true, content: { [JSON_TYPE]: { schema: ref("CopyStreamRequest") } } },
      responses: {
        201: { content: { [JSON_TYPE]: { schema: ref("StreamInfo") } } },
        "4XX": { content: { [JSON_TYPE]: { schema: ref("ErrorInfo") } } },
      },
    };
    return document;
  },
  "operation-removed": () => {
    const document = frozen();
    delete document.paths["/locations"];
    delete at(document.paths, "/streams/{stream}").delete;
    return document;
  },
  "parameter-removed": () => {
    const document = frozen();
    const read = operation(document, "/streams/{stream}/records", "get");
    read.parameters = parametersOf(read).filter(({ name }) => name !== "clamp" && name !== "s2-stream-config");
    const list = operation(document, "/basins", "get");
    list.parameters = [];
    const metrics = operation(document, "/metrics", "get");
    for (const parameter of parametersOf(metrics)) if (parameter.name === "start") parameter.required = true;
    return document;
  },
  "schema-changed": () => {
    const document = frozen();
    const { StreamInfo, CreateStreamRequest, StreamConfig, MetricUnit, TimestampingMode, StreamPosition } =
      schemas(document);
    TimestampingMode?.enum?.push("hybrid");
    MetricUnit?.enum?.splice(2, 1);
    StreamInfo?.required?.push("cipher");
    CreateStreamRequest?.required?.push("config");
    at(StreamInfo?.properties ?? {}, "created_at").type = "integer";
    at(StreamInfo?.properties ?? {}, "created_at").format = "int64";
    at(StreamConfig?.properties ?? {}, "storage_class").type = "string";
    at(StreamPosition?.properties ?? {}, "timestamp").deprecated = true;
    Object.assign(at(schemas(document), "SequencedRecord").properties ?? {}, { checksum: { type: "string" } });
    delete schemas(document)["ErrorInfo"]?.properties?.["message"];
    at(schemas(document), "ErrorInfo").required = ["code"];
    at(schemas(document), "FencingToken").maxLength = 24;
    at(schemas(document), "ReadEvent").oneOf?.push({
      type: "object",
      required: ["event", "data"],
      properties: { event: { type: "string", enum: ["gap"] }, data: ref("StreamPosition") },
    });
    return document;
  },
  "older-form": olderForm,
};

/** As the document was before May 2026: no locations, `scope`, a closed storage class, tokens issued from their info. */
function olderForm(): OpenApiDocument {
  const document = frozen();
  document.servers = [{ url: "https://aws.s2.dev/v1" }];
  delete document.paths["/locations"];
  delete document.paths["/locations/default"];
  const named = schemas(document);
  for (const name of ["LocationInfo", "LocationName", "IssueAccessTokenRequest"]) delete named[name];
  named["BasinScope"] = { type: "string", enum: ["aws:us-east-1"] };
  named["BasinState"] = { type: "string", enum: ["active", "creating", "deleting"] };
  named["StorageClass"] = { type: "string", enum: ["standard", "express"] };
  for (const name of ["CreateBasinRequest", "EnsureBasinRequest", "BasinInfo"]) {
    const properties = at(named, name).properties ?? {};
    delete properties["location"];
    properties["scope"] = nullOr(ref("BasinScope"));
  }
  Object.assign(at(named, "BasinInfo").properties ?? {}, { state: ref("BasinState") });
  at(named, "BasinInfo").required = ["name", "state"];
  for (const name of ["StreamConfig", "StreamReconfiguration"]) {
    Object.assign(at(named, name).properties ?? {}, { storage_class: nullOr(ref("StorageClass")) });
  }
  at(named, "AccountMetricSet").enum = ["active-basins", "account-ops"];
  at(named, "MetricUnit").enum = ["bytes", "operations"];
  at(named, "PingEventData").required = ["timestamp"];
  delete at(named, "PingEventData").properties?.["tail"];
  const issue = operation(document, "/access-tokens", "post");
  issue.requestBody = { required: true, content: { [JSON_TYPE]: { schema: ref("AccessTokenInfo") } } };
  at(named, "AccessTokenInfo").required = ["id", "scope"];
  for (const method of ["get", "post"] as const) {
    const records = operation(document, "/streams/{stream}/records", method);
    records.parameters = parametersOf(records).filter(({ name }) => name !== "s2-stream-config");
  }
  return document;
}

export function schemas(document: OpenApiDocument): Record<string, Schema> {
  return document.components?.schemas ?? {};
}

export function operation(document: OpenApiDocument, path: string, method: "get" | "post" | "put"): PathOperation {
  return at(at(document.paths, path), method) as PathOperation;
}

export function parametersOf(operation: PathOperation): Parameter[] {
  return (operation.parameters ?? []) as Parameter[];
}

/** What is under a key that has to be there. */
export function at<T extends object, K extends keyof T>(entries: T, key: K): NonNullable<T[K]> {
  const value = entries[key];
  if (value === undefined || value === null) throw new Error(`no ${String(key)}`);
  return value;
}
