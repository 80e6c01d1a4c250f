// Counts: in how many iterations a milestone is dated on each calendar day, from which every date and probability is exact.
import { dayOf } from "../shell/locale.js";

export class Counts {
  /** Read a curve as the server sends it: {from, counts, before, n}. */
  constructor({ from, counts, before = 0, n }) {
    this.n = n;
    this.before = before;
    this.first = from === null || from === undefined ? null : dayOf(from);
    this.within = new Float64Array(this.first === null ? 0 : counts.length);
    let sum = before;
    for (let k = 0; k < this.within.length; k++) this.within[k] = sum += counts[k];
  }

  /** Return the last day of which anything is counted; null where nothing ever is. */
  get last() {
    return this.first === null ? null : this.first + Math.max(this.within.length - 1, 0);
  }

  /** Return the share of the iterations that are dated by the end of a day. */
  share(day) {
    if (this.first === null || day < this.first) return this.before / this.n;
    const k = Math.min(Math.floor(day) - this.first, this.within.length - 1);
    return k < 0 ? this.before / this.n : this.within[k] / this.n;
  }

  /** Return the first day by whose end a share of the iterations is dated; null where it never is. */
  dayAt(share) {
    return this.dayOfRank(rankOf(share, this.n));
  }

  dayOfRank(rank) {
    const { within } = this;
    if (!within.length || within[within.length - 1] < rank) return null;
    let [low, high] = [0, within.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (within[middle] < rank) low = middle + 1;
      else high = middle;
    }
    return this.first + low;
  }
}

/** Return which of n values in ascending order is the quantile of a share, which is what it says in decimals. */
export function rankOf(share, n) {
  const [, whole, part = ""] = /^(\d+)(?:\.(\d+))?$/.exec(String(share)) ?? [null, "0", share.toFixed(12).slice(2)];
  const scale = 10n ** BigInt(part.length);
  const product = BigInt(whole + part) * BigInt(n);
  return Math.max(1, Number((product + scale - 1n) / scale));
}
