// Chromium by its own protocol, with nothing turned on: Playwright has every piece of every answer reported to it, which takes
// a tenth of the time that is to be measured.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import type { Readable, Writable } from "node:stream";
import { chromiumPath, options } from "./site.ts";

interface Message {
  id?: number;
  result?: Record<string, unknown>;
  error?: { message: string };
}

/** A Chromium without anybody watching its pages. */
export class Unwatched {
  readonly #process: ChildProcess;
  readonly #profile: string;
  readonly #waiting = new Map<number, (message: Message) => void>();
  #last = 0;

  private constructor(profile: string) {
    this.#profile = profile;
    this.#process = spawn(chromiumPath, ["--headless", "--remote-debugging-pipe", `--user-data-dir=${profile}`, ...options], {
      stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
    });
    let rest = "";
    (this.#process.stdio[4] as Readable).setEncoding("utf8").on("data", (text: string) => {
      const messages = (rest + text).split("\0");
      rest = messages.pop() ?? "";
      for (const message of messages.map((m) => JSON.parse(m) as Message)) {
        this.#waiting.get(message.id ?? 0)?.(message);
        this.#waiting.delete(message.id ?? 0);
      }
    });
  }

  static async start(): Promise<Unwatched> {
    return new Unwatched(await mkdtemp(`${tmpdir()}/chromium-`));
  }

  async #ask(method: string, params: object, sessionId?: unknown): Promise<Record<string, unknown>> {
    const id = ++this.#last;
    const answer = new Promise<Message>((resolve) => this.#waiting.set(id, resolve));
    (this.#process.stdio[3] as Writable).write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    const { result, error } = await answer;
    if (!result) {
      throw new Error(`${method}: ${error?.message}`);
    }
    return result;
  }

  /** Visits an address for the first time, and returns when it set a mark, in milliseconds since the navigation. */
  async visit(url: string, mark: string): Promise<number> {
    const { browserContextId } = await this.#ask("Target.createBrowserContext", {});
    const { targetId } = await this.#ask("Target.createTarget", { url: "about:blank", browserContextId });
    const { sessionId } = await this.#ask("Target.attachToTarget", { targetId, flatten: true });
    // Until the machine is done with the last visit and the new window.
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await this.#ask("Page.navigate", { url }, sessionId);
    const expression = `new Promise((resolve) => {
      const look = () => {
        const [mark] = performance.getEntriesByName(${JSON.stringify(mark)});
        if (mark) resolve(mark.startTime);
      };
      new PerformanceObserver(look).observe({ entryTypes: ["mark"] });
      look();
    })`;
    const { result } = await this.#ask("Runtime.evaluate", { expression, awaitPromise: true }, sessionId);
    await this.#ask("Target.disposeBrowserContext", { browserContextId });
    return (result as { value: number }).value;
  }

  async close(): Promise<void> {
    const gone = new Promise((resolve) => this.#process.once("exit", resolve));
    this.#process.kill();
    await gone;
    await rm(this.#profile, { recursive: true, force: true });
  }
}
