// What the analyzer says of Jobs, for a person. It comes with the analyzer: when somebody asks.
import type { Texts } from "../i18n/en.js";
import type { Analysis, Attempt, Cause, CronReport, EventLine, Fleet, Group, Health, JobReport, Spent } from "../linter/types.js";
import { button, h } from "./dom.js";
import { duration } from "./picture.js";

/** What the report needs of the page. */
export interface Around {
  t: Texts;
  /** Shows the page of a rule. */
  explain(rule: string): void;
}

const mostMembers = 20;
const mostAttempts = 100;

/** The analyzer's words are English in every language. */
const english = { lang: "en" };

/** Shows what came out. */
export function analysis({ jobs = [], cronJobs = [], fleet }: Analysis, around: Around): HTMLElement[] {
  return [
    ...(fleet ? [fleetReport(fleet, around.t)] : []),
    ...jobs.map((report) => jobReport(report, around)),
    ...cronJobs.map((report) => cronReport(report, around)),
  ];
}

function head(kind: string, namespace: string, name: string, state: string, health: Health, t: Texts): HTMLElement {
  return h(
    "h3",
    {},
    h("span", { class: `badge ${health}` }, t.health[health]),
    ` ${kind} ${namespace ? `${namespace}/` : ""}${name}${state ? ` · ${state}` : ""}`,
  );
}

function jobReport(report: JobReport, around: Around): HTMLElement {
  const { t } = around;
  return h(
    "article",
    { class: "report" },
    head("Job", report.namespace, report.name, report.state, report.health, t),
    h("p", english, report.verdict),
    ...causes(report.findings, around),
    ...attempts(report.attempts, t),
    ...spent(report.spent, t),
    ...events(report.events ?? [], t),
  );
}

function cronReport(report: CronReport, around: Around): HTMLElement {
  const { t } = around;
  const { complete, failed, running } = report.success;
  const runs = report.runs.map((run) => [
    time(run.scheduled ?? run.started),
    run.job,
    run.reason ? `${run.state}: ${run.reason}` : run.state,
    duration(run.durationSeconds),
    duration(run.lateSeconds),
  ]);
  return h(
    "article",
    { class: "report" },
    head("CronJob", report.namespace, report.name, `${report.schedule} (${report.timeZone})`, report.health, t),
    h("p", english, report.verdict),
    ...causes(report.findings, around),
    h("h4", {}, t.lastRuns(complete, failed, running)),
    ...table([t.scheduled, "Job", t.state, t.took, t.late], runs),
    ...(report.next?.length ? [h("h4", {}, t.runs), h("ol", {}, ...report.next.map((at) => h("li", {}, time(at))))] : []),
    ...(report.lastFailure ? [h("h4", {}, t.lastFailure), jobReport(report.lastFailure, around)] : []),
  );
}

function causes(list: Cause[], around: Around): HTMLElement[] {
  return list.length === 0 ? [] : [h("ol", { class: "causes" }, ...list.map((cause) => causeOf(cause, around)))];
}

function causeOf(found: Cause, { t, explain }: Around): HTMLElement {
  const said = (label: string, text: string | undefined) =>
    text ? h("p", {}, h("strong", {}, `${label} `), h("span", english, text)) : undefined;
  return h(
    "li",
    {},
    h(
      "p",
      {},
      h("span", { class: `badge ${found.level}` }, t.severity[found.level]),
      " ",
      h("span", english, found.text),
      " ",
      h("code", {}, found.cause),
    ),
    h(
      "ul",
      { class: "evidence" },
      ...found.evidence.map(({ object, field: where, value, time: at }) =>
        h("li", {}, h("code", {}, `${object} ${where}`), value ? `: ${value} ` : " ", at ? time(at) : undefined),
      ),
    ),
    said(t.follows, found.consequence),
    said(t.what, found.remedy),
    ...(found.lint ?? []).map(({ path, message }) => said("lint", path ? `${path}: ${message}` : message)),
    found.next?.length
      ? h("pre", { tabindex: 0, role: "group", "aria-label": t.commands }, h("code", {}, found.next.join("\n")))
      : undefined,
    found.rules?.length
      ? h("p", { class: "row-tools" }, ...found.rules.map((rule) => button(rule, () => explain(rule), { class: "link" })))
      : undefined,
  );
}

function attempts(list: Attempt[], t: Texts): HTMLElement[] {
  if (list.length === 0) {
    return [];
  }
  const shown = list.slice(-mostAttempts);
  const rows = shown.map((a) => [
    a.index === undefined ? String(a.number) : `${a.index}#${a.number}`,
    a.pod,
    a.node ?? "",
    time(a.started ?? a.created),
    a.started && a.finished ? duration((Date.parse(a.finished) - Date.parse(a.started)) / 1000) : "",
    a.result,
  ]);
  return [
    h("h4", {}, t.attempts(list.length)),
    ...(shown.length < list.length ? [h("p", { class: "note" }, t.lastOf(shown.length))] : []),
    ...table(["#", "Pod", t.node, t.started, t.took, t.result], rows),
  ];
}

function spent(s: Spent | undefined, t: Texts): HTMLElement[] {
  if (!s || s.phases.length === 0) {
    return [];
  }
  const rows = s.phases.map((p) => [
    p.name,
    String(p.pods),
    seconds(p.p50Seconds),
    seconds(p.p90Seconds),
    seconds(p.maxSeconds),
    seconds(p.totalSeconds),
  ]);
  return [h("h4", {}, t.spent(Math.round(s.overhead * 100))), ...table([t.phase, "Pods", "p50", "p90", t.most, t.total], rows)];
}

/** Phases may be shorter than a second. */
function seconds(n: number): string {
  return n < 10 ? `${Math.round(n * 10) / 10}s` : duration(n);
}

function events(list: EventLine[], t: Texts): HTMLElement[] {
  if (list.length === 0) {
    return [];
  }
  const rows = list.map((e) => [time(e.time), e.object, e.reason, e.count > 1 ? `${e.message} (× ${e.count})` : e.message]);
  return [h("details", {}, h("summary", {}, t.events(list.length)), ...table([t.time, t.object, t.reason, t.message], rows))];
}

function fleetReport(fleet: Fleet, t: Texts): HTMLElement {
  return h(
    "article",
    { class: "report" },
    h("h3", {}, t.fleet(fleet.jobs, fleet.wrong, fleet.waiting, fleet.good)),
    h("ol", { class: "causes" }, ...fleet.groups.map((group) => groupOf(group, t))),
    ...fleet.similar.map(({ namespace, prefix, jobs }) => h("p", {}, t.similar(jobs, namespace, prefix))),
  );
}

function groupOf({ health, cause, count, jobs }: Group, t: Texts): HTMLElement {
  const shown = jobs.slice(0, mostMembers);
  return h(
    "li",
    {},
    h(
      "details",
      {},
      h("summary", {}, h("span", { class: `badge ${health}` }, t.health[health]), ` ${count} `, h("code", {}, cause)),
      h(
        "ul",
        {},
        ...shown.map(({ namespace, name, verdict }) =>
          h("li", {}, h("code", {}, `${namespace ? `${namespace}/` : ""}${name}`), ": ", h("span", english, verdict)),
        ),
        ...(count > shown.length ? [h("li", { class: "more" }, t.more(count - shown.length))] : []),
      ),
    ),
  );
}

/** A table that scrolls sideways where it is too wide; none without rows. */
function table(names: string[], rows: (Node | string)[][]): HTMLElement[] {
  if (rows.length === 0) {
    return [];
  }
  return [
    h(
      "div",
      { class: "scrolls", tabindex: 0, role: "group", "aria-label": names.join(", ") },
      h(
        "table",
        {},
        h("thead", {}, h("tr", {}, ...names.map((name) => h("th", { scope: "col" }, name)))),
        h("tbody", {}, ...rows.map((row) => h("tr", {}, ...row.map((cell) => h("td", {}, cell))))),
      ),
    ),
  ];
}

function time(at: string | undefined): HTMLElement | string {
  return at === undefined ? "" : h("time", { datetime: at }, at.replace("T", " ").replace(/\.\d+/, ""));
}
