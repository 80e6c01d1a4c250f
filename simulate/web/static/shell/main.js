// The page: what is mounted where.
import { mountSheets } from "../sheet/main.js";
import { mountFollow } from "../follow/main.js";
import { mountBar } from "./bar.js";
import { mountCompare } from "./compare.js";
import { mountDialogs } from "./dialogs.js";
import { mountKeys } from "./keys.js";
import { mountLists } from "./lists.js";
import { mountSplit } from "./split.js";
import { mountTold } from "./told.js";
import { begin, store } from "./store.js";

const element = (id) => document.getElementById(id);

mountBar(element("bar"));
mountTold(element("told"));
mountDialogs(element("dialogs"));
mountSheets(element("sheets"));
mountFollow(element("follow"));
mountLists(element("lists"));
mountCompare(element("panes"));
mountSplit(element("split"), element("panes"));
mountKeys();
window.milepost.store = store;
begin();
