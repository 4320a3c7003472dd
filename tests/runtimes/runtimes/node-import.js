// Node, by `import`.

import { printed } from "../shell.js";

export const name = "Node, import";
export const condition = "import";
export const run = async ({ given }) => ({ ...(await printed(process.execPath, ["programs/esm.mjs"], { GIVEN: JSON.stringify(given) })), runtimeVersion: process.versions.node });
