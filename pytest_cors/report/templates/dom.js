// Elements and text. Nothing here or elsewhere parses markup: what an application sent is only ever text.

const SVG = "http://www.w3.org/2000/svg";

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

const el = (name, attributes = {}, ...children) => fill(document.createElement(name), attributes, children);
const svg = (name, attributes = {}, ...children) => fill(document.createElementNS(SVG, name), attributes, children);
const byId = (id) => document.getElementById(id);
const slugOf = (kind) => kind.replaceAll(" ", "-");

// Controls, formats (among them those that turn the reading direction), surrogates without their partner, private and
// unassigned characters: spelled out, so that two values that differ look different.
const ACTIVE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;

function spelled(char) {
  const code = char.codePointAt(0);
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, "0")}`;
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, "0")}` : `\\u{${code.toString(16)}}`;
}

const LONGEST_TEXT = 4000;
function inert(value) {
  const text = String(value);
  if (text.length <= LONGEST_TEXT) return text.replace(ACTIVE, spelled);
  return `${text.slice(0, LONGEST_TEXT).replace(ACTIVE, spelled)}… (${text.length.toLocaleString("en")} characters)`;
}
const inertLines = (text) => String(text).split("\n").map(inert).join("\n");

function chip(kind, { credentials = false, undeclared = false } = {}) {
  const slug = slugOf(kind);
  const glyph = byId(`g-${slug}`) ? slug : "other";
  return el(
    "span",
    { class: `chip k-${slug}${undeclared ? " undeclared" : ""}`, "aria-hidden": "true" },
    svg("svg", {}, svg("use", { href: `#g-${glyph}` })),
    credentials ? key() : "",
  );
}

const key = () => el("span", { class: "key", title: "with credentials" }, svg("svg", {}, svg("use", { href: "#g-key" })), el("span", { class: "hidden" }, "with credentials"));

// -- copying

async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // A file opened from a disk may have no clipboard.
    const area = el("textarea", { class: "hidden", readonly: true });
    area.value = text;
    (byId("dialog").open ? byId("dialog") : document.body).append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}

function copyButton(text, name) {
  const button = el("button", { type: "button", "aria-label": `Copy ${name}` }, "Copy");
  button.addEventListener("click", async () => {
    button.textContent = (await copyText(text)) ? "Copied" : "Not copied";
    setTimeout(() => (button.textContent = "Copy"), 1600);
  });
  return button;
}

function codeBlock(text, name) {
  return el("div", { class: "code" }, el("pre", { tabindex: "0" }, el("code", {}, inertLines(text))), copyButton(text, name));
}

// Code that stands in the file already.
for (const block of document.querySelectorAll("[data-copy]")) {
  block.append(copyButton(block.textContent.trimEnd(), block.dataset.copy));
}
