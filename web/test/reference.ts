import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";

/** A manifest of the repository's testdata, and what the native linter says of it. */
export interface Reference {
  name: string;
  data: Buffer;
  /** The report on one line, without the braces' inner spaces: as the browser build writes it. */
  report: string;
  sarif: unknown;
}

/** When the native linter looked at the schedules. */
export const now = new Date("2026-11-23T12:00:00Z");

/** Reads what go run ./wasm/reference wrote. */
export async function* references(): AsyncGenerator<Reference> {
  const file = createReadStream(new URL("../generated/reference.jsonl", import.meta.url));
  for await (const line of createInterface({ input: file })) {
    const { name, data, sarif } = JSON.parse(line) as { name: string; data: string; sarif?: unknown };
    // The text of the report itself, since identical means to the byte.
    const from = line.indexOf(',"report":') + ',"report":'.length;
    const to = sarif ? line.lastIndexOf(',"sarif":{"$schema"') : line.length - 1;
    yield { name, data: Buffer.from(data, "base64"), report: line.slice(from, to), sarif };
  }
}
