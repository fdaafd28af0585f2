function showState(figures) {
  at("faults").replaceChildren(...figures.faults.map((fault) =>
    make("li", `${fault.does}${fault.operation ? ` for ${fault.operation}` : ""}, ${fault.fired} times so far`)));
  if (at("dialect").options.length === 0) {
    at("dialect").append(...figures.dialects.map((name) => new Option(name)));
    at("dialect").value = figures.dialect;
    fillChoices();
    const first = figures.operations.find((o) => o.id === "list_leads") ?? figures.operations[0];
    if (key()) choose(`${first.surface}/${first.id}`);
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
