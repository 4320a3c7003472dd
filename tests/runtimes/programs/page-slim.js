// A page that says itself where the wasm lies.

import * as slim from "tagpulse/slim";
import { program } from "./program.js";

const tagpulse = { ...slim, init: () => slim.init({ module_or_path: "/node_modules/tagpulse/dist/tagpulse.wasm" }) };
window.result = fetch("/given")
  .then((answer) => answer.json())
  .then((given) => program(tagpulse, given));
