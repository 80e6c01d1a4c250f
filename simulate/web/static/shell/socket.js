// The line to the server: one socket a tab, opened again when it is lost. The token comes in the address's fragment, which is never sent.
import { read, written } from "./mapping.js";

const KEPT = "milepost-token";
const SLOWEST = 5000;

const fragment = decodeURIComponent(location.hash.slice(1)).replace(/^token=/, "");
if (fragment) {
  sessionStorage.setItem(KEPT, fragment);
  history.replaceState(null, "", location.pathname);
}
export const token = sessionStorage.getItem(KEPT) ?? "";

const FORBIDDEN = 4401;
const page = crypto.randomUUID();
let socket = null;
let last = 0;

/** Connect, and again whenever the line is lost; `on` is told of each message, `changed` of "open", "lost" and "refused". */
export function connect(on, changed) {
  let wait = 250;
  const open = () => {
    socket = new WebSocket(`ws://${location.host}/live`);
    socket.onopen = () => socket.send(JSON.stringify({ t: "open", token, page }));
    socket.onmessage = (event) => {
      const message = read(event.data);
      if (message.t === "plan") {
        wait = 250;
        changed("open", message);
      }
      on(message);
    };
    socket.onclose = (event) => {
      changed(event.code === FORBIDDEN ? "refused" : "lost");
      if (event.code === FORBIDDEN) return;
      setTimeout(open, wait);
      wait = Math.min(2 * wait, SLOWEST);
    };
  };
  open();
}

/** Send a message; return whether there is a line to send it on. */
export function send(message) {
  if (socket?.readyState !== WebSocket.OPEN) return false;
  socket.send(written(message));
  return true;
}

/** Return a number for something that the server is to answer; it grows. */
export function nextId() {
  last += 1;
  return last;
}

/** Fetch what the server has ready for this page, as a document or as bytes. */
export function fetched(path, kind) {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open("GET", path);
    request.responseType = kind;
    request.setRequestHeader("Milepost-Token", token);
    request.onload = () => (request.status === 200 ? done(request.response) : failed(new Error(`${request.status}`)));
    request.onerror = () => failed(new Error("the server does not answer"));
    request.send();
  });
}
