// Elements of the sheets.

/** Make an element of a class, with attributes. */
export function element(name, className = "", attributes = {}) {
  const made = document.createElement(name);
  if (className) made.className = className;
  for (const [key, said] of Object.entries(attributes)) made.setAttribute(key, said);
  return made;
}
