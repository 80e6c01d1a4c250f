// Curves as they come: with figures, and by themselves for a milestone that was chosen since.

/** Return curves with more of them: of two of one milestone that of more lives is kept, else the later. */
export function together(before, more) {
  const kept = { ...before };
  for (const [id, curve] of Object.entries(more ?? {})) if (!(kept[id]?.n > curve.n)) kept[id] = curve;
  return kept;
}

/** Return whether the curve of a milestone is not among figures, or is one of fewer lives than they are. */
export function lacks(figures, id) {
  return figures !== null && !(figures.curves?.[id]?.n >= figures.n);
}
