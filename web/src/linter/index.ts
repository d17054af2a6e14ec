export { type AnalyzeOptions, Analyzer, isRecorded } from "./analyzer.js";
export type { Source } from "./gomodule.js";
export { Linter } from "./linter.js";
export { sarif } from "./sarif.js";
export * from "./types.js";
