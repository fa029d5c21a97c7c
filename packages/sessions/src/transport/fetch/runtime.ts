import { supportsCompression } from "@s2kit/core/internal";

/** What of the global scope tells runtimes apart. */
export interface RuntimeScope {
  readonly document?: unknown;
  readonly WorkerGlobalScope?: unknown;
  readonly Deno?: unknown;
  readonly process?: { readonly versions?: { readonly node?: string | undefined } | undefined } | undefined;
  readonly navigator?: { readonly userAgent?: string | undefined } | undefined;
}

const here: RuntimeScope = globalThis as unknown as RuntimeScope;

/**
 * Whether `fetch` delivers an answer while the request is still being sent. Node, Bun, Deno and workerd do. Browsers do
 * not, and some of them take a stream as a request body all the same, so that the runtime has to be known by name;
 * where it is not, the answer is no, because requests one by one work everywhere.
 */
export function hasFullDuplex(scope: RuntimeScope = here): boolean {
  return isServerRuntime(scope) && takesStreams();
}

/**
 * Whether `fetch` by itself asks for frames that nobody here could decompress: current browsers accept zstd, for bodies
 * as a whole, which they decompress themselves, and offer no means for anything else.
 */
export function asksForUnreadableFrames(scope: RuntimeScope = here): boolean {
  const isBrowser = scope.document !== undefined || (scope.WorkerGlobalScope !== undefined && !isServerRuntime(scope));
  return isBrowser && !supportsCompression("zstd");
}

/** A page is a browser's, even when it has Node's globals as well (Electron). */
function isServerRuntime({ document, process, Deno, navigator }: RuntimeScope): boolean {
  if (document !== undefined) return false;
  return process?.versions?.node !== undefined || Deno !== undefined || navigator?.userAgent === "Cloudflare-Workers";
}

/** A runtime that does not know streams as request bodies makes text of them, and says so. */
function takesStreams(): boolean {
  const init: RequestInit & { readonly duplex: "half" } = {
    method: "POST",
    body: new ReadableStream(),
    duplex: "half",
  };
  try {
    return !new Request("http://localhost/", init).headers.has("content-type");
  } catch {
    return false;
  }
}
