const at = (id) => document.getElementById(id);

// Every text goes through textContent: paths and names are whatever a client sent.
function make(tag, text, name) {
  const element = document.createElement(tag);
  if (text !== undefined) element.textContent = text;
  if (name) element.className = name;
  return element;
}
function button(text, name, act, subject) {
  const element = make("button", text, name);
  element.type = "button";
  element.dataset.subject = subject ?? text;
  element.addEventListener("click", act);
  return element;
}
function row(...cells) {
  const line = make("tr");
  line.append(...cells.map(([content, name]) => {
    const cell = make("td", undefined, name);
    cell.append(content);
    return cell;
  }));
  return line;
}
const differ = (one, other) => JSON.stringify(one) !== JSON.stringify(other);
// Only where it changes: screen readers read a status out each time that it is set.
function say(id, text) {
  if (at(id).textContent !== String(text)) at(id).textContent = text;
}
// New content, in which the button with the focus has it again.
function renew(id, content) {
  const element = at(id), focused = document.activeElement;
  const subject = element.contains(focused) ? focused.dataset.subject : null;
  element.replaceChildren(...content);
  if (subject !== null) [...element.querySelectorAll("button")].find((one) => one.dataset.subject === subject)?.focus({ preventScroll: true });
}
function drawing(tag, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}
const tone = (status) => (status === 429 ? "wait" : status >= 200 && status < 400 ? "good" : "bad");

// JSON as it is read best; any other text as it is.
function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
function openDialog(title, ...content) {
  at("title").textContent = title;
  renew("content", content);
  if (!at("dialog").open) at("dialog").showModal();
  if (!at("dialog").contains(document.activeElement)) (at("content").querySelector("button:enabled") ?? at("close")).focus();
}
at("close").addEventListener("click", () => at("dialog").close());

for (const element of document.querySelectorAll("[data-copies]")) {
  element.addEventListener("click", async () => {
    const source = at(element.dataset.copies);
    try {
      await navigator.clipboard.writeText(source.value ?? source.textContent);
      element.textContent = "Copied";
    } catch {
      element.textContent = "Not allowed";
    }
    setTimeout(() => { element.textContent = "Copy"; }, 1500);
  });
}
