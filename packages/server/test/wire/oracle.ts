import { create, createFileRegistry, type DescMessage, fromBinary, toBinary } from "@bufbuild/protobuf";
import {
  FileDescriptorProtoSchema,
  FieldDescriptorProto_Label as Label,
  FieldDescriptorProto_Type as Type,
} from "@bufbuild/protobuf/wkt";

type Field = readonly [name: string, number: number, type: Type | string, label?: "repeated" | "optional"];

/** The messages of `s2.v1`, built at run time, so that another implementation can judge ours. */
const MESSAGES: Readonly<Record<string, readonly Field[]>> = {
  StreamPosition: [
    ["seq_num", 1, Type.UINT64],
    ["timestamp", 2, Type.UINT64],
  ],
  Header: [
    ["name", 1, Type.BYTES],
    ["value", 2, Type.BYTES],
  ],
  AppendRecord: [
    ["timestamp", 1, Type.UINT64, "optional"],
    ["headers", 2, "Header", "repeated"],
    ["body", 3, Type.BYTES],
  ],
  AppendInput: [
    ["records", 1, "AppendRecord", "repeated"],
    ["match_seq_num", 2, Type.UINT64, "optional"],
    ["fencing_token", 3, Type.STRING, "optional"],
  ],
  AppendAck: [
    ["start", 1, "StreamPosition"],
    ["end", 2, "StreamPosition"],
    ["tail", 3, "StreamPosition"],
  ],
  SequencedRecord: [
    ["seq_num", 1, Type.UINT64],
    ["timestamp", 2, Type.UINT64],
    ["headers", 3, "Header", "repeated"],
    ["body", 4, Type.BYTES],
  ],
  ReadBatch: [
    ["records", 1, "SequencedRecord", "repeated"],
    ["tail", 2, "StreamPosition"],
  ],
};

const file = create(FileDescriptorProtoSchema, {
  name: "s2/v1/s2.proto",
  package: "s2.v1",
  syntax: "proto3",
  messageType: Object.entries(MESSAGES).map(([name, fields]) => {
    const optional = fields.filter(([, , , label]) => label === "optional");
    return {
      name,
      field: fields.map(([fieldName, number, type, label]) => ({
        name: fieldName,
        number,
        label: label === "repeated" ? Label.REPEATED : Label.OPTIONAL,
        ...(typeof type === "string" ? { type: Type.MESSAGE, typeName: `.s2.v1.${type}` } : { type }),
        ...(label === "optional"
          ? { proto3Optional: true, oneofIndex: optional.findIndex(([other]) => other === fieldName) }
          : {}),
      })),
      oneofDecl: optional.map(([fieldName]) => ({ name: `_${fieldName}` })),
    };
  }),
});

const registry = createFileRegistry(file, () => undefined);

function descriptor(name: string): DescMessage {
  return registry.getMessage(`s2.v1.${name}`)!;
}

/** Encodes a message the way protobuf-es does. */
export function oracleEncode(name: string, init: Record<string, unknown>): Buffer {
  const schema = descriptor(name);
  return Buffer.from(toBinary(schema, create(schema, init as never)));
}

/** Decodes a message the way protobuf-es does. */
// biome-ignore lint/suspicious/noExplicitAny: the descriptors are built at run time, so nothing is known statically.
export function oracleDecode(name: string, bytes: Uint8Array): any {
  return fromBinary(descriptor(name), bytes);
}
