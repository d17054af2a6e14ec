// A link that holds the manifest itself, deflated: nothing is sent anywhere.

/** What a link tells. */
export interface Shared {
  text: string;
  version?: string;
}

async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
  most: number,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      break;
    }
    size += value.length;
    if (size > most) {
      await reader.cancel();
      throw new RangeError("too much text");
    }
    parts.push(value);
  }
  const all = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** As much text as a link may unfold to. */
const mostText = 16 << 20;

/** Writes the part of the address behind #. */
export async function encode({ text, version }: Shared): Promise<string> {
  const deflated = await through(new TextEncoder().encode(text), new CompressionStream("deflate-raw"), mostText);
  let binary = "";
  for (const byte of deflated) {
    binary += String.fromCharCode(byte);
  }
  const base64 = btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  return `m=${base64}${version ? `&v=${encodeURIComponent(version)}` : ""}`;
}

/** Reads the part of the address behind #; undefined if it holds no manifest, or a damaged one. */
export async function decode(hash: string): Promise<Shared | undefined> {
  const parameters = new URLSearchParams(hash.replace(/^#/, ""));
  const base64 = parameters.get("m");
  if (!base64) {
    return undefined;
  }
  try {
    const binary = atob(base64.replaceAll("-", "+").replaceAll("_", "/"));
    const deflated = Uint8Array.from(binary, (char) => char.charCodeAt(0));
    const text = new TextDecoder("utf-8", { fatal: true }).decode(
      await through(deflated, new DecompressionStream("deflate-raw"), mostText),
    );
    const version = parameters.get("v");
    return { text, ...(version ? { version } : {}) };
  } catch {
    return undefined;
  }
}
