// What the first visit loads, as a server that compresses would send it.
import { readdir, readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";
import { expect, test } from "vitest";

/** Loaded only when somebody needs them: time zones, examples, other languages, the analyzer. */
const later = /zoneinfo|examples|rules|analy|out-of-memory/;

test("the first visit takes at most 1.2 MB", async () => {
  const folder = new URL("../dist/", import.meta.url);
  const names = (await readdir(folder, { recursive: true })).filter((name) => /\.\w+$/.test(name) && !later.test(name));
  const sizes = await Promise.all(
    names.map(async (name) => {
      const data = await readFile(new URL(name, folder));
      const params = {
        [constants.BROTLI_PARAM_QUALITY]: 11,
        [constants.BROTLI_PARAM_LGWIN]: 24,
        [constants.BROTLI_PARAM_SIZE_HINT]: data.length,
      };
      return [name, (await promisify(brotliCompress)(data, { params })).length] as const;
    }),
  );
  const total = sizes.reduce((sum, [, size]) => sum + size, 0);
  console.log(
    `first visit, brotli: ${total} bytes\n${sizes.map(([name, size]) => `${String(size).padStart(9)} ${name}`).join("\n")}`,
  );
  expect(sizes.some(([name]) => name.endsWith(".wasm"))).toBe(true);
  expect(total).toBeLessThanOrEqual(1_200_000);
}, 300_000);
