/**
 * The fixed part of `operations.ts` after its imports: the types that callers see and the one way in which a request is sent.
 * It is text because it ships inside of the generated file, next to the types of its document.
 */
export const PREAMBLE = `/** What the functions of this file send their requests with. */
export interface OperationClient {
  /** Serves every operation; its \`baseUrl\` is the address of those that have none of their own. */
  readonly http: Client<paths>;
  /**
   * Decides where an operation with an address of its own is sent, e.g. from the basin in \`variables\`.
   * Without it the variables are put into the documented \`url\`. The headers yield to those of the call.
   */
  readonly resolveServer?:
    | ((server: { url: string; variables: Record<string, string> }) => {
        baseUrl: string;
        headers?: Record<string, string>;
      })
    | undefined;
}

/** What every operation takes besides its own parts: the options of \`fetch\`, and some of openapi-fetch. */
export interface RequestOptions<P extends ParseAs = "json">
  extends Omit<RequestInit, "body" | "headers" | "method" | "signal"> {
  /** Gives up the request; the promise rejects with its reason. */
  signal?: AbortSignal | null | undefined;
  /** Headers beyond the documented ones, e.g. \`accept\`; \`null\` takes away one that the client would add. */
  headers?: Headers | Record<string, string | number | boolean | null | undefined> | undefined;
  /** How to read a successful answer. JSON is read without rounding: integers beyond 2^53 - 1 come as \`bigint\`. */
  parseAs?: P | undefined;
  /** Used in place of the client's. */
  fetch?: ((request: Request) => Promise<Response>) | undefined;
  /** Runs after the client's own. */
  middleware?: Middleware[] | undefined;
  /** Writes the body in place of the built-in way: JSON with every \`bigint\` as a plain number. */
  bodySerializer?: ((body: unknown, headers: Headers) => unknown) | undefined;
}

/**
 * \`data\` for a success, \`error\` for any other status. An answer that the document does not know (another status,
 * the error page of a proxy) is typed as if it did: look at \`response.status\` before trusting \`error\`.
 */
export type OperationResult<Data, Failure, P extends ParseAs = "json"> =
  | { data: ParseAsResponse<Data, { parseAs: P }>; error?: never; response: Response }
  | { data?: never; error: Failure; response: Response };

/** Bodies that \`fetch\` takes as they are, for forms other than JSON. Say which in the \`content-type\` header. */
export type RawBody = Blob | ArrayBuffer | Uint8Array | FormData | URLSearchParams | ReadableStream<Uint8Array>;

/** Parameters in which \`undefined\` means absent. Those in \`Json\` travel as JSON. */
type Given<T, Json = unknown> = Undefinable<Omit<NonNullable<T>, keyof Json> & Json>;

type Undefinable<T> = { [K in keyof T]: Record<never, never> extends Pick<T, K> ? T[K] | undefined : T[K] };

/** What is fixed about an operation. */
interface Call {
  method: "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace";
  path: keyof paths;
  /** The address with its variables, if it is not the document's. */
  server?: string;
  contentType?: string;
  parseAs?: ParseAs;
}

interface CallOptions extends RequestOptions<ParseAs> {
  path?: object | undefined;
  query?: object | undefined;
  header?: object | undefined;
  server?: Record<string, string> | undefined;
  body?: unknown;
}

async function send<Result>(client: OperationClient, call: Call, options: CallOptions = {}): Promise<Result> {
  const { server = {}, headers = {}, parseAs = call.parseAs ?? "json", middleware = [], ...rest } = options;
  const { path, query, header, ...init } = rest;
  const target = call.server === undefined ? undefined : locate(client, call.server, server);
  // openapi-fetch rounds the integers of an error; its text is kept to read them exactly.
  let failure: { response: Response; text: Promise<string> } | undefined;
  const keepText: Middleware = {
    onResponse({ response }) {
      if (!response.ok) failure = { response, text: response.clone().text().catch(() => "null") };
    },
  };
  const request = client.http.request as (method: string, path: string, init: object) => Promise<Answer>;
  const answer = await request(call.method, call.path, {
    bodySerializer: encodeBody,
    ...given(init),
    baseUrl: target?.baseUrl,
    headers: {
      "content-type": init.body === undefined ? undefined : call.contentType,
      ...target?.headers,
      ...given(headers instanceof Headers ? Object.fromEntries(headers) : headers),
    },
    params: { path, query, header },
    parseAs: parseAs === "json" ? "text" : parseAs,
    middleware: [...middleware, keepText],
  });
  const { data, error, response } = answer;
  if (parseAs === "json" && typeof data === "string") answer.data = data === "" ? undefined : parseJson(data);
  if (typeof error === "object" && failure?.response === response) answer.error = parseJson(await failure.text);
  return answer as Result;
}

interface Answer {
  data?: unknown;
  error?: unknown;
  response: Response;
}

function locate(
  client: OperationClient,
  url: string,
  variables: Record<string, string>,
): { baseUrl: string; headers?: Record<string, string> } {
  if (client.resolveServer !== undefined) return client.resolveServer({ url, variables });
  const baseUrl = url.replace(/\\{([^{}]+)\\}/g, (_variable, name: string) => {
    const value = variables[name];
    if (value === undefined || value === "") throw new TypeError(\`options.server.\${name} is missing\`);
    return encodeURIComponent(value);
  });
  return { baseUrl };
}

function given(values: object): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** JSON, except for what \`fetch\` takes as it is, and for text under another content type. */
function encodeBody(body: unknown, headers: Headers): unknown {
  const raw = [Blob, ArrayBuffer, FormData, URLSearchParams, ReadableStream].some((kind) => body instanceof kind);
  if (raw || ArrayBuffer.isView(body)) return body;
  const contentType = headers.get("content-type") ?? "application/json";
  return typeof body === "string" && !/^[^;]*[/+]json\\s*(;|$)/i.test(contentType) ? body : stringifyJson(body);
}
`;

/** For operations with parameters that travel as JSON. */
export const JSON_PARAMETERS = `/**
 * The options with some parameters written as JSON.
 * Escapes all but ASCII in it, because a header can carry nothing else.
 */
function withJson(
  options: CallOptions | undefined,
  part: "path" | "query" | "header",
  names: string[],
): CallOptions {
  const values: Record<string, unknown> = { ...options?.[part] };
  for (const name of names) {
    values[name] = stringifyJson(values[name])?.replace(/[^ -~]/g, (unit) => {
      return \`\\\\u\${unit.charCodeAt(0).toString(16).padStart(4, "0")}\`;
    });
  }
  return { ...options, [part]: values };
}
`;

/** For files that bring their own JSON. */
export const EXACT_JSON = `/** Like \`JSON.stringify\`, with every \`bigint\` as a plain number. */
function stringifyJson(value: unknown): string | undefined {
  if (typeof value === "bigint") return value.toString();
  if (typeof value !== "object" || value === null || "toJSON" in value) return JSON.stringify(value);
  if (Array.isArray(value)) return \`[\${value.map((item) => stringifyJson(item) ?? "null").join()}]\`;
  const members: string[] = [];
  for (const [name, member] of Object.entries(value)) {
    const text = stringifyJson(member);
    if (text !== undefined) members.push(\`\${JSON.stringify(name)}:\${text}\`);
  }
  return \`{\${members.join()}}\`;
}

/** A string, with the colon after it if it is a name, or a number. */
const JSON_TOKEN = /"(?:[^"\\\\]+|\\\\.)*"(\\s*:)?|-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?/g;

/** Like \`JSON.parse\`, with integers beyond 2^53 - 1 as \`bigint\`. */
function parseJson(text: string): unknown {
  const rounded: unknown = JSON.parse(text);
  if (!/\\d{16}/.test(text)) return rounded;
  // A wide integer becomes a string that begins with U+0000, and a string that begins with it gets a second one.
  const marked = text.replace(JSON_TOKEN, (token, colon: string | undefined) => {
    if (colon !== undefined) return token;
    if (token.startsWith('"')) return token.startsWith('"\\\\u0000') ? \`"\\\\u0000\${token.slice(1)}\` : token;
    return /[.eE]/.test(token) || Number.isSafeInteger(Number(token)) ? token : \`"\\\\u0000\${token}"\`;
  });
  return JSON.parse(marked, (_name, value: unknown) => {
    if (typeof value !== "string" || !value.startsWith("\\0")) return value;
    return value[1] === "\\0" ? value.slice(1) : BigInt(value.slice(1));
  });
}
`;

/** Names that these parts use, which no operation may take. */
export const PREAMBLE_NAMES: readonly string[] = [
  ..."Blob ArrayBuffer FormData URLSearchParams ReadableStream Headers JSON Number BigInt Object TypeError".split(" "),
  ..."components paths send locate given encodeBody withJson parseJson stringifyJson".split(" "),
];
