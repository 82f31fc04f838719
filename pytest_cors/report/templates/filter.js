// Which rows, columns and cells are to be seen.

const filters = { search: "", route: "", method: "", origin: "", kind: "", broken: false };

// Everything about a record that somebody may look for, as numbers of texts: each text is searched once.
const haystack = (() => {
  const texts = [];
  const numbers = new Map();
  const number = (text) => {
    if (!numbers.has(text)) numbers.set(text, texts.push(text.toLowerCase()) - 1);
    return numbers.get(text);
  };
  let known = null;
  const build = () => {
    const stories = data.stories.map(({ reason }) => {
      const code = reason?.code ?? "";
      return number(`${code} ${data.reasons[code]?.[0] ?? ""}`);
    });
    const asked = data.asked.map(({ headers, credentials }) => number(`${headers.join(" ")} ${credentials}`));
    return records.map((record) => {
      const { route, method } = rows[spots[record.spot].row];
      const origin = data.origins[spots[record.spot].origin];
      const said = [`${method} ${route}`, origin, record.kind, record.nodeid, record.browser];
      return [...said.map(number), stories[record.story], asked[record.asked]];
    });
  };
  return {
    matches(words) {
      known ??= build();
      const found = words.map((word) => texts.map((text) => text.includes(word)));
      return known.map((own) => found.every((hits) => own.some((text) => hits[text])));
    },
  };
})();

function globOf(text) {
  if (!text) return () => true;
  const lowered = text.toLowerCase();
  if (!lowered.includes("*")) return (route) => route.toLowerCase().includes(lowered);
  const pattern = lowered.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join(".*");
  const expression = new RegExp(`^${pattern}$`, "s");
  return (route) => expression.test(route.toLowerCase());
}

// The spots that pass, and the rows and columns that are left.
function filtered() {
  const words = filters.search.toLowerCase().split(/\s+/).filter(Boolean);
  const found = words.length ? haystack.matches(words) : null;
  const hits = found ? new Set(records.filter((_, at) => found[at]).map((record) => record.spot)) : null;
  const route = globOf(filters.route.trim());
  const kind = filters.broken ? "broken" : filters.kind;
  const origin = filters.origin === "" ? MISSING : Number(filters.origin);
  const shown = new Set();
  const columns = new Set();
  const left = rows.filter((row) => {
    if ((filters.method && row.method !== filters.method) || !route(row.route)) return false;
    let any = false;
    for (const spot of row.spots.values()) {
      if (origin !== MISSING && spot.origin !== origin) continue;
      if (kind && !spot.chips.some((each) => each.kind === kind)) continue;
      if (hits && !hits.has(spot.number)) continue;
      shown.add(spot.number);
      columns.add(spot.origin);
      any = true;
    }
    return any;
  });
  return { rows: left, columns: [...columns].sort((one, other) => one - other), shown };
}

const isFiltered = () => Object.values(filters).some(Boolean);
