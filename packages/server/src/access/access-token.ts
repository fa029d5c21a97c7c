import { apiError } from "../model/api-error.js";
import { parseAccessTokenId } from "../model/names.js";
import { formatInstant, parseInstant } from "../model/timestamps.js";
import { asBoolean, asObject, asString, type Decode, defaulted, optional, required } from "../wire/json-fields.js";
import type { JsonValue } from "../wire/json-parse.js";
import type { WritableJson } from "../wire/json-write.js";
import { parseScope, type Scope, scopeJson } from "./scope.js";

/** What a request to issue a token asks for, and what is kept of it. */
export interface AccessToken {
  /** Unique in the account. */
  readonly id: string;
  /** Milliseconds since the Unix epoch; undefined for a token that does not expire. */
  readonly expiresAtMs: number | undefined;
  /** Makes the stream prefix of the scope an invisible part of every stream name. */
  readonly autoPrefixStreams: boolean;
  readonly scope: Scope;
}

const asTokenId: Decode<string> = (value, field) => parseAccessTokenId(asString(value, field));
const asInstant: Decode<number> = (value, field) => parseInstant(asString(value, field));

/** @throws `FormatError` on a wrong shape, 422 `invalid` on a token that makes no sense. */
export function parseAccessToken(value: JsonValue): AccessToken {
  const object = asObject(value, "body");
  const token: AccessToken = {
    id: required(object, "id", asTokenId),
    expiresAtMs: optional(object, "expires_at", asInstant),
    autoPrefixStreams: defaulted(object, "auto_prefix_streams", asBoolean, false),
    scope: required(object, "scope", parseScope),
  };
  const { streams, permitted } = token.scope;
  if (token.autoPrefixStreams && streams?.type !== "prefix") {
    throw apiError("invalid", "auto_prefix_streams needs a prefix as the scope of streams");
  }
  if (permitted.size === 0) throw apiError("invalid", "scope permits no operation");
  return token;
}

export function accessTokenJson({ id, expiresAtMs, autoPrefixStreams, scope }: AccessToken): WritableJson {
  return {
    id,
    expires_at: expiresAtMs === undefined ? null : formatInstant(expiresAtMs),
    auto_prefix_streams: autoPrefixStreams,
    scope: scopeJson(scope),
  };
}
