// Node, by `require`.

import { printed } from "../shell.js";

export const name = "Node, require";
export const condition = "require";
export const run = async ({ given }) => ({ ...(await printed(process.execPath, ["programs/cjs.cjs"], { GIVEN: JSON.stringify(given) })), runtimeVersion: process.versions.node });
