// The header `Retry-After`, for the Collector, which knows no date of its own.

/**
 * The header in seconds. A date (RFC 9110 has them end in GMT) is measured from the answer's own `Date`, so that no clock has to
 * be right; where a browser hides that one, from this machine's. Anything else stays as it came.
 */
export function secondsOf(retryAfter, date) {
  const written = retryAfter?.trim();
  const until = written?.endsWith(" GMT") ? Date.parse(written) : NaN;
  if (Number.isNaN(until)) return written;
  const from = Date.parse(date ?? "");
  return String(Math.max(0, Math.ceil((until - (Number.isNaN(from) ? Date.now() : from)) / 1000)));
}
