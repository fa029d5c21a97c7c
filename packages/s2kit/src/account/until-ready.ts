import { S2Error, TransportError } from "@s2kit/core";
import { checkDurationMs, eitherSignal, sleep } from "@s2kit/core/internal";
import type { CallOptions, RestClient } from "@s2kit/rest";

/** How long to wait, and how often to ask. */
export interface WaitOptions extends CallOptions {
  /** Longest wait in all, in milliseconds; `Infinity` for no end. Default 60 000. */
  readonly deadlineMs?: number | undefined;
  /** Pause between two questions, in milliseconds. Default 500. */
  readonly pollIntervalMs?: number | undefined;
}

/** Answers of a basin that is being made: it is not known everywhere yet, or not served yet. */
const NOT_YET: ReadonlySet<string> = new Set(["basin_not_found", "unavailable"]);

/** Asks until the answer is another than "not yet". @throws `deadline_exceeded` */
export async function untilReady<T>(
  rest: RestClient,
  ask: (options: CallOptions) => Promise<T>,
  options: WaitOptions,
): Promise<T> {
  const { signal, timeoutMs, retry } = options;
  const deadlineMs = checkDurationMs(options.deadlineMs ?? 60_000, "deadlineMs");
  const pollIntervalMs = checkDurationMs(options.pollIntervalMs ?? 500, "pollIntervalMs");
  const end = rest.clock.now() + deadlineMs;
  const timeLeftMs = (): number => Math.max(0, end - rest.clock.now());
  let lastAnswer: S2Error | undefined;
  // Timers may fire a little early: less than a millisecond is nothing to ask in.
  for (let leftMs = deadlineMs; leftMs >= 1 || lastAnswer === undefined; leftMs = timeLeftMs()) {
    try {
      return await ask({ signal, timeoutMs, retry, deadlineMs: leftMs });
    } catch (error) {
      if (!S2Error.is(error) || !NOT_YET.has(error.code)) throw error;
      lastAnswer = error;
    }
    await sleep(Math.min(pollIntervalMs, timeLeftMs()), eitherSignal(signal, rest.signal), rest.clock);
  }
  throw new TransportError(`not ready within ${deadlineMs} ms`, {
    code: "deadline_exceeded",
    request: lastAnswer.request,
    cause: lastAnswer,
  });
}
