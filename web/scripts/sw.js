// The service worker. The build puts before it: version, which changes with every file;
// files, the names of those that the page needs; and lazy, of those that are kept when they are first used.
/* global version, files, lazy */

const prefix = "kubectl-job-playground-";
const name = prefix + version;

self.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(name);
      await cache.addAll(files);
      await self.skipWaiting();
    })(),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      const old = (await caches.keys()).filter((key) => key.startsWith(prefix) && key !== name);
      await Promise.all(old.map((key) => caches.delete(key)));
      await self.clients.claim();
    })(),
  );
});

// Names of files have their content's hash in them, so what is kept is right. The page itself comes from the network if it can.
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== location.origin) {
    return;
  }
  event.respondWith(
    (async () => {
      const cache = await caches.open(name);
      if (request.mode === "navigate") {
        try {
          return await fetch(request);
        } catch {
          return (await cache.match("./")) ?? Response.error();
        }
      }
      const kept = await cache.match(request);
      if (kept) {
        return kept;
      }
      const response = await fetch(request);
      if (response.ok && lazy.some((file) => request.url.endsWith(`/${file}`))) {
        await cache.put(request, response.clone());
      }
      return response;
    })(),
  );
});
