// Blocks of cells as spreadsheets put them on the clipboard: tabs and lines, with quotes around what holds these.

/** Write rows of texts. */
export function written(rows) {
  return rows.map((row) => row.map((text) => (/[\t\n\r"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)).join("\t")).join("\r\n");
}

/** Read rows of texts; one line end at the end begins no row. */
export function read(text) {
  const rows = [[]];
  let place = 0;
  while (place <= text.length) {
    const [cell, end] = text[place] === '"' ? quoted(text, place) : plain(text, place);
    rows.at(-1).push(cell);
    if (end >= text.length) break;
    place = end + 1;
    if (text[end] === "\r" && text[place] === "\n") place++;
    if (text[end] !== "\t") {
      if (place >= text.length) break;
      rows.push([]);
    }
  }
  return rows;
}

function plain(text, place) {
  let end = place;
  while (end < text.length && !"\t\n\r".includes(text[end])) end++;
  return [text.slice(place, end), end];
}

function quoted(text, place) {
  let cell = "";
  let end = place + 1;
  while (end < text.length) {
    if (text[end] !== '"') cell += text[end++];
    else if (text[end + 1] === '"') { cell += '"'; end += 2; }
    else return "\t\n\r".includes(text[end + 1] ?? "\n") ? [cell, end + 1] : plain(text, place);
  }
  return plain(text, place);
}
