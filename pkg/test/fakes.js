// A Collector that asks for what a test says and records what it is told, and a server that
// answers as a test says.

import http from "node:http";

/** `steps` are given one after the other; a request or a wait is left when it is answered or asked again. */
export function fakeCollector(steps, { finish = () => "listing" } = {}) {
  const log = [];
  class Collector {
    constructor(options) {
      this.steps = [...steps];
      log.push(["new", options]);
    }
    next() {
      const step = this.steps[0] ?? { type: "done" };
      if (step.type === "wait") this.steps.shift();
      return step;
    }
    feed(id, status, retryAfter, bytes) {
      this.steps.shift();
      log.push(["feed", id, status, retryAfter, new TextDecoder().decode(bytes)]);
    }
    fail(id, kind, now, partial) {
      this.steps.shift();
      log.push(["fail", id, kind, partial && new TextDecoder().decode(partial)]);
    }
    finish() {
      return finish();
    }
    free() {
      log.push(["free"]);
    }
  }
  return { Collector, log };
}

export function request(fields = {}) {
  return { type: "request", id: 1, method: "POST", path: "/v1/a", headers: [["content-type", "application/json"]], body: "{}", timeoutMs: 2000, maxBytes: 1000, ...fields };
}

/** Gives `baseUrl` of a server on this machine that lives as long as the test. */
export async function serve(test, handler) {
  const server = http.createServer(handler);
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  test.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${server.address().port}`;
}
