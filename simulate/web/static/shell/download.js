// What the server has made, as a file of the reader's.
const LONG = 60000;

/** Save bytes under a name. */
export function download(name, blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), LONG);
}
