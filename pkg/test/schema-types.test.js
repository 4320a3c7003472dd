// TypeScript of the schemas that the Rust types give.

import assert from "node:assert/strict";
import { test } from "node:test";
import { typesOf } from "../scripts/types.js";

async function check($defs, ...expected) {
  const text = (await typesOf({ $defs })).replace(/\s+/g, " ");
  for (const part of expected) assert.ok(text.includes(part), `${part}\n\nis not in\n\n${text}`);
}

const code = { oneOf: [{ type: "string", const: "a", description: "One." }, { type: "string", const: "b" }] };

test("a type keeps its name beside a description", () =>
  check(
    { Code: code, Error: { type: "object", properties: { code: { $ref: "#/$defs/Code", description: "Why." } }, required: ["code"] } },
    `export type Code = "a" | "b";`,
    "/** * Why. */ code: Code;",
  ));

test("pairs and lists", () =>
  check(
    {
      Pair: { type: "array", prefixItems: [{ type: "string" }, { type: "integer" }], minItems: 2, maxItems: 2 },
      Hours: { type: "array", items: { type: "integer" }, minItems: 24, maxItems: 24 },
    },
    "export type Pair = [string, number];",
    "export type Hours = number[];",
  ));

test("what may be unknown is null", () =>
  check({ A: { type: "object", properties: { n: { type: ["integer", "null"] }, c: { anyOf: [{ $ref: "#/$defs/Code" }, { type: "null" }] } } }, Code: code }, "n?: number | null;", "c?: Code | null;"));
