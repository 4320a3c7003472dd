// A page without a bundler, in Chromium, under the policy that pkg/README.md names.

import { inChromium, missing } from "../browsers.js";
import { here, pageOf } from "../shell.js";

export const name = "Chromium, import map";
export const condition = "import";
export const skip = missing.chromium;
const page = pageOf("/programs/page.js", { "tagpulse": "/node_modules/tagpulse/dist/index.js" });
export const run = ({ provider, key }) => inChromium({ folder: here, page, provider, key });
