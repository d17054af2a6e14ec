// The linter's own thread: the page stays free while it works.
import { Analyzer } from "./linter/analyzer.js";
import { Linter } from "./linter/linter.js";
import { once } from "./once.js";
import type { Answer, Ask } from "./protocol.js";

const compile = (url: URL) => WebAssembly.compileStreaming(fetch(url));

// It is compiled here, so that the page can be built meanwhile; what is asked until it runs waits for it.
const linter = Linter.load({ module: compile(new URL("../generated/linter.wasm", import.meta.url)), zones });
linter.catch(() => undefined); // those who ask are told
const analyzer = once(() =>
  Analyzer.load({
    module: compile(new URL("../generated/analyzer.wasm", import.meta.url)),
    zones,
  }),
);

async function zones(): Promise<Uint8Array> {
  const response = await fetch(new URL("../generated/zoneinfo.zip", import.meta.url));
  if (!response.ok) {
    throw new Error(`the time zones could not be loaded: ${response.status}`);
  }
  return new Uint8Array(await response.arrayBuffer());
}

async function work(ask: Ask): Promise<unknown> {
  if (ask.do === "analyze") {
    return (await analyzer()).analyze(ask.text, ask.options);
  }
  const l = await linter;
  switch (ask.do) {
    case "lint": {
      const began = performance.now();
      const report = await l.lint(ask.text, ask.options);
      return { report, took: performance.now() - began };
    }
    case "facts":
      return l.facts(ask.text, ask.line, ask.options);
    case "fixAll":
      return l.fixAll(ask.text, ask.options);
    case "fixOne":
      return l.fixOne(ask.text, ask.finding, ask.options);
    case "rules":
      return l.rules();
  }
}

addEventListener("message", ({ data }: MessageEvent<{ id: number; ask: Ask }>) => {
  work(data.ask).then(
    (result) => postMessage({ id: data.id, result } satisfies Answer),
    (error: unknown) =>
      postMessage({ id: data.id, error: error instanceof Error ? error.message : String(error) } satisfies Answer),
  );
});
