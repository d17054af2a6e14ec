import type { Texts } from "../i18n/en.js";
import type { Rule } from "../linter/types.js";
import { button, h } from "./dom.js";
import type { RuleExample } from "./rules.js";

/** The page about a rule. */
export function rulePage(rule: Rule, example: RuleExample, t: Texts, close: () => void): HTMLElement[] {
  const parts: HTMLElement[] = [
    h("div", { class: "rule-head" }, h("h2", {}, rule.title ?? rule.name), button(t.close, close, { class: "close" })),
    h("p", { class: "note" }, h("code", {}, rule.name), ` · ${t.severity[rule.severity]}`),
    h("p", {}, ...prose(rule.about)),
  ];
  const section = (title: string, ...body: (HTMLElement | undefined)[]) => {
    const shown = body.filter((element) => element !== undefined);
    if (shown.length > 0) {
      parts.push(h("h3", {}, title), ...shown);
    }
  };
  section(t.why, rule.why ? h("p", {}, ...prose(rule.why)) : undefined);
  section(t.what, rule.fix ? h("p", {}, ...prose(rule.fix)) : undefined);
  section(
    t.example,
    example.manifest ? code(example.manifest, t.example) : undefined,
    example.said ? code(example.said, t.findings) : undefined,
  );
  section(t.instead, example.change ? diff(example.change, t.instead) : undefined);
  section(t.evidence, rule.evidence ? h("ul", {}, ...rule.evidence.map((source) => h("li", {}, link(source)))) : undefined);
  parts.push(h("p", {}, outside(rule.docs, t.page)));
  return parts;
}

function code(text: string, label: string): HTMLElement {
  return h("pre", { tabindex: 0, role: "region", "aria-label": label }, h("code", {}, text));
}

function diff(text: string, label: string): HTMLElement {
  const lines = text.split("\n").map((line) => {
    const kind = line.startsWith("+") ? "added" : line.startsWith("-") ? "removed" : "";
    return h("span", { class: kind }, `${line}\n`);
  });
  return h("pre", { tabindex: 0, role: "region", "aria-label": label }, h("code", {}, ...lines));
}

/** Texts of rules have code in backquotes, and nothing else. */
function prose(text: string): (Node | string)[] {
  return text.split("`").map((part, i) => (i % 2 === 1 ? h("code", {}, part) : part));
}

function link(source: string): HTMLElement {
  return source.startsWith("https://") ? outside(source, source) : h("code", {}, source);
}

function outside(href: string, label: string): HTMLElement {
  return h("a", { href, rel: "noreferrer noopener", target: "_blank" }, label);
}
