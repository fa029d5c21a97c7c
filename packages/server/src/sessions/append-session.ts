import type { RequestFaults } from "../faults/request-faults.js";
import type { BodyReader } from "../http/body-reader.js";
import { PeerGoneError } from "../http/exchange.js";
import { isZlibError, openBody } from "../http/request-body.js";
import { type ApiError, apiError } from "../model/api-error.js";
import { FormatError } from "../model/format-error.js";
import { type ValidBatch, validateBatch } from "../model/records.js";
import type { Stream } from "../state/stream.js";
import { type Frame, FrameDecoder, unpackFrame } from "../wire/frame.js";
import { type AppendAck, decodeAppendInput } from "../wire/messages.js";
import { AckWriter } from "./ack-writer.js";
import { SESSION_HEADERS, type SessionContext, sendTerminal, toApiError } from "./session.js";

/**
 * An append session: each frame that comes in is a batch, each frame that goes out its ack, in the same order. The
 * first input that fails ends it: what came before is still acked, what came after is not applied. Behind a lost ack inputs
 * are applied and nothing is sent any more, not even the end, until the client gives up.
 *
 * @param submit - Applies a batch or throws; the promise settles when the batch is durable.
 */
export async function runAppendSession(
  { exchange, faults }: SessionContext,
  stream: Stream,
  submit: (batch: ValidBatch) => Promise<AppendAck>,
): Promise<void> {
  exchange.open(200, SESSION_HEADERS);
  const body = openBody(exchange);
  const stop = (): void => body.cancel(exchange.signal.reason);
  exchange.signal.addEventListener("abort", stop, { once: true });
  if (exchange.signal.aborted) stop();
  const acks = new AckWriter(exchange, faults, (error) => body.cancel(error));
  const apply = async (frame: Frame): Promise<void> => {
    const batch = validateBatch(decodeAppendInput(await unpackInput(frame)));
    if (!faults.idle) await faults.at("before-commit");
    acks.assertWorking();
    acks.push(submit(batch));
    await acks.room();
  };
  const refused = await readInputs(body, faults, apply);
  await acks.drained();
  // What hit an ack came first: a later refusal that was told in its place would deny what is applied.
  const failure = acks.failure === undefined ? refused : toApiError(acks.failure.reason);
  if (acks.lost) await faults.hold();
  if (failure === undefined) {
    exchange.end();
    return;
  }
  // The failure may rest on batches of other writers that are not durable yet.
  await stream.settled();
  sendTerminal(exchange, failure);
}

/** Applies inputs until they end, or until one fails: then it returns why. */
async function readInputs(
  body: BodyReader,
  faults: RequestFaults,
  apply: (frame: Frame) => Promise<void>,
): Promise<ApiError | undefined> {
  const frames = new FrameDecoder();
  try {
    await faults.at("after-headers");
    for (let chunk = await body.read(); chunk !== undefined; chunk = await body.read()) {
      frames.push(chunk);
      for (let frame = frames.next(); frame !== undefined; frame = frames.next()) {
        await apply(frame);
      }
    }
    frames.finish();
    return undefined;
  } catch (error) {
    if (error instanceof PeerGoneError) return undefined;
    if (error instanceof FormatError || isZlibError(error)) return apiError("bad_frame", (error as Error).message);
    return toApiError(error);
  }
}

async function unpackInput(frame: Frame): Promise<Buffer> {
  if (frame.terminal) throw new FormatError("clients must not send terminal frames");
  return await unpackFrame(frame);
}
