import { checkBatch } from "@s2kit/core";
import { expect, test } from "vitest";
import { Handover } from "../../src/producer/handover.js";
import { PendingBatch } from "../../src/producer/pending-batch.js";
import { record } from "../support/records.js";
import { ScriptedSink } from "../support/scripted-sink.js";
import { quiet } from "../support/settling.js";

function start(sink: ScriptedSink) {
  const told: string[] = [];
  const handover = new Handover(sink, {
    onTaken: () => told.push("taken"),
    onRefused: (_pending, error) => told.push(`refused: ${error}`),
    onReady: () => told.push("ready"),
  });
  return { handover, told, offer: () => handover.offer(checkBatch([record("a")]), new PendingBatch()) };
}

test("tells at once that the sink has taken a batch, and later when it had no room", async () => {
  const sink = new ScriptedSink(1);
  const { handover, told, offer } = start(sink);
  offer();
  expect(told).toEqual(["taken"]);
  offer();
  expect(handover.isWaiting).toBe(true);
  sink.ack();
  await quiet();
  expect(told).toEqual(["taken", "taken", "ready"]);
  expect(handover.isWaiting).toBe(false);
});

test("does not wait any more once the batch that waited was refused or withdrawn", async () => {
  const { handover, told, offer } = start(new ScriptedSink(0));
  offer();
  handover.withdraw("not needed");
  await quiet();
  expect(told).toEqual(["refused: not needed"]);
  expect(handover.isWaiting).toBe(false);
});
