import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { setImmediate as nextTurn } from "node:timers/promises";
import { test as base, describe, expect, vi } from "vitest";
import { startTcpProxy, type TcpProxy } from "../../src/tools/index.js";

/** A TCP server that keeps its sockets; by default it echoes. */
class Backend implements AsyncDisposable {
  readonly sockets: Socket[] = [];
  readonly #server: Server;

  constructor(onSocket: (socket: Socket) => void) {
    this.#server = createServer({ allowHalfOpen: true }, (socket) => {
      this.sockets.push(socket);
      socket.on("error", () => undefined);
      onSocket(socket);
    });
  }

  async listen(): Promise<this> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    return this;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    if (this.#server.listening) await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** A client that remembers what it got and how it ended. */
class Client {
  readonly socket: Socket;
  received = "";
  ended = false;
  errorCode: string | undefined;
  closed = false;

  constructor(port: number) {
    this.socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
    this.socket.setEncoding("latin1");
    this.socket.on("data", (text) => {
      this.received += text;
    });
    this.socket.on("end", () => {
      this.ended = true;
    });
    this.socket.on("error", (error: NodeJS.ErrnoException) => {
      this.errorCode = error.code;
    });
    this.socket.on("close", () => {
      this.closed = true;
    });
  }

  sees(condition: (client: this) => boolean): Promise<void> {
    return vi.waitFor(() => expect(condition(this), JSON.stringify(this.summary)).toBe(true), {
      timeout: 5_000,
      interval: 5,
    });
  }

  get summary(): object {
    const { received, ended, errorCode, closed } = this;
    return { received: received.slice(0, 80), length: received.length, ended, errorCode, closed };
  }
}

interface Fixtures {
  echo: Backend;
  proxy: TcpProxy;
  open: (port?: number) => Client;
}

const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the pattern to learn which fixtures are used
  echo: async ({}, use) => {
    await using echo = await new Backend((socket) => socket.pipe(socket)).listen();
    await use(echo);
  },
  proxy: async ({ echo }, use) => {
    await using proxy = await startTcpProxy({ targetPort: echo.port });
    await use(proxy);
  },
  open: async ({ proxy }, use) => {
    const clients: Client[] = [];
    await use((port = proxy.port) => {
      const client = new Client(port);
      clients.push(client);
      return client;
    });
    for (const { socket } of clients) socket.destroy();
  },
});

describe("forwarding", () => {
  test("passes bytes both ways and counts them", async ({ proxy, open }) => {
    const client = open();
    client.socket.write("hello");
    await client.sees(({ received }) => received === "hello");
    expect(proxy.counts).toEqual({ accepted: 1, open: 1, bytesToServer: 5, bytesToClient: 5 });
  });

  test("passes a half-close on and keeps the other direction open", async ({ open }) => {
    const client = open();
    client.socket.end("last words");
    await client.sees(({ received, ended }) => received === "last words" && ended);
    expect(client.errorCode).toBeUndefined();
  });

  test("passes 8 MiB unchanged through a reader that starts late", async ({ open }) => {
    const client = open();
    client.socket.pause();
    const sent = Buffer.alloc(8 * 1024 * 1024, "0123456789abcdef");
    client.socket.end(sent);
    client.socket.resume();
    await client.sees(({ received, ended }) => received.length === sent.length && ended);
    expect(client.received === sent.toString("latin1")).toBe(true);
  });

  test("forgets a connection that both sides have ended", async ({ proxy, open }) => {
    const client = open();
    client.socket.end();
    await client.sees(({ closed }) => closed);
    await vi.waitFor(() => expect(proxy.counts.open).toBe(0));
  });

  test("passes a reset of the server on as a reset", async ({ echo, open }) => {
    const client = open();
    client.socket.write("x");
    await client.sees(({ received }) => received === "x");
    echo.sockets[0]!.resetAndDestroy();
    await client.sees(({ errorCode }) => errorCode === "ECONNRESET");
  });

  test("resets the client when nothing listens at the target", async ({ echo, proxy, open }) => {
    await echo[Symbol.asyncDispose]();
    const client = open();
    await client.sees(({ errorCode }) => errorCode === "ECONNRESET");
    await vi.waitFor(() => expect(proxy.counts.open).toBe(0));
  });
});

describe("cuts", () => {
  test("resets every connection on both sides, and accepts new ones", async ({ echo, proxy, open }) => {
    const clients = [open(), open()];
    for (const client of clients) {
      client.socket.write("x");
      await client.sees(({ received }) => received === "x");
    }
    proxy.cutAll();
    for (const client of clients) await client.sees(({ errorCode }) => errorCode === "ECONNRESET");
    await vi.waitFor(() => expect(echo.sockets.map(({ destroyed }) => destroyed)).toEqual([true, true]));
    expect(proxy.counts.open).toBe(0);

    const later = open();
    later.socket.write("y");
    await later.sees(({ received }) => received === "y");
  });

  test("ends connections without an error when asked to close instead of reset", async ({ proxy, open }) => {
    const client = open();
    client.socket.write("x");
    await client.sees(({ received }) => received === "x");
    proxy.cutAll("close");
    await client.sees(({ ended }) => ended);
    expect(client.errorCode).toBeUndefined();
  });

  test.for(["reset", "close"] as const)(
    "passes exactly the given bytes to the client before a %s",
    async (kind, { proxy, open }) => {
      const cut = proxy.cutAfter("to-client", 7, kind);
      const client = open();
      client.socket.write("0123456789");
      await cut;
      await client.sees(({ closed, ended }) => closed || ended);
      expect(client.received).toBe("0123456");
      expect(proxy.counts.bytesToClient).toBe(7);
    },
  );

  test("passes exactly the given bytes to the server, counted over all connections", async ({ proxy, open }) => {
    const [first, second] = [open(), open()];
    const cut = proxy.cutAfter("to-server", 6);
    first.socket.write("abcd");
    await first.sees(({ received }) => received === "abcd");
    second.socket.write("efgh");
    await cut;
    await Promise.all([first, second].map((client) => client.sees(({ closed }) => closed)));
    expect(proxy.counts.bytesToServer).toBe(6);
  });

  test("cuts before the first byte when no byte is allowed", async ({ proxy, open }) => {
    const cut = proxy.cutAfter("to-server", 0);
    const client = open();
    client.socket.write("a");
    await cut;
    await client.sees(({ errorCode }) => errorCode === "ECONNRESET");
    expect(proxy.counts.bytesToServer).toBe(0);
  });

  test("half-closes towards the client while the client can still send", async ({ echo, proxy, open }) => {
    const client = open();
    client.socket.write("a");
    await client.sees(({ received }) => received === "a");
    proxy.halfCloseAll("to-client");
    await client.sees(({ ended }) => ended);
    const atServer = once(echo.sockets[0]!, "data");
    client.socket.write("b");
    expect(String((await atServer)[0])).toBe("b");
    expect(client.received).toBe("a");
  });

  test("ends connections that are cut in the very moment in which they are half-closed", async ({ proxy, open }) => {
    const client = open();
    client.socket.write("a");
    await client.sees(({ received }) => received === "a");
    proxy.halfCloseAll("to-client");
    proxy.cutAll("reset");
    await client.sees(({ closed, ended }) => closed || ended);
    await proxy.close();
  });

  test("resets new connections only, while it refuses", async ({ proxy, open }) => {
    const before = open();
    before.socket.write("a");
    await before.sees(({ received }) => received === "a");
    proxy.refuse(true);
    const refused = open();
    await refused.sees(({ errorCode }) => errorCode === "ECONNRESET");
    before.socket.write("b");
    await before.sees(({ received }) => received === "ab");
    proxy.refuse(false);
    const after = open();
    after.socket.write("c");
    await after.sees(({ received }) => received === "c");
  });
});

describe("shaping", () => {
  test("holds bytes and the end in a black hole and delivers them afterwards", async ({ echo, proxy, open }) => {
    const held = open();
    held.socket.write("a");
    await held.sees(({ received }) => received === "a");
    proxy.blackHole(true);
    held.socket.end("b");
    // A connection made around the proxy answers although its bytes were sent later.
    const direct = open(echo.port);
    direct.socket.write("now");
    await direct.sees(({ received }) => received === "now");
    expect(held.summary).toMatchObject({ received: "a", ended: false, closed: false });
    proxy.blackHole(false);
    await held.sees(({ received, ended }) => received === "ab" && ended);
  });

  test("delays bytes by the latency without reordering them", async ({ echo, proxy, open }) => {
    proxy.setLatency(400);
    const slow = open();
    for (const letter of "abc") slow.socket.write(letter);
    const direct = open(echo.port);
    direct.socket.write("now");
    await direct.sees(({ received }) => received === "now");
    expect(slow.received).toBe("");
    await slow.sees(({ received }) => received === "abc");
  });

  test("bounds the rate by the throttle and passes everything", async ({ echo, proxy, open }) => {
    proxy.setThrottle(40_000);
    const body = "z".repeat(20_000);
    const slow = open();
    slow.socket.write(body);
    const direct = open(echo.port);
    direct.socket.write(body);
    await direct.sees(({ received }) => received.length === body.length);
    expect(slow.received.length).toBeLessThan(body.length);
    proxy.setThrottle(0);
    await slow.sees(({ received }) => received === body);
  });
});

describe("close", () => {
  const sockets = () =>
    process
      .getActiveResourcesInfo()
      .filter((kind) => kind.startsWith("TCP"))
      .sort();

  /** Handles leave the list some turns of the event loop after they were closed. */
  async function turnUntil(condition: () => boolean): Promise<void> {
    for (let turn = 0; turn < 2_000 && !condition(); turn += 1) await nextTurn();
  }

  test("leaves no socket, listener or timer behind while bytes are still held back", async ({ echo }) => {
    const started = vi.spyOn(globalThis, "setTimeout");
    const cleared = vi.spyOn(globalThis, "clearTimeout");
    await turnUntil(() => sockets().join() === "TCPServerWrap");
    const proxy = await startTcpProxy({ targetPort: echo.port, latencyMs: 60_000 });
    const client = new Client(proxy.port);
    client.socket.write("never delivered");
    const timersOfProxy = () =>
      started.mock.results
        .filter((_, call) => Number(started.mock.calls[call]?.[1]) > 50_000)
        .map(({ value }) => value);
    await vi.waitFor(() => expect(timersOfProxy().length).toBe(1));

    await proxy.close();
    await proxy.close();
    await client.sees(({ closed }) => closed);
    await turnUntil(() => sockets().length === 1);
    expect(sockets()).toEqual(["TCPServerWrap"]);
    expect(cleared.mock.calls.map(([timer]) => timer)).toEqual(expect.arrayContaining(timersOfProxy()));
  });
});
