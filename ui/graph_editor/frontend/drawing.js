// How variables and arrows look: shared by the picture and the editor. Colours follow Streamlit's theme through
// its custom properties; the palette is Okabe and Ito's, told apart by line style and mark as well as by hue.
const whyboard = (globalThis.whyboard ??= {});
const { Network, DataSet } = globalThis.vis;
const PALE = { treatment: "#0072B2", outcome: "#D55E00", adjusted: "#009E73", causal: "#0072B2", biasing: "#D55E00", missing: "#A6467C" };
const DARK = { treatment: "#56B4E9", outcome: "#E69F00", adjusted: "#2BBF94", causal: "#56B4E9", biasing: "#E69F00", missing: "#E3A3C6" };
const INK = { pale: { treatment: "#fff", outcome: "#111", adjusted: "#111" }, dark: { treatment: "#111", outcome: "#111", adjusted: "#111" } };
const MARK = { treatment: "▶ ", outcome: "◎ ", adjusted: "✓ ", latent: "? ", lottery: "⚄ ", selected: "▽ ", variable: "" };
const LINES = ["causal", "biasing", "hidden", "proposed", "missing"];

// What Python's packed.py wrote: a variable is [key, name, x, y, rest?], an arrow is [from, to, rest?] by places in that list.
function unpacked(bytes) {
  const data = JSON.parse(new TextDecoder().decode(bytes));
  data.nodes = data.nodes.map(([id, label, x, y, rest]) => ({ id, label, x, y, part: "variable", ...rest }));
  data.edges = data.edges.map(([a, b, rest]) => ({ source: data.nodes[a].id, target: data.nodes[b].id, kind: "directed", meaning: "plain", ...rest }));
  data.missing = (data.missing ?? []).map(([a, b, words]) => ({ id: `x ${data.nodes[a].id} ${data.nodes[b].id}`, source: data.nodes[a].id, target: data.nodes[b].id, title: words }));
  return data;
}

function theme(root) {
  const style = getComputedStyle(root);
  const get = (name, other) => style.getPropertyValue(name).trim() || other;
  const probe = document.createElement("canvas").getContext("2d");
  probe.fillStyle = get("--st-background-color", "#fff");
  const paper = probe.fillStyle;
  const [r, g, b] = [1, 3, 5].map((i) => parseInt(paper.slice(i, i + 2), 16));
  const dark = paper[0] === "#" && 0.3 * r + 0.6 * g + 0.1 * b < 110;
  return {
    dark, paper, hue: dark ? DARK : PALE, ink: dark ? INK.dark : INK.pale, face: style.fontFamily,
    text: get("--st-text-color", "#222"), box: get("--st-secondary-background-color", "#f2f2f2"),
  };
}

// A name is text, never markup, and is shown whole: it is broken into lines here, at its blanks and, where a word is
// longer than a line, between signs, never within one. The lines joined are the name. The rooms are those of
// causal_core/graph/boxes.py, which leaves place for them.
const LONG = 80, ROOM = 165, WIDE_ROOM = 318, TYPE = 15, WIDE_TYPE = 12;
const isLong = (name) => [...name].length > LONG;
const signsOf = globalThis.Intl?.Segmenter
  ? ((s) => (text) => Array.from(s.segment(text), (x) => x.segment))(new Intl.Segmenter("und", { granularity: "grapheme" })) : (text) => [...text];
const RIGHT_TO_LEFT = new Set(); // lines of names that are read from the right
const fromRight = (name) => /^[^\p{L}]*[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u.test(name);
const pen = document.createElement("canvas").getContext("2d");
function wrapped(name, marks, face) {
  const long = isLong(name), most = long ? WIDE_ROOM : ROOM, lines = [];
  pen.font = `${long ? WIDE_TYPE : TYPE}px ${face}`;
  const fits = (text) => pen.measureText(text).width <= most;
  let line = marks;
  const end = () => { lines.push(line); line = ""; };
  for (const word of name.replace(/[^\S\u00a0]/gu, " ").match(/ *[^ ]+ *(?![\p{M}\u200c\u200d])/gu) ?? [name]) {
    if (line !== "" && line !== marks && !fits(line + word)) end();
    if (fits(line + word)) { line += word; continue; }
    for (const sign of signsOf(word)) { if (line !== "" && line !== marks && sign !== " " && !fits(line + sign)) end(); line += sign; }
  }
  end();
  if (fromRight(name)) lines.forEach((l) => RIGHT_TO_LEFT.add(l));
  return lines.join("\n");
}
// The page's letters may come after the first picture: names are broken and boxes measured anew then.
const onLetters = (face, redo) => { if (document.fonts && !document.fonts.check(`${TYPE}px ${face}`)) document.fonts.load(`${TYPE}px ${face}`).then(redo); };
// vis writes every line from the left; a line of a name that is read from the right begins there.
function bothWays(net) {
  const ink = net.canvas.getContext(), write = ink.fillText.bind(ink);
  ink.fillText = (text, ...rest) => { ink.direction = RIGHT_TO_LEFT.has(text) ? "rtl" : "ltr"; write(text, ...rest); };
}

function nodeLook(node, colours) {
  const filled = ["treatment", "outcome", "adjusted"].includes(node.part);
  const hue = colours.hue[node.part];
  const background = filled ? hue : node.latent ? colours.paper : colours.box;
  const border = filled ? (node.latent ? colours.text : hue) : colours.text;
  const size = isLong(node.label) ? WIDE_TYPE : TYPE;
  const marks = (MARK[node.part] || "") + (node.latent ? MARK.latent : "") + (node.lottery ? MARK.lottery : "") + (node.selected ? MARK.selected : "");
  return {
    id: node.id, x: node.x, y: node.y, label: wrapped(node.label, marks, colours.face),
    color: { background, border, highlight: { background, border: colours.text }, hover: { background, border } },
    font: { color: filled ? colours.ink[node.part] : colours.text, size, face: colours.face },
    shapeProperties: { borderDashes: node.latent ? [5, 4] : false },
  };
}

function edgeLook(edge, colours) {
  const both = edge.kind === "bidirected", proposed = edge.status === "proposed";
  const colour = colours.hue[edge.meaning] || colours.text;
  const tip = { enabled: true, scaleFactor: both ? 0.7 : 0.9 };
  return {
    id: edge.id, from: edge.source, to: edge.target, title: edge.title,
    arrows: both ? { to: tip, from: tip } : { to: tip, from: { enabled: false } },
    dashes: proposed ? [2, 5] : both ? [6, 5] : edge.meaning === "biasing" ? [12, 3] : false,
    width: edge.meaning === "causal" ? 3 : edge.meaning === "biasing" ? 2.4 : 1.6,
    color: { color: colour, highlight: colour, hover: colour, opacity: edge.meaning === "plain" && !proposed ? 0.75 : 1 },
    smooth: both ? { enabled: true, type: "curvedCW", roundness: 0.3 }
      : { enabled: true, type: "cubicBezier", forceDirection: "horizontal", roundness: 0.3 },
  };
}

// An arrow that is not there and that the data ask for: thin, finely dotted, with a mark and without a head.
function missingLook(edge, colours) {
  const colour = colours.hue.missing;
  return {
    id: edge.id, from: edge.source, to: edge.target, title: edge.title, label: "≠", arrows: "", dashes: [1, 4], width: 1.2,
    font: { color: colour, size: 20, face: colours.face, strokeWidth: 4, strokeColor: colours.paper },
    color: { color: colour, highlight: colour, hover: colour }, smooth: { enabled: true, type: "curvedCCW", roundness: 0.18 },
  };
}

const counted = (n, word) => `${n} ${word}${n === 1 ? "" : "s"}`;
const edgeId = (e) => (e.kind === "bidirected" ? `b ${[e.source, e.target].sort().join(" ")}` : `d ${e.source} ${e.target}`);

function edgeWords(e, name) {
  const open = e.status === "proposed" ? " (proposed)" : "";
  return e.kind === "bidirected" ? `${name(e.source)} and ${name(e.target)} share a hidden cause${open}` : `${name(e.source)} affects ${name(e.target)}${open}`;
}

function legend(box, nodes, edges, parts, colours, missing = []) {
  const seen = new Set(missing.length ? ["missing"] : []);
  for (const n of nodes) { seen.add(n.part); if (n.latent) seen.add("latent"); if (n.lottery) seen.add("lottery"); if (n.selected) seen.add("selected"); }
  for (const e of edges) { seen.add(e.meaning); if (e.kind === "bidirected") seen.add("hidden"); if (e.status === "proposed") seen.add("proposed"); }
  const names = { ...parts, causal: "causal path", biasing: "open biasing path", hidden: "hidden common cause", proposed: "proposed", missing: `not drawn, but the data ask for it: ${missing.length}` };
  const items = ["treatment", "outcome", "adjusted", "latent", "lottery", "selected", ...LINES].filter((k) => seen.has(k));
  box.replaceChildren(...items.map((key) => {
    const line = document.createElement("span"), sign = document.createElement("i");
    if (LINES.includes(key)) {
      sign.className = "line";
      sign.style.borderTopStyle = { causal: "solid", proposed: "dotted", missing: "dotted" }[key] || "dashed";
      if (colours.hue[key]) sign.style.borderTopColor = colours.hue[key];
    } else {
      sign.style.background = colours.hue[key] || "transparent";
      if (colours.hue[key]) sign.style.borderColor = colours.hue[key];
      if (key === "latent") sign.style.borderStyle = "dashed";
    }
    line.append(sign, (MARK[key] || "") + names[key]);
    return line;
  }));
}

function words(list, edges, name, missing = []) {
  list.replaceChildren(...[...edges.map((e) => edgeWords(e, name)), ...missing.map((m) => m.title)].map((text) => Object.assign(document.createElement("li"), { textContent: text })));
}

// Change only what differs, so that nothing else is drawn anew or moves.
function upsert(set, want, held) {
  const ids = new Set(want.map((w) => w.id));
  const gone = set.getIds().filter((id) => !ids.has(id));
  if (gone.length) set.remove(gone);
  gone.forEach((id) => held.delete(id));
  const changed = want.filter((w) => { const now = JSON.stringify(w), same = held.get(w.id) === now; held.set(w.id, now); return !same; });
  if (changed.length) set.update(changed);
}

function fill(parent, name) {
  const style = document.createElement("style"), root = parent.querySelector(".wb-root");
  style.textContent = FILES["graph.css"];
  root.innerHTML = FILES[name];  // our own constant markup; nothing a person typed is in it
  root.prepend(style);
  return root;
}

// vis makes its own frame a stop of the Tab key, which has no name and none of the keys.
function makeNetwork(box, sets, options) {
  const net = new Network(box, sets, options);
  net.canvas.frame.removeAttribute("tabindex");
  return net;
}

const LOOK = {
  physics: false, layout: { improvedLayout: false, randomSeed: 1 },
  // vis leaves names out below a size of its own; a small name still tells more than an empty box.
  nodes: { shape: "box", margin: 9, borderWidth: 1.6, borderWidthSelected: 3.5, scaling: { label: { drawThreshold: 0 } } },
  edges: { selectionWidth: 1.8, hoverWidth: 0.5, scaling: { label: { drawThreshold: 0 } } },
};
