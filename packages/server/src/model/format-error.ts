import { apiError, type ErrorCode } from "./api-error.js";

/** Input that cannot be decoded. Which error code it becomes depends on where it stood: path, query, header or body. */
export class FormatError extends Error {
  override readonly name: string = "FormatError";
}

/** Runs `decode`; a `FormatError` becomes the API error `code`, any other error passes. */
export function decodeAs<T>(code: ErrorCode, decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    if (error instanceof FormatError) throw apiError(code, error.message);
    throw error;
  }
}
