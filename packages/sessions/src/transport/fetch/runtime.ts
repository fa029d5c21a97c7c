import { supportsCompression } from "../../wire/compression.js";

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
 * Whether `fetch` asks for answers that this runtime could not decode: current browsers accept zstd, do not let anyone
 * take it back, and offer no way to decompress it. S2S frames then come in zstd.
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

/** A runtime that knows streams as request bodies asks how they are to be sent, and invents no content type for them. */
function takesStreams(): boolean {
  let asked = false;
  const init: RequestInit & { readonly duplex: string } = {
    method: "POST",
    body: new ReadableStream(),
    get duplex() {
      asked = true;
      return "half";
    },
  };
  try {
    return !new Request("http://localhost/", init).headers.has("content-type") && asked;
  } catch {
    return false;
  }
}
