import { describe, expect, test } from "vitest";
import { FrameMemory } from "../../src/wire/frame-memory.node.js";

const KB = 1024;

describe("the memory of frames", () => {
  test("has exactly the size that was asked for", () => {
    const memory = new FrameMemory();
    for (const size of [1, 100, 5000, 32 * KB, 100_001, 2 * KB * KB]) {
      const frame = memory.take(size);
      expect(frame.byteLength).toBe(size);
      memory.giveBack(frame);
      expect(memory.take(size).byteLength).toBe(size);
    }
  });

  test("is used again for a frame of about the same size, larger or smaller", () => {
    const memory = new FrameMemory();
    const first = memory.take(100_000);
    memory.giveBack(first);
    const second = memory.take(120_000);
    expect(second.buffer).toBe(first.buffer);
    expect(memory.spareBytes).toBe(0);
    memory.giveBack(second);
    expect(memory.take(60_000).buffer).toBe(first.buffer);
  });

  test("is never in two hands at once", () => {
    const memory = new FrameMemory();
    memory.giveBack(memory.take(100_000));
    const [one, other] = [memory.take(100_000), memory.take(100_000)];
    expect(one.buffer).not.toBe(other.buffer);
  });

  test("is not kept for frames that are far smaller than it, nor when it is small itself", () => {
    const memory = new FrameMemory();
    memory.giveBack(memory.take(10 * KB));
    expect(memory.spareBytes).toBe(0);
    const large = memory.take(1024 * KB);
    memory.giveBack(large);
    expect(memory.take(64 * KB).buffer).not.toBe(large.buffer);
  });

  test("is used again for frames of another size when those before have filled it", () => {
    const memory = new FrameMemory();
    const small = Array.from({ length: 100 }, () => memory.take(64 * KB));
    for (const frame of small) memory.giveBack(frame);
    const large = memory.take(1024 * KB);
    memory.giveBack(large);
    expect(memory.take(1024 * KB).buffer).toBe(large.buffer);
  });

  test("keeps 4 MiB at most", () => {
    const memory = new FrameMemory();
    const frames = Array.from({ length: 8 }, () => memory.take(1024 * KB));
    for (const frame of frames) memory.giveBack(frame);
    expect(memory.spareBytes).toBe(4096 * KB);
    memory.giveBack(memory.take(5000 * KB));
    expect(memory.spareBytes).toBe(4096 * KB);
  });
});
