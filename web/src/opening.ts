import pi from "../../testdata/seed/pi.yaml?raw";
import known from "../generated/versions.json";
import type { Client } from "./client.js";
import type { Linted } from "./protocol.js";
import { decode } from "./share.js";

/** The versions of Kubernetes that the linter knows, oldest first. */
export const versions: string[] = known;

/** The name of a file that has none. */
export const unnamed = "job.yaml";

/** What an address holds. */
export interface Linked {
  text?: string;
  /** One of those that the linter knows. */
  version?: string;
  /** Whether it holds something that is no manifest of ours. */
  damaged: boolean;
}

/** Reads the part of the address behind #. */
export async function linked(hash: string): Promise<Linked> {
  const shared = await decode(hash);
  const version = versions.find((known) => known === shared?.version);
  return { ...(shared && { text: shared.text }), ...(version && { version }), damaged: !shared && hash.includes("m=") };
}

/** What the page begins with. */
export interface Opening {
  text: string;
  version: string;
  damaged: boolean;
  /** What the linter says of it. */
  linted: Promise<Linted>;
}

/** Has the manifest checked that the address holds, or else an example. */
export async function open(client: Client): Promise<Opening> {
  const { text = pi, version = versions.at(-1) ?? "", damaged } = await linked(location.hash);
  const linted = client.lint(text, { kubernetesVersion: version, file: unnamed });
  linted.catch(() => undefined); // whoever shows the page is told
  return { text, version, damaged, linted };
}
