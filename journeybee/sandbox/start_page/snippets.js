// The request of the explorer as a program, a command and a call of curl.
const plain = (name) => name.replaceAll("_", "").toLowerCase();
const quoted = (text) => (/^[\w@%+=:,.\/-]+$/.test(text) ? text : `'${text.replaceAll("'", `'"'"'`)}'`);

function python(value) {
  if (value === null) return "None";
  if (value === true) return "True";
  if (value === false) return "False";
  if (Array.isArray(value)) return `[${value.map(python).join(", ")}]`;
  if (typeof value === "object") return `{${Object.entries(value).map(([k, v]) => `${JSON.stringify(k)}: ${python(v)}`).join(", ")}}`;
  return JSON.stringify(value);
}
// What the arguments of the client are called, and their values.
function callArguments(form, values, body) {
  const given = form.parameters.map((p) => [p.name, values[p.name], p.type]).filter(([, value]) => value !== "" && value !== undefined)
    .map(([name, value, type]) => [name, ["integer", "number"].includes(type) ? Number(value) : type === "boolean" ? value === "true" : value]);
  const fields = body !== null && typeof body === "object" && !Array.isArray(body) ? Object.entries(body) : [];
  return [...given, ...fields].map(([name, value]) => [form.arguments.find((one) => plain(one) === plain(name)) ?? name, value]);
}
function pythonSnippet(form, values, body) {
  if (!form.call) return "# the client has no method for this operation";
  const all = callArguments(form, values, body);
  const given = all.map(([name, value]) => (form.positional.includes(name) ? python(value) : `${name}=${python(value)}`));
  const inside = given.length > 1 ? `\n${given.map((one) => `            ${one},\n`).join("")}        ` : given.join("");
  const call = `client.${form.call}(${inside})`;
  const work = form.lists ? [`        async for item in ${call}:`, "            print(item)"] : [`        result = await ${call}`, "        print(result)"];
  return ["import asyncio", "", `from ${form.module} import ${form.client}`, "", "", "async def main() -> None:",
    `    key = ${python(key() || "KEY")}`, `    url = ${python(location.origin + form.prefix)}`, `    async with ${form.client}(key, base_url=url) as client:`,
    ...work, "", "", "asyncio.run(main())"].join("\n");
}
function shellSnippet(form, values, body) {
  if (!form.call) return "# there is no command for this operation";
  const words = form.call.replaceAll("_", "-").split(".");
  const text = (value) => quoted(typeof value === "object" ? JSON.stringify(value) : String(value));
  for (const [name, value] of callArguments(form, values, body)) {
    if (form.positional.includes(name)) words.push(text(value));
    else if (value === null) words.push("--set", quoted(`${name.replaceAll("_", "-")}=null`));
    else words.push(`--${name.replaceAll("_", "-")}`, text(value));
  }
  const surface = form.surface === "v1" ? "" : `--surface ${form.surface} `;
  return [`export ${form.environment}_API_KEY=${quoted(key() || "KEY")}`, `export ${form.environment}_BASE_URL=${location.origin}${form.prefix}`,
    `journeybee ${surface}${words.join(" ")}`].join("\n");
}
function curlSnippet(form, url, body) {
  const sent = form.key_header === "authorization" ? `Bearer ${key() || "KEY"}` : key() || "KEY";
  const lines = [`curl -X ${form.method} ${quoted(location.origin + url)}`, `  -H ${quoted(`${form.key_header}: ${sent}`)}`];
  if (body !== null) lines.push("  -H 'content-type: application/json'", `  -d ${quoted(JSON.stringify(body))}`);
  return lines.join(" \\\n");
}
