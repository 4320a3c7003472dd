// A page without a bundler, in Chromium, under the policy that pkg/README.md names.

import { inChromium, missing } from "../browsers.js";
import { here, pageOf } from "../shell.js";

export const name = "Chromium, tagpulse/slim";
export const condition = "./slim";
export const skip = missing.chromium;
const page = pageOf("/programs/page-slim.js", { "tagpulse/slim": "/node_modules/tagpulse/dist/slim.js" });
export const run = ({ provider, key }) => inChromium({ folder: here, page, provider, key });
