// TypeScript of the contract's JSON Schema, which is generated from the core's Rust types.

import { compile } from "json-schema-to-typescript";

/** @param {{ $defs: Record<string, object> }} schema every type of the contract */
export async function typesOf({ $defs }) {
  // Only what is referred to is written, and each once: hence a root that refers to all.
  const names = Object.keys($defs);
  const root = {
    title: "Contract",
    description: "Every type of the contract, by name.",
    type: "object",
    additionalProperties: false,
    required: names,
    properties: Object.fromEntries(names.map((name) => [name, { $ref: `#/$defs/${name}` }])),
    $defs: Object.fromEntries(names.map((name) => [name, understood($defs[name])])),
  };
  return compile(root, "Contract", {
    // Documents grow keys within a schema version; a reader still gets told of a misspelt one.
    additionalProperties: false,
    bannerComment: "// Generated from the Rust types by `cargo xtask pkg`.",
    unknownAny: true,
    style: { printWidth: 120 },
  });
}

/** The same schema in the words of the draft that the compiler understands. */
function understood(schema) {
  if (Array.isArray(schema)) return schema.map(understood);
  if (schema === null || typeof schema !== "object") return schema;
  const { $ref, prefixItems, minItems, maxItems, ...rest } = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, understood(value)]));
  // Beside a description a reference would be written out in full under no name.
  if ($ref) return Object.keys(rest).length ? { ...rest, allOf: [{ $ref }] } : { $ref };
  if (prefixItems) return { ...rest, items: prefixItems, minItems: prefixItems.length, maxItems: prefixItems.length };
  // A list of a fixed length would become a tuple of so many elements; it reads as a list.
  return rest;
}
