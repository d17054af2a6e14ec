import { type Call, GoModule, type Source } from "./gomodule.js";
import type { Facts, Fixed, LintOptions, Report, Rule } from "./types.js";

/** What the module hands over when it runs. */
interface Exports {
  lint: Call;
  facts: Call;
  fixAll: Call;
  fixOne: Call;
  rules(): string;
  versions(): string;
}

/** The linter, loaded. */
export class Linter {
  readonly #module: GoModule<Exports>;

  private constructor(module: GoModule<Exports>) {
    this.#module = module;
  }

  static async load(source: Source): Promise<Linter> {
    return new Linter(await GoModule.load<Exports>(source));
  }

  /** Checks a file: text, or bytes as they are. */
  async lint(data: string | Uint8Array, options: LintOptions = {}): Promise<Report> {
    return JSON.parse(await this.lintText(data, options)) as Report;
  }

  /** Like lint, but returns the JSON. */
  lintText(data: string | Uint8Array, options: LintOptions = {}): Promise<string> {
    return this.#call(this.#module.exports.lint, data, options);
  }

  /** Tells what pictures are drawn from, of the object that a line stands in, or else of the first; null if there is none. */
  async facts(data: string | Uint8Array, line: number, options: LintOptions = {}): Promise<Facts | null> {
    return JSON.parse(await this.#call(this.#module.exports.facts, data, { ...options, line })) as Facts | null;
  }

  /** Mends all that can be mended, with unsafe also where that changes more than what was found. */
  async fixAll(data: string | Uint8Array, options: LintOptions & { unsafe?: boolean } = {}): Promise<Fixed> {
    return JSON.parse(await this.#call(this.#module.exports.fixAll, data, options)) as Fixed;
  }

  /** Mends the finding with this place in the findings of lint, and returns the new text. */
  fixOne(data: string | Uint8Array, finding: number, options: LintOptions = {}): Promise<string> {
    return this.#call(this.#module.exports.fixOne, data, { ...options, finding });
  }

  /** All rules there are. */
  rules(): Rule[] {
    return JSON.parse(this.#module.exports.rules()) as Rule[];
  }

  /** The versions of Kubernetes that the linter knows, oldest first. */
  versions(): string[] {
    return JSON.parse(this.#module.exports.versions()) as string[];
  }

  #call(call: Call, data: string | Uint8Array, options: LintOptions & { finding?: number; line?: number }): Promise<string> {
    return this.#module.call(call, data, {
      ...options,
      file: options.file ?? "job.yaml",
      kubernetesVersion: options.kubernetesVersion ?? "",
      now: (options.now ?? new Date()).getTime(),
    });
  }
}
