// Dragging: what the handles of a curve have in common.
export const A_WEEK = 7;
export const A_MONTH = 30;

/** How long what is written beside a handle usually is [pixels]. */
export const LABEL = 170;

/** Have a handle tell where the pointer drags it in the picture of a curve, when it is let go of, and when that is taken back. */
export function draggable(grip, curve, onMove, onEnd, onCancel) {
  let box = null;
  grip.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    event.preventDefault();
    grip.focus({ preventScroll: true });
    grip.setPointerCapture(event.pointerId);
    box = curve.picture.getBoundingClientRect();
  });
  grip.addEventListener("pointermove", (event) => box && onMove(event.clientX - box.left, event.clientY - box.top, event));
  grip.addEventListener("pointerup", (event) => {
    if (box === null) return;
    box = null;
    onEnd(event);
  });
  grip.addEventListener("pointercancel", () => {
    box = null;
    onCancel();
  });
  grip.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || box === null) return;
    box = null;
    onCancel();
  });
}
