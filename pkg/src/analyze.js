// Reports and videos straight from bytes, without a history.

import * as glue from "#glue";
import { bytesOf } from "./bytes.js";
import { assertReady } from "./init.js";
import { milliseconds } from "./options.js";
import { zoneTable } from "./zone.js";

export function analyze(inputs, options = {}) {
  assertReady();
  const { takenAt, previous, previousAt, dialect, ...settings } = options;
  const table = zoneTable(settings.zone ?? "UTC", milliseconds(takenAt, "takenAt"));
  const now = files(inputs, takenAt, "takenAt");
  try {
    // `before` is handed over and freed by the call.
    const before = previous === undefined ? undefined : files(previous, previousAt, "previousAt");
    const reportJson = glue.analyze(now, before, dialect, settings, table);
    return { report: JSON.parse(reportJson), reportJson };
  } finally {
    now.free();
  }
}

function files(inputs, takenAt, name) {
  const made = new glue.Files(milliseconds(takenAt, name));
  const list = Array.isArray(inputs) ? inputs : [inputs];
  list.forEach((input, index) => {
    const named = input?.bytes !== undefined;
    made.add(named ? String(input.name) : `input ${index + 1}`, bytesOf(named ? input.bytes : input, `input ${index + 1}`));
  });
  return made;
}

/** Observations, one a line, folded again under a policy. */
export function backtest(inputs, options = {}) {
  assertReady();
  const given = files(inputs, 0, "takenAt");
  try {
    return JSON.parse(glue.backtest(given, options, zoneTable(options.zone ?? "UTC", Date.now())));
  } finally {
    given.free();
  }
}

export function normalize(bytes, { dialect } = {}) {
  assertReady();
  return JSON.parse(glue.normalize(bytesOf(bytes, "the input"), dialect));
}
