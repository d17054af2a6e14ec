// The pages of "kubectl job analyze -o html" in Debian's Chromium, or the one that CHROMIUM names: no word on the console, no
// request, nothing that axe objects to, in light and dark. PICTURES=FOLDER keeps a picture of one.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";

const golden = new URL("../../internal/cli/analyze/testdata/", import.meta.url);
const pages = readdirSync(golden).filter((name) => name.endsWith(".html"));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let browser;
before(async () => {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
});
after(() => browser?.close());

test("there are pages", () => assert.ok(pages.length > 1));

for (const name of pages) {
  for (const colorScheme of ["light", "dark"]) {
    test(`${name}, ${colorScheme}`, async () => {
      const context = await browser.newContext({ colorScheme, viewport: { width: 1000, height: 800 } });
      const page = await context.newPage();
      const said = [];
      const asked = [];
      page.on("console", (message) => said.push(message.text()));
      page.on("pageerror", (error) => said.push(String(error)));
      page.on("request", (request) => asked.push(request.url()));
      const url = new URL(name, golden).href;
      await page.goto(url, { waitUntil: "networkidle" });
      assert.match(await page.title(), /^Job shop\/it$/);
      assert.ok((await page.locator("svg rect").count()) > 0 || (await page.locator(".finding").count()) > 0);
      assert.deepEqual(said, []);
      assert.deepEqual(asked, [url]);
      if (process.env.PICTURES && name === "retries.html" && colorScheme === "light") {
        await page.screenshot({ path: `${process.env.PICTURES}/analyze.png`, fullPage: true });
      }
      await context.close();

      // axe is a script, which the page's own policy does not let in.
      const open = await browser.newContext({ colorScheme, bypassCSP: true });
      const checked = await open.newPage();
      await checked.goto(url);
      await checked.evaluate(axe);
      const { violations, passes } = await checked.evaluate(() => window.axe.run());
      assert.ok(passes.length > 10);
      assert.deepEqual(
        violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" ")}`),
        [],
      );
      await open.close();
    });
  }
}
