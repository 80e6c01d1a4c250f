// The page of a run: what stands in it can be read without any of this.
import {readCurves} from "./charts/js/curves.js";
import {searchLists, sortTables} from "./charts/js/tables.js";

readCurves(document);
sortTables(document);
searchLists(document);
