const LANES = ["interactive", "normal", "background"];

// How many of some requests are in each lane, in words.
function lanes(some) {
  return LANES.map((lane) => `${some.filter(([, its]) => its === lane).length} ${lane}`);
}
// The window as it slides: one bar for each sixtieth of it, the oldest at the left, the lanes above each other.
function picture(taken, limit, period) {
  const slots = Array.from({ length: 60 }, () => Object.fromEntries(LANES.map((lane) => [lane, 0])));
  for (const [age, lane] of taken) slots[Math.max(0, Math.min(59, 59 - Math.floor((age / period) * 60)))][lane] += 1;
  const heights = slots.map((slot) => LANES.reduce((sum, lane) => sum + slot[lane], 0));
  const top = Math.max(4, ...heights);
  const svg = drawing("svg", { viewBox: "0 0 600 92", preserveAspectRatio: "none", role: "img",
    "aria-label": `${taken.length} of ${limit} requests within the last ${period} seconds: ${lanes(taken).join(", ")}` });
  slots.forEach((slot, number) => {
    let y = 72;
    for (const lane of LANES.filter((one) => slot[one])) {
      const height = (70 * slot[lane]) / top;
      y -= height;
      svg.append(drawing("rect", { x: number * 10 + 1, y, width: 8, height, class: lane }));
    }
  });
  const share = Math.min(1, taken.length / limit);
  svg.append(drawing("rect", { x: 0, y: 78, width: 600, height: 10, rx: 5, fill: "var(--line)" }));
  svg.append(drawing("rect", { x: 0, y: 78, width: 600 * share, height: 10, rx: 5,
    fill: share < 1 ? "var(--good)" : "var(--bad)" }));
  return svg;
}
const laneMark = (lane) => make("span", undefined, `mark ${lane}`);
function legend(taken) {
  const list = make("ul", undefined, "legend");
  list.append(...lanes(taken).map((text, number) => {
    const item = make("li");
    item.append(laneMark(LANES[number]), text);
    return item;
  }));
  return list;
}
function windowOf(name, taken, { requests: limit, period }) {
  const left = taken.length < limit ? "" : `; full, one slot is free again in ${Math.max(0, Math.ceil(period - taken[0][0]))}\u00a0s`;
  const ends = make("div", undefined, "ends quiet");
  ends.append(make("span", `${period} s ago`), make("span", "now"));
  return [make("div", `${name}: ${taken.length} of ${limit} requests within ${period}\u00a0s${left}`), picture(taken, limit, period), ends, legend(taken)];
}
