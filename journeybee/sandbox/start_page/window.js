const LANES = ["interactive", "normal", "background"];

const sum = (counts) => counts.reduce((one, other) => one + other, 0);
// How many of the requests in a window are in each lane, in words.
const lanes = (slots) => LANES.map((lane, number) => `${sum(slots.map((slot) => slot[number]))} ${lane}`);

// The window as it slides: one bar for each part of it, the oldest at the left, the lanes above each other.
function picture(slots, taken, { requests: limit, period }) {
  const heights = slots.map(sum);
  const top = Math.max(4, ...heights);
  const svg = drawing("svg", { viewBox: "0 0 600 92", preserveAspectRatio: "none", role: "img",
    "aria-label": `${taken} of ${limit} requests within the last ${period} seconds: ${lanes(slots).join(", ")}` });
  slots.forEach((slot, number) => {
    let y = 72;
    slot.forEach((count, lane) => {
      const height = (70 * count) / top;
      y -= height;
      if (count) svg.append(drawing("rect", { x: number * 10 + 1, y, width: 8, height, class: LANES[lane] }));
    });
  });
  const share = Math.min(1, taken / limit);
  svg.append(drawing("rect", { x: 0, y: 78, width: 600, height: 10, rx: 5, fill: "var(--line)" }));
  svg.append(drawing("rect", { x: 0, y: 78, width: 600 * share, height: 10, rx: 5,
    fill: share < 1 ? "var(--good)" : "var(--bad)" }));
  return svg;
}
const laneMark = (lane) => make("span", undefined, `mark ${lane}`);
function legend(slots) {
  const list = make("ul", undefined, "legend");
  list.append(...lanes(slots).map((text, number) => {
    const item = make("li");
    item.append(laneMark(LANES[number]), text);
    return item;
  }));
  return list;
}
function windowOf(name, { slots, oldest }, limit) {
  const taken = sum(slots.map(sum)), within = `within ${limit.period}\u00a0s`;
  const left = taken < limit.requests ? "" : `; full, one slot is free again in ${Math.max(0, Math.ceil(limit.period - oldest))}\u00a0s`;
  const ends = make("div", undefined, "ends quiet");
  ends.append(make("span", `${limit.period} s ago`), make("span", "now"));
  return [make("div", `${name}: ${taken} of ${limit.requests} requests ${within}${left}`), picture(slots, taken, limit), ends, legend(slots)];
}
