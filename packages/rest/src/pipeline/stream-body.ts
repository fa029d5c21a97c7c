import type { S2Error } from "@s2kit/core";
import { onAbort } from "@s2kit/core/internal";
import type { AttemptScope } from "./attempt-scope.js";

/**
 * The body of an answer as a stream that fails as the pipeline does: with an S2Error when the connection breaks, with
 * the caller's reason as soon as the signal aborts. Pulled chunk by chunk, so that a slow reader slows the service.
 *
 * The scope is closed when the stream ends, fails or is cancelled.
 */
export function streamBody(
  response: Response,
  scope: AttemptScope,
  fromError: (error: unknown) => S2Error,
): ReadableStream<Uint8Array> {
  const reader = response.body?.getReader();
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        scope.outliveTimeout();
        onAbort(scope.signal, (reason) => {
          scope.close();
          controller.error(reason);
          reader?.cancel(reason).catch(() => undefined);
        });
        if (reader !== undefined) return;
        scope.close();
        controller.close();
      },
      async pull(controller) {
        try {
          const { done, value } = await (reader as ReadableStreamDefaultReader<Uint8Array>).read();
          if (!done) return controller.enqueue(value);
          scope.close();
          controller.close();
        } catch (error) {
          // Without effect when the stream has failed or was cancelled meanwhile, which `enqueue` objects to.
          scope.close();
          controller.error(fromError(error));
        }
      },
      async cancel(reason) {
        scope.close();
        await reader?.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}
