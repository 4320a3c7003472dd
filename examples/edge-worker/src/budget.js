// What a firing may still use: subrequests, of which some are kept for writing down what was
// learned, and time.

/** How a reading ends: the collection, the history, the report, one message, the history again and the turn. */
const RESERVE = 6;

export class Budget {
  #left;
  #until;

  constructor({ subrequests, firingMs }) {
    this.#left = subrequests;
    this.#until = Date.now() + firingMs;
  }

  /** Called before every request and every KV operation. */
  spend() {
    this.#left -= 1;
  }

  /** Whether another request fits that can be left for the next firing. */
  get hasRequest() {
    return this.#left > RESERVE && Date.now() < this.#until;
  }

  /** Whether a message can be sent and what comes of it still be written. */
  get hasMessage() {
    return this.#left > 2;
  }

  /** Whether another campaign can be begun: its turn, its history, a lookup and a page. */
  get hasTurn() {
    return this.#left > RESERVE + 6 && Date.now() < this.#until;
  }

  hasTimeFor(ms) {
    return Date.now() + ms < this.#until;
  }
}
