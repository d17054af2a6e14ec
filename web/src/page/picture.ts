// The picture of a Job's retries: attempts, the waits between them, the deadline. The sums come from the linter's facts.
import type { Texts } from "../i18n/en.js";
import type { Facts } from "../linter/types.js";
import { h, s } from "./dom.js";

/** What happens if every attempt fails, in seconds from the start. */
export interface Course {
  attempts: { from: number; to: number }[];
  /** When the Job fails; undefined if it is tried for longer than is told. */
  end: number | undefined;
  reason: "BackoffLimitExceeded" | "DeadlineExceeded";
  deadline: number | undefined;
  /** Attempts that the deadline prevents. */
  cut: number;
}

/** Lays out the attempts one after another, each of which runs for so many seconds. */
export function course({ facts, waits, attempts: most }: Facts, runtime: number): Course {
  const deadline = facts.job.activeDeadlineSeconds;
  const attempts: Course["attempts"] = [];
  let at = 0;
  for (let i = 0; i < Math.min(most, waits.length + 1); i++) {
    at += i > 0 ? (waits[i - 1] ?? 0) : 0;
    if (deadline !== undefined && at >= deadline) {
      return { attempts, end: deadline, reason: "DeadlineExceeded", deadline, cut: most - attempts.length };
    }
    const to = at + runtime;
    if (deadline !== undefined && to > deadline) {
      attempts.push({ from: at, to: deadline });
      return { attempts, end: deadline, reason: "DeadlineExceeded", deadline, cut: most - attempts.length };
    }
    attempts.push({ from: at, to });
    at = to;
  }
  return { attempts, end: attempts.length < most ? undefined : at, reason: "BackoffLimitExceeded", deadline, cut: 0 };
}

/** Writes seconds as people do: 90s, 12m30s, 3h5m, 2d. */
export function duration(seconds: number): string {
  if (seconds < 120) {
    return `${Math.round(seconds)}s`;
  }
  const units: [string, number][] = [
    ["d", 86400],
    ["h", 3600],
    ["m", 60],
    ["s", 1],
  ];
  const first = units.findIndex(([, size]) => seconds >= size);
  let left = Math.round(seconds);
  return units
    .slice(first, first + 2)
    .map(([unit, size]) => {
      const n = Math.floor(left / size);
      left -= n * size;
      return n > 0 ? n + unit : "";
    })
    .join("");
}

const width = 640;
const margin = 12;
const top = 34;
const bar = 22;

/** Draws a course. */
export function picture(c: Course, t: Texts): SVGSVGElement {
  const last = c.attempts.at(-1)?.to ?? 0;
  const end = Math.max(last, c.deadline !== undefined && c.deadline < 3 * last ? c.deadline : 0, 1);
  const x = (seconds: number) => margin + (seconds / end) * (width - 2 * margin);
  const parts: SVGElement[] = [];
  c.attempts.forEach((attempt, i) => {
    const previous = c.attempts[i - 1];
    if (previous) {
      const wait = s("line", { x1: x(previous.to), x2: x(attempt.from), y1: top + bar / 2, y2: top + bar / 2, class: "wait" });
      wait.append(s("title", {}, t.waiting(duration(attempt.from - previous.to))));
      parts.push(wait);
      if (x(attempt.from) - x(previous.to) > 46) {
        const middle = (x(attempt.from) + x(previous.to)) / 2;
        parts.push(
          s(
            "text",
            { x: middle, y: top + bar / 2 - 5, class: "small", "text-anchor": "middle" },
            duration(attempt.from - previous.to),
          ),
        );
      }
    }
    const box = s("rect", {
      x: x(attempt.from),
      y: top,
      width: Math.max(x(attempt.to) - x(attempt.from), 3),
      height: bar,
      rx: 2,
      class: "attempt",
    });
    box.append(s("title", {}, `${t.attempt(i + 1)}: ${duration(attempt.from)} – ${duration(attempt.to)}`));
    parts.push(box);
    const next = c.attempts[i + 1];
    if (!next || x(next.from) - x(attempt.from) > 14) {
      parts.push(s("text", { x: x(attempt.from), y: top + bar + 14, class: "small" }, String(i + 1)));
    }
  });
  for (const tick of ticks(end)) {
    parts.push(s("line", { x1: x(tick), x2: x(tick), y1: top + bar + 22, y2: top + bar + 27, class: "tick" }));
    parts.push(
      s(
        "text",
        { x: x(tick), y: top + bar + 40, class: "small", "text-anchor": tick === 0 ? "start" : "middle" },
        duration(tick),
      ),
    );
  }
  parts.push(s("line", { x1: margin, x2: width - margin, y1: top + bar + 22, y2: top + bar + 22, class: "tick" }));
  if (c.deadline !== undefined && c.deadline <= end) {
    const at = x(c.deadline);
    parts.push(s("line", { x1: at, x2: at, y1: 18, y2: top + bar + 22, class: "deadline" }));
    parts.push(
      s(
        "text",
        { x: at, y: 13, class: "deadline-text", "text-anchor": at > width / 2 ? "end" : "start" },
        t.deadline(duration(c.deadline)),
      ),
    );
  }
  return s(
    "svg",
    { viewBox: `0 0 ${width} ${top + bar + 46}`, class: "picture", role: "img", "aria-label": summary(c, t) },
    ...parts,
  );
}

/** Times at which the axis has a mark: five at most, round ones. */
function ticks(end: number): number[] {
  const steps = [1, 5, 10, 30, 60, 300, 600, 1800, 3600, 7200, 21600, 43200, 86400, 604800, 2592000, 31536000];
  const step = steps.find((size) => end / size <= 5) ?? end / 5;
  const list: number[] = [];
  for (let at = 0; at <= end * 0.97; at += step) {
    list.push(at);
  }
  return list;
}

function summary(c: Course, t: Texts): string {
  const said = [t.attempts(c.attempts.length)];
  said.push(c.end === undefined ? t.tooMany(c.attempts.length) : t.ends(c.reason, duration(c.end)));
  if (c.cut > 0) {
    said.push(t.cut(c.cut));
  }
  return said.join(" · ");
}

/** The card about a Job or CronJob. */
export function card(
  facts: Facts,
  t: Texts,
  language: string,
  runtime: number,
  setRuntime: (seconds: number) => void,
): HTMLElement {
  const { job, cron } = facts.facts;
  const name = facts.document.name || "—";
  const drawn = h("figure", { class: "course" });
  const draw = (seconds: number) => {
    const c = course(facts, seconds);
    drawn.replaceChildren(picture(c, t), h("figcaption", {}, summary(c, t)));
  };
  draw(runtime);
  const input = h("input", { type: "number", min: 0, max: 1_000_000, step: 1, value: runtime, id: "runtime" });
  input.addEventListener("input", () => {
    const seconds = Math.min(Math.max(input.valueAsNumber || 0, 0), 1_000_000);
    setRuntime(seconds);
    draw(seconds);
  });
  return h(
    "article",
    { class: "job" },
    h("h3", {}, `${facts.document.kind} ${name}`),
    h(
      "p",
      { class: "kind" },
      t.kind[job.kind],
      job.kind === "single" || job.kind === "work queue" ? "" : `: ${t.numbers(job.completions, job.parallelism)}`,
    ),
    job.suspend ? h("p", { class: "note" }, t.suspended) : undefined,
    h("h4", {}, t.picture, job.backoffLimitPerIndex === undefined ? "" : ` ${t.perIndex}`),
    drawn,
    h("p", { class: "runtime" }, input, " ", h("label", { for: "runtime" }, t.runtime)),
    ...(cron ? runs(facts, t, language) : []),
  );
}

function runs(facts: Facts, t: Texts, language: string): HTMLElement[] {
  const { next = [], zone = "UTC", facts: f } = facts;
  const days = f.cron?.runs;
  const notes = [
    ...(days?.twice.length ? [h("p", { class: "note" }, `${t.twice} ${days.twice.join(", ")}`)] : []),
    ...(days?.skipped.length ? [h("p", { class: "note" }, `${t.skippedDay} ${days.skipped.join(", ")}`)] : []),
  ];
  if (f.cron?.suspend || next.length === 0) {
    return [h("h4", {}, t.runs), h("p", { class: "note" }, f.cron?.suspend ? t.suspended : t.noRuns)];
  }
  const items = next.map((at) => h("li", {}, h("time", { datetime: at }, when(at, language))));
  return [h("h4", {}, `${t.runs} (${zone})`), h("ol", { class: "runs" }, ...items), ...notes];
}

/** Writes a time as its own zone's clocks show it, whatever the zone of the browser. */
export function when(rfc3339: string, language: string): string {
  const wall = new Date(`${rfc3339.slice(0, 19)}Z`);
  const format = new Intl.DateTimeFormat(language, {
    weekday: "short",
    year: "numeric",
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: "UTC",
  });
  const offset = rfc3339.slice(19);
  return `${format.format(wall)} ${offset === "Z" ? "UTC" : offset}`;
}
