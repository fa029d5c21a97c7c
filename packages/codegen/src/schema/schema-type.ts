import ts from "typescript";
import type { Schema } from "../document/openapi.js";
import { OPEN_ENUM } from "./prepare-document.js";

/** Names of the aliases that types of wide integers refer to. */
export type IntegerAlias = "U64" | "I64";

/** The type of a schema where it is not what openapi-typescript would say; `undefined` elsewhere. */
export function schemaType(schema: Schema): ts.TypeNode | undefined {
  const values = schema[OPEN_ENUM];
  if (Array.isArray(values)) return orNull(schema, openUnion(values as (string | number)[]));
  const alias = integerAlias(schema);
  return alias && orNull(schema, [ts.factory.createTypeReferenceNode(alias)]);
}

/** 64-bit integers do not fit a `number`: they may come, and may be given, as `bigint`. */
export function integerAlias(schema: Schema): IntegerAlias | undefined {
  const types = typeList(schema).filter((type) => type !== "null");
  if (types.length !== 1 || types[0] !== "integer") return undefined;
  if (schema.format === "uint64") return "U64";
  if (schema.format !== "int64") return undefined;
  return schema.minimum !== undefined && schema.minimum >= 0 ? "U64" : "I64";
}

/** `"a" | "b" | (string & {})`: editors offer the known values, and others type-check. */
function openUnion(values: (string | number)[]): ts.TypeNode[] {
  const rest = typeof values[0] === "number" ? ts.SyntaxKind.NumberKeyword : ts.SyntaxKind.StringKeyword;
  return [
    ...values.map((value) => ts.factory.createLiteralTypeNode(literal(value))),
    ts.factory.createParenthesizedType(
      ts.factory.createIntersectionTypeNode([
        ts.factory.createKeywordTypeNode(rest),
        ts.factory.createTypeLiteralNode([]),
      ]),
    ),
  ];
}

function literal(value: string | number): ts.LiteralTypeNode["literal"] {
  if (typeof value === "string") return ts.factory.createStringLiteral(value);
  const digits = ts.factory.createNumericLiteral(Math.abs(value));
  return value < 0 ? ts.factory.createPrefixUnaryExpression(ts.SyntaxKind.MinusToken, digits) : digits;
}

function orNull(schema: Schema, types: ts.TypeNode[]): ts.TypeNode {
  const nullable = typeList(schema).includes("null");
  const all = nullable ? [...types, ts.factory.createLiteralTypeNode(ts.factory.createNull())] : types;
  return all.length === 1 ? (all[0] as ts.TypeNode) : ts.factory.createUnionTypeNode(all);
}

function typeList(schema: Schema): string[] {
  return schema.type === undefined ? [] : [schema.type].flat();
}
