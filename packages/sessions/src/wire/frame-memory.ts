import { allocate } from "./memory.js";

/** Memory for encoded frames. None is used again: what goes through `fetch` may be kept by others, and is never given back. */
export const frameMemory: { take(size: number): Uint8Array; giveBack(frame: Uint8Array): void } = {
  take: allocate,
  giveBack: () => undefined,
};
