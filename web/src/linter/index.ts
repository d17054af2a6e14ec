export { Linter, type Source } from "./linter.js";
export { sarif } from "./sarif.js";
export * from "./types.js";
