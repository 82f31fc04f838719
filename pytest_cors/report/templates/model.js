// What the file holds, read once. A spot is a place in the table; each holds one record or more.

const data = JSON.parse(byId("data").textContent);
const MISSING = -1;
const PRESSING = Object.keys(data.meanings);
const pressing = (kind) => (PRESSING.includes(kind) ? PRESSING.indexOf(kind) : 1);

const records = data.records.map(([spot, asked, browser, kind, expect, story, url, nodeid, ms]) => ({
  spot,
  asked,
  browser: data.browsers[browser],
  kind: data.strings[kind],
  expect: expect === MISSING ? null : data.strings[expect],
  story,
  url: data.strings[url],
  nodeid: data.strings[nodeid],
  ms,
}));

const spots = data.spots.map(([row, origin], number) => ({ number, row, origin, records: [] }));
for (const record of records) spots[record.spot].records.push(record);

const rows = data.rows.map(([route, method], number) => ({ number, route, method, spots: new Map() }));
for (const spot of spots) {
  rows[spot.row].spots.set(spot.origin, spot);
  spot.chips = chipsOf(spot);
}
// What all cells of a row have in common is said once.
for (const row of rows) row.credentials = [...row.spots.values()].every((spot) => spot.chips.every((each) => each.credentials));

// One chip for each way in which the cells of a spot came out: with and without credentials may differ.
function chipsOf(spot) {
  if (spot.records.length === 1) return [chipOf(spot.records)];
  const cells = new Map();
  for (const record of spot.records) {
    if (!cells.has(record.asked)) cells.set(record.asked, []);
    cells.get(record.asked).push(record);
  }
  const chips = new Map();
  for (const own of cells.values()) {
    const found = chipOf(own);
    const same = chips.get(found.kind);
    if (!same) {
      chips.set(found.kind, found);
      continue;
    }
    same.asked.push(...found.asked);
    same.declared ||= found.declared;
    same.credentials &&= found.credentials;
  }
  return [...chips.values()].sort((one, other) => pressing(one.kind) - pressing(other.kind));
}

function chipOf(cell) {
  const { asked } = cell[0];
  const declared = cell.some((record) => record.expect !== null);
  return { kind: countedAs(cell), asked: [asked], declared, credentials: data.asked[asked].credentials === "include" };
}

function countedAs(cell) {
  if (cell.length === 1) return cell[0].kind;
  const kinds = new Set(cell.map((record) => record.kind));
  if (kinds.size === 1) return cell[0].kind;
  for (const wrong of ["broken", "not modelled"]) if (kinds.has(wrong)) return wrong;
  if (kinds.has("allowed") && kinds.has("denied")) return "mixed";
  kinds.delete("skipped");
  return [...kinds].sort((one, other) => pressing(one) - pressing(other))[0];
}

// A story stands once for all records that share it, with placeholders for what is their own.
function storyOf(record) {
  const told = data.stories[record.story];
  if (!told.filled) return told;
  const spot = spots[record.spot];
  const [, path = ""] = /^[^/]*\/\/[^/]*(\/[^#]+)/.exec(record.url) ?? [];
  const own = { "{url}": record.url, "{path}": path, "{origin}": data.origins[spot.origin], "{route}": rows[spot.row].route };
  return filled(told, own);
}

function filled(value, own) {
  if (typeof value === "string") return value.replace(/\{(?:url|path|origin|route)\}/g, (placeholder) => own[placeholder]);
  if (Array.isArray(value)) return value.map((each) => filled(each, own));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, filled(each, own)]));
}

function askedInWords(asked) {
  const { credentials, headers, mode } = data.asked[asked];
  const words = [];
  if (credentials === "include") words.push("with credentials");
  if (credentials === "omit") words.push("credentials omitted");
  if (headers.length) words.push(`with ${headers.map(inert).join(", ")}`);
  if (mode !== "cors") words.push(`in mode ${inert(mode)}`);
  return words.join(", ");
}

function spotInWords(spot) {
  const row = rows[spot.row];
  const kinds = spot.chips.map(({ kind, asked }) => {
    const how = spot.chips.length > 1 ? asked.map(askedInWords).filter(Boolean)[0] : "";
    return how ? `${kind} ${how}` : kind;
  });
  return `${inert(row.method)} ${inert(row.route)} from ${inert(data.origins[spot.origin])}: ${kinds.join("; ")}`;
}

// Both ends tell origins apart.
function middleOut(text, room) {
  const tail = Math.floor((room - 1) / 2);
  return text.length <= room ? text : `${text.slice(0, room - 1 - tail)}…${text.slice(-tail)}`;
}

// An origin with what matters in it set apart: the scheme is quiet unless it is an unusual one.
function originParts(origin, { wide }) {
  const [, scheme, rest] = /^(https?:\/\/)(.*)$/s.exec(origin) ?? [null, "", origin];
  const host = inert(rest);
  const usual = scheme === "https://";
  return [
    scheme && (wide || !usual) ? el("span", { class: usual ? "scheme" : "scheme odd" }, scheme) : "",
    wide ? el("span", { class: "host" }, host.split(/(?<=[.:])/).map((part) => [el("wbr"), part])) : middleOut(host, usual ? 24 : 17),
  ];
}
