import type { AnalyzeOptions } from "./linter/analyzer.js";
import type { Analysis, Facts, Fixed, LintOptions, Rule } from "./linter/types.js";
import type { Answer, Ask, Linted } from "./protocol.js";
import { scriptURL } from "./trusted.js";
import worker from "./worker.ts?worker&url";

/** The linter behind the worker. */
export class Client {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>();
  #last = 0;

  constructor() {
    this.#worker = new Worker(scriptURL(new URL(worker, import.meta.url)), { type: "module" });
    this.#worker.addEventListener("message", ({ data }: MessageEvent<Answer>) => {
      const waiting = this.#waiting.get(data.id);
      this.#waiting.delete(data.id);
      if (data.error === undefined) {
        waiting?.resolve(data.result);
      } else {
        waiting?.reject(new Error(data.error));
      }
    });
    this.#worker.addEventListener("error", (event) => {
      for (const { reject } of this.#waiting.values()) {
        reject(new Error(event.message || "the linter's worker failed"));
      }
      this.#waiting.clear();
    });
  }

  lint(text: string, options: LintOptions): Promise<Linted> {
    return this.#ask({ do: "lint", text, options });
  }

  facts(text: string, line: number, options: LintOptions): Promise<Facts | null> {
    return this.#ask({ do: "facts", text, line, options });
  }

  fixAll(text: string, options: LintOptions): Promise<Fixed> {
    return this.#ask({ do: "fixAll", text, options });
  }

  fixOne(text: string, finding: number, options: LintOptions): Promise<string> {
    return this.#ask({ do: "fixOne", text, finding, options });
  }

  /** The first time, the module is loaded. */
  analyze(text: string, options: AnalyzeOptions): Promise<Analysis> {
    return this.#ask({ do: "analyze", text, options });
  }

  rules(): Promise<Rule[]> {
    return this.#ask({ do: "rules" });
  }

  #ask<T>(ask: Ask): Promise<T> {
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: (result) => resolve(result as T), reject });
      this.#worker.postMessage({ id, ask });
    });
  }
}
