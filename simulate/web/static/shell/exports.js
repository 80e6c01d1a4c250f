// What is taken away of the plan: asked for, made by the server, and fetched once it is ready.
import { command } from "./commands.js";
import { download } from "./download.js";
import { changed } from "./listeners.js";
import { fetched, nextId } from "./socket.js";
import { store } from "./store.js";
import { tell } from "./told.js";

const waiting = new Set();

export function exportAs(kind) {
  const id = nextId();
  waiting.add(id);
  store.exporting = waiting.size;
  command({ t: "export", kind, id });
  changed("exported");
}

/** Fetch a file that is ready, as one of the reader's. */
export async function exported({ id, key, file }) {
  endExport(id);
  try {
    download(file, await fetched(`/export/${key}`, "blob"));
    tell(`Exported ${file}`);
  } catch {
    tell(`${file} could not be fetched: export it again`, "warn");
  }
}

/** Wait no longer for a file that there is, or that cannot be had. */
export function endExport(id) {
  if (!waiting.delete(id)) return;
  note();
}

/** Wait for no file any more. */
export function endExports() {
  waiting.clear();
  note();
}

function note() {
  store.exporting = waiting.size;
  if (!waiting.size) store.progress.delete("export");
  changed("exported");
}
