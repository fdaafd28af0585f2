// Runs the search of the built site in node: `node search.js <site>`, queries as lines of standard
// input. Prints the locations of the first results of each as a line of JSON.
"use strict";
const fs = require("fs");
const path = require("path");
const vm = require("vm");

const site = process.argv[2];
const workers = path.join(site, "assets", "javascripts", "workers");
const [name] = fs.readdirSync(workers).filter((file) => /^search\..*\.js$/.test(file));
const SETUP = 0, READY = 1, QUERY = 2, RESULT = 3;
let receive = null;
let answer = null;
const scope = {
  console, setTimeout, clearTimeout, TextEncoder, TextDecoder, URL,
  performance: { now: () => Date.now() },
  location: { href: `file://${workers}/${name}` },
  addEventListener: (_, listener) => { receive = listener; },
  postMessage: (message) => answer(message),
  importScripts: () => {},
};
scope.self = scope.globalThis = scope;
vm.runInNewContext(fs.readFileSync(path.join(workers, name), "utf-8"), scope);

function ask(message, wanted) {
  return new Promise((resolve) => {
    answer = (found) => found.type === wanted && resolve(found.data);
    receive({ data: message });
  });
}

(async () => {
  const index = JSON.parse(fs.readFileSync(path.join(site, "search", "search_index.json"), "utf-8"));
  await ask({ type: SETUP, data: { ...index, options: { suggest: true } } }, READY);
  for (const query of fs.readFileSync(0, "utf-8").split("\n").filter(Boolean)) {
    const { items } = await ask({ type: QUERY, data: query }, RESULT);
    const found = items.map((sections) => sections.sort((a, b) => b.score - a.score)[0].location);
    process.stdout.write(`${JSON.stringify(found.slice(0, 5))}\n`);
  }
})();
