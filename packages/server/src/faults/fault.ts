/** The kinds of request that a fault can strike; `admin` is every other operation on basins, streams and tokens. */
export type FaultTarget = "append" | "append-session" | "read" | "read-session" | "sse" | "check-tail" | "admin";

/**
 * When a fault strikes.
 *
 * - `before-headers`: the request has arrived; nothing was checked or done.
 * - `after-headers`: a session or event stream has opened; nothing was sent on it yet.
 * - `before-commit`: an append, or one input of an append session, was decoded but not applied.
 * - `after-commit`: it is applied and visible to readers, but not acknowledged.
 * - `before-frame`, `mid-frame`, `after-frame`: around one frame or event going out; for unary requests, the body.
 */
export type FaultMoment =
  | "before-headers"
  | "after-headers"
  | "before-commit"
  | "after-commit"
  | "before-frame"
  | "mid-frame"
  | "after-frame";

interface FaultTrigger {
  /** Which requests. */
  readonly on: FaultTarget | "any";
  /** Only requests on this stream, or on streams that match. */
  readonly stream?: string | RegExp | undefined;
  /** Only requests on this basin. */
  readonly basin?: string | undefined;
  /** How many matching moments pass unharmed first; 0 unless given. */
  readonly after?: number | undefined;
  /** How many times it strikes; 1 unless given, `Infinity` for always. */
  readonly count?: number | undefined;
}

/** Strikes at any moment. In the middle of a frame, `atByte` bytes of it are sent before; half of it unless given. */
interface Anytime {
  /** `before-headers` unless given. */
  readonly at?: FaultMoment | undefined;
  readonly atByte?: number | undefined;
}

/** Strikes when a frame is about to be sent. */
interface OnFrame {
  readonly at?: "before-frame" | undefined;
}

/** What happens. */
export type FaultAction =
  /** Cuts the connection, with everything else on it. */
  | ({ readonly action: "drop-connection" } & Anytime)
  /** RST_STREAM with this code, INTERNAL_ERROR (2) unless given; HTTP/1.1 cuts the connection. */
  | ({ readonly action: "reset-stream"; readonly code?: number | undefined } & Anytime)
  /**
   * Answers with this status instead. A session that has begun ends with a terminal frame, an event stream with an
   * error event. A `body` that is an object is sent as JSON.
   */
  | ({
      readonly action: "respond";
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>> | undefined;
      readonly body?: string | Readonly<Record<string, unknown>> | undefined;
    } & Anytime)
  /** What a server does that is about to stop: 503 `server_draining`, before a session as a plain answer. */
  | ({ readonly action: "drain" } & Anytime)
  /** Waits, then goes on. */
  | ({ readonly action: "delay"; readonly delayMs: number } & Anytime)
  /** Stops working on the request and sends nothing more, while the connection stays open. */
  | ({ readonly action: "silence" } & Anytime)
  /** Ends the answer as if it were complete. Together with `mid-frame` the client gets a truncated frame. */
  | ({ readonly action: "end" } & Anytime)
  /** Sends GOAWAY with this code, NO_ERROR (0) unless given; what is running goes on. Passes over HTTP/1.1, which has none. */
  | ({ readonly action: "goaway"; readonly code?: number | undefined } & Anytime)
  /**
   * Applies the append but never acknowledges it. A session is acknowledged in order, so from there on nothing is sent on
   * it any more, the connection stays open and inputs are still applied, as when only the way back is cut.
   */
  | { readonly action: "lose-ack"; readonly at?: "after-commit" | undefined }
  /** Sets the bit of an S2S frame that asks the client to move to a new connection. */
  | ({ readonly action: "advise-reconnect" } & OnFrame)
  /** Sends the frame in pieces of `chunkBytes` (1 unless given), with a pause before each. */
  | ({
      readonly action: "slow";
      readonly pauseMs: number;
      readonly chunkBytes?: number | undefined;
    } & OnFrame)
  /** Takes the request body in from now on in pieces of `chunkBytes` (1024 unless given), with a pause before each. */
  | {
      readonly action: "read-slowly";
      readonly at?: "before-headers" | "after-headers" | undefined;
      readonly pauseMs: number;
      readonly chunkBytes?: number | undefined;
    }
  /** Sends these bytes in place of the frame. */
  | ({ readonly action: "replace-frame"; readonly bytes: Uint8Array } & OnFrame);

/** One line of a fault script: which requests, when, what, how often. */
export type Fault = FaultTrigger & FaultAction;

export type FaultActionName = FaultAction["action"];

/** When an action strikes that does not say when. */
export function momentOf(fault: Fault): FaultMoment {
  if (fault.at !== undefined) return fault.at;
  switch (fault.action) {
    case "lose-ack":
      return "after-commit";
    case "advise-reconnect":
    case "slow":
    case "replace-frame":
      return "before-frame";
    default:
      return "before-headers";
  }
}
