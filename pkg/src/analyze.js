// Reports and videos straight from bytes, without a history.

import * as glue from "#glue";
import { bytesOf } from "./bytes.js";
import { tagpulseError } from "./errors.js";
import { nothingElse, optionsOf, textOrNothing } from "./given.js";
import { Handle } from "./handle.js";
import { assertReady } from "./init.js";
import { settingBytes } from "./judged.js";
import { milliseconds } from "./options.js";
import { called, told } from "./told.js";
import { NO_TABLE, zoneTable } from "./zone.js";

export function analyze(inputs, options) {
  assertReady();
  const { takenAt, previous, previousAt, dialect, timesIn, encoding, ...settings } = optionsOf(options, "`analyze`");
  if (previous === undefined && previousAt !== undefined) throw tagpulseError("bad_settings", "`previousAt` says when `previous` was taken; give that, too");
  const named = textOrNothing(dialect, "`dialect`");
  const at = milliseconds(takenAt, "takenAt");
  const written = settingBytes(settings);
  const reportJson = withFiles((files) => {
    const read = (inputs, at) => {
      files.add(inputs, encoding);
      const table = naiveZone(timesIn, at);
      files.told((files) => files.read(at, named, table));
    };
    if (previous !== undefined) read(previous, milliseconds(previousAt, "previousAt"));
    read(inputs, at);
    const table = zoneTable(settings.zone ?? "UTC", at);
    return files.told((files) => glue.analyze(files, written, table));
  });
  return { report: JSON.parse(reportJson), reportJson };
}

/** Observations, one a line, folded again under a policy. */
export function backtest(inputs, options) {
  assertReady();
  const settings = optionsOf(options, "`backtest`");
  const written = settingBytes(settings);
  return withFiles((files) => {
    files.add(inputs);
    const table = zoneTable(settings.zone ?? "UTC", Date.now());
    return JSON.parse(files.told((files) => glue.backtest(files, written, table)));
  });
}

/** Files in the wasm while they are used, and how large they are. */
function withFiles(use) {
  const handle = new Handle(called(() => new glue.Files()), "the files", "give them again");
  let size = 0;
  const calls = {
    told(call) {
      const files = handle.inner;
      return told(() => call(files), size);
    },
    add(inputs, encoding) {
      const list = Array.isArray(inputs) ? inputs : [inputs];
      list.forEach((input, index) => {
        // A Blob has a method of that name.
        const named = input?.bytes !== undefined && typeof input.bytes !== "function";
        const bytes = utf8(bytesOf(named ? input.bytes : input, `input ${index + 1}`), encoding);
        const name = named ? String(input.name) : `input ${index + 1}`;
        size += bytes.byteLength;
        const files = handle.inner;
        called(() => files.add(name, bytes), size);
      });
    },
  };
  try {
    return use(calls);
  } finally {
    handle.free();
  }
}

export function normalize(bytes, hints) {
  assertReady();
  const { dialect, timesIn, encoding, ...left } = optionsOf(hints, "`normalize`");
  nothingElse(left, "dialect timesIn encoding");
  const read = utf8(bytesOf(bytes, "the input"), encoding);
  const [named, table] = [textOrNothing(dialect, "`dialect`"), naiveZone(timesIn, Date.now())];
  return JSON.parse(told(() => glue.normalize(read, named, table), read.byteLength));
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
  try {
    return new TextEncoder().encode(decoder.decode(bytes));
  } catch {
    throw tagpulseError("too_large", `${bytes.byteLength} bytes are more than this runtime can decode at once; split the file, or give it in UTF-8 and leave \`encoding\` out`);
  }
}

function naiveZone(name, at) {
  return name === undefined ? NO_TABLE : zoneTable(name, at);
}
