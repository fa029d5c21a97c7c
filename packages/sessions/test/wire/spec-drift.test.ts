import { readFileSync } from "node:fs";
import { ScalarType } from "@bufbuild/protobuf";
import { expect, test } from "vitest";
import { file_s2 } from "./generated/s2_pb.js";

const spec = readFileSync(new URL("../../../../spec/s2.proto", import.meta.url), "utf8");

test("the messages that the codec is compared with are those of the specification", () => {
  const inSpec = new Map<string, string[]>();
  for (const [, message = "", fields = ""] of spec.matchAll(/^message (\w+) \{([^}]*)\}/gm)) {
    const lines = [...fields.matchAll(/^\s*(optional |repeated |)(\w+) (\w+) = (\d+);/gm)];
    inSpec.set(
      message,
      lines.map(([, label, type, name, number]) => `${label}${type} ${name} = ${number}`),
    );
  }
  const compared = new Map(
    file_s2.messages.map((message) => [
      message.name,
      message.fields.map((field) => {
        const label = field.fieldKind === "list" ? "repeated " : field.proto.proto3Optional ? "optional " : "";
        const type = field.message?.name ?? ScalarType[field.scalar as ScalarType].toLowerCase();
        return `${label}${type} ${field.name} = ${field.number}`;
      }),
    ]),
  );
  expect(inSpec.size).toBe(7);
  expect(compared).toEqual(inSpec);
});
