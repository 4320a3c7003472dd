// What is kept in KV. A campaign has four keys: `history:` (its bytes), `report:` (the newest
// report and the days), `collection:` (a listing that is being read) and `turn:`, whose value is
// empty: what it says stands in its metadata, so that one listing tells of all campaigns.

/** KV takes one write a second of the same key; a later one than that is refused. */
const WRITE_MS = 1050;

/** An unfinished collection is of no use for longer than this. */
const COLLECTION_SECONDS = 2 * 24 * 3600;

/**
 * @typedef {object} Turn
 * @property {number} tried when the campaign last had its turn, in ms; 0 before the first
 * @property {number} read the newest reading's time, in ms; 0 before the first
 * @property {number} unfinished the time of a reading whose collection has begun, or 0
 * @property {number} waiting alerts that are still to be sent
 */

/** @type {Turn} */
export const NO_TURN = { tried: 0, read: 0, unfinished: 0, waiting: 0 };

export class Store {
  #kv;
  #budget;
  #written = new Map();

  constructor(kv, budget) {
    this.#kv = kv;
    this.#budget = budget;
  }

  /** @returns {Promise<Map<string, Turn>>} */
  async turns() {
    const turns = new Map();
    for (let cursor; ; ) {
      this.#budget.spend();
      const page = await this.#kv.list({ prefix: "turn:", cursor });
      for (const { name, metadata } of page.keys) turns.set(name.slice("turn:".length), { ...NO_TURN, ...metadata });
      if (page.list_complete) return turns;
      cursor = page.cursor;
    }
  }

  putTurn(name, turn) {
    return this.#put(`turn:${name}`, "", { metadata: turn });
  }

  async history(name) {
    this.#budget.spend();
    return this.#kv.get(`history:${name}`, "arrayBuffer");
  }

  putHistory(name, bytes) {
    return this.#put(`history:${name}`, bytes);
  }

  /** The report's own text in one line, the days in another: the text is passed on as it is. */
  putReport(name, reportJson, days) {
    return this.#put(`report:${name}`, `${reportJson}\n${JSON.stringify(days)}`);
  }

  /** The bytes of the collection of that reading; null when there is none. */
  async collection(name, takenAt) {
    this.#budget.spend();
    const { value, metadata } = await this.#kv.getWithMetadata(`collection:${name}`, "arrayBuffer");
    return value && metadata?.takenAt === takenAt ? new Uint8Array(value) : null;
  }

  putCollection(name, takenAt, bytes) {
    return this.#put(`collection:${name}`, bytes, { metadata: { takenAt }, expirationTtl: COLLECTION_SECONDS });
  }

  async #put(key, value, options) {
    const wait = (this.#written.get(key) ?? 0) + WRITE_MS - Date.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    this.#budget.spend();
    await this.#kv.put(key, value, options);
    this.#written.set(key, Date.now());
  }
}

/** The newest report, for the page. */
export async function latest(kv, name) {
  const stored = await kv.get(`report:${name}`);
  if (stored === null) return null;
  const cut = stored.indexOf("\n");
  return { reportJson: stored.slice(0, cut), days: stored.slice(cut + 1) };
}
