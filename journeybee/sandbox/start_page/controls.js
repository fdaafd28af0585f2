function showState(figures, before) {
  if (differ(figures.faults, before.faults)) at("faults").replaceChildren(...figures.faults.map((fault) =>
    make("li", `${fault.does}${fault.operation ? ` for ${fault.operation}` : ""}, ${fault.fired} times so far`)));
  // The fields have what holds, until one edits them.
  const restarted = figures.instance !== before.instance;
  if (restarted || figures.dialect !== before.dialect) at("dialect").value = figures.dialect;
  if (restarted || differ(figures.limit, before.limit)) at("limit-field").value = figures.limit.requests ?? "";
  if (figures.has_key && form === null) {
    const first = about.operations.find((o) => o.id === "list_leads") ?? about.operations[0];
    choose(`${first.surface}/${first.id}`);
  }
}
async function act(action, options, said) {
  try {
    show(await ask(action, options));
    at("done").className = "quiet";
    at("done").textContent = `done: ${said}`;
  } catch (error) {
    at("done").className = "bad";
    at("done").textContent = error.message;
  }
}
for (const element of document.querySelectorAll("[data-action]")) {
  const options = JSON.parse(element.dataset.options ?? "{}");
  element.addEventListener("click", () => act(element.dataset.action, options, element.textContent));
}
for (const element of document.querySelectorAll("[data-form]")) {
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    const inputs = [...element.querySelectorAll("[name]")];
    const given = inputs.filter((input) => input.value !== "").map((input) => [input.name, input.type === "number" ? input.valueAsNumber : input.value]);
    const options = Object.fromEntries(given);
    if (element.dataset.form === "limit") options.requests ??= null;
    act(element.dataset.form, options, element.querySelector("[type=submit]").textContent);
  });
}
refresh();
