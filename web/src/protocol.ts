import type { AnalyzeOptions } from "./linter/analyzer.js";
import type { LintOptions, Report } from "./linter/types.js";

/** What the page asks of the worker. */
export type Ask =
  | { do: "lint"; text: string; options: LintOptions }
  | { do: "facts"; text: string; line: number; options: LintOptions }
  | { do: "fixAll"; text: string; options: LintOptions & { unsafe?: boolean } }
  | { do: "fixOne"; text: string; finding: number; options: LintOptions }
  | { do: "analyze"; text: string; options: AnalyzeOptions }
  | { do: "rules" };

export type Answer = { id: number; result?: unknown; error?: string };

export interface Linted {
  report: Report;
  /** Milliseconds in the worker. */
  took: number;
}
