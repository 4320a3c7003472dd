// A worker that answers a request with the program's result.

import * as tagpulse from "tagpulse";
import { program } from "./program.js";

export default {
  async fetch(request) {
    return Response.json(await program(tagpulse, await request.json()));
  },
};
