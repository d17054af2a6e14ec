import "../../generated/wasm_exec.js";
import { fileSystem } from "./files.js";
import type { Facts, Fixed, LintOptions, Report, Rule } from "./types.js";

/** Where the parts of the linter come from. */
export interface Source {
  module: WebAssembly.Module | Promise<WebAssembly.Module>;
  /** Fetches the database of time zones, zoneinfo.zip of Go: only when a manifest names a zone. */
  zones(): Promise<Uint8Array>;
}

interface Answer {
  result?: string;
  error?: string;
}

type Call = (data: Uint8Array, options: object) => Answer;

/** What the module hands over when it runs. */
interface Exports {
  lint: Call;
  facts: Call;
  fixAll: Call;
  fixOne: Call;
  rules(): string;
  versions(): string;
}

declare global {
  var Go: new () => {
    env: Record<string, string>;
    importObject: WebAssembly.Imports;
    run(instance: WebAssembly.Instance): Promise<void>;
  };
  var fs: unknown;
  var kubectlJobReady: ((exports: Exports) => void) | undefined;
}

const zonesPath = "/zoneinfo.zip";

/** The linter, loaded. */
export class Linter {
  readonly #exports: Exports;
  readonly #zones: () => Promise<boolean>;

  private constructor(exports: Exports, zones: () => Promise<boolean>) {
    this.#exports = exports;
    this.#zones = zones;
  }

  static async load(source: Source): Promise<Linter> {
    const files = fileSystem(zonesPath, (text) => console.warn(text));
    const instance = new Go();
    instance.env["ZONEINFO"] = zonesPath;
    const wasm = await WebAssembly.instantiate(await source.module, instance.importObject);
    let exports: Exports | undefined;
    // Go takes its file system from globalThis, and once: when it starts.
    const before = globalThis.fs;
    globalThis.fs = files.fs;
    globalThis.kubectlJobReady = (given) => {
      exports = given;
    };
    try {
      void instance.run(wasm);
    } finally {
      globalThis.fs = before;
      globalThis.kubectlJobReady = undefined;
    }
    if (!exports) {
      throw new Error("the linter did not start");
    }
    return new Linter(exports, async () => {
      const wanted = files.missed && !files.file;
      files.missed = false;
      if (wanted) {
        files.file = await source.zones();
      }
      return wanted;
    });
  }

  /** Checks a file: text, or bytes as they are. */
  async lint(data: string | Uint8Array, options: LintOptions = {}): Promise<Report> {
    return JSON.parse(await this.lintText(data, options)) as Report;
  }

  /** Like lint, but returns the JSON. */
  lintText(data: string | Uint8Array, options: LintOptions = {}): Promise<string> {
    return this.#call(this.#exports.lint, data, options);
  }

  /** Tells what pictures are drawn from, of the object that a line stands in, or else of the first; null if there is none. */
  async facts(data: string | Uint8Array, line: number, options: LintOptions = {}): Promise<Facts | null> {
    return JSON.parse(await this.#call(this.#exports.facts, data, { ...options, line })) as Facts | null;
  }

  /** Mends all that can be mended, with unsafe also where that changes more than what was found. */
  async fixAll(data: string | Uint8Array, options: LintOptions & { unsafe?: boolean } = {}): Promise<Fixed> {
    return JSON.parse(await this.#call(this.#exports.fixAll, data, options)) as Fixed;
  }

  /** Mends the finding with this place in the findings of lint, and returns the new text. */
  fixOne(data: string | Uint8Array, finding: number, options: LintOptions = {}): Promise<string> {
    return this.#call(this.#exports.fixOne, data, { ...options, finding });
  }

  /** All rules there are. */
  rules(): Rule[] {
    return JSON.parse(this.#exports.rules()) as Rule[];
  }

  /** The versions of Kubernetes that the linter knows, oldest first. */
  versions(): string[] {
    return JSON.parse(this.#exports.versions()) as string[];
  }

  async #call(
    call: Call,
    data: string | Uint8Array,
    options: LintOptions & { finding?: number; line?: number },
  ): Promise<string> {
    const bytes = typeof data === "string" ? new TextEncoder().encode(data) : data;
    const request = {
      ...options,
      file: options.file ?? "job.yaml",
      kubernetesVersion: options.kubernetesVersion ?? "",
      now: (options.now ?? new Date()).getTime(),
    };
    let answer = call(bytes, request);
    if (await this.#zones()) {
      answer = call(bytes, request);
    }
    if (answer.result === undefined) {
      throw new Error(answer.error ?? "the linter gave no answer");
    }
    return answer.result;
  }
}
