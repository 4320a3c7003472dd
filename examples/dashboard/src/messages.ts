// What the page asks its worker, and what it is told.

import type { Part } from "./model";

export interface Dropped {
  name: string;
  bytes: ArrayBuffer;
}

/** What a person knows of the files. */
export interface Options {
  /** The name of what exports tell of; everything else says its own. */
  campaign: string;
  zone: string;
  /** Milliseconds since 1970: when exports without their own times were taken. */
  takenAt: number;
}

export interface Ask {
  id: number;
  files: Dropped[];
  options: Options;
}

export interface Answer {
  id: number;
  parts: Part[];
  problems: { name: string; message: string }[];
}
