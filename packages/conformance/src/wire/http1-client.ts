import { Agent, type ClientRequest, type IncomingMessage, request } from "node:http";
import { ChunkQueue } from "./chunk-queue.js";
import {
  type Exchange,
  ExchangeCutError,
  type HeaderValues,
  type HttpClient,
  type HttpProtocol,
  type RequestHead,
  type ResponseHead,
} from "./http-client.js";

class Http1Exchange implements Exchange {
  readonly head: Promise<ResponseHead>;
  readonly #request: ClientRequest;
  readonly #chunks = new ChunkQueue<Buffer>();
  #response: IncomingMessage | undefined;

  constructor(clientRequest: ClientRequest) {
    this.#request = clientRequest;
    this.head = new Promise((resolve, reject) => {
      clientRequest.on("response", (response) => {
        this.#response = response;
        resolve({ status: response.statusCode ?? 0, headers: joinedHeaders(response) });
        response.on("data", (chunk: Buffer) => this.#chunks.push(chunk));
        response.on("end", () => this.#chunks.end());
        response.on("error", (cause) => this.#chunks.end(new ExchangeCutError("response cut", { cause })));
        response.on("close", () => this.#chunks.end(response.complete ? undefined : new ExchangeCutError("cut")));
      });
      // After an early answer the server closes the connection under the request body; that is no failure of the exchange.
      clientRequest.on("error", (cause) => reject(new ExchangeCutError("no response", { cause })));
    });
    this.head.catch(() => undefined);
  }

  write(bytes: Uint8Array): void {
    if (this.#request.writable) this.#request.write(bytes);
  }

  end(): void {
    this.#request.end();
  }

  nextChunk(): Promise<Buffer | undefined> {
    return this.#chunks.next();
  }

  pauseReading(): void {
    this.#response?.pause();
  }

  resumeReading(): void {
    this.#response?.resume();
  }

  abandon(): void {
    this.#request.destroy();
  }
}

/** HTTP/1.1 over node:http, with connections kept alive until `close`. */
export class Http1Client implements HttpClient {
  readonly protocol: HttpProtocol = "h1";
  readonly #agent = new Agent({ keepAlive: true });
  readonly #base: URL;

  constructor(baseUrl: string) {
    this.#base = new URL(baseUrl);
  }

  open(head: RequestHead): Exchange {
    const clientRequest = this.#request(head);
    const exchange = new Http1Exchange(clientRequest);
    clientRequest.flushHeaders();
    return exchange;
  }

  send(head: RequestHead, body?: Uint8Array | undefined): Exchange {
    const clientRequest = this.#request(head);
    const exchange = new Http1Exchange(clientRequest);
    // In one go, so that head and body travel together and a server that answers early does not cut the body.
    if (body === undefined) clientRequest.end();
    else clientRequest.end(body);
    return exchange;
  }

  #request({ method, path, headers = {} }: RequestHead): ClientRequest {
    const clientRequest = request({
      agent: this.#agent,
      host: this.#base.hostname,
      port: this.#base.port,
      method,
      path,
      headers: definedHeaders(headers),
    });
    clientRequest.setNoDelay(true);
    return clientRequest;
  }

  close(): void {
    this.#agent.destroy();
  }
}

function joinedHeaders({ headers }: IncomingMessage): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : value]),
  );
}

function definedHeaders(headers: HeaderValues): Record<string, string | string[]> {
  const defined: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) defined[name] = typeof value === "string" ? value : [...value];
  }
  return defined;
}
