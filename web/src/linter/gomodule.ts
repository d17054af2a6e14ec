import "../../generated/wasm_exec.js";
import { fileSystem } from "./files.js";

/** Where the parts of a module come from. */
export interface Source {
  module: WebAssembly.Module | Promise<WebAssembly.Module>;
  /** Fetches the database of time zones, zoneinfo.zip of Go: only when a manifest names a zone. */
  zones(): Promise<Uint8Array>;
}

/** A function of the module: the bytes of a file and options in, text out. */
export type Call = (data: Uint8Array, options: object) => string | { error: string };

declare global {
  var Go: new () => {
    env: Record<string, string>;
    importObject: WebAssembly.Imports;
    run(instance: WebAssembly.Instance): Promise<void>;
  };
  var fs: unknown;
  var kubectlJobReady: ((exports: unknown) => void) | undefined;
}

const zonesPath = "/zoneinfo.zip";

/** A module of Go that runs. */
export class GoModule<Exports> {
  /** What the module has handed over. */
  readonly exports: Exports;
  readonly #zones: () => Promise<boolean>;

  private constructor(exports: Exports, zones: () => Promise<boolean>) {
    this.exports = exports;
    this.#zones = zones;
  }

  static async load<Exports>(source: Source): Promise<GoModule<Exports>> {
    const files = fileSystem(zonesPath, (text) => console.warn(text));
    const instance = new Go();
    instance.env["ZONEINFO"] = zonesPath;
    const wasm = await WebAssembly.instantiate(await source.module, instance.importObject);
    let exports: Exports | undefined;
    // Go takes its file system from globalThis, and once: when it starts.
    const before = globalThis.fs;
    globalThis.fs = files.fs;
    globalThis.kubectlJobReady = (given) => {
      exports = given as Exports;
    };
    try {
      void instance.run(wasm);
    } finally {
      globalThis.fs = before;
      globalThis.kubectlJobReady = undefined;
    }
    if (!exports) {
      throw new Error("the module did not start");
    }
    return new GoModule(exports, async () => {
      const wanted = files.missed && !files.file;
      files.missed = false;
      if (wanted) {
        files.file = await source.zones();
      }
      return wanted;
    });
  }

  /** Calls a function of the module; a second time if time zones were missed in the first. */
  async call(call: Call, data: string | Uint8Array, options: object): Promise<string> {
    const bytes = typeof data === "string" ? new TextEncoder().encode(data) : data;
    let answer = call(bytes, options);
    if (await this.#zones()) {
      answer = call(bytes, options);
    }
    if (typeof answer !== "string") {
      throw new Error(answer.error);
    }
    return answer;
  }
}
