// The story of a cell, in a sheet at the side.

const dialog = byId("dialog");
const opened = { spot: null, record: null, url: "" };

function openStory(spot, record = null) {
  opened.spot = spot;
  opened.record = record ?? mostPressing(spot);
  dialog.replaceChildren(...storyNodes());
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
  drawWire();
  dialog.querySelector("#close").focus({ focusVisible: false });
  // Not as an entry of the history: Escape goes back to the table, Back to where one came from.
  history.replaceState(null, "", `#${spot.number}`);
}

const mostPressing = (spot) => [...spot.records].sort((one, other) => pressing(one.kind) - pressing(other.kind))[0];

function storyNodes() {
  const { spot, record } = opened;
  const told = storyOf(record);
  const row = rows[spot.row];
  const place = [...view.shown].indexOf(spot.number);
  const where = place >= 0 && view.shown.size > 1 ? `Cell ${(place + 1).toLocaleString("en")} of ${view.shown.size.toLocaleString("en")}` : "";
  const bar = el(
    "div",
    { class: "story-bar" },
    el("span", { class: "where" }, where),
    step("Previous cell", "‹", -1),
    step("Next cell", "›", 1),
    button("Close", "Close", () => dialog.close(), "close"),
  );
  const body = el(
    "article",
    { class: "story" },
    el("h2", { id: "story-title" }, el("span", { class: "method" }, `${inert(row.method)} `), inert(row.route)),
    el("p", { class: "asked" }, "from ", el("code", {}, inert(data.origins[spot.origin])), askedInWords(record.asked) ? `, ${askedInWords(record.asked)}` : ""),
    variants(spot, record),
    verdict(record, told),
    el("h3", {}, "What happened"),
    el("div", { id: "wire" }),
    browsersSection(record, told),
    facts(told),
    helpSection(told),
    consoleSection(told),
    reproduction(told),
    test(record),
  );
  return [bar, body];
}

function button(label, text, action, id = null) {
  const node = el("button", { type: "button", class: "plain-button", "aria-label": label, id }, text);
  node.addEventListener("click", action);
  return node;
}

function step(label, text, way) {
  return button(label, text, () => {
    const all = [...view.shown];
    const at = all.indexOf(opened.spot.number);
    const spot = spots[all[(at + way + all.length) % all.length]];
    if (spot) openStory(spot);
  });
}

// -- what there is besides: other circumstances, browsers, tests

function variants(spot, current) {
  if (spot.records.length < 2) return "";
  const several = new Set(spot.records.map((record) => record.browser)).size > 1;
  const asked = new Set(spot.records.map((record) => record.asked)).size > 1;
  const names = spot.records.map((record) => {
    const words = [];
    if (asked) words.push(askedInWords(record.asked) || "plain");
    if (several) words.push(inert(record.browser));
    return words.join(" · ");
  });
  const nodes = spot.records.map((record, at) => {
    const alike = names.filter((name) => name === names[at]).length > 1;
    const name = alike ? [names[at], testName(record.nodeid)].filter(Boolean).join(" · ") : names[at];
    const node = el("button", { type: "button", class: "variant", "aria-pressed": String(record === current) }, chip(record.kind), inert(name));
    node.addEventListener("click", () => openStory(spot, record));
    return node;
  });
  return el("div", { class: "variants", role: "group", "aria-label": "Asked in several ways" }, nodes);
}

const testName = (nodeid) => nodeid.split("[")[0].split("::").at(-1);

// -- the verdict

function verdict(record, told) {
  const unsure = ["not modelled", "tolerated", "inconclusive", "undecided"].includes(record.kind);
  const tone = record.kind === "broken" ? "v-broken" : unsure ? "v-unsure" : record.kind === "allowed" ? "v-allowed" : "";
  const lines = [];
  const title = told.story?.headline ?? "";
  // What the title says already is not said again.
  const isSaid = (line) => /^declared (?:allowed|denied): /.test(line) && title.includes(line.slice(line.indexOf(": ") + 2));
  if (told.mismatches.length) lines.push(...told.mismatches.filter((line) => !isSaid(line)));
  else if (record.expect === null) lines.push("nothing was declared about it");
  else lines.push(`as declared${told.story?.declared ? `: ${told.story.declared}` : ""}`);
  if (told.mismatches.length && told.story?.declared) lines.push(`declared: ${told.story.declared}`);
  return el(
    "div",
    { class: `verdict ${tone}` },
    chip(record.kind),
    el("div", {}, el("p", { class: "said" }, inert(said(record, told))), el("ul", {}, lines.map((line) => el("li", {}, inert(line))))),
  );
}

function said(record, told) {
  if (told.story) return capital(told.story.headline.replace(/^denied\[(\w+)\]: /, "denied: "));
  const code = told.reason?.code;
  if (code) return `Denied: ${data.reasons[code]?.[0] ?? code}`;
  if (told.verdict === "allowed") return `Allowed: script gets the response (status ${told.status})`;
  return capital(`${record.kind}: ${data.meanings[record.kind] ?? ""}`);
}

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

// -- what each browser decides

function browsersSection(record, told) {
  const decided = new Map();
  for (const other of spots[record.spot].records) {
    if (other.asked !== record.asked || other.nodeid !== record.nodeid) continue;
    const theirs = data.stories[other.story];
    if (theirs.verdict) decided.set(other.browser, [theirs.verdict, theirs.reason?.code ?? null]);
  }
  for (const { browser, verdict: own, code } of told.story?.elsewhere ?? []) {
    if (!decided.has(browser)) decided.set(browser, [own, code]);
  }
  const outcomes = new Set([...decided.values()].map(([own]) => own));
  const unknown = outcomes.delete(null);
  if (decided.size < 2) return "";
  if (new Set([...decided.values()].map((own) => own.join())).size === 1) {
    return el("p", { class: "agree" }, `${[...decided.keys()].map(inert).join(", ")} all decide the same.`);
  }
  const others = [...decided].filter(([, [own]]) => own === null).map(([browser]) => inert(browser));
  if (others.length === decided.size - 1) {
    return el("p", { class: "agree" }, `What ${others.join(" and ")} would decide is not known: they ask something else.`);
  }
  const lines = [...decided].map(([browser, [own, code]]) => {
    const words = own ?? "not known: it asks something else";
    return el("tr", {}, el("th", { scope: "row" }, inert(browser)), el("td", {}, own ? chip(own) : "", words, code ? el("span", {}, " by ", el("code", {}, inert(code))) : ""));
  });
  const agree = unknown ? "What each browser decides" : "The browsers agree, for different reasons";
  const title = outcomes.size > 1 ? "Browsers differ" : agree;
  return el("section", { "aria-label": title }, el("h3", { class: outcomes.size > 1 ? "odd" : null }, title), el("table", { class: "browsers" }, el("tbody", {}, lines)));
}

// -- facts

function facts(told) {
  const { story } = told;
  const lines = [];
  const fact = (name, ...nodes) => lines.push(el("div", {}, el("dt", {}, name), el("dd", {}, nodes)));
  if (told.reason) {
    const page = data.reasons[told.reason.code]?.[1];
    fact("Reason", el("code", {}, inert(told.reason.code)), page ? [", ", link(page, "as MDN explains it")] : "");
  }
  if (story?.step) {
    const number = story.step.number ? `, step ${story.step.number}` : "";
    fact("Standard", link(story.step.link, `${story.step.algorithm}${number}`), ` demands: ${inert(story.step.title)}`);
  }
  if (story?.app) fact("App", inert(story.app));
  if (told.kept.length) fact("Preflight", inert(`kept ${told.kept.map(({ browser, seconds }) => `${seconds.toLocaleString("en")} s by ${browser}`).join(", ")}`));
  if (story?.hidden.length) fact("Hidden", `${story.hidden.map(inert).join(", ")}: not in Access-Control-Expose-Headers`);
  for (const sentence of story?.cookies ?? []) fact("Cookie", inert(sentence));
  if (story?.raised.length) fact("Raised", ...story.raised.map((line) => el("div", { class: "mono" }, inert(line))));
  const title = told.reason ? "Why" : "Details";
  return lines.length ? el("section", { "aria-label": title }, el("h3", {}, title), el("dl", { class: "notes" }, lines)) : "";
}

// The links are the standard's, from our own tables; anything else is text.
function link(address, text) {
  if (!/^https:\/\/[a-z.]+\.(org|com|io)\//.test(address)) return inert(text);
  return el("a", { href: address, rel: "noreferrer noopener", target: "_blank" }, inert(text));
}

function helpSection(told) {
  const advices = told.story?.advices ?? [];
  if (!advices.length) return "";
  const nodes = advices.flatMap(({ text, code }) => [
    el("p", {}, inert(text) + (code.length ? ":" : ".")),
    code.length ? codeBlock(code.join("\n"), "the fix") : "",
  ]);
  return el("section", { class: "help", "aria-label": "What to change" }, el("h3", {}, "What to change"), nodes);
}

function consoleSection(told) {
  const consoles = told.story?.consoles ?? [];
  if (!consoles.length) return "";
  const lines = consoles.map(({ browsers, message }) => {
    return el("div", {}, el("div", { class: "who" }, browsers.map(inert).join(", ")), el("div", { class: "line" }, inertLines(message)));
  });
  return el("section", { "aria-label": "Console" }, el("h3", {}, "What the console says"), el("div", { class: "console" }, lines));
}

function reproduction(told) {
  const { curl = "", fetch: call = "" } = told.story ?? {};
  if (!curl && !call) return "";
  return el(
    "section",
    { "aria-label": "Try it" },
    el("h3", {}, "Try it"),
    curl ? [el("p", { class: "code-title" }, "curl"), codeBlock(curl, "the curl command")] : "",
    call ? [el("p", { class: "code-title" }, "fetch()"), codeBlock(call, "the fetch() call")] : "",
  );
}

function test(record) {
  if (!record.nodeid) return "";
  return el("section", { "aria-label": "The test" }, el("h3", {}, `The test, ${record.ms < 1 ? "under 1" : Math.round(record.ms)} ms`), codeBlock(`pytest ${quoted(record.nodeid)}`, "the test's command"));
}

const quoted = (text) => (/^[\w./:-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

function drawWire() {
  const place = byId("wire");
  if (!place || !opened.record) return;
  const told = storyOf(opened.record);
  if (!told.verdict || told.verdict === "not modelled") {
    place.replaceChildren(el("p", {}, "Nothing was sent."));
    return;
  }
  place.replaceChildren(...drawStory(opened.record, told, Math.max(place.clientWidth, 280)));
}

dialog.addEventListener("close", () => {
  const { spot } = opened;
  opened.spot = opened.record = null;
  history.replaceState(null, "", location.pathname + location.search);
  if (spot) showSpot(spot);
});
dialog.addEventListener("click", (event) => {
  if (event.target === dialog && event.clientX < dialog.getBoundingClientRect().left) dialog.close();
});
dialog.addEventListener("keydown", (event) => {
  const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!way || event.altKey || event.ctrlKey || event.metaKey || event.target.closest("pre")) return;
  event.preventDefault();
  dialog.querySelector(`[aria-label="${way < 0 ? "Previous" : "Next"} cell"]`).click();
});
