// A static server for the built page, and a real browser.
import { readdir, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname } from "node:path";
import { type Browser, chromium } from "playwright-core";

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".zip": "application/zip",
};

export interface Site {
  url: string;
  /** The paths that were asked for. */
  asked: string[];
  close(): Promise<void>;
}

/** Serves the built page below a path, as any server would. */
export async function serve(below = "/some/folder/"): Promise<Site> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = (request.url ?? "").split("?")[0] ?? "";
    asked.push(path);
    const name = path === below ? "index.html" : path.startsWith(below) ? path.slice(below.length) : "none";
    readFile(new URL(`../dist/${name}`, import.meta.url)).then(
      (data) => response.writeHead(200, { "content-type": types[extname(name)] ?? "application/octet-stream" }).end(data),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${below}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** The address of a file of the build, whose name begins and ends like this. */
export async function asset(site: string, begins: string, ends: string): Promise<string> {
  const names = await readdir(new URL("../dist/assets/", import.meta.url));
  const name = names.find((n) => n.startsWith(begins) && n.endsWith(ends));
  return `${site}assets/${name}`;
}

/** Debian's Chromium, or the one that CHROMIUM names. */
export const chromiumPath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

/** How it is started. */
export const options = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts Debian's Chromium, or the one that CHROMIUM names. */
export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath, args: options });
}
