// A page without a bundler, in Chromium, under the policy that pkg/README.md names.

import { inChromium, missing } from "../browsers.js";
import { here, pageOf } from "../shell.js";

export const name = "Chromium, tagpulse/web";
export const condition = "./web";
export const skip = missing.chromium;
const page = pageOf("/programs/page-web.js", { "tagpulse/web": "/node_modules/tagpulse/dist/web.js" });
export const run = ({ provider, key }) => inChromium({ folder: here, page, provider, key });
