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
  const back = make("p");
  back.append(button("Back to the table", "", () => showItems(surface, kind, offset)));
  const table = make("table", undefined, "items"), head = make("tr"), body = make("tbody");
  head.append(...names.map((name) => {
    const cell = make("th", name);
    cell.scope = "col";
    return cell;
  }));
  const text = (value) => (value === undefined || value === null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value));
  body.append(...page.rows.map((item, number) => {
    const [first, ...others] = names.map((name) => text(item[name]));
    const whole = button(first || "empty", "plain", () => openDialog(`${kind} ${offset + number + 1}`, back, make("pre", JSON.stringify(item, null, 2))), `item ${number}`);
    const line = row([whole], ...others.map((other) => [other]));
    // Their direction is that of their first letter, so that none is cut at its beginning.
    for (const cell of line.cells) cell.dir = "auto";
    return line;
  }));
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
