// The linter's JSON: docs/lint-output.md and policies/facts.schema.json of the repository describe it.

export type Severity = "error" | "warning" | "info";
export type Verdict = "accepted" | "rejected" | "skipped";
export type JobKind = "single" | "fixed completions" | "work queue" | "indexed";

export interface Report {
  kubernetesVersion: string;
  summary: Summary;
  documents: ReportDocument[];
  findings: Finding[];
}

export interface Summary {
  files: number;
  documents: number;
  linted: number;
  skipped: number;
  errors: number;
  warnings: number;
  infos: number;
}

export interface ReportDocument {
  file: string;
  /** Counts the documents of the file from 0. */
  index: number;
  /** Leads to an item of a list, such as items[2]. */
  path?: string;
  kind: string;
  jobKind?: JobKind;
  name: string;
  namespace: string;
  verdict: Verdict;
  reason: string;
}

export interface Finding {
  /** GROUP/RULE. */
  rule: string;
  severity: Severity;
  message: string;
  file: string;
  document: number;
  item?: string;
  kind: string;
  jobKind?: JobKind;
  name: string;
  path: string;
  /** Lines and columns count from 1, columns in characters (code points); the end is behind the last one. */
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  docs: string;
  fix: Fix | null;
}

export interface Fix {
  title: string;
  /** It changes nothing but what was found. */
  safe: boolean;
  edits: Edit[];
}

export interface Edit {
  op: "set" | "remove" | "rename";
  path: string;
  value?: unknown;
}

export interface Rule {
  name: string;
  severity: Severity;
  title?: string;
  about: string;
  why?: string;
  fix?: string;
  evidence?: string[];
  /** Minor versions of Kubernetes. */
  since?: number;
  until?: number;
  docs: string;
}

/** What pictures are drawn from, for an object that the API server would take. */
export interface Facts {
  document: ReportDocument;
  line: number;
  endLine: number;
  facts: JobFacts;
  /** Seconds of back-off before each retry, if every attempt fails; a hundred at most. */
  waits: number[];
  /** How often the work is tried at most; 0 if there is no limit. */
  attempts: number;
  /** The next runs of a CronJob, as RFC 3339; none while it is suspended. */
  next?: string[];
  zone?: string;
}

/** The part of the facts that is used here. */
export interface JobFacts {
  version: number;
  kind: "Job" | "CronJob";
  metadata: { name?: string; generateName?: string };
  job: {
    kind: JobKind;
    parallelism: number;
    completions?: number;
    completionMode: "NonIndexed" | "Indexed";
    backoffLimit: number;
    backoffLimitPerIndex?: number;
    activeDeadlineSeconds?: number;
    ttlSecondsAfterFinished?: number;
    suspend: boolean;
    backoff: { total: number; longest: number; cap: number };
  };
  pod: { restartPolicy?: string };
  cron?: {
    schedule: string;
    timeZone?: string;
    suspend: boolean;
    concurrencyPolicy: string;
    startingDeadlineSeconds?: number;
    runs?: { never: boolean; inAYear: number; twice: string[]; skipped: string[] };
  };
}

export interface LintOptions {
  /** Such as "1.37"; without one, the newest that is known. */
  kubernetesVersion?: string;
  /** The file's name, as findings show it. */
  file?: string;
  /** From when schedules are looked at; without one, now. */
  now?: Date;
}

export interface Fixed {
  text: string;
  applied: Finding[];
  failed: string[];
}

// The analyzer's JSON: docs/analyze-json.md of the repository describes it. Times are RFC 3339, durations seconds.

export type Health = "good" | "waiting" | "wrong";

/** What became of Jobs. */
export interface Analysis {
  jobs?: JobReport[];
  cronJobs?: CronReport[];
  /** All Jobs taken together, if there are more than ten. */
  fleet?: Fleet;
}

export interface JobReport {
  namespace: string;
  name: string;
  uid?: string;
  kind: JobKind;
  state: string;
  health: Health;
  verdict: string;
  findings: Cause[];
  attempts: Attempt[];
  spent?: Spent;
  events?: EventLine[];
  time: string;
}

export interface CronReport {
  namespace: string;
  name: string;
  uid?: string;
  schedule: string;
  timeZone: string;
  health: Health;
  verdict: string;
  findings: Cause[];
  success: { complete: number; failed: number; running: number; rate: number };
  durations?: { runs: number; p50Seconds: number; p90Seconds: number; maxSeconds: number; trend: number };
  runs: Run[];
  next: string[] | null;
  lastFailure?: JobReport;
  time: string;
}

export interface Fleet {
  jobs: number;
  wrong: number;
  waiting: number;
  good: number;
  groups: Group[];
  similar: { namespace: string; prefix: string; jobs: number; overhead: number }[];
  worst: Health;
  time: string;
}

export interface Group {
  health: Health;
  cause: string;
  count: number;
  jobs: { namespace: string; name: string; verdict: string; since?: string }[];
}

/** What is to be known about a Job, and what proves it. */
export interface Cause {
  cause: string;
  level: Severity;
  text: string;
  reason?: string;
  evidence: { object: string; field: string; value: string; time?: string }[];
  consequence?: string;
  remedy?: string;
  /** Commands. */
  next?: string[];
  /** Names of rules. */
  rules?: string[];
  lint?: { rule: string; severity: Severity; path: string; message: string }[];
}

export interface Attempt {
  number: number;
  index?: string;
  pod: string;
  node?: string;
  created: string;
  started?: string;
  finished?: string;
  outcome: "pending" | "running" | "succeeded" | "failed" | "deleted";
  result: string;
  exitCode?: number;
}

export interface Spent {
  queuedSeconds: number;
  pods: number;
  phases: { name: string; pods: number; p50Seconds: number; p90Seconds: number; maxSeconds: number; totalSeconds: number }[];
  overhead: number;
  lostSeconds: number;
}

export interface EventLine {
  time: string;
  object: string;
  type: string;
  reason: string;
  message: string;
  count: number;
}

export interface Run {
  job: string;
  scheduled?: string;
  started?: string;
  finished?: string;
  state: string;
  reason?: string;
  durationSeconds: number;
  lateSeconds: number;
  failedPods: number;
}
