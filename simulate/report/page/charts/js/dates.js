// Dates: positions on an axis of dates, days since 1970, as days and as ticks.
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const A_DAY = 86400000;

// A whole number is the end of a day, and the beginning of the next.
export function dateText(position) {
  const day = new Date((Math.ceil(position - 1e-6) - 1) * A_DAY);
  return `${day.getUTCDate()} ${MONTHS[day.getUTCMonth()]} ${day.getUTCFullYear()}`;
}

export function dateTicks(low, high, most) {
  for (const step of [1, 2, 7, 14]) {
    if ((high - low) / step <= most - 1) {
      const places = [];
      for (let at = Math.ceil(low); at <= high; at += step) places.push(at);
      return labelled(places.map((at) => [at, new Date(at * A_DAY)]), false);
    }
  }
  for (const step of [1, 2, 3, 6, 12, 24, 60, 120, 600, 1200, 6000]) {
    if ((high - low) / 30.4 / step <= most - 1) return labelled(monthTicks(low, high, step), true, step >= 12);
  }
  return [];
}

function monthTicks(low, high, step) {
  const first = new Date(low * A_DAY);
  const places = [];
  let month = Math.floor((first.getUTCFullYear() * 12 + first.getUTCMonth()) / step) * step;
  for (let at = -Infinity; at <= high; month += step) {
    const day = new Date(Date.UTC(Math.floor(month / 12), month % 12, 1));
    at = day.getTime() / A_DAY;
    if (at >= low && at <= high) places.push([at, day]);
  }
  return places;
}

function labelled(places, isMonths, isYears = false) {
  let shown = "";
  return places.map(([at, day]) => {
    const year = String(day.getUTCFullYear());
    if (isYears) return {at, text: year, below: ""};
    const below = isMonths ? year : `${MONTHS[day.getUTCMonth()]} ${year}`;
    const tick = {at, text: isMonths ? MONTHS[day.getUTCMonth()] : String(day.getUTCDate()), below: below === shown ? "" : below};
    shown = below;
    return tick;
  });
}
