// A story as a sequence diagram: the page, the browser, the app, and what went between them from top to bottom.

const CHAR = 7.25; // pixels, of the monospaced text
const PROSE = 6.5; // pixels, on average, of the other
const LINE = 18;
const MOST_LINES = 4;
const LONGEST = 600;

class Diagram {
  constructor(width) {
    this.width = width;
    this.y = 0;
    this.narrow = width < 520;
    this.page = this.narrow ? 10 : 22;
    this.browser = this.narrow ? 46 : Math.max(width * 0.27, 130);
    this.app = width - (this.narrow ? 10 : 26);
    this.shapes = svg("g");
    this.lives = svg("g");
    this.node = svg("svg", { class: "diagram", "aria-hidden": "true" }, this.lives, this.shapes);
    this.said = []; // the same in words, for those who do not see it
  }

  add(...nodes) {
    this.shapes.append(...nodes);
  }

  // Text on a plate of paper, so that no line runs through it.
  text(x, text, { name = "", anchor = "start", plate = true, dy = 0, spans = null, char = CHAR } = {}) {
    const length = text.length * char + 8;
    const left = { start: x - 4, middle: x - length / 2, end: x - length + 4 }[anchor];
    if (plate) this.add(svg("rect", { class: "plate", x: left, y: this.y + dy - 13, width: length, height: LINE }));
    const node = svg("text", { x, y: this.y + dy, class: name, "text-anchor": anchor }, spans ?? text);
    this.add(node);
    return node;
  }

  lanes(page, profile, app) {
    const heads = [
      [this.page, "start", "Page", page, -12],
      [this.browser, this.narrow ? "start" : "middle", "Browser", profile, this.narrow ? 20 : 0],
      [this.app, "end", "App", app, 12],
    ];
    const room = Math.floor((this.narrow ? this.width / 2 - 40 : this.browser - this.page - 34) / 6.9);
    const most = [room, 20, Math.floor((this.app - this.browser - 60) / 6.9)];
    this.y = 14;
    heads.forEach(([x, anchor, name, of, shift], at) => {
      this.text(x + shift, name, { name: "lane-name", anchor, plate: false });
      if (!this.narrow || name === "App") {
        this.text(x + shift, shorter(of.replace(/^https:\/\//, ""), most[at]), { name: "lane-of", anchor, plate: false, dy: 17 });
      }
    });
    this.top = 42;
    this.y = 58;
  }

  arrow(from, to, { name = "", back = false, stopped = false } = {}) {
    const way = to > from ? 1 : -1;
    const end = stopped ? (from + to) / 2 : to - way * 2;
    this.add(
      svg("line", { class: `arrow ${back ? "back" : ""} ${name}`, x1: from + way * 2, x2: end - way * (stopped ? 0 : 5), y1: this.y, y2: this.y }),
    );
    if (stopped) {
      const d = `M${end - 6} ${this.y - 6}L${end + 6} ${this.y + 6}M${end + 6} ${this.y - 6}L${end - 6} ${this.y + 6}`;
      this.add(svg("path", { class: `arrow ${name}`, d, "stroke-width": 2.4 }));
    } else {
      this.add(svg("path", { class: `tip ${name}`, d: `M${end} ${this.y}l${-way * 9} -4.5v9z` }));
    }
  }

  // A message: what it says above its arrow, details below.
  message(from, to, text, { tag = "", name = "", marks = [], back = false, stopped = false } = {}) {
    const names = new Map([[this.page, "page"], [this.browser, "browser"], [this.app, "app"]]);
    const how = stopped ? ", which did not arrive" : "";
    this.said.push(`${names.get(from)} to ${names.get(to)}: ${inert(text)}${tag ? `, ${tag}` : ""}${how}`);
    const left = Math.min(from, to) + 12;
    const room = Math.floor((this.width - left - 10) / CHAR);
    this.y += 8;
    const lines = broken(text, Math.max(room - (tag ? tag.length : 0), 12), marks);
    lines.forEach((runs, at) => {
      this.y += LINE;
      const line = runs.map((run) => run.text).join("");
      this.text(left, line, { name: `message ${name}`, spans: spansOf(runs) });
      if (tag && at === 0) {
        this.add(svg("text", { x: left + (line.length + 1.5) * CHAR, y: this.y, class: "tag" }, tag));
      }
    });
    this.y += 9;
    this.arrow(from, to, { name, back, stopped });
    this.y += 4;
  }

  detail(text, { name = "tag", indent = 12 } = {}) {
    this.said.push(inert(text));
    const left = this.browser + indent;
    for (const line of paragraph(text, Math.floor((this.app - left - 8) / PROSE))) {
      this.y += LINE;
      this.text(left, line, { name, char: PROSE });
    }
  }

  header(name, value, decided) {
    this.said.push(inert(`${name}: ${value}`));
    const left = this.browser + 12;
    const room = Math.floor((this.app - left - 14) / CHAR);
    const start = name.length + 2;
    const marks = (decided?.marks ?? []).map((mark) => ({ start: start + mark.start, end: start + mark.end }));
    const lines = broken(`${name}: ${value}`, room, marks, start);
    if (decided) this.y += 6;
    const top = this.y + 4;
    const plate = svg("g");
    this.add(plate);
    for (const runs of lines) {
      this.y += LINE;
      this.text(left, runs.map((run) => run.text).join(""), { name: "header", spans: spansOf(runs), plate: !decided });
    }
    if (!decided) return;
    for (const label of decided.labels) this.label(left, `↑ ${label}`, "bad");
    if (decided.wanted) this.label(left, `wanted  ${decided.wanted}`, "good");
    this.y += 4;
    const box = { x: left - 9, y: top - 1, width: this.app - left + 1, height: this.y - top + 4 };
    plate.append(svg("rect", { ...box, class: "decided", rx: 6 }), svg("rect", { ...box, class: "decided-bar", width: 3.5, rx: 1.7 }));
    this.y += 6;
  }

  label(left, text, name) {
    this.said.push(inert(text.replace("↑ ", "this decided: ")));
    for (const line of paragraph(text, Math.floor((this.app - left - 14) / PROSE))) {
      this.y += LINE;
      this.text(left, line, { name: `label-text ${name}`, plate: false });
    }
  }

  finish() {
    this.y += 14;
    for (const x of [this.page, this.browser, this.app]) {
      this.lives.append(svg("line", { class: "life", x1: x, x2: x, y1: this.top, y2: this.y }));
    }
    this.node.setAttribute("viewBox", `0 0 ${this.width} ${this.y + 4}`);
    this.node.setAttribute("height", this.y + 4);
    return [this.node, el("ol", { class: "hidden", "aria-label": "What happened" }, this.said.map((line) => el("li", {}, line)))];
  }
}

// Text in lines of so many characters; each line is runs of marked and unmarked text, a header's name apart.
function broken(text, room, marks, nameEnds = 0) {
  const whole = text.length > LONGEST ? `${text.slice(0, LONGEST)}… (${text.length.toLocaleString("en")} characters)` : text;
  const most = Math.max(room, 8);
  const lines = [];
  let runs = [];
  let taken = 0;
  let at = 0;
  const wrap = () => {
    lines.push(runs);
    runs = [{ kind: "", text: "  " }];
    taken = 2;
  };
  // Preferably behind a comma, a slash or a space.
  for (const piece of whole.match(/[^,;&?/ ]*[,;&?/ ]*/gu)) {
    if (taken > 2 && taken + piece.trimEnd().length > most && piece.length <= most - 2) wrap();
    for (const char of piece) {
      const shown = inert(char);
      if (taken + shown.length > most) wrap();
      const place = at;
      const marked = marks.some((mark) => mark.start <= place && place < mark.end);
      const kind = marked ? "mark" : place < nameEnds ? "name" : "";
      if (runs.length && runs[runs.length - 1].kind === kind) runs[runs.length - 1].text += shown;
      else runs.push({ kind, text: shown });
      taken += shown.length;
      at += char.length;
    }
  }
  lines.push(runs);
  if (lines.length <= MOST_LINES) return lines;
  return [...lines.slice(0, MOST_LINES), [{ kind: "", text: "  …" }]];
}

// Words in lines of so many characters; a word that is longer is cut.
function paragraph(text, room) {
  const lines = [];
  for (const word of inert(text.slice(0, LONGEST)).split(" ")) {
    const last = lines.length - 1;
    if (last >= 0 && lines[last].length + 1 + word.length <= room) lines[last] += ` ${word}`;
    else lines.push(...broken(word, room, []).map((runs) => runs.map((run) => run.text).join("")));
  }
  return lines.slice(0, 2 * MOST_LINES);
}

const spansOf = (runs) => runs.map((run) => svg("tspan", { class: run.kind || null }, run.text));
const shorter = (text, room) => (text.length <= room ? text : `${text.slice(0, Math.max(room - 1, 1))}…`);

function targetOf(url) {
  const found = /^([a-z]+:\/\/[^/?#]*)(.*)$/is.exec(url);
  return found ? { origin: found[1], path: found[2] || "/" } : { origin: "", path: url };
}

function drawStory(record, told, width) {
  const spot = spots[record.spot];
  const row = rows[spot.row];
  const { story, exchanges } = told;
  const app = targetOf(record.url).origin;
  const draw = new Diagram(width);
  draw.lanes(inert(data.origins[spot.origin]), inert(record.browser), inert(app));
  const asked = askedInWords(record.asked);
  draw.message(draw.page, draw.browser, `fetch  ${row.method} ${targetOf(record.url).path}`);
  if (asked) draw.detail(asked);
  if (told.preflight_causes.length) draw.detail(`${told.preflighted ? "asks" : "would ask"} first, because of ${told.preflight_causes.map(inert).join(", ")}`);
  let hop = 0;
  const cached = () => story?.cached.includes(hop) && draw.detail("no preflight: an earlier answer still holds");
  exchanges.forEach((exchange, at) => {
    const decided = story?.spot?.exchange === at ? story.spot : null;
    if (exchange.kind === "request") {
      cached();
      hop += 1;
    }
    drawExchange(draw, exchange, { app, decided, redirect: exchange.kind === "request" && hop > 1 });
  });
  if (story?.unsent) {
    cached();
    drawUnsent(draw, story, app);
  }
  drawEnd(draw, told, record);
  return draw.finish();
}

function wordsFor(method, url, app) {
  const { origin, path } = targetOf(url);
  return `${method} ${origin === app ? path : url}`;
}

function drawExchange(draw, exchange, { app, decided, redirect }) {
  const tag = exchange.kind === "preflight" ? "preflight" : redirect ? "redirected" : "";
  draw.message(draw.browser, draw.app, wordsFor(exchange.method, exchange.url, app), { tag });
  for (const { name, value, matters } of exchange.request_headers) if (matters) draw.header(name, value, null);
  const status = String(exchange.status);
  const onStatus = decided?.place === "status";
  const marks = onStatus ? decided.marks : [];
  const back = { back: true, name: onStatus ? "bad" : "", marks };
  draw.message(draw.app, draw.browser, `${status} ${exchange.phrase}`.trim(), back);
  if (onStatus) for (const { label } of decided.marks) if (label) draw.label(draw.browser + 12, `↑ ${label}`, "bad");
  drawResponseHeaders(draw, exchange, decided?.place === "header" ? decided : null);
}

function drawResponseHeaders(draw, exchange, decided) {
  const name = decided?.header.toLowerCase();
  const own = exchange.response_headers.filter((header) => header.name.toLowerCase() === name);
  if (decided && !own.length) {
    const labels = decided.marks.map((mark) => mark.label).filter(Boolean);
    const marks = [{ start: 0, end: 9 }];
    draw.header(decided.header, "(missing)", { marks, labels: labels.length ? labels : ["no such header"], wanted: decided.wanted });
  }
  let line = 0;
  for (const header of exchange.response_headers) {
    if (decided && header.name.toLowerCase() === name) {
      const marks = decided.marks.filter((mark) => mark.line === line);
      line += 1;
      const wanted = line === own.length ? decided.wanted : "";
      draw.header(header.name, header.value || "(empty)", { marks, labels: marks.map((mark) => mark.label).filter(Boolean), wanted });
    } else if (header.matters) {
      draw.header(header.name, header.value, null);
    }
  }
}

function drawUnsent(draw, story, app) {
  const { method, url, why } = story.unsent;
  draw.message(draw.browser, draw.app, wordsFor(method, url, app), { stopped: true, name: "bad" });
  for (const { label } of story.spot?.marks ?? []) if (label) draw.label(draw.browser + 12, inert(label), "bad");
  draw.label(draw.browser + 12, inert(why), "bad");
}

function drawEnd(draw, told, record) {
  const good = told.verdict === "allowed";
  const words = good ? `Response, status ${told.status}` : told.verdict === "denied" ? "TypeError: Failed to fetch" : inert(record.kind);
  const welcome = good && !(record.kind === "broken" && record.expect === "denied");
  draw.message(draw.browser, draw.page, words, { name: welcome ? "good" : "bad", back: true });
}
