// The linter in Node.
import { readFile } from "node:fs/promises";
import { Linter } from "./linter.js";

export * from "./index.js";

/** Loads the linter from the files of a folder, that of the build if none is named. */
export function load(folder: URL = new URL("../../generated/", import.meta.url)): Promise<Linter> {
  return Linter.load({
    module: readFile(new URL("linter.wasm", folder)).then((bytes) => WebAssembly.compile(bytes)),
    zones: () => readFile(new URL("zoneinfo.zip", folder)),
  });
}
