// A page without a bundler, in Firefox, under the policy that pkg/README.md names.

import { inFirefox, missing } from "../browsers.js";
import { here, pageOf } from "../shell.js";

export const name = "Firefox, tagpulse/web";
export const condition = "./web";
export const all = true;
export const skip = missing.firefox;
const page = pageOf("/programs/page-web.js", { "tagpulse/web": "/node_modules/tagpulse/dist/web.js" });
export const run = ({ provider, key }) => inFirefox({ folder: here, page, provider, key });
