// Alerts to a webhook, in the order in which they were raised. The history that holds them was
// written before; what was sent is taken out of it, and it is written again.

const TIMEOUT_MS = 10_000;

/** Gives how many were sent. The first failure ends it: the rest waits for the next firing. */
export async function deliver(history, { name, config, budget, log }) {
  let sent = 0;
  for (const alert of history.pending()) {
    // Without a webhook the page tells them; they do not pile up for one that is set later.
    if (config.webhook) {
      if (!budget.hasMessage) break;
      budget.spend();
      const refused = await post(config.webhook, alert);
      if (refused) {
        log("webhook failed", { campaign: name, refused, waiting: history.pending().length });
        break;
      }
    }
    history.acknowledge(alert.key);
    sent += 1;
  }
  return sent;
}

/** Null when it was taken; else why not, without the address, which is a secret. */
async function post(webhook, alert) {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const response = await fetch(webhook, {
      method: "POST",
      // Equal however often it is sent, so that the receiver can drop a second one. A campaign's
      // name may hold letters that a header cannot.
      headers: { "content-type": "application/json", "idempotency-key": encodeURIComponent(alert.key) },
      body: JSON.stringify({ text: [`${alert.campaign}: ${alert.reason}`, alert.url].filter(Boolean).join(" "), alert }),
      redirect: "manual",
      signal,
    });
    await response.body?.cancel();
    return response.ok ? null : `status ${response.status}`;
  } catch {
    return signal.aborted ? `no answer in ${TIMEOUT_MS} ms` : "no connection";
  }
}
