// A state as the part of an address behind #: compressed, and nothing leaves the machine.

/** How such a part begins: the version of what follows. */
const HEAD = "#approx1=";

/** @param {unknown} state @returns {Promise<string>} */
export async function fragmentOf(state) {
  const bytes = await through(new CompressionStream("deflate-raw"), new TextEncoder().encode(JSON.stringify(state)));
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return HEAD + btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** The state in a fragment; undefined where it holds none. @param {string} fragment @returns {Promise<unknown>} */
export async function stateOf(fragment) {
  if (!fragment.startsWith(HEAD)) return undefined;
  const text = atob(fragment.slice(HEAD.length).replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(text, (c) => c.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(await through(new DecompressionStream("deflate-raw"), bytes)));
}

/** More than this is no page's state. */
const MOST_BYTES = 20e6;

/** @param {CompressionStream | DecompressionStream} stream @param {Uint8Array} bytes @returns {Promise<Uint8Array>} */
async function through(stream, bytes) {
  const writer = stream.writable.getWriter();
  const written = writer.write(/** @type {BufferSource} */ (bytes)).then(() => writer.close());
  written.catch(() => {}); // the reader says it, too
  const reader = stream.readable.getReader();
  const chunks = /** @type {Uint8Array[]} */ ([]);
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > MOST_BYTES) throw new Error("too large");
    chunks.push(value);
  }
  const all = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
