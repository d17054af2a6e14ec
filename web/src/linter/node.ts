// The linter and the analyzer in Node.
import { readFile } from "node:fs/promises";
import { Analyzer } from "./analyzer.js";
import type { Source } from "./gomodule.js";
import { Linter } from "./linter.js";

export * from "./index.js";

/** The files of the build. */
const built = new URL("../../generated/", import.meta.url);

function source(name: string, folder: URL): Source {
  return {
    module: readFile(new URL(name, folder)).then((bytes) => WebAssembly.compile(bytes)),
    zones: () => readFile(new URL("zoneinfo.zip", folder)),
  };
}

/** Loads the linter from the files of a folder, that of the build if none is named. */
export function load(folder: URL = built): Promise<Linter> {
  return Linter.load(source("linter.wasm", folder));
}

/** Loads the analyzer from the files of a folder, that of the build if none is named. */
export function loadAnalyzer(folder: URL = built): Promise<Analyzer> {
  return Analyzer.load(source("analyzer.wasm", folder));
}
