let last = null, about = null, paused = false, asking = false, timer = 0;
const counters = new Map();

function showItemCounts(items) {
  renew("chips", Object.entries(items).flatMap(([surface, kinds]) =>
    Object.entries(kinds).map(([kind, count]) => {
      const item = make("li"), name = `${surface === "v1" ? "" : `${surface} `}${kind}`;
      item.append(button(`${name} ${count}`, "", () => showItems(surface, kind, 0), name));
      return item;
    })));
}
function showWindows({ limit, windows }) {
  at("windows").replaceChildren(...(limit.requests === null
    ? [make("p", "The limit is off.", "quiet")]
    : Object.entries(windows).flatMap(([name, its]) => windowOf(name, its, limit))));
}
function requestRow(request) {
  const lane = make("span", undefined, request.lane === "normal" ? "quiet" : "");
  lane.append(laneMark(request.lane), request.lane);
  // The whole path is in the dialog.
  const path = request.path.length > 80 ? `${request.path.slice(0, 79)}…` : request.path;
  return row(
    [button(`${request.method} ${path}`, "plain path", () => showRequest(request.id), request.id)],
    [request.status || "dropped", tone(request.status)], [lane, "lane"], [request.operation ?? "none"],
    [`${request.milliseconds} ms`, "number"],
    [request.retry_after === null ? "" : `${request.retry_after} s`, "number wait"], [request.faults, "quiet"]);
}
// Rows that stay are left alone: they may have the focus, a selection, or be what one has scrolled to.
let listed = [];
function showRequests(requests, total) {
  const texts = requests.map((request) => JSON.stringify(request));
  let fresh = listed.length ? texts.indexOf(listed[0]) : -1;
  if (fresh < 0 || texts.slice(fresh).some((text, number) => text !== listed[number])) {
    fresh = requests.length;
    at("rows").replaceChildren();
  }
  at("rows").prepend(...requests.slice(0, fresh).map(requestRow));
  while (at("rows").rows.length > requests.length) at("rows").lastChild.remove();
  listed = texts;
  at("none").hidden = total > 0;
  say("total", total > requests.length ? `latest ${requests.length} of ${total}` : total || "");
}
function showDeliveries(deliveries) {
  at("webhooks").hidden = deliveries.length === 0;
  at("deliveries").replaceChildren(...deliveries.toReversed().map((one) => row(
    [one.event], [one.url, "path"], [one.result ?? "under way", tone(one.result)])));
}
function showCalls(calls) {
  for (const [name, cell] of counters) {
    const count = String(calls[name] ?? "");
    if (cell.textContent !== count) cell.textContent = count;
  }
}
function list() {
  const wanted = at("filter").value.toLowerCase();
  const seen = about.operations.filter((o) => `${o.surface} ${o.id} ${o.method} ${o.path} ${o.evidence}`.toLowerCase().includes(wanted));
  const counts = Object.entries(Object.groupBy(seen, (o) => o.evidence)).map(([name, some]) => `${some.length} ${name}`);
  at("evidence").textContent = counts.join(", ");
  counters.clear();
  at("operations").replaceChildren(...seen.map((o) => {
    const name = `${o.surface}/${o.id}`;
    const line = row([button(`${o.surface} ${o.id}`, "plain", () => {
      at("explorer").scrollIntoView({ block: "start" });
      choose(name);
    })], [`${o.method} ${o.path}`, "path"],
      [o.evidence, ["documented", "observed"].includes(o.evidence) ? "good" : "quiet"], ["", "number"]);
    counters.set(name, line.lastChild);
    return line;
  }));
  showCalls(last?.calls ?? {});
}
function show(figures) {
  const before = last ?? {};
  last = figures;
  say("world", figures.world);
  say("now", figures.now.replace("T", " ").replace("+00:00", " UTC"));
  if (differ(figures.items, before.items)) showItemCounts(figures.items);
  if (differ([figures.windows, figures.limit], [before.windows, before.limit])) showWindows(figures);
  if (differ(figures.requests, before.requests) || figures.total !== before.total) showRequests(figures.requests, figures.total);
  if (differ(figures.deliveries, before.deliveries)) showDeliveries(figures.deliveries);
  showCalls(figures.calls);
  showState(figures, before);
  unlock(figures.has_key);
}
// Asks once. Another sandbox at this address has other operations and another key.
async function look() {
  const signal = AbortSignal.timeout(10000);
  const figures = await ask("", undefined, signal);
  if (figures.instance !== last?.instance) {
    about = await ask("about", undefined, signal);
    fillChoices();
    list();
  }
  show(figures);
}
async function refresh() {
  clearTimeout(timer);
  if (asking || paused || document.hidden) return;
  asking = true;
  try {
    await look();
    if (!paused) say("state", "live");
    at("state").className = "quiet";
  } catch (error) {
    say("state", error.message);
    at("state").className = "bad";
  }
  asking = false;
  timer = setTimeout(refresh, 1000);
}
document.addEventListener("visibilitychange", refresh);
at("pause").addEventListener("click", () => {
  paused = !paused;
  at("pause").setAttribute("aria-pressed", String(paused));
  at("pause").textContent = paused ? "Go on" : "Pause";
  say("state", paused ? "paused" : "live");
  refresh();
});
at("filter").addEventListener("input", () => about && list());
