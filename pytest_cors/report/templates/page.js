// The page as a whole: filters, theme, links to cells, paper.

const options = (id, values) => byId(id).append(...values.map(([value, text]) => el("option", { value }, text)));

const kindsHere = [...new Set(spots.flatMap((spot) => spot.chips.map((each) => each.kind)))];
kindsHere.sort((one, other) => pressing(one) - pressing(other));
options("method", [...new Set(rows.map((row) => row.method))].map((method) => [method, inert(method)]));
options("origin", data.origins.map((origin, at) => [at, inert(origin)]));
options("kind", kindsHere.map((kind) => [kind, kind]));

function apply() {
  Object.assign(view, filtered());
  grid.scrollTop = Math.min(grid.scrollTop, view.rows.length * 40);
  layOut();
  const count = view.shown.size.toLocaleString("en");
  const all = spots.length.toLocaleString("en");
  byId("shown").textContent = isFiltered() ? `${count} of ${all}` : "";
  byId("clear").hidden = !isFiltered();
  for (const node of document.querySelectorAll(".count")) {
    const pressed = filters.broken ? node.dataset.kind === "broken" : node.dataset.kind === filters.kind;
    node.setAttribute("aria-pressed", String(pressed));
  }
}

let waiting = 0;
for (const id of ["search", "route"]) {
  byId(id).addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      filters[id] = byId(id).value;
      apply();
    }, 80);
  });
}
for (const id of ["method", "origin", "kind"]) {
  byId(id).addEventListener("change", () => {
    filters[id] = byId(id).value;
    apply();
  });
}
byId("broken").addEventListener("change", () => {
  filters.broken = byId("broken").checked;
  apply();
});
const form = document.querySelector(".tools");
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () => {
  Object.assign(filters, { search: "", route: "", method: "", origin: "", kind: "", broken: false });
  apply();
});
for (const node of document.querySelectorAll(".count")) {
  node.addEventListener("click", () => {
    filters.broken = byId("broken").checked = false;
    filters.kind = byId("kind").value = filters.kind === node.dataset.kind ? "" : node.dataset.kind;
    apply();
  });
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, select, textarea");
  if (typing && event.key === "Escape" && typing.id === "search") grid.querySelector(".cell[tabindex='0']")?.focus();
  if (typing || dialog.open || event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === "/") {
    event.preventDefault();
    byId("search").focus();
  } else if (event.key === "b" || event.key === "B") {
    const next = nextBroken(event.key === "b" ? 1 : -1);
    if (next) moveTo(next.at, next.column, { centre: true });
  }
});

byId("broken").closest("label").hidden = !kindsHere.includes("broken");

// -- the legend

const dots = [
  [spots.some((spot) => spot.chips.some((each) => each.credentials)), key(), "with credentials"],
  [records.some((record) => record.expect === null), el("span", { class: "sample-plain" }), "undeclared"],
  [spots.length < rows.length * data.origins.length, el("span", { class: "sample-none" }), "not asked"],
];
byId("legend").append(
  ...kindsHere.map((kind) => el("div", { title: data.meanings[kind] ?? kind }, el("dt", {}, chip(kind)), el("dd", {}, kind))),
  ...dots.filter(([occurs]) => occurs).map(([, sample, words]) => el("div", {}, el("dt", {}, sample), el("dd", {}, words))),
);

// -- light and dark

const root = document.documentElement;
const THEMES = ["auto", "light", "dark"];
const theme = byId("theme");
let chosen = "auto";
function setTheme(name) {
  chosen = name;
  theme.textContent = `Theme: ${name}`;
  if (name === "auto") root.removeAttribute("data-theme");
  else root.dataset.theme = name;
  try {
    localStorage.setItem("pytest-cors-theme", name);
  } catch {
    // A file opened from a disk may have no storage.
  }
}
function storedTheme() {
  try {
    const name = localStorage.getItem("pytest-cors-theme");
    return THEMES.includes(name) ? name : "auto";
  } catch {
    return "auto";
  }
}
theme.addEventListener("click", () => {
  setTheme(THEMES[(THEMES.indexOf(chosen) + 1) % THEMES.length]);
});
theme.hidden = false;
setTheme(storedTheme());

// -- links to cells

function openLinked() {
  const number = /^#(\d+)$/.exec(location.hash)?.[1];
  const spot = number === undefined ? null : spots[Number(number)];
  if (!spot) return;
  if (!view.shown.has(spot.number)) form.reset();
  showSpot(spot);
  openStory(spot);
}
addEventListener("hashchange", openLinked);

// -- paper

const MOST_PRINTED = 20000; // cells

function printTable() {
  const letters = view.columns.map((_, at) => letter(at));
  const most = Math.max(Math.floor(MOST_PRINTED / Math.max(view.columns.length, 1)), 1);
  const line = (row) => {
    const cells = view.columns.map((origin) => {
      const spot = row.spots.get(origin);
      return el("td", {}, spot ? spot.chips.map(({ kind }) => chip(kind)) : "·");
    });
    return el("tr", {}, el("th", { scope: "row" }, inert(`${row.method} ${row.route}`)), cells);
  };
  const head = el("thead", {}, el("tr", {}, el("th", {}), letters.map((name) => el("th", { scope: "col" }, name))));
  byId("printed").replaceChildren(
    el("ol", {}, view.columns.map((origin, at) => el("li", {}, `${letters[at]}  ${inert(data.origins[origin])}`))),
    el("table", {}, head, el("tbody", {}, view.rows.slice(0, most).map(line))),
    view.rows.length > most ? el("p", {}, `${(view.rows.length - most).toLocaleString("en")} more rows are not printed: filter first.`) : "",
  );
}

function letter(at) {
  const rest = Math.floor(at / 26);
  return (rest ? letter(rest - 1) : "") + String.fromCharCode(65 + (at % 26));
}
addEventListener("beforeprint", () => {
  for (const node of document.querySelectorAll(".finding:not([open])")) node.open = node.dataset.closed = true;
  if (!dialog.open) printTable();
  root.dataset.theme = "light";
});
addEventListener("afterprint", () => {
  for (const node of document.querySelectorAll(".finding[data-closed]")) {
    node.open = false;
    delete node.dataset.closed;
  }
  byId("printed").replaceChildren();
  setTheme(chosen);
});

// -- and go

if (rows.length) {
  byId("table").hidden = false;
  apply();
  new ResizeObserver(() => {
    if (grid.clientWidth !== size.width) {
      layOut();
      drawWire();
    }
  }).observe(document.body);
  openLinked();
}
