// Every runtime with `process.env` and `import`: Node, Deno, Bun, and what bundlers make for them.

import * as tagpulse from "tagpulse";
import { program } from "./program.js";

console.log(JSON.stringify(await program(tagpulse, JSON.parse(process.env.GIVEN))));
