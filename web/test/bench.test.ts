// How fast the playground is, in Chromium on this machine: make bench prints it. Nothing here can fail for being slow.
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Page } from "playwright-core";
import { test } from "vitest";
import { asset, launch } from "./site.ts";

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

/** Waits until the machine is done with the last visit and the new window: a second in which Chromium has nothing to do. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 1500));

/** When the first finding was shown, in milliseconds. Playwright's own way to wait would put a large script into the page. */
async function diagnosed(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  const { result } = await session.send("Runtime.evaluate", {
    awaitPromise: true,
    expression: `new Promise((resolve) => {
      const look = () => {
        const [mark] = performance.getEntriesByName("diagnosed");
        if (mark) resolve(mark.startTime);
      };
      new PerformanceObserver(look).observe({ entryTypes: ["mark"] });
      look();
    })`,
  });
  return result.value as number;
}

const at = (sorted: number[], part: number) =>
  (sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0).toFixed(1);

/** A Job of a hundred lines. */
function manifest(): string {
  const variables = Array.from({ length: 43 }, (_, i) => `        - name: SETTING_${i}\n          value: "${i}"\n`).join("");
  return `apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: report\nspec:\n  backoffLimit: 3\n  template:\n    spec:\n      restartPolicy: Never\n      containers:\n      - name: main\n        image: shop/report:7\n        env:\n${variables}`;
}

test.runIf(process.env["BENCH"])(
  "how fast it is",
  async () => {
    const [child, address] = await plugin();
    const browser = await launch();
    try {
      const first: number[] = [];
      for (let i = 0; i < 7; i++) {
        const context = await browser.newContext();
        const page = await context.newPage();
        await settled();
        await page.goto(address);
        first.push(await diagnosed(page));
        await context.close();
      }
      first.sort((a, b) => a - b);
      console.log(
        `navigation to first finding: median ${at(first, 0.5)} ms, from ${at(first, 0)} to ${at(first, 1)} ms (7 cold visits)`,
      );

      const page = await (await browser.newContext({ bypassCSP: true })).newPage();
      await page.goto(`${address}icon.svg`);
      const took = await page.evaluate(
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
        `key to finding in the worker, a Job of 100 lines: p50 ${at(took, 0.5)} ms, p95 ${at(took, 0.95)} ms (300 keys)`,
      );
    } finally {
      await browser.close();
      child.kill();
    }
  },
  300_000,
);
