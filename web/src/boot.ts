// The first thing that runs: the linter loads, and checks the first manifest, while the editor still loads.
import { Client } from "./client.js";
import { open } from "./opening.js";

const client = new Client();
const opening = open(client);
void import("./page/page.js").then(async ({ start }) => start(client, await opening));
