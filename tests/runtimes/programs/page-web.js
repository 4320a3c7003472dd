// A page that asks its own server for what is given and gives the result as `window.result`.

import * as tagpulse from "tagpulse/web";
import { program } from "./program.js";

window.result = fetch("/given")
  .then((answer) => answer.json())
  .then((given) => program(tagpulse, given));
