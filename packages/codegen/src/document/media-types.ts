import type { MediaType } from "./openapi.js";

/** `application/json` and its kin: a `+json` suffix counts, parameters do not matter. */
export function isJson(mediaType: string): boolean {
  return /^[^;]*[/+]json\s*(;|$)/i.test(mediaType);
}

/** The media type under which a body is described as JSON, if there is one. */
export function jsonMediaType(content: Record<string, MediaType> | undefined): string | undefined {
  return Object.keys(content ?? {}).find(isJson);
}
