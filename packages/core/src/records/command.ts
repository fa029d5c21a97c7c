import { UsageError } from "../errors/usage-error.js";
import { MAX_FENCING_TOKEN_BYTES } from "../limits.js";
import { compactU64, type U64 } from "../values/u64.js";

/** What a command record asks for, as read back from a stream. */
export type StreamCommand =
  | { readonly type: "fence"; readonly fencingToken: string }
  | { readonly type: "trim"; readonly seqNum: U64 };

// Without `ignoreBOM` a token would lose a leading byte order mark.
const strictUtf8 = /* @__PURE__ */ new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Decodes a command record from its parts. A command record has exactly one header, with an empty name;
 * the header's value is the operation and the body its argument.
 *
 * @returns `undefined` for an operation that this version does not know, or a malformed argument.
 */
export function decodeCommand(operation: Uint8Array, body: Uint8Array): StreamCommand | undefined {
  switch (asciiText(operation)) {
    case "fence": {
      if (body.byteLength > MAX_FENCING_TOKEN_BYTES) return undefined;
      const fencingToken = textOf(body);
      return fencingToken === undefined ? undefined : { type: "fence", fencingToken };
    }
    case "trim": {
      if (body.byteLength !== 8) return undefined;
      const view = new DataView(body.buffer, body.byteOffset, 8);
      return { type: "trim", seqNum: compactU64(view.getBigUint64(0)) };
    }
    default:
      return undefined;
  }
}

/** Refuses a command record that the service would refuse. @throws `invalid_argument` */
export function checkCommand(operation: Uint8Array, body: Uint8Array, index: number): void {
  const name = asciiText(operation);
  if (name !== "fence" && name !== "trim") {
    throw new UsageError(
      `records[${index}].headers[0]`,
      `records[${index}].headers[0] has an empty name, so its value must be "fence" or "trim"`,
    );
  }
  if (decodeCommand(operation, body) === undefined) {
    const rule = name === "fence" ? `UTF-8 text of at most ${MAX_FENCING_TOKEN_BYTES} bytes` : "exactly 8 bytes";
    throw new UsageError(
      `records[${index}].body`,
      `records[${index}].body of a ${name} command must be ${rule}, got ${body.byteLength} bytes`,
    );
  }
}

function asciiText(bytes: Uint8Array): string {
  return bytes.byteLength <= 16 ? String.fromCharCode(...bytes) : "";
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return undefined;
  }
}
