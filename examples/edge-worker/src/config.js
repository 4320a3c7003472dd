// The Worker's variables and secrets, checked before anything is sent. All problems are told at
// once; what stands in a campaign is checked by the package itself.

import { History } from "tagpulse";

/**
 * What a firing may use. `subrequests` counts requests and KV operations together, which is
 * stricter than either limit; a free Worker has 50, a paid one far more than a firing needs.
 */
const PLANS = {
  free: { campaigns: 1, subrequests: 50 },
  paid: { campaigns: 10, subrequests: 1000 },
};

/** Two thirds of the fifteen minutes that a firing may take: waits between retries count. */
const FIRING_MS = 10 * 60_000;

/** @throws {Error} that names every value that cannot be used, never a secret */
export function readConfig(env) {
  const problems = [];
  const plan = PLANS[env.PLAN ?? "free"];
  if (!plan) problems.push(`PLAN is ${JSON.stringify(env.PLAN)}; use "free" or "paid"`);
  const config = {
    campaigns: campaigns(env.CAMPAIGNS, problems),
    perFiring: whole(env, "CAMPAIGNS_PER_FIRING", plan?.campaigns, 1, 100, problems),
    subrequests: whole(env, "SUBREQUESTS", plan?.subrequests, 20, 10_000, problems),
    everyHours: whole(env, "EVERY_HOURS", 24, 1, 168, problems),
    firingMs: FIRING_MS,
    baseUrl: address(env, "BASE_URL", problems)?.replace(/\/+$/, ""),
    key: env.SCAVIO_API_KEY,
    webhook: env.WEBHOOK_URL ? address(env, "WEBHOOK_URL", problems) : null,
  };
  if (!/^[\x21-\x7e]+$/.test(config.key ?? "")) problems.push("the secret SCAVIO_API_KEY is not set, or has a space or a line break in it; run `npx wrangler secret put SCAVIO_API_KEY`");
  if (!env.HISTORIES?.getWithMetadata) problems.push("there is no KV namespace bound as HISTORIES; see `kv_namespaces` in wrangler.jsonc");
  if (problems.length) throw new Error(`the Worker's configuration cannot be used: ${problems.join("; ")}`);
  return config;
}

/** Variables may be JSON, which wrangler passes on parsed, or the same as text. */
function campaigns(given, problems) {
  let list = given;
  try {
    if (typeof given === "string") list = JSON.parse(given);
  } catch {
    problems.push("CAMPAIGNS is not JSON");
    return [];
  }
  if (!Array.isArray(list) || list.length === 0) {
    problems.push('CAMPAIGNS is no list; give one such as [{ "campaign": "spring", "hashtags": ["springglow"] }]');
    return [];
  }
  const read = list.map((entry, index) => campaign(entry, `CAMPAIGNS[${index}]`, problems)).filter(Boolean);
  const names = read.map(({ name }) => name);
  for (const name of new Set(names.filter((name, index) => names.indexOf(name) !== index))) problems.push(`CAMPAIGNS has ${JSON.stringify(name)} more than once; its name is the key of its history`);
  return read;
}

function campaign(entry, place, problems) {
  if (entry === null || typeof entry !== "object" || Array.isArray(entry)) {
    problems.push(`${place} is no object`);
    return null;
  }
  const { max_credits, max_pages, ...settings } = entry;
  for (const [name, value] of Object.entries({ max_credits, max_pages })) {
    if (value !== undefined && !(Number.isInteger(value) && value > 0)) problems.push(`${place}.${name} is ${JSON.stringify(value)}; give a whole number above 0`);
  }
  if (!Array.isArray(settings.hashtags) || settings.hashtags.length === 0) problems.push(`${place}.hashtags is no list of hashtags`);
  try {
    History.open(null, settings).free();
  } catch (error) {
    problems.push(`${place}: ${error.message}`);
    return null;
  }
  return { name: String(settings.campaign ?? settings.hashtags?.[0]), settings, maxCredits: max_credits, maxPages: max_pages };
}

function whole(env, name, otherwise, least, most, problems) {
  if (env[name] === undefined || env[name] === "") return otherwise;
  const value = Number(env[name]);
  if (!Number.isInteger(value) || value < least || value > most) problems.push(`${name} is ${JSON.stringify(env[name])}; give a whole number from ${least} to ${most}`);
  return value;
}

/** Unencrypted only to this machine, as in tests. The value is not repeated: it may be a secret. */
function address(env, name, problems) {
  try {
    const url = new URL(env[name]);
    if (url.protocol === "https:" || (url.protocol === "http:" && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname))) return url.href;
  } catch {
    // Told below.
  }
  problems.push(`${name} is no https: address`);
  return undefined;
}
