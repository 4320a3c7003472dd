// Deno without a permission beyond the network: what is given comes as an argument.

import * as tagpulse from "tagpulse";
import { program } from "./program.js";

console.log(JSON.stringify(await program(tagpulse, JSON.parse(Deno.args[0]))));
