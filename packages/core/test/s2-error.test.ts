import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import {
  ApiError,
  InexactNumberError,
  InterferenceError,
  S2Error,
  SeqNumMismatchError,
  SessionClosedError,
  TransportError,
  UsageError,
} from "../src/index.js";
import { errorFromAnswer, thrownHere, usageError } from "../src/internal.js";

describe("the brand", () => {
  test("is on every error of the family", () => {
    for (const error of [
      new S2Error("m", { code: "other" }),
      new ApiError("m", { code: "other", status: 500 }),
      new TransportError("m", { code: "timeout" }),
      new UsageError("field", "m"),
      new SessionClosedError("m"),
      new InexactNumberError("seqNum", 2n ** 60n),
      new InterferenceError(1, 2),
    ]) {
      expect(S2Error.is(error)).toBe(true);
    }
  });

  test("is the same in another copy of the package", () => {
    const foreign = Object.assign(new Error("from another copy"), { code: "timeout" });
    expect(S2Error.is(foreign)).toBe(false);
    Object.defineProperty(foreign, Symbol.for("s2kit.error"), { value: true });
    expect(S2Error.is(foreign)).toBe(true);
    expect(foreign).not.toBeInstanceOf(S2Error);
  });

  test("is nothing that a prototype could lend", () => {
    expect(S2Error.is(Object.create(new S2Error("m", { code: "other" })))).toBe(false);
    for (const value of [undefined, null, "error", 5, new Error("m"), { code: "other" }, () => undefined]) {
      expect(S2Error.is(value)).toBe(false);
    }
  });

  test("does not show", () => {
    const error = new S2Error("m", { code: "other" });
    expect(Object.keys(error)).not.toContain("s2kit.error");
    expect(inspect(error)).not.toContain("s2kit.error");
  });
});

describe("a message", () => {
  test.each([
    [{ code: "timeout" }, "[timeout] too late"],
    [{ code: "other", status: 500 }, "[other] too late (HTTP 500)"],
    [{ code: "timeout", request: { method: "GET", path: "/v1/basins" } }, "[timeout] too late (GET /v1/basins)"],
    [
      { code: "other", status: 500, request: { method: "PUT", path: "/v1/basins/b" } },
      "[other] too late (PUT /v1/basins/b, HTTP 500)",
    ],
  ])("of %j tells what is known", (init, message) => {
    const error = new S2Error("too late", init);
    expect(error.message).toBe(message);
    expect(error.rawMessage).toBe("too late");
  });

  test("says neither retryable nor maybe applied unless told", () => {
    expect(new S2Error("m", { code: "other" })).toMatchObject({ retryable: false, maybeApplied: false });
  });

  test("keeps the cause, and has none without one", () => {
    const cause = new Error("the socket");
    expect(new S2Error("m", { code: "connection_lost", cause }).cause).toBe(cause);
    expect("cause" in new S2Error("m", { code: "connection_lost" })).toBe(false);
  });
});

describe("another verdict", () => {
  const cause = new Error("the socket");
  const original = new SeqNumMismatchError(2n ** 60n, {
    code: "seq_num_mismatch",
    status: 412,
    cause,
    retryAfterMs: 5,
    request: { method: "POST", path: "/p" },
  });
  const twin = original.withVerdict(true);

  test("leaves the original as it is", () => {
    expect(twin).not.toBe(original);
    expect(original.maybeApplied).toBe(false);
    expect(twin.maybeApplied).toBe(true);
  });

  test("keeps type, message, cause, stack, request and getters", () => {
    expect(twin).toBeInstanceOf(SeqNumMismatchError);
    expect(S2Error.is(twin)).toBe(true);
    expect(Object.prototype.toString.call(twin)).toBe("[object Error]");
    expect(twin).toMatchObject({
      name: "SeqNumMismatchError",
      code: "seq_num_mismatch",
      status: 412,
      retryAfterMs: 5,
      request: { method: "POST", path: "/p" },
      expectedSeqNumU64: 2n ** 60n,
      expectedSeqNumBig: 2n ** 60n,
      message: original.message,
      rawMessage: original.rawMessage,
      stack: original.stack,
    });
    expect(twin.cause).toBe(cause);
    expect(() => twin.expectedSeqNum).toThrow(InexactNumberError);
  });

  test("shows the same properties", () => {
    expect(Object.keys(twin)).toEqual(Object.keys(original));
  });

  test("of the same kind is the same error", () => {
    expect(original.withVerdict(false)).toBe(original);
    expect(twin.withVerdict(true)).toBe(twin);
  });

  test("can be taken back", () => {
    expect(twin.withVerdict(false)).toMatchObject({ maybeApplied: false, message: original.message });
  });

  test("works for every error of the family", () => {
    const answers = ["", '{"seq_num_mismatch":5}', '{"fencing_token_mismatch":""}'].map((body) =>
      errorFromAnswer({ status: 412, body, mutates: false }),
    );
    for (const error of [...answers, new SessionClosedError("m"), new TransportError("m", { code: "timeout" })]) {
      const other = error.withVerdict(true);
      expect(other.constructor).toBe(error.constructor);
      expect(other.maybeApplied).toBe(true);
    }
  });
});

describe("a request", () => {
  const original = new TransportError("garbled", { code: "protocol_error", maybeApplied: true, cause: "bytes" });
  const request = { method: "GET", path: "/streams/s/records" };

  test("can be told to an error that does not know of one", () => {
    const told = original.withRequest(request);
    expect(told).toBeInstanceOf(TransportError);
    expect(S2Error.is(told)).toBe(true);
    expect(told).toMatchObject({
      request,
      rawMessage: "garbled",
      code: "protocol_error",
      maybeApplied: true,
      cause: "bytes",
    });
    expect(told.message).toBe("[protocol_error] garbled (GET /streams/s/records)");
    expect(told.stack).toContain(told.message);
    expect(Object.keys(told)).toEqual(Object.keys(original));
    expect(original.request).toBeUndefined();
  });

  test("that is known stays", () => {
    const told = original.withRequest(request);
    expect(told.withRequest({ method: "POST", path: "/elsewhere" })).toBe(told);
  });
});

describe("a usage error", () => {
  test.each([
    ["text", '"text"'],
    ["x".repeat(65), `"${"x".repeat(64)}…"`],
    [5, "5"],
    [Number.NaN, "NaN"],
    [BigInt(5), "5n"],
    [true, "true"],
    [undefined, "undefined"],
    [null, "null"],
    [[1, 2], "an array"],
    [{ secret: 1 }, "an object (Object)"],
    [new Date(0), "an object (Date)"],
    [(): void => undefined, "a function"],
  ])("names %s briefly as %s", (value, shown) => {
    const error = usageError("options.timeoutMs", "a number", value);
    expect(error.rawMessage).toBe(`options.timeoutMs must be a number, got ${shown}`);
    expect(error).toMatchObject({ code: "invalid_argument", field: "options.timeoutMs", maybeApplied: false });
  });
});

test("a number that would be rounded is told exactly", () => {
  const error = new InexactNumberError("seqNum", 2n ** 60n);
  expect(error).toMatchObject({ code: "inexact_number", value: 2n ** 60n });
  expect(error.rawMessage).toBe(
    "seqNum is 1152921504606846976, which a number cannot hold exactly; read seqNumBig instead",
  );
});

test("a closed session says why", () => {
  const cause = new Error("why");
  expect(new SessionClosedError("closed", { cause, maybeApplied: true })).toMatchObject({
    code: "session_closed",
    cause,
    maybeApplied: true,
  });
});

test("another writer's place is told, exactly where that is possible", () => {
  expect(new InterferenceError(5, 9)).toMatchObject({
    code: "interference",
    position: 5,
    tail: 9,
    maybeApplied: false,
  });
  const large = new InterferenceError(2n ** 60n, 2n ** 60n);
  expect(large.positionU64).toBe(2n ** 60n);
  expect(() => large.tail).toThrow(InexactNumberError);
  expect(() => large.position).toThrow("read positionBig instead");
  expect(() => large.tail).toThrow("read tailBig instead");
  expect(large).toMatchObject({ positionBig: 2n ** 60n, tailBig: 2n ** 60n });
});

test("an error that is thrown here has the stack of here, and nothing of where it was made", () => {
  function make(): S2Error {
    return new S2Error("m", { code: "other" });
  }
  const error = make();
  expect(thrownHere(error)).toBe(error);
  const [head, place] = String(error.stack).split("\n");
  expect(head).toBe("S2Error: [other] m");
  expect(place).toContain("s2-error.test.ts");
  expect(error.stack).not.toContain("make");
});
