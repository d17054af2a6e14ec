import nightly from "../../../testdata/ok/nightly-backup.yaml?raw";
import fixed from "../../../testdata/seed/fixed-completions.yaml?raw";
import indexed from "../../../testdata/seed/indexed.yaml?raw";
import pi from "../../../testdata/seed/pi.yaml?raw";
import queue from "../../../testdata/seed/work-queue.yaml?raw";
import type { Texts } from "../i18n/en.js";

/** A manifest to begin with. */
export interface Example {
  name: keyof Texts["examples"];
  /** The manifest, or the rule whose example it is. */
  text?: string;
  rule?: string;
  /** Where it is fetched from. */
  url?: URL;
}

/** What kubectl get jobs,pods,events -o yaml printed. */
const recorded = new URL("../../../internal/cli/analyze/testdata/out-of-memory.yaml", import.meta.url);

/** The kinds of Job, and then the traps that catch most people. */
export const examples: Example[] = [
  { name: "pi", text: pi },
  { name: "fixed", text: fixed },
  { name: "queue", text: queue },
  { name: "indexed", text: indexed },
  { name: "nightly", text: nightly },
  { name: "typo", rule: "schema/unknown-field" },
  { name: "restart", rule: "api/restart-policy" },
  { name: "deadline", rule: "retries/deadline-before-retries" },
  { name: "logs", rule: "retries/on-failure-loses-logs" },
  { name: "sidecar", rule: "container/daemon-beside-the-work" },
  { name: "masked", rule: "container/pipe-hides-failure" },
  { name: "overlap", rule: "double-run/runs-may-overlap" },
  { name: "clocks", rule: "double-run/clocks-go-back" },
  { name: "accidental", rule: "parallelism/no-completions" },
  { name: "recorded", url: recorded },
];
