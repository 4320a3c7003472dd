// A reporter for `node --test` whose lines `cargo xtask test` counts: `node pass NAME`,
// `node fail NAME`, `node skip NAME`, a nested test under the names it stands in. What a
// test prints is indented, so that it cannot pass for a result.

import { inspect } from "node:util";

export default async function* report(events) {
  const names = [];
  for await (const { type, data } of events) {
    if (type === "test:start") {
      names.length = data.nesting;
      names.push(data.name);
    } else if (type === "test:pass" || type === "test:fail") {
      yield* result(type === "test:pass", [...names.slice(0, data.nesting), data.name].join(" > "), data);
    } else if (type === "test:stdout" || type === "test:stderr") {
      yield indented(data.message);
    }
  }
}

function* result(passed, name, { details, skip, todo }) {
  const error = details?.error;
  // A group is as good as its parts, which are counted themselves.
  if (error?.failureType === "subtestsFailed") return;
  if (skip !== undefined || todo !== undefined) {
    yield indented([skip, todo].filter((reason) => typeof reason === "string").join(" "));
    yield `node skip ${name}\n`;
  } else if (!passed) {
    yield `node fail ${name}\n`;
    yield indented(inspect(error?.cause ?? error));
  } else if (name.endsWith(".test.js")) {
    // Node passes a file that defines no test, as if it were one.
    yield `node fail ${name} (no test in it)\n`;
  } else if (details?.type !== "suite") {
    yield `node pass ${name}\n`;
  }
}

function indented(text) {
  if (!text) return "";
  return text.replace(/\n$/, "").replace(/^/gm, "  | ") + "\n";
}
