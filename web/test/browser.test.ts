// The built page in a real browser.
import { existsSync, readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import axe from "axe-core";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { load } from "../src/linter/node.ts";
import { now, references } from "./reference.ts";
import { asset, chromiumPath, launch, type Site, serve } from "./site.ts";

const missing = !existsSync(chromiumPath) && !process.env["CI"];
if (missing) {
  console.warn(`skipped: ${chromiumPath} is not there (CHROMIUM names another one)`);
}
const inBrowser = missing ? test.skip : test;

let site: Site;
let browser: Browser;
let context: BrowserContext;
let page: Page;
/** What the page complained of, and what it asked of other servers. */
let wrong: string[] = [];

beforeAll(async () => {
  if (missing) {
    return;
  }
  site = await serve();
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
});

beforeEach(async () => {
  if (missing) {
    return;
  }
  wrong = [];
  site.asked.length = 0;
  context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    locale: "en-US",
    timezoneId: "Asia/Tokyo",
    permissions: ["clipboard-read", "clipboard-write"],
  });
  page = await context.newPage();
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") {
      wrong.push(message.text());
    }
  });
  page.on("pageerror", (error) => wrong.push(error.message));
  context.on("request", (request) => {
    if (new URL(request.url()).origin !== new URL(site.url).origin) {
      wrong.push(`request: ${request.url()}`);
    }
  });
});
afterEach(async () => {
  await context?.close();
  expect(wrong).toEqual([]);
});

const job = `apiVersion: batch/v1
kind: Job
metadata:
  name: report
spec:
  backoffLimit: 3
  template:
    spec:
      restartPolicy: Never
      containers:
      - name: main
        image: shop/report:7
`;

const status = () => page.locator(".status").first();
const rows = () => page.locator(".findings > li");
const lines = () => page.locator(".cm-content");
const row = (rule: string) => rows().filter({ has: page.getByRole("button", { name: rule, exact: true }) });
async function open(): Promise<void> {
  await page.goto(site.url);
  await status()
    .filter({ hasNotText: /loading/ })
    .waitFor();
  await rows().first().waitFor();
}

/** Puts a text into the editor, as pasting does. */
async function write(manifest: string): Promise<void> {
  await lines().click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(manifest);
}

inBrowser("typing a bad manifest shows what is wrong, where", async () => {
  await open();
  await write(job.replace("backoffLimit: 3", "paralelism: 2"));
  await row("schema/unknown-field").waitFor();
  expect(await row("schema/unknown-field").textContent()).toContain("did you mean parallelism?");
  expect(await status().textContent()).toBe("1 error");
  await page.locator(".cm-lintRange-error").waitFor();
  expect(await page.locator(".cm-lintRange-error").textContent()).toBe("paralelism");
  expect(await page.locator(".cm-gutter-lint .cm-lint-marker-error").count()).toBe(1);
  // Typed by hand, key by key.
  await page.keyboard.press("ControlOrMeta+Home");
  await page.keyboard.type("# a comment\n");
  await row("schema/unknown-field").filter({ hasText: "line 7" }).waitFor();
});

inBrowser("hovering tells about the rule, and leads to its page", async () => {
  await open();
  await write(job.replace("spec:\n", "spec:\n  activeDeadlineSeconds: 20\n"));
  await row("retries/deadline-before-retries").waitFor();
  await page.locator(".cm-lintRange-warning").first().hover();
  const tip = page.locator(".cm-tooltip-lint");
  await tip.waitFor();
  await tip.locator(".hover-text").filter({ hasText: /\w/ }).first().waitFor();
  await tip.getByRole("button", { name: "retries/deadline-before-retries" }).click();
  const about = page.locator(".rule");
  await about.getByRole("heading", { name: "Why" }).waitFor();
  expect(await about.locator("pre").first().textContent()).toContain("activeDeadlineSeconds");
  await about.getByRole("button", { name: "Close" }).click();
  await about.waitFor({ state: "hidden" });
});

const tooMany = job.replace("backoffLimit: 3", "backoffLimit: 3\n  parallelism: 5 # at once\n  completions: 2");

inBrowser("a quick fix mends one finding, fix all the rest, and undo takes them back", async () => {
  await open();
  await write(tooMany);
  await row("double-run/replaced-while-ending").getByRole("button", { name: "Fix: set podReplacementPolicy: Failed" }).click();
  await lines().filter({ hasText: "podReplacementPolicy: Failed" }).waitFor();
  await expect.poll(() => row("double-run/replaced-while-ending").count()).toBe(0);
  await row("parallelism/more-than-completions").waitFor();
  await page.getByRole("button", { name: "Fix all" }).click();
  await lines().filter({ hasText: "parallelism: 2 # at once" }).waitFor();
  await expect.poll(() => row("parallelism/more-than-completions").count()).toBe(0);
  await lines().press("ControlOrMeta+z");
  await lines().filter({ hasText: "parallelism: 5 # at once" }).waitFor();
});

inBrowser("the keyboard alone is enough", async () => {
  await open();
  await write(tooMany);
  await page.locator(".cm-lintRange-warning").first().waitFor();
  await page.keyboard.press("ControlOrMeta+Home");
  const caret = page.locator(".cm-activeLine");
  // From finding to finding, up to the one that is meant.
  while (!(await caret.textContent())?.includes("parallelism: 5")) {
    await page.keyboard.press("F8");
  }
  await page.keyboard.press("ControlOrMeta+.");
  await lines().filter({ hasText: "parallelism: 2 # at once" }).waitFor();
  await page.keyboard.press("Tab"); // the editor does not hold on to it
  expect(await page.evaluate(() => document.activeElement?.className)).not.toContain("editor");
  await expect.poll(() => row("parallelism/more-than-completions").count()).toBe(0);
  await rows().first().locator(".finding").focus();
  await page.keyboard.press("Enter");
  expect(await page.evaluate(() => document.activeElement?.className)).toContain("editor");
});

inBrowser("a link holds the manifest and the version, and tells them to nobody", async () => {
  await open();
  const manifest = `# 한국어 😀\n${job}`;
  await write(manifest);
  await page.selectOption("#version", "1.30");
  await page.getByRole("button", { name: "Copy link" }).click();
  await page.locator(".toast.seen").waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toBe(page.url());
  const other = await context.newPage();
  await other.goto(link);
  await other.locator(".cm-content").filter({ hasText: "한국어 😀" }).waitFor();
  await expect.poll(() => other.locator("#version").inputValue()).toBe("1.30");
  expect(site.asked.join()).not.toContain("m=");
  await other.goto(`${site.url}#m=damaged`);
  await other.locator(".toast.seen").filter({ hasText: "no manifest" }).waitFor();
  await other.reload();
  await other.locator(".toast.seen").filter({ hasText: "no manifest" }).waitFor();
  // In a page that is open already.
  await other.goto(link);
  await other.locator(".cm-content").filter({ hasText: "한국어 😀" }).waitFor();
  await expect.poll(() => other.locator("#version").inputValue()).toBe("1.30");
});

inBrowser("without its linter the page says so, and why", async () => {
  await page.route(/linter-.*\.wasm$/, (route) => route.fulfill({ status: 404 }));
  await page.goto(site.url);
  await status().and(page.locator(".failed")).waitFor();
  expect(await status().textContent()).toMatch(/^The linter failed: .*HTTP status/);
  expect(await page.locator(".cm-content").textContent()).toContain("kind: Job");
  wrong = wrong.filter((line) => !line.includes("404"));
});

inBrowser("it works without a network once it has been there", async () => {
  await open();
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await context.setOffline(true);
  await page.reload();
  await rows().first().waitFor();
  await write(job.replace("kind: Job", "kind: Jobs"));
  await row("schema/not-served").waitFor();
  await context.setOffline(false);
});

inBrowser("text of a manifest is never markup", async () => {
  await open();
  const markup = "<img src=x onerror=alert(1)><script>alert(2)</script>";
  await write(job.replace("name: report", `name: "${markup}"`).replace("backoffLimit: 3", `"${markup}": 3`));
  await rows().filter({ hasText: "<img src=x" }).first().waitFor();
  expect(await page.locator("img, .app script").count()).toBe(0);
});

inBrowser("a file that is dropped is opened", async () => {
  await open();
  const data = await page.evaluateHandle(
    (content) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([content], "dropped.yaml", { type: "application/yaml" }));
      return transfer;
    },
    job.replace("report", "dropped"),
  );
  await lines().dispatchEvent("dragover", { dataTransfer: data });
  await lines().dispatchEvent("drop", { dataTransfer: data });
  await lines().filter({ hasText: "name: dropped" }).waitFor();
  await page.locator(".job h3").filter({ hasText: "dropped" }).waitFor();
  await page.getByRole("button", { name: "Copy JSON" }).click();
  await page.locator(".toast.seen").waitFor();
  const report = JSON.parse(await page.evaluate(() => navigator.clipboard.readText())) as { documents: { file: string }[] };
  expect(report.documents[0]?.file).toBe("dropped.yaml");
});

inBrowser("copies what the command writes", async () => {
  await open();
  await write(job);
  await row("lifecycle/never-cleaned-up").waitFor();
  await page.locator(".job h3").filter({ hasText: "report" }).waitFor();
  const linter = await load();
  const report = await linter.lint(job);
  for (const [name, wanted] of [
    ["Copy JSON", report],
    ["Copy SARIF", (await import("../src/linter/index.ts")).sarif(report, linter.rules())],
  ] as const) {
    await page.evaluate(() => navigator.clipboard.writeText("nothing"));
    await page.getByRole("button", { name }).click();
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).not.toBe("nothing");
    expect(JSON.parse(await page.evaluate(() => navigator.clipboard.readText()))).toEqual(wanted);
  }
});

inBrowser("another version of Kubernetes says other things", async () => {
  await open();
  await write(job.replace("backoffLimit: 3", "backoffLimit: 3\n  managedBy: example.com/mine"));
  await page.locator(".job h3").filter({ hasText: "report" }).waitFor();
  const about = rows().filter({ hasText: "managedBy" }).filter({ hasText: "1.25" });
  expect(await about.count()).toBe(0);
  await page.selectOption("#version", "1.25");
  await about.first().waitFor();
});

inBrowser("the picture shows attempts, waits and the deadline", async () => {
  await open();
  await write(job);
  const caption = page.locator(".job figcaption");
  await page.locator(".job h3").filter({ hasText: "report" }).waitFor();
  // 4 attempts of 30 s, and waits of 10, 20 and 40 s.
  await caption.filter({ hasText: "4 attempts · The Job fails after 3m10s: BackoffLimitExceeded." }).waitFor();
  expect(await page.locator(".picture .attempt").count()).toBe(4);
  expect(await page.locator(".picture .deadline").count()).toBe(0);
  await page.locator("#runtime").fill("5");
  await caption.filter({ hasText: "after 90s" }).waitFor();
  await write(job.replace("spec:\n", "spec:\n  activeDeadlineSeconds: 40\n"));
  await caption.filter({ hasText: "2 attempts · The Job fails after 40s: DeadlineExceeded. · 2 attempts" }).waitFor();
  expect(await page.locator(".picture .deadline").count()).toBe(1);
});

inBrowser("time zones are fetched when a CronJob names one, and not before", async () => {
  await open();
  await page.selectOption("#examples", "overlap");
  await page.locator(".runs li").nth(7).waitFor();
  expect(await page.locator(".job h4").last().textContent()).toContain("UTC");
  expect(site.asked.filter((path) => path.includes("zoneinfo"))).toEqual([]);
  await page.selectOption("#examples", "clocks");
  await page.locator(".job h4").filter({ hasText: "America/New_York" }).waitFor();
  expect(await page.locator(".runs time").first().getAttribute("datetime")).toMatch(/T01:30:00-0[45]:00$/);
  expect(await page.locator(".runs time").first().textContent()).toMatch(/01:30 -0[45]:00$/);
  expect(await page.locator(".job .note").allTextContents()).toContainEqual(expect.stringContaining("a run comes twice"));
  expect(site.asked.filter((path) => path.includes("zoneinfo")).length).toBe(1);
});

inBrowser("every example opens", async () => {
  await open();
  const { examples } = await import("../src/page/examples.ts");
  for (const { name, rule, url } of examples) {
    await page.selectOption("#examples", name);
    if (url) {
      await page.locator(".recorded").waitFor();
    } else if (rule) {
      await row(rule).first().waitFor();
    } else {
      await page.locator(".job .picture").waitFor();
    }
  }
});

inBrowser("it speaks Korean, and remembers that and its colours", async () => {
  await open();
  await page.selectOption("#theme", "dark");
  await page.selectOption("#language", "ko");
  await page.getByRole("heading", { name: "검사 결과" }).waitFor();
  expect(await page.locator("html").getAttribute("lang")).toBe("ko");
  await page.reload();
  await page.getByRole("heading", { name: "검사 결과" }).waitFor();
  expect(await page.locator("html").getAttribute("data-theme")).toBe("dark");
  // The rules' pages are Korean, too.
  await write(job.replace("spec:\n", "spec:\n  activeDeadlineSeconds: 20\n"));
  await row("retries/deadline-before-retries").waitFor();
  await page.locator(".cm-lintRange-warning").first().hover();
  const tip = page.locator(".cm-tooltip-lint");
  await tip.locator(".hover-text").filter({ hasText: "남은 재시도는 이루어지지 않는다" }).first().waitFor();
  await tip.getByRole("button", { name: "retries/deadline-before-retries" }).click();
  await page.locator(".rule").filter({ hasText: "허용하는 재시도 사이의 대기 시간" }).waitFor();
});

inBrowser("what a cluster told is analyzed, with a module that is loaded for it", async () => {
  await open();
  expect(await page.locator(".recorded").isVisible()).toBe(false);
  await page.selectOption("#examples", "recorded");
  const analyze = page.getByRole("button", { name: "Analyze" });
  await analyze.waitFor();
  expect(site.asked.filter((path) => path.includes("analy"))).toEqual([]);
  await analyze.click();
  const report = page.locator(".analysis");
  await report.getByRole("heading", { name: "wrong Job shop/it · Failed" }).waitFor();
  expect(await report.locator(".causes > li").first().textContent()).toContain(
    "container main took more than its limit of 32Mi memory, and was killed out-of-memory",
  );
  expect(await report.locator("tbody tr").first().locator("td").allTextContents()).toEqual([
    "1",
    "it-xx8xb",
    "real-0",
    "2026-11-25 21:02:54Z",
    "1s",
    "failed: exit code 137 (OOMKilled)",
  ]);
  await report.getByRole("button", { name: "Copy JSON" }).click();
  await page.locator(".toast.seen").waitFor();
  const copied = JSON.parse(await page.evaluate(() => navigator.clipboard.readText()));
  const golden = new URL("../../internal/cli/analyze/testdata/out-of-memory.json.golden", import.meta.url);
  expect(copied).toEqual(JSON.parse(readFileSync(golden, "utf8")));
  await report.getByRole("button", { name: "container/no-limit-of-memory" }).click();
  await page.locator(".rule").getByRole("heading", { name: "Why" }).waitFor();
  // A second time, what is wrong with the text.
  await write("apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: a\nspec: {\nstatus:\n  active: 1\n");
  await analyze.click();
  await page.locator(".toast.seen").filter({ hasText: "job.yaml:" }).waitFor();
});

inBrowser(
  "typing goes on while a manifest of a megabyte is linted",
  async () => {
    await open();
    const one = `${job.replace("name: report", "name: report-NUMBER")}---\n`;
    let big = "";
    for (let i = 0; big.length < 1 << 20; i++) {
      big += one.replace("NUMBER", String(i));
    }
    await page.evaluate((content) => navigator.clipboard.writeText(content), big);
    await lines().click();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.press("ControlOrMeta+v");
    await page.keyboard.press("ControlOrMeta+Home");
    await page.keyboard.type("# typed meanwhile");
    await lines().filter({ hasText: "# typed meanwhile" }).waitFor();
    await page
      .locator(".more")
      .filter({ hasText: /and \d{4,} more/ })
      .waitFor({ timeout: 150_000 });
    expect(await rows().count()).toBe(301);
  },
  180_000,
);

async function objections(): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: typeof axe }).axe.run(document, { resultTypes: ["violations"] }),
  );
  return violations.map((v) => `${v.id}: ${v.nodes.map((n) => `${n.html} ${n.failureSummary ?? ""}`).join(" | ")}`);
}

inBrowser.each(["light", "dark"])("axe finds nothing to object to, in %s colours", async (theme) => {
  await open();
  await page.selectOption("#theme", theme);
  for (const language of ["ko", "en"]) {
    await page.selectOption("#language", language);
    await page.selectOption("#examples", "typo");
    await row("schema/unknown-field").first().waitFor();
    await page.selectOption("#examples", "clocks");
    await page.locator(".runs").waitFor();
    await row("double-run/clocks-go-back").getByRole("button", { name: "double-run/clocks-go-back" }).click();
    await page.locator(".rule pre").first().waitFor();
    expect(await objections()).toEqual([]);
    await page.locator(".rule").getByRole("button").first().click();
    await page.selectOption("#examples", "recorded");
    await page.locator(".recorded button").click();
    await page.locator(".analysis tbody").first().waitFor();
    expect(await objections()).toEqual([]);
    await page.locator(".analysis").locator(".close").click();
  }
});

inBrowser(
  "the worker says what the native linter says",
  async () => {
    const plain = await browser.newContext({ bypassCSP: true });
    const bare = await plain.newPage();
    await bare.goto(`${site.url}icon.svg`);
    await bare.goto(site.url);
    await bare.evaluate(
      (address) => {
        const worker = new Worker(address, { type: "module" });
        let last = 0;
        Object.assign(globalThis, {
          ask: (ask: unknown) =>
            new Promise((resolve) => {
              const id = ++last;
              worker.addEventListener("message", function listen({ data }) {
                if (data.id === id) {
                  worker.removeEventListener("message", listen);
                  resolve(data.error ?? data.result);
                }
              });
              worker.postMessage({ id, ask });
            }),
        });
      },
      await asset(site.url, "worker-", ".js"),
    );
    type Asked = { ask(ask: unknown): Promise<unknown> };
    let count = 0;
    let n = 0;
    for await (const { name, data, report } of references()) {
      const manifest = data.toString("utf8");
      if ((!name.startsWith("err/") && n++ % 10 !== 0) || !Buffer.from(manifest).equals(data)) {
        continue;
      }
      const ask = { do: "lint", text: manifest, options: { file: name } };
      const got = await bare.evaluate(
        ([question, time]) =>
          (globalThis as unknown as Asked).ask({ ...question, options: { ...question.options, now: new Date(time) } }),
        [ask, now.getTime()] as const,
      );
      expect((got as { report: unknown }).report, name).toEqual(JSON.parse(report));
      count++;
    }
    expect(count).toBeGreaterThan(400);
    await plain.close();
  },
  180_000,
);

// Not a check: pictures of the page, to look at. SCREENSHOTS names the folder.
test.runIf(process.env["SCREENSHOTS"] && !missing)("screenshots", async () => {
  const folder = process.env["SCREENSHOTS"] ?? "";
  await mkdir(folder, { recursive: true });
  await open();
  await page.setViewportSize({ width: 1280, height: 860 });
  await write(readFileSync(new URL("../../testdata/err/retries/deadline-before-retries.yaml", import.meta.url), "utf8"));
  await row("retries/deadline-before-retries").waitFor();
  await page.locator(".picture .deadline-text").waitFor();
  await page.locator(".cm-lintRange-warning").first().waitFor();
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await page.screenshot({ path: `${folder}/playground.png` });
  if (folder.endsWith("docs")) {
    return; // the README shows one
  }
  await page.selectOption("#examples", "recorded");
  await page.locator(".recorded button").click();
  await page.locator(".analysis tbody").first().waitFor();
  await page.screenshot({ path: `${folder}/playground-analysis.png` });
  await page.locator(".analysis .close").click();
  await page.selectOption("#theme", "dark");
  await page.selectOption("#language", "ko");
  await page.selectOption("#examples", "clocks");
  await page.locator(".runs").waitFor();
  await page.screenshot({ path: `${folder}/playground-ko.png` });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.screenshot({ path: `${folder}/playground-phone.png`, fullPage: true });
});
