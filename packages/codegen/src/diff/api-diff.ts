/** What changed between two documents for those who use the API. Prose is not compared. */
export interface ApiDiff {
  /** At least one change is breaking. */
  readonly breaking: boolean;
  /** Sorted by place, then by what changed there, independent of the order in the documents. */
  readonly changes: readonly ApiChange[];
}

export interface ApiChange {
  readonly kind: ChangeKind;
  /** Code that worked with the old document may no longer compile, be accepted, or understand the answer. */
  readonly breaking: boolean;
  /** The operation, schema or document, e.g. `GET /streams` or `schema StreamConfig`. */
  readonly place: string;
  /** What of it, e.g. ``query parameter `limit` ``; empty when it is the place itself. */
  readonly part: string;
  /** What became of it, e.g. `maximum 1000 → 500`. */
  readonly message: string;
  /** For what travels in bodies and parameters: which way. Empty for a schema that no operation uses. */
  readonly positions?: readonly Position[] | undefined;
}

/** `request`: the client sends it. `response`: the client receives it. */
export type Position = "request" | "response";

export type ChangeKind =
  | "operation-added"
  | "operation-removed"
  | "operation-renamed"
  | "operation-moved"
  | "parameter-added"
  | "parameter-removed"
  | "body-added"
  | "body-removed"
  | "response-added"
  | "response-removed"
  | "header-added"
  | "header-removed"
  | "media-type-added"
  | "media-type-removed"
  | "schema-added"
  | "schema-removed"
  | "property-added"
  | "property-removed"
  | "alternative-added"
  | "alternative-removed"
  | "enum-value-added"
  | "enum-value-removed"
  | "enum-opened"
  | "enum-closed"
  | "now-required"
  | "now-optional"
  | "now-nullable"
  | "never-null"
  | "now-deprecated"
  | "type-changed"
  | "format-changed"
  | "bound-changed"
  | "default-changed"
  | "encoding-changed"
  | "server-changed"
  | "security-changed";
