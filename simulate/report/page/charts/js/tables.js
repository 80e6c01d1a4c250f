// Tables: sort by a column, and search the rows of long ones.
export function sortTables(root) {
  for (const heading of root.querySelectorAll("table.sortable thead th")) {
    const press = document.createElement("button");
    press.type = "button";
    press.append(...heading.childNodes);
    heading.append(press);
    press.addEventListener("click", () => sortBy(heading));
  }
}

function sortBy(heading) {
  const headings = [...heading.parentElement.children];
  const column = headings.indexOf(heading);
  const sign = heading.getAttribute("aria-sort") === "ascending" ? -1 : 1;
  for (const other of headings) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", sign > 0 ? "ascending" : "descending");
  for (const body of heading.closest("table").tBodies) {
    const rows = [...body.rows].map((row) => [row, keyOf(row.cells[column])]);
    rows.sort(([, one], [, other]) => compare(one, other, sign));
    body.append(...rows.map(([row]) => row));
  }
}

function keyOf(cell) {
  if (!cell) return "";
  if (!("value" in cell.dataset)) return cell.textContent.trim();
  return cell.dataset.value === "" ? null : Number(cell.dataset.value);
}

// What is not known comes last, whichever way it is sorted.
function compare(one, other, sign) {
  if (one === null || other === null) return (one === null) - (other === null);
  return sign * (typeof one === "number" && typeof other === "number" ? one - other : String(one).localeCompare(String(other)));
}

export function searchLists(root) {
  for (const list of root.querySelectorAll("[data-search]")) {
    const field = document.createElement("input");
    field.type = "search";
    field.placeholder = list.dataset.search;
    field.setAttribute("aria-label", list.dataset.search);
    list.prepend(field);
    field.addEventListener("input", () => search(list, field.value.trim().toLowerCase()));
  }
}

function search(list, wanted) {
  for (const row of list.querySelectorAll("tbody tr")) row.hidden = !row.textContent.toLowerCase().includes(wanted);
  for (const group of list.querySelectorAll("details")) {
    const found = group.querySelector("tbody tr:not([hidden])") !== null;
    group.hidden = !found;
    group.open = found && wanted !== "";
  }
}
