// Reports and videos straight from bytes, without a history.

import * as glue from "#glue";
import { bytesOf } from "./bytes.js";
import { tagpulseError } from "./errors.js";
import { nothingElse, optionsOf, textOrNothing } from "./given.js";
import { assertReady } from "./init.js";
import { optionBytes } from "./option_bytes.js";
import { milliseconds } from "./options.js";
import { told } from "./told.js";
import { NO_TABLE, zoneTable } from "./zone.js";

export function analyze(inputs, options) {
  assertReady();
  const { takenAt, previous, previousAt, dialect, timesIn, encoding, ...settings } = optionsOf(options, "`analyze`");
  if (previous === undefined && previousAt !== undefined) throw tagpulseError("bad_settings", "`previousAt` says when `previous` was taken; give that, too");
  const named = textOrNothing(dialect, "`dialect`");
  const at = milliseconds(takenAt, "takenAt");
  const files = new glue.Files();
  const read = (inputs, at) => {
    add(files, inputs, encoding);
    told(files.read(at, named, naiveZone(timesIn, at)));
  };
  try {
    if (previous !== undefined) read(previous, milliseconds(previousAt, "previousAt"));
    read(inputs, at);
    const reportJson = told(glue.analyze(files, optionBytes(settings), zoneTable(settings.zone ?? "UTC", at)));
    return { report: JSON.parse(reportJson), reportJson };
  } finally {
    files.free();
  }
}

function add(files, inputs, encoding) {
  const list = Array.isArray(inputs) ? inputs : [inputs];
  list.forEach((input, index) => {
    // A Blob has a method of that name.
    const named = input?.bytes !== undefined && typeof input.bytes !== "function";
    const bytes = bytesOf(named ? input.bytes : input, `input ${index + 1}`);
    files.add(named ? String(input.name) : `input ${index + 1}`, utf8(bytes, encoding));
  });
}

/** Observations, one a line, folded again under a policy. */
export function backtest(inputs, options) {
  assertReady();
  const settings = optionsOf(options, "`backtest`");
  const files = new glue.Files();
  try {
    add(files, inputs);
    return JSON.parse(told(glue.backtest(files, optionBytes(settings), zoneTable(settings.zone ?? "UTC", Date.now()))));
  } finally {
    files.free();
  }
}

export function normalize(bytes, hints) {
  assertReady();
  const { dialect, timesIn, encoding, ...left } = optionsOf(hints, "`normalize`");
  nothingElse(left, "dialect timesIn encoding");
  const read = utf8(bytesOf(bytes, "the input"), encoding);
  return JSON.parse(told(glue.normalize(read, textOrNothing(dialect, "`dialect`"), naiveZone(timesIn, Date.now()))));
}

/** The bytes in the encoding that the core reads. */
function utf8(bytes, encoding) {
  if (encoding === undefined) return bytes;
  let decoder;
  try {
    decoder = new TextDecoder(encoding);
  } catch {
    throw tagpulseError("bad_settings", `encoding: "${encoding}" is not known; use a name such as utf-8, shift_jis, gbk or windows-1251`);
  }
  return new TextEncoder().encode(decoder.decode(bytes));
}

function naiveZone(name, at) {
  return name === undefined ? NO_TABLE : zoneTable(name, at);
}
