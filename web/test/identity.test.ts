// The browser build says what the native linter says, of every manifest of testdata.
import { expect, test } from "vitest";
import { sarif } from "../src/linter/index.ts";
import { load } from "../src/linter/node.ts";
import { now, references } from "./reference.ts";

test("same report as the native linter", async () => {
  const linter = await load();
  const rules = linter.rules();
  const different: string[] = [];
  let count = 0;
  let corpus = 0;
  let asSarif = 0;
  for await (const { name, data, report, sarif: wanted } of references()) {
    const got = await linter.lintText(data, { file: name, now });
    if (got !== report) {
      different.push(`${name}\n  native:  ${report}\n  browser: ${got}`);
    }
    if (wanted) {
      expect(sarif(JSON.parse(got), rules), name).toEqual(wanted);
      asSarif++;
    }
    count++;
    corpus += name.startsWith("parity/") ? 1 : 0;
  }
  expect(different.slice(0, 3)).toEqual([]);
  expect(corpus).toBeGreaterThanOrEqual(1600);
  expect(count).toBeGreaterThan(corpus + 200);
  expect(asSarif).toBeGreaterThan(200);
}, 120_000);
