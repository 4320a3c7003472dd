// The configuration: every mistake is named at once, no secret is.

import assert from "node:assert/strict";
import { before, test } from "node:test";
import { init } from "tagpulse";
import { readConfig } from "../src/config.js";

const HISTORIES = { getWithMetadata() {} };
const GOOD = { CAMPAIGNS: [{ campaign: "spring", hashtags: ["springglow"], zone: "Europe/Berlin" }], BASE_URL: "https://api.example/v1/", SCAVIO_API_KEY: "k-123456", HISTORIES };

before(() => init());

function problem(given) {
  let message = null;
  assert.throws(
    () => readConfig({ ...GOOD, ...given }),
    (error) => {
      message = error.message;
      return true;
    },
  );
  return message;
}

test("what is not said has its default", () => {
  const config = readConfig(GOOD);
  assert.deepEqual([config.perFiring, config.subrequests, config.everyHours, config.baseUrl, config.webhook], [1, 50, 24, "https://api.example/v1", null]);
  const [{ name, settings, maxCredits }] = config.campaigns;
  assert.deepEqual([name, settings, maxCredits], ["spring", GOOD.CAMPAIGNS[0], undefined]);
});

test("a paid plan reads more in a firing, and a number of its own wins", () => {
  assert.equal(readConfig({ ...GOOD, PLAN: "paid" }).perFiring, 10);
  assert.equal(readConfig({ ...GOOD, PLAN: "paid", CAMPAIGNS_PER_FIRING: "3" }).perFiring, 3);
});

test("campaigns may be JSON as text", () => {
  assert.equal(readConfig({ ...GOOD, CAMPAIGNS: JSON.stringify([{ hashtags: ["a"], max_credits: 9 }]) }).campaigns[0].maxCredits, 9);
});

for (const [what, given, expected] of [
  ["text that is no JSON", { CAMPAIGNS: "[" }, /CAMPAIGNS is not JSON/],
  ["no campaigns", { CAMPAIGNS: [] }, /CAMPAIGNS is no list/],
  ["a campaign that is no object", { CAMPAIGNS: ["spring"] }, /CAMPAIGNS\[0\] is no object/],
  ["a name twice", { CAMPAIGNS: [GOOD.CAMPAIGNS[0], GOOD.CAMPAIGNS[0]] }, /"spring" more than once/],
  ["no hashtags", { CAMPAIGNS: [{ campaign: "a" }] }, /CAMPAIGNS\[0\]\.hashtags/],
  ["a misspelt setting", { CAMPAIGNS: [{ hashtags: ["a"], zome: "UTC" }] }, /CAMPAIGNS\[0\]: .*zome/],
  ["a zone that nobody knows", { CAMPAIGNS: [{ hashtags: ["a"], zone: "Europe/Berlim" }] }, /CAMPAIGNS\[0\]: .*zone "Europe\/Berlim"/],
  ["a budget of nothing", { CAMPAIGNS: [{ hashtags: ["a"], max_credits: 0 }] }, /max_credits is 0/],
  ["a plan that is none", { PLAN: "gold" }, /PLAN is "gold"/],
  ["an unencrypted provider", { BASE_URL: "http://api.example" }, /BASE_URL is no https: address/],
  ["no key", { SCAVIO_API_KEY: undefined }, /SCAVIO_API_KEY is not set/],
  ["no KV", { HISTORIES: undefined }, /no KV namespace bound as HISTORIES/],
]) {
  test(`${what} is named`, () => assert.match(problem(given), expected));
}

test("all problems are told together, and no secret", () => {
  const message = problem({ PLAN: "gold", SCAVIO_API_KEY: "line\nbreak", WEBHOOK_URL: "ftp://hook.example/secret", EVERY_HOURS: "often" });
  for (const part of [/PLAN/, /SCAVIO_API_KEY/, /WEBHOOK_URL/, /EVERY_HOURS is "often"/]) assert.match(message, part);
  assert.doesNotMatch(message, /line\nbreak|hook\.example/);
});
