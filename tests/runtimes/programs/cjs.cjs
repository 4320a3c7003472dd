// Node's `require`.

const tagpulse = require("tagpulse");

import("./program.js").then(async ({ program }) => console.log(JSON.stringify(await program(tagpulse, JSON.parse(process.env.GIVEN)))));
