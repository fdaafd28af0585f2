// The printed link has the key behind its #, which browsers do not send; it stays in this tab.
const printed = new URLSearchParams(location.hash.slice(1)).get("key");
if (printed) {
  sessionStorage.setItem("key", printed);
  history.replaceState(null, "", location.pathname);
}
at("key").value = sessionStorage.getItem("key") ?? "";
at("base").value = `${location.origin}/v1`;

const key = () => at("key").value.trim();

const WITHOUT = "the explorer, the items and the controls need it.";
function unlock(fits) {
  at("locked").hidden = fits;
  say("locked", key() ? `This is not the key of this sandbox, which is new in each run unless it was set: ${WITHOUT} Its printed link has it.`
    : `Without the key this page only shows what happens: ${WITHOUT}`);
  for (const element of document.querySelectorAll("#explorer [type=submit], #buttons button, [data-form] [type=submit]")) {
    element.disabled = !fits;
  }
}
at("key").addEventListener("input", () => {
  sessionStorage.setItem("key", key());
  look().catch((error) => say("state", error.message));
});
at("key-form").addEventListener("submit", (event) => event.preventDefault());
at("reveal").addEventListener("click", () => {
  const shown = at("key").type === "password";
  at("key").type = shown ? "text" : "password";
  at("reveal").textContent = shown ? "Hide" : "Show";
  at("reveal").setAttribute("aria-pressed", String(shown));
});
unlock(false);

// An answer of the sandbox itself; the message of a refusal becomes an error.
async function ask(path, options, signal) {
  const headers = { authorization: `Bearer ${key()}` };
  const init = options === undefined ? {} : { method: "POST", body: JSON.stringify(options) };
  const answer = await fetch(`/_sandbox${path && `/${path}`}`, { ...init, headers, cache: "no-store", signal }).catch(() => {
    throw new Error("the sandbox does not answer");
  });
  const value = await answer.json();
  if (!answer.ok) throw new Error(value.error.message);
  return value;
}
