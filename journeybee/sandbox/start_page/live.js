let last = null, paused = false;

// The window as it slides: one bar for each sixtieth of it, the oldest at the left.
function picture(ages, limit, period) {
  const slots = new Array(60).fill(0);
  for (const age of ages) slots[Math.max(0, Math.min(59, 59 - Math.floor((age / period) * 60)))] += 1;
  const top = Math.max(4, ...slots);
  const svg = drawing("svg", { viewBox: "0 0 600 92", preserveAspectRatio: "none", role: "img",
    "aria-label": `${ages.length} of ${limit} requests within the last ${period} seconds` });
  slots.forEach((count, slot) => {
    const height = (70 * count) / top;
    svg.append(drawing("rect", { x: slot * 10 + 1, y: 72 - height, width: 8, height, fill: "var(--bar)" }));
  });
  const share = Math.min(1, ages.length / limit);
  svg.append(drawing("rect", { x: 0, y: 78, width: 600, height: 10, rx: 5, fill: "var(--line)" }));
  svg.append(drawing("rect", { x: 0, y: 78, width: 600 * share, height: 10, rx: 5,
    fill: share < 1 ? "var(--good)" : "var(--bad)" }));
  return svg;
}

async function showRequest(id) {
  let found;
  try {
    found = await ask(`requests/${id}`);
  } catch (error) {
    openDialog(id, make("p", error.message, "bad"));
    return;
  }
  const headers = (some) => Object.entries(some).map(([name, value]) => `${name}: ${value}`).join("\n");
  const query = found.query.map(([name, value]) => `${name} = ${value}`).join("\n");
  const parts = [["Query", query], ["Request headers", headers(found.headers)], ["Request body", pretty(found.body ?? "")],
    ["Answer headers", headers(found.answer_headers)], ["Answer", found.answer === null ? "none: the connection was closed" : pretty(found.answer)]];
  openDialog(`${found.method} ${found.path}`,
    make("p", `${found.status || "dropped"} in ${found.milliseconds} ms ${found.faults}`, tone(found.status)),
    ...parts.filter(([, text]) => text).flatMap(([name, text]) => [make("h3", name), make("pre", text)]));
}

async function showItems(surface, kind, offset) {
  const page = await ask(`items/${surface}/${kind}?offset=${offset}`).catch((error) => error);
  if (page instanceof Error) {
    openDialog(kind, make("p", page.message, "bad"));
    return;
  }
  const found = [...new Set(page.rows.flatMap((item) => Object.keys(item)))], last = (name) => /uuid|id$|_at$/.test(name);
  const names = [...found.filter((name) => !last(name)), ...found.filter(last)];
  const table = make("table", undefined, "items"), head = make("tr"), body = make("tbody");
  head.append(...names.map((name) => {
    const cell = make("th", name);
    cell.scope = "col";
    return cell;
  }));
  const text = (value) => (value === undefined || value === null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value));
  body.append(...page.rows.map((item) => row(...names.map((name) => [text(item[name])]))));
  const top = make("thead"), frame = make("div", undefined, "scroll"), bar = make("p");
  top.append(head);
  table.append(top, body);
  frame.tabIndex = 0;
  frame.append(table);
  const earlier = button("Earlier", "", () => showItems(surface, kind, Math.max(0, offset - 50)));
  const later = button("Later", "", () => showItems(surface, kind, offset + 50));
  earlier.disabled = offset === 0;
  later.disabled = offset + page.rows.length >= page.total;
  bar.append(earlier, ` ${offset + 1} to ${offset + page.rows.length} of ${page.total} `, later);
  openDialog(`${surface === "v1" ? "" : `${surface} `}${kind}`, bar, frame);
}

function show(figures) {
  last = figures;
  at("world").textContent = figures.world;
  at("now").textContent = figures.now;
  renew("chips", Object.entries(figures.items).flatMap(([surface, kinds]) =>
    Object.entries(kinds).map(([kind, count]) => {
      const item = make("li"), name = `${surface === "v1" ? "" : `${surface} `}${kind}`;
      item.append(button(`${name} ${count}`, "", () => showItems(surface, kind, 0), name));
      return item;
    })));
  const { requests: limit, period } = figures.limit;
  at("windows").replaceChildren(...(limit === null
    ? [make("p", "The limit is off.", "quiet")]
    : Object.entries(figures.window).flatMap(([name, ages]) => [
        make("div", `${name}: ${ages.length} of ${limit} requests within ${period} s`), picture(ages, limit, period)])));
  at("total").textContent = figures.total || "";
  at("none").hidden = figures.total > 0;
  renew("rows", figures.requests.toReversed().map((request) => row(
    [button(`${request.method} ${request.path}`, "plain path", () => showRequest(request.id), request.id)],
    [request.status || "dropped", tone(request.status)], [request.operation ?? "none"],
    [`${request.milliseconds} ms`, "number"],
    [request.retry_after === null ? "" : `${request.retry_after} s`, "number wait"], [request.faults, "quiet"])));
  at("webhooks").hidden = figures.deliveries.length === 0;
  at("deliveries").replaceChildren(...figures.deliveries.toReversed().map((one) => row(
    [one.event], [one.url, "path"], [one.result ?? "under way", tone(one.result)])));
  showState(figures);
  list();
}
function list() {
  const wanted = at("filter").value.toLowerCase();
  const seen = last.operations.filter((o) => `${o.surface} ${o.id} ${o.method} ${o.path} ${o.evidence}`.toLowerCase().includes(wanted));
  const counts = Object.entries(Object.groupBy(seen, (o) => o.evidence)).map(([name, some]) => `${some.length} ${name}`);
  at("evidence").textContent = counts.join(", ");
  renew("operations", seen.map((o) => row(
    [button(`${o.surface} ${o.id}`, "plain", () => choose(`${o.surface}/${o.id}`))], [`${o.method} ${o.path}`, "path"],
    [o.evidence, ["documented", "observed"].includes(o.evidence) ? "good" : "quiet"], [o.calls || "", "number"])));
}

async function refresh() {
  if (!paused && !document.hidden) {
    try {
      const answer = await fetch("/_sandbox", { cache: "no-store" });
      show(await answer.json());
      at("state").textContent = "live";
    } catch {
      at("state").textContent = "the sandbox does not answer";
    }
  }
  setTimeout(refresh, 1000);
}
at("pause").addEventListener("click", () => {
  paused = !paused;
  at("pause").setAttribute("aria-pressed", String(paused));
  at("pause").textContent = paused ? "Go on" : "Pause";
  at("state").textContent = paused ? "paused" : "live";
});
at("filter").addEventListener("input", () => last && list());
