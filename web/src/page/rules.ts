// What there is to read about rules, fetched when somebody first wants to.
import type { Client } from "../client.js";
import type { Rule } from "../linter/types.js";
import { once } from "../once.js";

/** An example of a rule, as the linter's own documentation shows it. */
export interface RuleExample {
  manifest?: string;
  said?: string;
  change?: string;
}

interface Translation {
  title?: string;
  description?: string;
  why?: string;
  fix?: string;
}

/** Fetches a file of the page. */
export async function fetched(url: URL): Promise<Response> {
  const response = await fetch(url);
  if (!response.ok) {
    throw new Error(`${url.pathname}: ${response.status}`);
  }
  return response;
}

async function fetchJSON<T>(url: URL): Promise<T> {
  return (await (await fetched(url)).json()) as T;
}

/** The rules, in the language that is chosen. */
export class Rules {
  readonly #rules: () => Promise<Map<string, Rule>>;
  readonly #examples = once(() =>
    fetchJSON<Record<string, RuleExample>>(new URL("../../generated/examples.json", import.meta.url)),
  );
  readonly #korean = once(() =>
    fetchJSON<Record<string, Translation>>(new URL("../../generated/rules.ko.json", import.meta.url)),
  );

  constructor(client: Client) {
    this.#rules = once(async () => new Map((await client.rules()).map((rule) => [rule.name, rule])));
  }

  async get(name: string, language: string): Promise<Rule | undefined> {
    const rule = (await this.#rules()).get(name);
    if (!rule || language !== "ko") {
      return rule;
    }
    const { description, ...rest } = (await this.#korean())[name] ?? {};
    return { ...rule, ...rest, ...(description ? { about: description } : {}) };
  }

  async all(): Promise<Rule[]> {
    return [...(await this.#rules()).values()];
  }

  async example(name: string): Promise<RuleExample> {
    return (await this.#examples())[name] ?? {};
  }
}
