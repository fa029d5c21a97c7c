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
  /** Parameters that travel as JSON. */
  json?: Partial<Record<"path" | "query" | "header", string[]>>;
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
  const { path, query, header, server, headers, parseAs = call.parseAs ?? "json", middleware = [], ...init } = options;
  const target = call.server === undefined ? undefined : locate(client, call.server, server ?? {});
  const failure: Failure = {};
  const request = client.http.request as (method: string, path: string, init: object) => Promise<Answer>;
  const answer = await request(call.method, call.path, {
    bodySerializer: encodeBody,
    ...given(init),
    ...(target === undefined ? {} : { baseUrl: target.baseUrl }),
    headers: {
      ...(call.contentType === undefined || init.body === undefined ? {} : { "content-type": call.contentType }),
      ...target?.headers,
      ...given(headers instanceof Headers ? Object.fromEntries(headers) : (headers ?? {})),
    },
    params: {
      path: encodeParameters(path, call.json?.path),
      query: encodeParameters(query, call.json?.query),
      header: encodeParameters(header, call.json?.header),
    },
    parseAs: parseAs === "json" ? "text" : parseAs,
    middleware: [...middleware, keepText(failure)],
  });
  if (typeof answer.data === "string" && parseAs === "json") {
    answer.data = answer.data === "" ? undefined : decodeJson(answer.data);
  }
  if (typeof answer.error === "object" && failure.response === answer.response) {
    answer.error = decodeJson((await failure.text) ?? "null");
  }
  return answer as Result;
}

interface Answer {
  data?: unknown;
  error?: unknown;
  response: Response;
}

interface Failure {
  response?: Response;
  text?: Promise<string | undefined>;
}

/** openapi-fetch rounds the integers of an error; its text is kept to read them exactly. */
function keepText(failure: Failure): Middleware {
  return {
    onResponse({ response }) {
      if (response.ok) return;
      failure.response = response;
      failure.text = response.clone().text().catch(() => undefined);
    },
  };
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

/** Escapes all but ASCII in what travels as JSON, because a header can carry nothing else. */
function encodeParameters(values: object | undefined, json: string[] = []): object | undefined {
  if (values === undefined) return undefined;
  const encode = ([name, value]: [string, unknown]): [string, unknown] => [
    name,
    json.includes(name) ? encodeJson(value)?.replace(/[^ -~]/g, escapeUnit) : value,
  ];
  return Object.fromEntries(Object.entries(values).map(encode));
}

function escapeUnit(unit: string): string {
  return \`\\\\u\${unit.charCodeAt(0).toString(16).padStart(4, "0")}\`;
}

/** JSON, except for what \`fetch\` takes as it is, and for text under another content type. */
function encodeBody(body: unknown, headers: Headers): unknown {
  const raw = [Blob, ArrayBuffer, FormData, URLSearchParams, ReadableStream].some((kind) => body instanceof kind);
  if (raw || ArrayBuffer.isView(body)) return body;
  const contentType = headers.get("content-type") ?? "application/json";
  return typeof body === "string" && !/^[^;]*[/+]json\\s*(;|$)/i.test(contentType) ? body : encodeJson(body);
}

/** Like \`JSON.stringify\`, with every \`bigint\` as a plain number. */
function encodeJson(value: unknown): string | undefined {
  if (typeof value === "bigint") return value.toString();
  if (typeof value !== "object" || value === null || "toJSON" in value) return JSON.stringify(value);
  if (Array.isArray(value)) return \`[\${value.map((item) => encodeJson(item) ?? "null").join()}]\`;
  const members: string[] = [];
  for (const [name, member] of Object.entries(value)) {
    const text = encodeJson(member);
    if (text !== undefined) members.push(\`\${JSON.stringify(name)}:\${text}\`);
  }
  return \`{\${members.join()}}\`;
}

/** A string, with the colon after it if it is a name, or a number. */
const JSON_TOKEN = /"(?:[^"\\\\]+|\\\\.)*"(\\s*:)?|-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?/g;

/** Like \`JSON.parse\`, with integers beyond 2^53 - 1 as \`bigint\`. */
function decodeJson(text: string): unknown {
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

/** Names that the fixed part uses, which no operation may take. */
export const PREAMBLE_NAMES: readonly string[] = [
  ..."Blob ArrayBuffer FormData URLSearchParams ReadableStream Headers JSON Number BigInt Object TypeError".split(" "),
  ..."components paths send locate given keepText encodeParameters escapeUnit encodeBody encodeJson".split(" "),
  ...["decodeJson"],
];
