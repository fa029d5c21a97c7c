import createClient, { type ClientOptions } from "openapi-fetch";

/** A request as it left. */
export interface Sent {
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** An openapi-fetch client that keeps what it sends and answers with the given responses, the last one again and again. */
export function recordingClient(
  responses: readonly Response[],
  options: ClientOptions = {},
): { http: never; sent: Sent[] } {
  const sent: Sent[] = [];
  const fetch = async (request: Request): Promise<Response> => {
    const { method, url } = request;
    sent.push({ method, url, headers: Object.fromEntries(request.headers), body: await request.text() });
    return (responses[sent.length - 1] ?? responses.at(-1) ?? new Response(null, { status: 204 })).clone();
  };
  // The generated functions are loaded at run time, so their types are not known here.
  return { http: createClient({ baseUrl: "https://a.test/v1", fetch, ...options }) as never, sent };
}

export function json(text: string, status = 200): Response {
  return new Response(text, { status, headers: { "content-type": "application/json" } });
}
