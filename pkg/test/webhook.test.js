// The native host's webhooks, received as docs/alerts.md shows it: the page's own code verifies
// what the binary signed.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { pathToFileURL } from "node:url";

const page = readFileSync(new URL("../../docs/alerts.md", import.meta.url), "utf8");

for (const secret of ["any-text", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]) {
  test(`a signature is verified by the page's code (${secret.slice(0, 5)})`, async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "tagpulse-"));
    const got = [];
    const server = createServer(async (request, response) => {
      let body = "";
      for await (const chunk of request) body += chunk;
      got.push({ headers: request.headers, body });
      response.end();
    });
    await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
    try {
      writeFileSync(path.join(folder, "verify.mjs"), page.split("```js\n")[1].split("```")[0]);
      const { verified } = await import(pathToFileURL(path.join(folder, "verify.mjs")));
      const config = path.join(folder, "tagpulse.toml");
      writeFileSync(
        config,
        `[[notifier]]\nname = "here"\nkind = "webhook"\nallow_private = true\n` +
          `url = { env = "HOOK" }\nsecret = { env = "SIGNED_WITH" }\n`,
      );
      const env = { ...process.env, HOOK: `http://127.0.0.1:${server.address().port}/x`, SIGNED_WITH: secret };
      await promisify(execFile)(process.env.TAGPULSE_BIN, ["notify-test", "--config", config], { env });
      const [{ headers, body }] = got;
      const message = verified(headers, body, secret);
      assert.equal(message.kind, "test");
      assert.equal(message.id, headers["idempotency-key"]);
      assert.throws(() => verified(headers, body.replace("test", "tess"), secret), /wrong signature/);
      assert.throws(() => verified(headers, body, "another"), /wrong signature/);
      assert.throws(() => verified({ ...headers, "webhook-timestamp": "1700000000" }, body, secret), /five minutes/);
    } finally {
      server.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
}
