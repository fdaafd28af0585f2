let form = null, tab = "python", sending = false;

function fillChoices() {
  const groups = Object.entries(Object.groupBy(about.operations, (o) => o.surface)).map(([surface, some]) => {
    const group = make("optgroup");
    group.label = surface;
    group.append(...some.map((o) => new Option(`${o.method} ${o.path}  ${o.id}`, `${o.surface}/${o.id}`)));
    return group;
  });
  at("operation").replaceChildren(new Option("choose one", ""), ...groups);
  at("names").replaceChildren(...about.operations.map((o) => new Option(o.id)));
  at("dialect").replaceChildren(...about.dialects.map((name) => new Option(name)));
  // What was filled in stays, in another run of the sandbox too.
  if (form) at("operation").value = `${form.surface}/${form.id}`;
  if (!at("operation").value) form = null;
}
async function choose(name) {
  at("operation").value = name;
  if (!name) return;
  let found;
  try {
    found = await ask(`operations/${name}`);
  } catch (error) {
    at("about").textContent = error.message;
    return;
  }
  // Another one may have been chosen meanwhile.
  if (at("operation").value !== name) return;
  form = found;
  at("about").textContent = [form.description, `Evidence: ${form.evidence}.`, form.call && `client.${form.call}`].filter(Boolean).join(" · ");
  at("method").textContent = form.method;
  at("path").textContent = form.prefix + form.path;
  at("parameters").replaceChildren(...form.parameters.map(field));
  at("body-label").hidden = form.body === null;
  at("body").value = form.body === null ? "" : JSON.stringify(form.body, null, 2);
  at("answer").hidden = true;
  at("outcome").textContent = "";
  snippet();
}
function field(parameter) {
  const label = make("label", `${parameter.name}${parameter.required ? "" : " (optional)"}`);
  const choices = parameter.enum.length ? parameter.enum : parameter.type === "boolean" ? ["true", "false"] : null;
  const input = make(choices ? "select" : "input");
  if (choices) input.append(new Option("", ""), ...choices.map((one) => new Option(one)));
  input.name = parameter.name;
  input.value = parameter.value;
  label.append(input);
  return label;
}
// The URL and the body as the fields have them now. Throws for a body that is not JSON.
function current() {
  const values = Object.fromEntries([...at("parameters").querySelectorAll("[name]")].map((input) => [input.name, input.value]));
  const path = form.path.replace(/\{([^}]+)\}/g, (_, name) => encodeURIComponent(values[name] ?? ""));
  const query = new URLSearchParams(form.parameters.filter((p) => p.where === "query" && values[p.name] !== "").map((p) => [p.name, values[p.name]]));
  const url = form.prefix + path + (query.size ? `?${query}` : "");
  return { values, url, body: form.body === null ? null : JSON.parse(at("body").value) };
}
function snippet() {
  if (!form) return;
  for (const one of ["python", "shell", "curl"]) at(`tab-${one}`).setAttribute("aria-selected", String(one === tab));
  at("snippet").setAttribute("aria-labelledby", `tab-${tab}`);
  try {
    const { values, url, body } = current();
    at("code").textContent = { python: () => pythonSnippet(form, values, body), shell: () => shellSnippet(form, values, body),
      curl: () => curlSnippet(form, url, body) }[tab]();
  } catch (error) {
    at("code").textContent = `the body is not JSON: ${error.message}`;
  }
}
async function send(event) {
  event.preventDefault();
  if (sending || !form) return;
  sending = true;
  at("outcome").textContent = "sending";
  at("outcome").className = "quiet";
  const began = performance.now();
  try {
    const { url, body } = current();
    // Some browsers add an urgency of their own, which would be shown as a lane.
    const headers = { priority: "u=3", [form.key_header]: form.key_header === "authorization" ? `Bearer ${key()}` : key() };
    if (body !== null) headers["content-type"] = "application/json";
    const init = { method: form.method, headers, cache: "no-store", body: body === null ? undefined : JSON.stringify(body) };
    const { status, text } = await fetch(url, init).then(async (answer) => ({ status: answer.status, text: await answer.text() })).catch(() => {
      throw new Error("no answer, or a part of one: the connection was closed");
    });
    at("outcome").textContent = `${status} in ${Math.round(performance.now() - began)} ms`;
    at("outcome").className = tone(status);
    at("answer-text").textContent = text ? pretty(text) : "no content";
    at("answer").hidden = false;
  } catch (error) {
    at("outcome").textContent = error.message;
    at("outcome").className = "bad";
    at("answer").hidden = true;
  }
  sending = false;
}
at("operation").addEventListener("change", () => choose(at("operation").value));
at("form").addEventListener("submit", send);
at("form").addEventListener("input", snippet);
at("key").addEventListener("input", snippet);
for (const one of ["python", "shell", "curl"]) {
  at(`tab-${one}`).addEventListener("click", () => {
    tab = one;
    snippet();
  });
}
at("tabs").addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const tabs = ["python", "shell", "curl"];
  tab = tabs[(tabs.indexOf(tab) + step + 3) % 3];
  at(`tab-${tab}`).focus();
  snippet();
});
