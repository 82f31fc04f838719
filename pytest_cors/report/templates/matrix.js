// The table. Only what is on the screen is in the document: rows and columns are placed where they belong and taken
// away when they leave, so that 50,000 cells are as quick as 50.

const grid = byId("grid");
const sheet = byId("sheet");
const NARROW = 44;
const WIDE = 128;
const LEAST_LABEL = 340;
const MARGIN = 4;
const BLOCK = 8;
const MOST_CHIPS = 2;

const view = { rows: [], columns: [], shown: new Set(), row: 0, column: 0, drawn: new Map(), span: "" };
let size = {};

const isPhone = () => matchMedia("(max-width: 640px)").matches;

function measure() {
  const width = grid.clientWidth;
  const phone = isPhone();
  const count = Math.max(view.columns.length, 1);
  const longest = Math.max(...view.rows.map((row) => row.route.length), 8);
  const needed = Math.max(longest * 7.9 + 136, 250);
  const left = width - count * WIDE - 12;
  const wide = !phone && left >= Math.min(needed, LEAST_LABEL);
  const label = phone ? 12 : Math.min(needed, wide ? left : Math.max(width * 0.42, 250, width - count * NARROW - 12));
  const room = Math.floor((width - label - 12) / count);
  const column = wide ? Math.min(room, 200) : phone ? NARROW : Math.max(NARROW, Math.min(room, 60));
  const names = Math.max(...view.columns.map((at) => data.origins[at].replace("https://", "").length), 4);
  const head = wide ? (names * 7.6 > column - 8 ? 76 : 60) : Math.min(names * 7.7 + 22, 208);
  size = { width, phone, label, wide, column, head, row: phone ? 74 : 40 };
}

const across = () => size.label + view.columns.length * size.column + 12;

function layOut() {
  measure();
  const { rows: all, columns } = view;
  const total = Math.max(across(), size.width);
  sheet.style.width = `${total}px`;
  sheet.classList.toggle("narrow-columns", !size.wide);
  sheet.style.height = `${size.head + all.length * size.row}px`;
  grid.setAttribute("aria-rowcount", String(all.length + 1));
  grid.setAttribute("aria-colcount", String(columns.length + 1));
  byId("empty").hidden = all.length > 0;
  grid.hidden = all.length === 0;
  view.row = Math.min(view.row, Math.max(all.length - 1, 0));
  view.column = Math.min(view.column, Math.max(columns.length - 1, 0));
  view.span = "";
  draw();
  drawRuler();
}

function draw() {
  const { head, row: height, column: width, label } = size;
  const top = grid.scrollTop;
  const first = Math.max(Math.floor(top / height) - MARGIN, 0);
  const last = Math.min(Math.ceil((top + grid.clientHeight) / height) + MARGIN, view.rows.length);
  // Columns come and go by the block, so that few steps to the side draw anything.
  const before = Math.floor((grid.scrollLeft - (size.phone ? label : 0)) / width) - 2;
  const behind = Math.ceil((grid.scrollLeft + size.width - label) / width) + 2;
  const left = Math.max(Math.floor(before / BLOCK) * BLOCK, 0);
  const right = Math.min(Math.ceil(behind / BLOCK) * BLOCK, view.columns.length);
  grid.classList.toggle("scrolled", grid.scrollLeft > 2);
  const span = `${left}-${right}`;
  if (span !== view.span) {
    view.span = span;
    const focused = grid.contains(document.activeElement) && document.activeElement !== grid;
    sheet.replaceChildren(drawHead(left, right));
    view.drawn.clear();
    addRows(first, last, left, right, head);
    if (focused) focusCell();
  }
  for (const [at, node] of view.drawn) {
    // The row that has the focus stays, wherever it is.
    if ((at < first || at >= last) && at !== view.row) {
      node.remove();
      view.drawn.delete(at);
    }
  }
  addRows(first, last, left, right, head);
  // The route stands beside the first of its rows that is to be seen.
  for (const [at, node] of view.drawn) node.classList.toggle("top", at === Math.ceil(top / height));
}

function addRows(first, last, left, right, head) {
  const nodes = document.createDocumentFragment();
  const add = (at) => {
    if (view.drawn.has(at) || !view.rows[at]) return;
    const node = drawRow(at, left, right, head);
    view.drawn.set(at, node);
    nodes.append(node);
  };
  for (let at = first; at < last; at += 1) add(at);
  add(view.row);
  sheet.append(nodes);
}

function drawHead(left, right) {
  const routes = new Set(view.rows.map((row) => row.route)).size;
  const node = el(
    "div",
    { class: "head", role: "row", "aria-rowindex": "1" },
    el("div", { class: "corner", role: "columnheader", "aria-colindex": "1" }, routes === 1 ? "1 route" : `${routes.toLocaleString("en")} routes`),
  );
  node.style.height = `${size.head}px`;
  node.firstChild.style.width = `${size.phone ? 0 : size.label}px`;
  if (size.phone) node.firstChild.classList.add("hidden");
  for (let at = left; at < right; at += 1) {
    const origin = data.origins[view.columns[at]];
    const name = el("span", {}, originParts(origin, { wide: size.wide }));
    const column = el(
      "div",
      { class: `column ${size.wide ? "wide" : "narrow"}`, role: "columnheader", "aria-colindex": at + 2, title: inert(origin), "data-at": at },
      name,
    );
    column.style.left = `${size.label + at * size.column}px`;
    column.style.width = `${size.column}px`;
    node.append(column);
  }
  return node;
}

function drawRow(at, left, right, head) {
  const row = view.rows[at];
  const above = view.rows[at - 1];
  const kinds = new Set([...row.spots.values()].flatMap((spot) => spot.chips.map((each) => each.kind)));
  const classes = ["row"];
  if (above && above.route === row.route) classes.push("same");
  if (at === 0) classes.push("first");
  if (kinds.has("broken")) classes.push("has-broken");
  else if (kinds.has("not modelled")) classes.push("has-unsure");
  const node = el(
    "div",
    { class: classes.join(" "), role: "row", "aria-rowindex": at + 2, "data-row": at },
    el(
      "div",
      { class: "label", role: "rowheader", "aria-colindex": "1", title: inert(`${row.method} ${row.route}`) },
      el("span", { class: "route" }, routeParts(row.route)),
      row.credentials ? key() : "",
      el("span", { class: "method" }, inert(row.method)),
    ),
  );
  node.style.top = `${head + at * size.row}px`;
  node.style.height = `${size.row}px`;
  node.style.width = "100%";
  node.firstChild.style.width = `${size.phone ? size.width : size.label}px`;
  for (let column = left; column < right; column += 1) node.append(drawCell(row, at, column));
  return node;
}

// Converters are what differs from call to call.
function routeParts(route) {
  return route.split(/(<[^>]*>)/).map((part, at) => (at % 2 ? el("span", { class: "variable" }, inert(part)) : inert(part)));
}

function drawCell(row, at, column) {
  const spot = row.spots.get(view.columns[column]);
  const active = at === view.row && column === view.column;
  const node = el("div", {
    class: "cell",
    role: "gridcell",
    "aria-colindex": column + 2,
    tabindex: active ? "0" : "-1",
    "data-at": column,
  });
  node.style.left = `${size.label + column * size.column}px`;
  node.style.width = `${size.column}px`;
  node.style.top = size.phone ? "34px" : "0";
  node.style.height = `${size.phone ? size.row - 36 : size.row - 1}px`;
  if (!spot) {
    node.classList.add("none");
    node.setAttribute("aria-label", "not asked");
    return node;
  }
  if (!view.shown.has(spot.number)) node.classList.add("out");
  if (spot.chips.length > 1) node.classList.add("many");
  const said = spotInWords(spot);
  node.setAttribute("aria-label", said);
  node.setAttribute("title", said);
  const most = spot.chips.length > MOST_CHIPS ? MOST_CHIPS - 1 : MOST_CHIPS;
  node.append(
    ...spot.chips.slice(0, most).map(({ kind, credentials, declared }) => {
      return chip(kind, { credentials: credentials && !row.credentials, undeclared: !declared && (kind === "allowed" || kind === "denied") });
    }),
  );
  if (spot.chips.length > most) node.append(el("span", { class: "rest" }, `+${spot.chips.length - most}`));
  return node;
}

// Where in the whole table something is wrong: one row among a thousand is not overlooked.
function drawRuler() {
  const ruler = byId("ruler");
  const height = grid.clientHeight - size.head;
  const marks = [];
  if (sheet.offsetHeight > grid.clientHeight + 1 && height > 0) {
    view.rows.forEach((row, at) => {
      const wrong = [...row.spots.values()].find((spot) => spot.chips[0].kind === "broken" && view.shown.has(spot.number));
      if (wrong) marks.push(svg("rect", { class: "s-broken", width: "100%", height: 4, y: ((height - 4) * at) / view.rows.length }));
    });
  }
  ruler.style.top = `${size.head}px`;
  ruler.style.height = `${Math.max(height, 0)}px`;
  ruler.replaceChildren(marks.length ? svg("svg", {}, marks) : "");
}

// -- the keyboard

const cellNode = () => view.drawn.get(view.row)?.querySelector(`.cell[data-at="${view.column}"]`);
const currentSpot = () => view.rows[view.row]?.spots.get(view.columns[view.column]);

function focusCell() {
  for (const node of sheet.querySelectorAll(".cell[tabindex='0']")) node.tabIndex = -1;
  const node = cellNode();
  if (!node) return;
  node.tabIndex = 0;
  node.focus({ preventScroll: true });
}

function moveTo(row, column, { centre = false } = {}) {
  view.row = Math.max(0, Math.min(row, view.rows.length - 1));
  view.column = Math.max(0, Math.min(column, view.columns.length - 1));
  const top = view.row * size.row;
  const left = view.column * size.column;
  const high = grid.clientHeight - size.head - size.row;
  const wide = size.width - size.label - size.column;
  if (centre) grid.scrollTop = top - high / 2;
  else if (grid.scrollTop > top) grid.scrollTop = top;
  else if (grid.scrollTop < top - high) grid.scrollTop = top - high;
  if (grid.scrollLeft > left) grid.scrollLeft = left;
  else if (grid.scrollLeft < left - wide) grid.scrollLeft = left - wide;
  draw();
  focusCell();
}

function showSpot(spot) {
  const row = view.rows.findIndex((each) => each.number === spot.row);
  const column = view.columns.indexOf(spot.origin);
  if (row >= 0 && column >= 0) moveTo(row, column, { centre: row !== view.row });
}

function nextBroken(step) {
  const all = view.rows.flatMap((row, at) => {
    return view.columns.flatMap((origin, column) => {
      const spot = row.spots.get(origin);
      return spot && view.shown.has(spot.number) && spot.chips[0].kind === "broken" ? [{ at, column, spot }] : [];
    });
  });
  if (!all.length) return null;
  const here = ({ at, column }) => at * view.columns.length + column;
  const now = here({ at: view.row, column: view.column });
  const ahead = step > 0 ? all.find((each) => here(each) > now) : all.findLast((each) => here(each) < now);
  return ahead ?? (step > 0 ? all[0] : all[all.length - 1]);
}

const MOVES = {
  ArrowUp: () => [view.row - 1, view.column],
  ArrowDown: () => [view.row + 1, view.column],
  ArrowLeft: () => [view.row, view.column - 1],
  ArrowRight: () => [view.row, view.column + 1],
  Home: (far) => [far ? 0 : view.row, 0],
  End: (far) => [far ? view.rows.length : view.row, view.columns.length],
  PageUp: () => [view.row - Math.max(Math.floor(grid.clientHeight / size.row) - 2, 1), view.column],
  PageDown: () => [view.row + Math.max(Math.floor(grid.clientHeight / size.row) - 2, 1), view.column],
};

grid.addEventListener("keydown", (event) => {
  if (event.altKey || event.metaKey) return;
  const move = MOVES[event.key];
  if (move) {
    event.preventDefault();
    moveTo(...move(event.ctrlKey));
  } else if ((event.key === "Enter" || event.key === " ") && currentSpot()) {
    event.preventDefault();
    openStory(currentSpot());
  }
});

grid.addEventListener("click", (event) => {
  const node = event.target.closest(".cell");
  if (!node) return;
  moveTo(Number(node.parentElement.dataset.row), Number(node.dataset.at));
  if (currentSpot()) openStory(currentSpot());
});

function markColumn(event) {
  const at = event?.target.closest?.(".cell")?.dataset.at;
  for (const node of sheet.querySelectorAll(".column")) node.classList.toggle("here", node.dataset.at === at);
}
grid.addEventListener("pointerover", markColumn);
grid.addEventListener("focusin", markColumn);
grid.addEventListener("pointerleave", () => markColumn());

let pending = 0;
grid.addEventListener("scroll", () => {
  pending ||= requestAnimationFrame(() => {
    pending = 0;
    draw();
  });
}, { passive: true });
