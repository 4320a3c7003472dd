// Vercel's edge runtime: a listener, as its bundlers write around a handler.

import * as tagpulse from "tagpulse";
import { program } from "./program.js";

addEventListener("fetch", (event) => event.respondWith(event.request.json().then((given) => program(tagpulse, given)).then((result) => Response.json(result))));
