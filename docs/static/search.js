// A line of a browser's console, pasted into the search box, leads to the page of its reason: see CONSOLE_LINES.
(() => {
  // As `best` in tests/docs/symptoms.py.
  const fits = (parts, text) => {
    let at = 0;
    return parts.every((part) => {
      const found = text.indexOf(part, at);
      at = found + part.length;
      return found >= 0;
    });
  };
  const length = (line) => line.parts.join("").length;

  document.addEventListener("DOMContentLoaded", () => {
    const results = document.getElementById("search-results");
    const query = new URLSearchParams(location.search).get("q");
    if (!results || !query) return;
    const text = query.trim().split(/\s+/).join(" ").toLowerCase();
    const [line] = CONSOLE_LINES.filter((each) => fits(each.parts, text)).sort((a, b) => length(b) - length(a));
    if (!line) return;
    const list = document.createElement("ul");
    for (const [code, title] of line.codes) {
      const link = document.createElement("a");
      link.href = `docs/reference/reasons/${code}.html`;
      link.textContent = code;
      const item = document.createElement("li");
      item.append(link, `: ${title}`);
      list.append(item);
    }
    const head = document.createElement("p");
    head.textContent = line.codes.length > 1 ? "A browser's console says this for one of" : "A browser's console says this for";
    const box = document.createElement("div");
    box.className = "console-line";
    box.append(head, list);
    results.before(box);
  });
})();
