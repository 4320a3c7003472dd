// Asks the worker; each answer goes to its own caller.

import type { Answer, Ask, Dropped, Options } from "./messages";
// Inline, that is from a blob: such a worker is held by the page's policy, one with an address of its
// own by none unless the server sends it. What strangers' files are read in may reach nothing.
import ReadingWorker from "./worker?worker&inline";

const worker = new ReadingWorker();
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
