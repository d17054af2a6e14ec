// The first thing that runs: the linter loads while the editor still does.
import { Client } from "./client.js";

const client = new Client();
void import("./page/page.js").then(({ start }) => start(client));
