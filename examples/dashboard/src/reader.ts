// Asks the worker; one at a time answers, each to its own caller.

import type { Answer, Ask, Dropped, Options } from "./messages";

const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
const waiting = new Map<number, { resolve: (answer: Answer) => void; reject: (error: Error) => void }>();
let last = 0;

worker.onmessage = ({ data }: MessageEvent<Answer>) => {
  waiting.get(data.id)?.resolve(data);
  waiting.delete(data.id);
};
worker.onerror = (event) => {
  for (const { reject } of waiting.values()) reject(new Error(event.message || "the reader could not be started"));
  waiting.clear();
};

export function read(files: Dropped[], options: Options): Promise<Answer> {
  const ask: Ask = { id: ++last, files, options };
  return new Promise((resolve, reject) => {
    waiting.set(ask.id, { resolve, reject });
    // The bytes move; nothing is copied.
    worker.postMessage(ask, files.map(({ bytes }) => bytes));
  });
}
