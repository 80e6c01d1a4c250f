// The page: what is mounted where.
import { mountFollow } from "../follow/main.js";
import { mountSheets } from "../sheet/main.js";
import { mountBar } from "./bar.js";
import { mountCompare } from "./compare.js";
import { mountDialogs } from "./dialogs.js";
import { begin } from "./heard.js";
import { mountKeys } from "./keys.js";
import { mountLists } from "./lists.js";
import { mountSplit } from "./split.js";
import { isReadOnly, store, telephone } from "./store.js";
import { mountTold } from "./told.js";

const element = (id) => document.getElementById(id);
let hasSheets = false;

mountBar(element("bar"));
mountTold(element("told"));
mountDialogs(element("dialogs"));
mountFollow(element("follow"));
mountLists(element("lists"));
mountCompare(element("panes"));
mountSplit(element("split"), element("panes"));
mountKeys();
mountOnce();
telephone.addEventListener("change", mountOnce);
window.milepost.store = store;
begin();

/* Sheets are for who edits: a telephone does not draw them. */
function mountOnce() {
  if (hasSheets || isReadOnly()) return;
  hasSheets = true;
  mountSheets(element("sheets"));
}
