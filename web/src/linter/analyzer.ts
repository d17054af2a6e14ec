import { type Call, GoModule, type Source } from "./gomodule.js";
import type { Analysis } from "./types.js";

export interface AnalyzeOptions {
  /** The file's name, as errors show it. */
  file?: string;
  /** The time up to which unfinished work is counted; without one, now. News older than an hour count as of their own time. */
  now?: Date;
  /** Put the events into the reports. */
  events?: boolean;
}

/** The analyzer, loaded: a module beside the linter's. */
export class Analyzer {
  readonly #module: GoModule<{ analyze: Call }>;

  private constructor(module: GoModule<{ analyze: Call }>) {
    this.#module = module;
  }

  static async load(source: Source): Promise<Analyzer> {
    return new Analyzer(await GoModule.load(source));
  }

  /** Says why Jobs failed, or what they wait for: from what kubectl get jobs,pods,events -o json or -o yaml has printed. */
  async analyze(data: string | Uint8Array, options: AnalyzeOptions = {}): Promise<Analysis> {
    return JSON.parse(await this.analyzeText(data, options)) as Analysis;
  }

  /** Like analyze, but returns the JSON, as kubectl job analyze -o json writes it. */
  analyzeText(data: string | Uint8Array, options: AnalyzeOptions = {}): Promise<string> {
    return this.#module.call(this.#module.exports.analyze, data, {
      events: options.events ?? false,
      file: options.file ?? "pasted text",
      kubernetesVersion: "",
      now: (options.now ?? new Date()).getTime(),
    });
  }
}

/** Says whether a text holds Jobs as a cluster has told of them, which can be analyzed: some kind of Job, and a status. */
export function isRecorded(text: string): boolean {
  return /"?kind"?\s*:\s*"?(Cron)?Job\b/.test(text) && /"status"\s*:\s*\{\s*"|^[ -]*status:[ \t]*\r?$/m.test(text);
}
