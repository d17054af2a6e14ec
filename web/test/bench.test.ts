// How fast the playground is, in Chromium on this machine: make bench prints it. Nothing here can fail for being slow.
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { test } from "vitest";
import { asset, launch } from "./site.ts";
import { Unwatched } from "./unwatched.ts";

/** Starts the plugin's own server and tells its address. */
async function plugin(): Promise<[ChildProcess, string]> {
  const path = new URL("../../bin/kubectl-job", import.meta.url).pathname;
  const child = spawn(path, ["playground", "--no-open", "--port=0"], { stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of createInterface({ input: child.stdout })) {
    const address = /http:\S+/.exec(line)?.[0];
    if (address) {
      return [child, address];
    }
  }
  throw new Error("the playground did not start");
}

const at = (sorted: number[], part: number) =>
  (sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0).toFixed(1);

/** A Job of a hundred lines. */
function manifest(): string {
  const variables = Array.from({ length: 43 }, (_, i) => `        - name: SETTING_${i}\n          value: "${i}"\n`).join("");
  return `apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: report\nspec:\n  backoffLimit: 3\n  template:\n    spec:\n      restartPolicy: Never\n      containers:\n      - name: main\n        image: shop/report:7\n        env:\n${variables}`;
}

async function visits(address: string): Promise<void> {
  const browser = await Unwatched.start();
  try {
    const times: number[] = [];
    for (let i = 0; i < 11; i++) {
      times.push(await browser.visit(address, "diagnosed"));
    }
    times.sort((a, b) => a - b);
    console.log(
      `navigation to first finding: median ${at(times, 0.5)} ms, from ${at(times, 0)} to ${at(times, 1)} ms (${times.length} cold visits)`,
    );
  } finally {
    await browser.close();
  }
}

async function keys(address: string): Promise<void> {
  const browser = await launch();
  try {
    const page = await (await browser.newContext({ bypassCSP: true })).newPage();
    await page.goto(`${address}icon.svg`);
    const times = await page.evaluate(
      async ([worker, text]) => {
        const linter = new Worker(worker, { type: "module" });
        const ask = (question: unknown) =>
          new Promise<{ took: number }>((resolve) => {
            linter.addEventListener("message", ({ data }) => resolve(data.result), { once: true });
            linter.postMessage({ id: 1, ask: question });
          });
        const times: number[] = [];
        for (let i = 0; i < 400; i++) {
          times.push((await ask({ do: "lint", text: `${text}# ${i}`, options: {} })).took);
        }
        return times.slice(100).sort((a, b) => a - b);
      },
      [await asset(address, "worker-", ".js"), manifest()] as const,
    );
    console.log(
      `key to finding in the worker, a Job of 100 lines: p50 ${at(times, 0.5)} ms, p95 ${at(times, 0.95)} ms (300 keys)`,
    );
  } finally {
    await browser.close();
  }
}

test.runIf(process.env["BENCH"])(
  "how fast it is",
  async () => {
    const [child, address] = await plugin();
    try {
      await visits(address);
      await keys(address);
    } finally {
      child.kill();
    }
  },
  300_000,
);
