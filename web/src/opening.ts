import pi from "../../testdata/seed/pi.yaml?raw";
import known from "../generated/versions.json";
import type { Client } from "./client.js";
import type { Linted } from "./protocol.js";
import { decode } from "./share.js";

/** The versions of Kubernetes that the linter knows, oldest first. */
export const versions: string[] = known;

/** The name of a file that has none. */
export const unnamed = "job.yaml";

/** What the page begins with. */
export interface Opening {
  text: string;
  version: string;
  /** Whether the address holds something that is no manifest of ours. */
  damaged: boolean;
  /** What the linter says of it. */
  linted: Promise<Linted>;
}

/** Has the manifest checked that the address holds, or else an example. */
export async function open(client: Client): Promise<Opening> {
  const shared = await decode(location.hash);
  const text = shared?.text ?? pi;
  const version = versions.find((v) => v === shared?.version) ?? versions.at(-1) ?? "";
  const linted = client.lint(text, { kubernetesVersion: version, file: unnamed });
  linted.catch(() => undefined); // whoever shows the page is told
  return { text, version, damaged: !shared && location.hash.includes("m="), linted };
}
