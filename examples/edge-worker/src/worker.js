// The Worker's two doors: the schedule reads campaigns, the address shows what came of it.

import { fire } from "./firing.js";
import { logger } from "./log.js";
import { view } from "./view.js";

export default {
  async scheduled(controller, env) {
    const log = logger(env);
    try {
      await fire(env, controller.scheduledTime, log);
    } catch (error) {
      log("firing failed", { error });
      // The dashboard counts the firing as failed; the message is the masked one.
      throw new Error(log.masked(error));
    }
  },

  async fetch(request, env) {
    const log = logger(env);
    try {
      return await view(request, env);
    } catch (error) {
      log("page failed", { error });
      return new Response("Something went wrong; the Worker's log says what.\n", { status: 500, headers: { "cache-control": "no-store" } });
    }
  },
};
