// The package's functions and classes. The documents and options they take and give come
// from the core's Rust types, through ./types.

import type { Alert, Backtest, CollectorOptions, Error as Problem, ErrorCode, Failure, HistoryDocument, Normalized, Progress, Report, Settings, Step, Usage } from "./types.js";

export type * from "./types.js";

/** Bytes as they came from the provider, a file or a store; never a document parsed by JavaScript, which breaks numeric ids. */
export type Bytes = Uint8Array | ArrayBuffer;

/** What `init` can be told. */
export interface InitOptions {
  /** Where the wasm comes from instead of the entry's own copy: its bytes, its compiled module, a response with it, or its address. */
  module_or_path?: Bytes | WebAssembly.Module | Response | Request | URL | string | Promise<Bytes | WebAssembly.Module | Response>;
}

/**
 * Loads the wasm; everything else in the package needs it. Further calls give the same
 * promise; a failure is forgotten, so that the next call tries again.
 */
export function init(options?: InitOptions): Promise<void>;

/** The package's version, which is the core's. */
export function version(): string;

/**
 * The codes that only the JavaScript side gives: called before `init`; called after `free`, or after the WebAssembly's memory
 * was used up (`too_large`) and all in it was lost; a key that would travel unencrypted; a fault of the WebAssembly itself.
 */
export type HostErrorCode = "not_initialised" | "freed" | "insecure_url" | "crashed";

/** What the package throws: a real `Error` with a code for programs and a message for people. */
export interface TagpulseError extends Error {
  /** `AbortError` for the caller's own abort. */
  name: "TagpulseError" | "AbortError";
  /** Stays the same between releases. */
  code: ErrorCode | HostErrorCode;
}

/** Whether an error is the package's own; also across two copies of the package. */
export function isTagpulseError(value: unknown): value is TagpulseError;

/** How `collect` asks, beside what the core wants to know. */
export interface CollectOptions extends Omit<CollectorOptions, "seed" | "takenAt"> {
  /** The one time of the reading; milliseconds since 1970 or a date. */
  takenAt: number | Date;
  /** Eight bytes from which the waits between retries are drawn; random unless given. */
  seed?: Uint8Array;
  /** The provider's address, with or without a slash at its end. */
  baseUrl: string;
  /** Sent with every request, as `{ authorization: "Bearer ..." }`. Never in a message. */
  headers?: Record<string, string> | Iterable<readonly [string, string]>;
  /** Instead of the runtime's own `fetch`. */
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
  /** Ends the collection early; what was read until then is given all the same. */
  signal?: AbortSignal;
  /** Called after each answer and before each wait. */
  onProgress?: (progress: CollectProgress) => void;
  /** Allows an `http:` address beyond this machine, which sends the key unencrypted. */
  insecureHttp?: boolean;
}

/** What `collect` has just done, or is about to wait for. */
export type CollectProgress =
  | {
      type: "request";
      path: string;
      /** Null when there was no whole answer; then `failure` says why. */
      status: number | null;
      failure: Failure | null;
      bytes: number;
      ms: number;
    }
  | { type: "wait"; ms: number };

/**
 * Reads the listing of the hashtags: time-outs, retries and pages as the core decides.
 * Throws a `TagpulseError` when nothing was learned; anything more is a listing.
 */
export function collect(options: CollectOptions): Promise<Listing>;

/** What one collection learned, for `History.advance`. It lives in the wasm. */
export class Listing {
  private constructor();
  /** The reading's time, in milliseconds since 1970. */
  readonly takenAt: number;
  /** The hashtags that it is of. */
  readonly hashtags: string[];
  /** How many videos it holds, each once. */
  readonly size: number;
  /** Why the listing is partial; null when it was read to its end or to a budget. */
  readonly error: Problem | null;
  /** What it cost. */
  readonly usage: Usage;
  /** Gives its memory back; it cannot be used afterwards. */
  free(): void;
}

/** The machine that `collect` drives, for hosts that cannot use `fetch`. `nowMs` is a monotonic count of any origin. */
export class Collector {
  constructor(options: CollectorOptions);
  /** What to do next; the same until it is answered. */
  next(nowMs: number): Step;
  /** Answers a request with a whole body. */
  feed(id: number, status: number, retryAfter: string | undefined, bytes: Uint8Array, nowMs: number): void;
  /** Answers a request that has no whole body; `partial` is what came of a truncated one. */
  fail(id: number, kind: Failure, nowMs: number, partial?: Uint8Array): void;
  /** How far it is. */
  progress(): Progress;
  /** Ends the collection; throws a `TagpulseError` when nothing was learned. */
  finish(): Listing;
  /** All of it, for a later process that goes on where this one stopped. */
  toBytes(): Uint8Array;
  /** The collector that gave these bytes. */
  static fromBytes(bytes: Bytes): Collector;
  /** Gives its memory back; it cannot be used afterwards. */
  free(): void;
}

/** What a reading made of the history. */
export interface Advance {
  /** The report, parsed. */
  report: Report;
  /** The report as the core wrote it: equal bytes on every host. */
  reportJson: string;
  /** Alerts that this reading raised. */
  alerts: Alert[];
}

/** A campaign's history: bytes in, one reading a day, bytes out. */
export class History {
  private constructor();
  /**
   * Opens the bytes of `toBytes`, or starts a history with null. Settings without a campaign and hashtags take the name
   * that stands in the bytes; everything else of them (zone, exclusions, policy) is not in the bytes. A zone that this
   * runtime does not know is refused here, before a listing is paid for.
   */
  static open(bytes: Bytes | null, settings: Settings): History;
  /** The hashtags to collect. */
  readonly hashtags: string[];
  /** The newest reading's time; null before the first. */
  readonly newest: Date | null;
  /**
   * Takes a reading in; synchronous, no I/O. The newest reading again changes nothing and gives
   * the same report; an older one throws `out_of_order`, and one of none of the campaign's hashtags `other_campaign`.
   */
  advance(listing: Listing): Advance;
  /** The report of the newest reading; throws `no_reading` before the first. */
  report(): Advance;
  /** The days so far. */
  days(): HistoryDocument;
  /**
   * Ids of the campaign's known videos, those with the most views first, for `recheck` of `collect`: of these, the first
   * `maxRechecks` (20) that no listing has are read again one by one, a credit each.
   */
  largest(): string[];
  /** Alerts that are still to be sent. */
  pending(): Alert[];
  /** An alert was sent; it is never given again. False when no alert of that key waits. */
  acknowledge(key: string): boolean;
  /**
   * Forgets a creator, by their handle in any case with or without `@`, or one video, by its id as text. Gives the number
   * of videos that it changed, 0 for a name that nobody has.
   *
   * Handle, address, caption and the caption's hashtags go from `toBytes`, `pending` and every report to come; store the
   * new bytes in place of the old. Counts, ids, times and followers stay, so totals stay, and so does whether the settings
   * leave the videos out. Listing such a video again brings nothing back. In `creators.top` stands `(forgotten 7)`;
   * elsewhere the author is null. A video that is forgotten by itself counts as one of a creator of its own.
   *
   * Their new videos are new facts: name them in `exclude` of the settings to keep those out of the figures. What others
   * wrote about them in their own captions stays.
   */
  forget(who: string): number;
  /** To be stored until the next reading. */
  toBytes(): Uint8Array;
  /** Gives its memory back; it cannot be used afterwards. */
  free(): void;
}

/** Bytes, or bytes with the file's name for `coverage.sources`. */
export type Input = Bytes | { name: string; bytes: Bytes };

/** What you know of bytes beyond what stands in them. Gzip is yours to undo: `DecompressionStream`. */
export interface Hints {
  /** The dialect; found from the bytes where not given. */
  dialect?: string;
  /** IANA name of the zone of times that are written without an offset; UTC where not given. */
  timesIn?: string;
  /** The encoding, by a name that `TextDecoder` knows; UTF-8, UTF-16 or Windows-1252 by the bytes where not given. */
  encoding?: string;
}

/** How `analyze` reads and reports, beside the campaign's settings. */
export interface AnalyzeOptions extends Settings, Hints {
  /** When the inputs were taken; milliseconds since 1970 or a date. */
  takenAt: number | Date;
  /** An earlier reading to compare with. */
  previous?: Input | Input[];
  /** When that was taken. */
  previousAt?: number | Date;
}

/**
 * A report from saved answers or exports, without a history. Rows that say themselves when they were observed make
 * readings of their own; the report is of the last one, compared with the one before. Throws `too_large` where the inputs
 * do not fit into the WebAssembly's memory, and what was open then is lost: see the README.
 */
export function analyze(inputs: Input | Input[], options: AnalyzeOptions): { report: Report; reportJson: string };

/**
 * What a policy would have told: observations, one JSON text a line (`campaign`, `taken_at`, `video_id`, `author`, `views`,
 * `likes`, `comments`, `shares`, `created`, `followers`), in any order. Their own campaigns' names are used.
 */
export function backtest(inputs: Input | Input[], options?: Settings): Backtest;

/**
 * A copy of a document (a report, a history, alerts, a backtest or its lines) in which creators and videos can be told
 * apart and counted, but not named; equal to what `tagpulse --pseudonymise` writes under the same key. Needs no `init`.
 *
 * Handles become `p-` and twelve hexadecimal digits of their HMAC-SHA-256, equal for equal handles in any case; video ids
 * become numbers below 2^56; addresses and captions are null, the hashtags of single videos go. Figures, times and
 * `hashtags_used` stay. Whoever has the key can find out who is meant, and whoever compares the figures with TikTok can, too.
 *
 * Throws a `TagpulseError` for a `key` of less than 16 characters, and where the runtime has no `crypto.subtle`.
 */
export function pseudonymise<T>(document: T, key: string): Promise<T>;

/** The videos in a saved answer or export, in one shape; what could not be read stands beside them. */
export function normalize(bytes: Bytes, hints?: Hints): Normalized;
