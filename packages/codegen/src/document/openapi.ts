/** The parts of an OpenAPI 3.0 or 3.1 document that the generator and the diff read; everything else passes through. */
export interface OpenApiDocument {
  openapi: string;
  info: { title: string; version: string; description?: string; [key: string]: unknown };
  servers?: Server[];
  security?: SecurityRequirement[];
  paths: Record<string, PathItem>;
  components?: Components;
  [key: string]: unknown;
}

export interface Components {
  schemas?: Record<string, Schema>;
  parameters?: Record<string, Parameter | Reference>;
  requestBodies?: Record<string, RequestBody | Reference>;
  responses?: Record<string, Response | Reference>;
  headers?: Record<string, ResponseHeader | Reference>;
  [key: string]: unknown;
}

export interface Reference {
  $ref: string;
}

/** Scheme names with their scopes; the requirements of a list are alternatives. */
export type SecurityRequirement = Record<string, string[]>;

export interface Server {
  url: string;
  description?: string;
  variables?: Record<string, ServerVariable>;
}

export interface ServerVariable {
  default: string;
  enum?: string[];
  description?: string;
}

export const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"] as const;
export type Method = (typeof METHODS)[number];

export type PathItem = {
  $ref?: string;
  parameters?: (Parameter | Reference)[];
  servers?: Server[];
} & { [M in Method]?: PathOperation };

export interface PathOperation {
  operationId?: string;
  summary?: string;
  description?: string;
  deprecated?: boolean;
  parameters?: (Parameter | Reference)[];
  requestBody?: RequestBody | Reference;
  responses?: Record<string, Response | Reference>;
  servers?: Server[];
  security?: SecurityRequirement[];
  [key: string]: unknown;
}

export type ParameterLocation = "path" | "query" | "header" | "cookie";

export interface Parameter {
  name: string;
  in: ParameterLocation;
  description?: string;
  required?: boolean;
  deprecated?: boolean;
  style?: string;
  explode?: boolean;
  /** Either this or `content` with one entry. */
  schema?: Schema;
  content?: Record<string, MediaType>;
}

export interface RequestBody {
  description?: string;
  required?: boolean;
  content: Record<string, MediaType>;
}

export interface Response {
  description?: string;
  headers?: Record<string, ResponseHeader | Reference>;
  content?: Record<string, MediaType>;
}

export interface ResponseHeader {
  description?: string;
  required?: boolean;
  schema?: Schema;
}

export interface MediaType {
  schema?: Schema;
}

/** A JSON schema as OpenAPI uses it. Where the document says `true` or `false`, a boolean stands in its place. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  nullable?: boolean;
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  title?: string;
  description?: string;
  deprecated?: boolean;
  properties?: Record<string, Schema>;
  patternProperties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  required?: string[];
  items?: boolean | Schema;
  prefixItems?: Schema[];
  oneOf?: Schema[];
  anyOf?: Schema[];
  allOf?: Schema[];
  not?: Schema;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number | boolean;
  exclusiveMaximum?: number | boolean;
  multipleOf?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  minItems?: number;
  maxItems?: number;
  uniqueItems?: boolean;
  minProperties?: number;
  maxProperties?: number;
  $defs?: Record<string, Schema>;
  [extension: `x-${string}`]: unknown;
}
