import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import type { Plugin, Rolldown } from "vite";

/** Adds sw.js, the service worker that keeps the page: it has to know the names of all files, and to change when one does. */
export function offline(): Plugin {
  return {
    name: "offline",
    apply: "build",
    enforce: "post",
    async generateBundle(_, bundle) {
      const files = Object.keys(bundle).sort();
      preload(bundle);
      const hash = createHash("sha256");
      for (const name of files) {
        const file = bundle[name];
        hash.update(name).update(file?.type === "asset" ? file.source : (file?.code ?? ""));
      }
      const lazy = files.filter((name) => /zoneinfo|examples|rules|analy|out-of-memory/.test(name));
      const names = ["./", "icon.svg", ...files.filter((name) => name !== "index.html" && !lazy.includes(name))];
      const constants = { version: hash.digest("hex").slice(0, 16), files: names, lazy };
      const head = Object.entries(constants)
        .map(([name, value]) => `const ${name} = ${JSON.stringify(value)};\n`)
        .join("");
      const source = head + (await readFile(new URL("./sw.js", import.meta.url), "utf8"));
      this.emitFile({ type: "asset", fileName: "sw.js", source });
    },
  };
}

/** Has the page's own script loaded with the first one, which would ask for it. */
function preload(bundle: Rolldown.OutputBundle): void {
  const html = bundle["index.html"];
  const page = Object.keys(bundle).find((name) => /\/page-.*\.js$/.test(name));
  if (html?.type === "asset" && page) {
    html.source = String(html.source).replace("</head>", `  <link rel="modulepreload" href="./${page}">\n  </head>`);
  }
}

/** Puts the page, each file compressed, where kubectl job playground has it from. */
export function pack(folder: URL): Plugin {
  return {
    name: "pack",
    apply: "build",
    enforce: "post",
    async writeBundle(options) {
      const from = options.dir ?? "dist";
      for (const old of await readdir(folder)) {
        if (old.endsWith(".gz") || old === "assets") {
          await rm(new URL(old, folder), { recursive: true });
        }
      }
      await mkdir(new URL("assets/", folder), { recursive: true });
      for (const entry of await readdir(from, { recursive: true, withFileTypes: true })) {
        if (entry.isFile()) {
          const path = `${entry.parentPath}/${entry.name}`;
          await writeFile(new URL(`${path.slice(from.length + 1)}.gz`, folder), gzipSync(await readFile(path), { level: 9 }));
        }
      }
    },
  };
}
