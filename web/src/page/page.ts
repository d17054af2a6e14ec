import type { Client } from "../client.js";
import type { Texts } from "../i18n/en.js";
import { type Language, languages, texts } from "../i18n/index.js";
import { isRecorded } from "../linter/analyzer.js";
import { sarif } from "../linter/sarif.js";
import type { Facts, Finding, Report } from "../linter/types.js";
import { linked, type Opening, unnamed, versions } from "../opening.js";
import type { Linted } from "../protocol.js";
import { encode } from "../share.js";
import { scriptURL } from "../trusted.js";
import { button, h } from "./dom.js";
import { Editor } from "./editor.js";
import { type Example, examples } from "./examples.js";
import { card } from "./picture.js";
import { rulePage } from "./rulepage.js";
import { fetched, Rules } from "./rules.js";
import { setting } from "./settings.js";

/** Shows the page. */
export function start(client: Client, opening: Opening): void {
  const page = new Page(client, opening);
  page.build();
  if (opening.damaged) {
    page.say(page.t.badLink);
  }
  addEventListener("hashchange", () => void page.follow());
  void opening.linted.catch(() => undefined).then(() => whenIdle(keepOffline));
}

const mostRows = 300;
const mostFile = 16 << 20;

class Page {
  readonly #client: Client;
  readonly #rules: Rules;
  readonly #list = h("ol", { class: "findings" });
  readonly #status = h("p", { class: "status", role: "status" });
  readonly #verdict = h("p", { class: "verdict" });
  readonly #job = h("div", { class: "jobs" });
  readonly #rule = h("section", { class: "panel rule", hidden: true, tabindex: -1 });
  readonly #recorded = h("p", { class: "recorded", hidden: true });
  readonly #analysis = h("section", { class: "panel analysis", hidden: true, tabindex: -1 });
  readonly #toast = h("p", { class: "toast", role: "status" });
  readonly #version = h("select", { id: "version" });
  readonly #fixAll = h("button", { type: "button", disabled: true });
  #editor: Editor;
  #language: Language;
  #report: Report | undefined;
  /** The text that the report is about. */
  #linted = "";
  /** What is drawn, and whether it is of the text as it stands. */
  #facts: Facts | null = null;
  #factsHold = false;
  #runtime = 30;
  #file = unnamed;
  /** What was asked before the page was there. */
  #opening: Opening | undefined;
  #wanted: string | undefined;
  #working = false;
  #timer = 0;
  /** How long to wait for the next key: longer for a manifest that takes longer. */
  #pause = 0;

  constructor(client: Client, opening: Opening) {
    this.#client = client;
    this.#rules = new Rules(client);
    this.#language = languages.find((l) => l === (setting("language") ?? navigator.language.slice(0, 2))) ?? "en";
    this.#opening = opening;
    this.#version.append(...[...versions].reverse().map((v) => h("option", { value: v, selected: v === opening.version }, v)));
    this.#editor = this.#newEditor(opening.text);
    this.#fixAll.addEventListener("click", () => void this.#mendAll());
    this.#version.addEventListener("change", () => this.#changed());
    this.#changed();
  }

  get t(): Texts {
    return texts[this.#language];
  }

  #newEditor(text: string): Editor {
    return new Editor(text, {
      label: this.t.editor,
      changed: () => this.#changed(),
      moved: (line) => void this.#moved(line),
      about: (finding) => this.#hover(finding),
      fixLabel: this.t.fix,
      fix: (finding) => void this.#mend(finding),
      fixAll: () => void this.#mendAll(),
    });
  }

  /** Builds the page in the language that is chosen. */
  build(): void {
    const { t } = this;
    document.documentElement.lang = this.#language;
    document.title = t.title;
    theme(setting("theme") ?? "system");
    this.#fixAll.textContent = t.fixAll;
    const chooser = h("select", { id: "examples" }, h("option", { value: "" }, t.choose));
    for (const [label, group] of [
      [t.kinds, examples.filter((e) => e.text !== undefined)],
      [t.traps, examples.filter((e) => e.text === undefined)],
    ] as const) {
      chooser.append(h("optgroup", { label }, ...group.map((e) => h("option", { value: e.name }, t.examples[e.name]))));
    }
    chooser.addEventListener("change", () => {
      void this.#example(chooser.value);
      chooser.value = "";
    });
    const app = h(
      "div",
      { class: "app" },
      h(
        "header",
        {},
        h("h1", {}, t.title),
        h("p", { class: "promise" }, t.promise),
        h(
          "div",
          { class: "tools" },
          field(t.version, this.#version),
          field(t.examplesLabel, chooser),
          this.#fixAll,
          button(t.share, () => void this.#share()),
          button(t.copyJSON, () => this.#copy(this.#report && JSON.stringify(this.#report, null, 2))),
          button(t.copySARIF, () => void this.#copySARIF()),
          field(
            t.theme,
            choice("theme", t.themes, setting("theme") ?? "system", (value) => {
              setting("theme", value);
              theme(value);
            }),
          ),
          field(
            t.language,
            choice("language", { en: "English", ko: "한국어" }, this.#language, (value) => this.#speak(value)),
          ),
        ),
      ),
      h(
        "main",
        {},
        h(
          "section",
          { class: "editing" },
          this.#editor.host,
          h("p", { class: "keys" }, t.keys),
          h("section", { class: "panel job-panel" }, h("h2", {}, t.job), this.#job),
        ),
        h(
          "div",
          { class: "side" },
          h("section", { class: "panel" }, h("h2", {}, t.findings), this.#status, this.#verdict, this.#recorded, this.#list),
          this.#rule,
          this.#analysis,
        ),
      ),
      this.#toast,
    );
    document.getElementById("app")?.replaceChildren(app);
    dropping(app, t.drop, (file) => void this.#open(file));
    this.#show();
    this.#draw();
  }

  say(text: string): void {
    this.#toast.textContent = text;
    this.#toast.classList.add("seen");
    setTimeout(() => this.#toast.classList.remove("seen"), 4000);
  }

  /** Opens what the address holds now. */
  async follow(): Promise<void> {
    const { text, version, damaged } = await linked(location.hash);
    if (damaged) {
      this.say(this.t.badLink);
    }
    if (version) {
      this.#version.value = version;
      this.#changed();
    }
    if (text !== undefined && text !== this.#editor.text) {
      this.#editor.open(text);
    }
  }

  #speak(value: string): void {
    this.#language = value === "ko" ? "ko" : "en";
    setting("language", this.#language);
    this.#rule.hidden = true;
    this.#analysis.hidden = true;
    this.#editor = this.#newEditor(this.#editor.text);
    this.build();
    this.#changed();
    document.getElementById("language")?.focus();
  }

  #changed(): void {
    this.#factsHold = false;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => {
      this.#wanted = this.#editor.text;
      void this.#work();
    }, this.#pause);
  }

  /** Lints the latest text; what is typed meanwhile comes after it. */
  async #work(): Promise<void> {
    if (this.#working) {
      return;
    }
    this.#working = true;
    try {
      while (this.#wanted !== undefined) {
        const text = this.#wanted;
        this.#wanted = undefined;
        const { report, took } = await this.#asked(text);
        this.#pause = Math.min(Math.max(took, 20), 500);
        if (this.#wanted !== undefined || text !== this.#editor.text) {
          continue;
        }
        this.#report = report;
        this.#linted = text;
        this.#editor.show(report.findings);
        this.#show();
        performance.mark("diagnosed");
        this.#factsHold = true;
        await this.#look(text, this.#editor.line);
      }
    } catch (error) {
      this.#failed(error as Error);
    } finally {
      this.#working = false;
    }
  }

  /** Asks about a text, unless that was done before the page was there. */
  #asked(text: string): Promise<Linted> {
    const opening = this.#opening;
    this.#opening = undefined;
    return opening?.text === text && opening.version === this.#version.value
      ? opening.linted
      : this.#client.lint(text, this.#options);
  }

  get #options(): { kubernetesVersion: string; file: string } {
    return { kubernetesVersion: this.#version.value, file: this.#file };
  }

  #failed(error: Error): void {
    this.#status.textContent = `${this.t.failed} ${error.message}`;
    this.#status.classList.add("failed");
  }

  #show(): void {
    const { t } = this;
    this.#status.classList.remove("failed");
    if (!this.#report) {
      this.#status.textContent = t.loading;
      return;
    }
    const { findings, summary, documents } = this.#report;
    const skipped = documents.filter((d) => d.verdict === "skipped");
    this.#status.textContent =
      t.counts(summary.errors, summary.warnings, summary.infos) || (summary.linted > 0 ? t.none : t.empty);
    const said = skipped.map((d) => `${t.skipped} ${[d.kind, d.name].filter((part) => part).join(" ")} ${d.reason}`);
    if (summary.linted > 0) {
      said.push(documents.some((d) => d.verdict === "rejected") ? t.rejected : t.accepted);
    }
    this.#verdict.textContent = [...new Set(said)].slice(-3).join(" ");
    this.#recorded.hidden = !isRecorded(this.#linted);
    this.#recorded.replaceChildren(
      `${t.recorded} `,
      button(t.analyze, () => void this.#analyze()),
    );
    this.#fixAll.disabled = !findings.some((f) => f.fix?.safe);
    const rows = findings.slice(0, mostRows).map((finding) => this.#row(finding));
    if (findings.length > mostRows) {
      rows.push(h("li", { class: "more" }, t.more(findings.length - mostRows)));
    }
    this.#list.replaceChildren(...rows);
  }

  #row(finding: Finding): HTMLLIElement {
    const { t } = this;
    const title = h("span", { class: "title" });
    if (this.#language !== "en") {
      void this.#rules.get(finding.rule, this.#language).then((rule) => title.replaceChildren(rule?.title ?? ""));
    }
    const jump = h(
      "button",
      { type: "button", class: "finding" },
      h("span", { class: `badge ${finding.severity}` }, t.severity[finding.severity]),
      h(
        "span",
        { class: "said" },
        title,
        h("span", { class: "message", ...(this.#language === "en" ? {} : { lang: "en" }) }, finding.message),
      ),
      h("span", { class: "place" }, t.line(finding.line)),
    );
    jump.addEventListener("click", () => this.#editor.jump(finding));
    const tools = h(
      "span",
      { class: "row-tools" },
      button(finding.rule, () => void this.#explain(finding.rule), { class: "link" }),
    );
    if (finding.fix) {
      const label = `${t.fix}: ${finding.fix.title}`;
      tools.append(
        button(label, () => void this.#mend(finding), finding.fix.safe ? {} : { title: t.fixUnsafe, class: "unsafe" }),
      );
    }
    return h("li", {}, jump, tools);
  }

  /** Draws another Job when the cursor leaves the one that is drawn. */
  async #moved(line: number): Promise<void> {
    const drawn = this.#facts;
    if (this.#factsHold && drawn && (line < drawn.line || line > drawn.endLine)) {
      await this.#look(this.#editor.text, line).catch((error: Error) => this.#failed(error));
    }
  }

  async #look(text: string, line: number): Promise<void> {
    const facts = await this.#client.facts(text, line, this.#options);
    const same = JSON.stringify(facts) === JSON.stringify(this.#facts);
    this.#facts = facts;
    if (!same || !facts) {
      this.#draw();
    }
  }

  #draw(): void {
    if (!this.#facts) {
      const none = this.#report?.summary.linted ? this.t.rejected : this.t.empty;
      this.#job.replaceChildren(h("p", { class: "note" }, this.#report ? none : this.t.loading));
      return;
    }
    this.#job.replaceChildren(
      card(this.#facts, this.t, this.#language, this.#runtime, (seconds) => {
        this.#runtime = seconds;
      }),
    );
  }

  #hover(finding: Finding): HTMLElement {
    const title = h("div", { class: "hover-title" });
    const why = h("p", { class: "hover-text" });
    const more = button(finding.rule, () => void this.#explain(finding.rule), { class: "cm-diagnosticAction" });
    void this.#rules.get(finding.rule, this.#language).then((rule) => {
      title.textContent = rule?.title ?? "";
      why.textContent = rule?.why ?? rule?.about ?? "";
    });
    return h("div", {}, title, h("div", {}, finding.message), why, more);
  }

  async #explain(name: string): Promise<void> {
    try {
      const [rule, example] = await Promise.all([this.#rules.get(name, this.#language), this.#rules.example(name)]);
      if (!rule) {
        return;
      }
      this.#reveal(this.#rule, (close) => rulePage(rule, example, this.t, close));
    } catch (error) {
      this.say((error as Error).message);
    }
  }

  /** Shows a panel until it is closed. */
  #reveal(panel: HTMLElement, content: (close: () => void) => HTMLElement[]): void {
    panel.replaceChildren(
      ...content(() => {
        panel.hidden = true;
        this.#editor.focus();
      }),
    );
    panel.hidden = false;
    panel.scrollIntoView({ block: "nearest" });
    panel.focus({ preventScroll: true });
  }

  async #analyze(): Promise<void> {
    const { t } = this;
    this.#recorded.replaceChildren(t.analyzing);
    try {
      const [found, { analysis }] = await Promise.all([
        this.#client.analyze(this.#editor.text, { file: this.#file, events: true }),
        import("./analysis.js"),
      ]);
      this.#reveal(this.#analysis, (close) => [
        h(
          "div",
          { class: "rule-head" },
          h("h2", {}, t.analysis),
          button(t.copyJSON, () => void this.#copy(JSON.stringify(found, null, 2))),
          button(t.close, close, { class: "close" }),
        ),
        ...analysis(found, { t, explain: (rule) => void this.#explain(rule) }),
      ]);
    } catch (error) {
      this.say((error as Error).message);
    } finally {
      this.#show();
    }
  }

  async #mend(finding: Finding): Promise<void> {
    const text = this.#editor.text;
    try {
      let index = this.#report?.findings.indexOf(finding) ?? -1;
      if (index < 0 || text !== this.#linted) {
        // It was found in a text that has changed since: the same one of now is meant.
        const { report } = await this.#client.lint(text, this.#options);
        index = report.findings.findIndex((f) => same(f, finding));
      }
      if (index < 0) {
        return;
      }
      const mended = await this.#client.fixOne(text, index, this.#options);
      if (text === this.#editor.text) {
        this.#editor.replace(mended);
        this.say(this.t.fixed(1));
      }
    } catch (error) {
      this.say((error as Error).message);
    }
  }

  async #mendAll(): Promise<void> {
    const text = this.#editor.text;
    try {
      const fixed = await this.#client.fixAll(text, this.#options);
      if (text === this.#editor.text && fixed.applied.length > 0) {
        this.#editor.replace(fixed.text);
      }
      this.say([this.t.fixed(fixed.applied.length), ...fixed.failed].join(" "));
    } catch (error) {
      this.say((error as Error).message);
    }
  }

  async #example(name: string): Promise<void> {
    const example = examples.find((e) => e.name === name);
    if (!example) {
      return;
    }
    try {
      const text = example.text ?? (await this.#fetched(example));
      this.#file = unnamed;
      this.#editor.open(text ?? "");
    } catch (error) {
      this.say((error as Error).message);
    }
  }

  async #fetched({ rule, url }: Example): Promise<string | undefined> {
    return url ? await (await fetched(url)).text() : rule && (await this.#rules.example(rule)).manifest;
  }

  async #share(): Promise<void> {
    const hash = await encode({ text: this.#editor.text, version: this.#version.value });
    history.replaceState(null, "", `#${hash}`);
    await this.#copy(location.href);
  }

  async #copySARIF(): Promise<void> {
    if (this.#report) {
      await this.#copy(JSON.stringify(sarif(this.#report, await this.#rules.all()), null, 2));
    }
  }

  async #copy(text: string | undefined): Promise<void> {
    if (text === undefined) {
      return;
    }
    try {
      await navigator.clipboard.writeText(text);
      this.say(this.t.copied);
    } catch {
      this.say(this.t.notCopied);
    }
  }

  async #open(file: File): Promise<void> {
    if (file.size > mostFile) {
      this.say(this.t.tooBig);
      return;
    }
    try {
      const text = await file.text();
      this.#file = file.name;
      this.#editor.open(text);
    } catch {
      this.say(this.t.unreadable);
    }
  }
}

function same(a: Finding, b: Finding): boolean {
  return a.rule === b.rule && a.path === b.path && a.document === b.document && a.item === b.item;
}

function field(label: string, control: HTMLElement): HTMLElement {
  return h("span", { class: "field" }, h("label", { for: control.id }, label), control);
}

function choice(id: string, options: Record<string, string>, chosen: string, act: (value: string) => void): HTMLSelectElement {
  const select = h(
    "select",
    { id },
    ...Object.entries(options).map(([value, label]) => h("option", { value, selected: value === chosen }, label)),
  );
  select.addEventListener("change", () => act(select.value));
  return select;
}

function theme(value: string): void {
  document.documentElement.dataset["theme"] = value;
}

/** Takes a file that is dropped anywhere. */
function dropping(target: HTMLElement, label: string, take: (file: File) => void): void {
  target.dataset["drop"] = label;
  const holdsFile = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
  target.addEventListener("dragover", (event) => {
    if (holdsFile(event)) {
      event.preventDefault();
      target.classList.add("dropping");
    }
  });
  target.addEventListener("dragleave", (event) => {
    if (!target.contains(event.relatedTarget as Node | null)) {
      target.classList.remove("dropping");
    }
  });
  target.addEventListener(
    "drop",
    (event) => {
      target.classList.remove("dropping");
      const file = event.dataTransfer?.files[0];
      if (file) {
        event.preventDefault();
        event.stopPropagation();
        take(file);
      }
    },
    { capture: true },
  );
}

/** Keeps the page for when there is no network, once everything else is done. */
function keepOffline(): void {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) {
    return;
  }
  navigator.serviceWorker.register(scriptURL(new URL("./sw.js", document.baseURI))).catch(() => undefined);
}

function whenIdle(act: () => void): void {
  if ("requestIdleCallback" in window) {
    requestIdleCallback(act);
  } else {
    setTimeout(act, 1000); // Safari has no other way
  }
}
