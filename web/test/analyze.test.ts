// The browser build says what kubectl job analyze -f says, of every recorded snapshot.
import { readdir, readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { isRecorded, loadAnalyzer } from "../src/linter/node.ts";

const folder = new URL("../../internal/cli/analyze/testdata/", import.meta.url);
const now = new Date("2030-01-01T00:00:00Z");

test("same report as the native analyzer", async () => {
  const analyzer = await loadAnalyzer();
  const names = (await readdir(folder)).filter((name) => name.endsWith(".yaml"));
  expect(names.length).toBeGreaterThan(5);
  for (const name of names) {
    const text = await readFile(new URL(name, folder), "utf8");
    const golden = await readFile(new URL(name.replace(/yaml$/, "json.golden"), folder), "utf8");
    expect(await analyzer.analyzeText(text, { now, events: true }), name).toBe(golden);
  }
}, 60_000);

test("says what is wrong with a text that cannot be analyzed", async () => {
  const analyzer = await loadAnalyzer();
  await expect(analyzer.analyze("kind: ConfigMap\napiVersion: v1\n")).rejects.toThrow("no Job in pasted text: expected");
  await expect(analyzer.analyze("kind: [\n", { file: "a.yaml" })).rejects.toThrow(/^a\.yaml:\d+:\d+: /);
});

test("knows what a cluster has told", async () => {
  const recorded = await readFile(new URL("retries.yaml", folder), "utf8");
  const minified = '{"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"a"},"status":{"active":1}}';
  for (const text of [recorded, minified]) {
    expect(isRecorded(text)).toBe(true);
  }
  const plain = "apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: a\n";
  for (const text of ["", plain, `${plain}status: {}\n`, "kind: Pod\nstatus:\n  phase: Failed\n"]) {
    expect(isRecorded(text), text).toBe(false);
  }
});
