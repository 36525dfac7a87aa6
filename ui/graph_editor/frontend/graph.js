// Draws what Python sends. Colours follow Streamlit's theme through its custom properties; the palette is
// Okabe and Ito's, told apart by line style and mark as well as by hue.
const VIEWS = new WeakMap();
const HUE = { treatment: "#0072B2", outcome: "#D55E00", adjusted: "#009E73", causal: "#0072B2", biasing: "#D55E00" };
const MARK = { treatment: "▶ ", outcome: "◎ ", adjusted: "✓ ", latent: "? ", variable: "" };

function theme(root) {
  const style = getComputedStyle(root);
  const get = (name, other) => style.getPropertyValue(name).trim() || other;
  return {
    text: get("--st-text-color", "#222"),
    paper: get("--st-background-color", "#fff"),
    box: get("--st-secondary-background-color", "#f2f2f2"),
    soft: get("--st-border-color", "#999"),
  };
}

function nodeLook(node, colours) {
  const filled = node.part === "treatment" || node.part === "outcome" || node.part === "adjusted";
  const background = filled ? HUE[node.part] : node.part === "latent" ? colours.paper : colours.box;
  const border = filled ? HUE[node.part] : colours.text;
  const same = { background, border };
  return {
    id: node.id, x: node.x, y: node.y, label: MARK[node.part] + node.label, title: node.label,
    color: { ...same, highlight: same, hover: same }, font: { color: filled ? "#fff" : colours.text },
    shapeProperties: { borderDashes: node.part === "latent" ? [5, 4] : false },
  };
}

function edgeLook(edge, colours) {
  const colour = HUE[edge.meaning] || colours.text;
  const both = edge.kind === "bidirected";
  const tip = { enabled: true, scaleFactor: both ? 0.7 : 0.9 };
  return {
    id: edge.id, from: edge.source, to: edge.target, title: edge.id,
    arrows: both ? { to: tip, from: tip } : { to: tip },
    dashes: both ? [6, 5] : edge.status === "proposed" ? [2, 4] : edge.meaning === "biasing" ? [10, 4] : false,
    width: edge.meaning === "causal" ? 3 : edge.meaning === "biasing" ? 2.4 : 1.6,
    color: { color: colour, highlight: colour, hover: colour, opacity: edge.meaning === "plain" ? 0.75 : 1 },
    smooth: both ? { enabled: true, type: "curvedCW", roundness: 0.3 }
      : { enabled: true, type: "cubicBezier", forceDirection: "horizontal", roundness: 0.3 },
  };
}

function legend(box, data) {
  const seen = new Set([...data.nodes.map((n) => n.part), ...data.edges.map((e) => (e.kind === "bidirected" ? "hidden" : e.meaning))]);
  const names = { ...data.parts, causal: "causal path", biasing: "biasing path", hidden: "hidden common cause" };
  const items = ["treatment", "outcome", "adjusted", "latent", "causal", "biasing", "hidden"].filter((k) => seen.has(k));
  box.replaceChildren(...items.map((key) => {
    const line = document.createElement("span"), sign = document.createElement("i");
    if (["causal", "biasing", "hidden"].includes(key)) {
      sign.className = "line";
      sign.style.borderTopStyle = key === "causal" ? "solid" : "dashed";
      if (HUE[key]) sign.style.borderTopColor = HUE[key];
    } else {
      sign.style.background = HUE[key] || "transparent";
      if (HUE[key]) sign.style.borderColor = HUE[key];
      if (key === "latent") sign.style.borderStyle = "dashed";
    }
    line.append(sign, (MARK[key] || "") + names[key]);
    return line;
  }));
}

function words(list, data) {
  list.replaceChildren(...data.edges.map((e) => {
    const item = document.createElement("li");
    item.textContent = e.kind === "bidirected" ? `${e.source} and ${e.target} share a hidden cause` : `${e.source} affects ${e.target}`;
    return item;
  }));
}

function draw(root, data) {
  const { Network, DataSet } = globalThis.vis;
  const colours = theme(root), canvas = root.querySelector(".wb-canvas");
  const nodes = data.nodes.map((n) => nodeLook(n, colours)), edges = data.edges.map((e) => edgeLook(e, colours));
  let view = VIEWS.get(root);
  const shape = JSON.stringify([data.nodes.map((n) => [n.id, n.x, n.y]), data.height]);
  if (!view) {
    canvas.style.height = `${data.height}px`; // before the Network exists: it rescales its view when the box grows
    const sets = { nodes: new DataSet(nodes), edges: new DataSet(edges) };
    const net = new Network(canvas, sets, {
      physics: false, layout: { improvedLayout: false, randomSeed: 1 },
      nodes: { shape: "box", margin: 9, borderWidth: 1.6, font: { size: 15, face: getComputedStyle(root).fontFamily }, widthConstraint: { maximum: 180 } },
      edges: { selectionWidth: 1 },
      interaction: { dragNodes: false, selectable: false, hover: false, keyboard: false, zoomView: false },
    });
    view = { net, sets, fit: () => net.fit({ animation: false, maxZoomLevel: 1.15 }) };
    VIEWS.set(root, view);
    root.querySelector(".wb-fit").addEventListener("click", view.fit);
    root.__graph = view; // for tests
  } else {
    canvas.style.height = `${data.height}px`;
    for (const [set, want] of [[view.sets.nodes, nodes], [view.sets.edges, edges]]) {
      const ids = new Set(want.map((w) => w.id));
      set.remove(set.getIds().filter((id) => !ids.has(id)));
      set.update(want);
    }
  }
  if (view.shape !== shape) requestAnimationFrame(view.fit);
  view.shape = shape;
  legend(root.querySelector(".wb-legend"), data);
  words(root.querySelector(".wb-words"), data);
  canvas.setAttribute("aria-label", `Causal graph with ${data.nodes.length} variables and ${data.edges.length} arrows; the arrows are listed below.`);
}

export default function (component) {
  const { data, parentElement } = component;
  const root = parentElement.querySelector(".wb-graph");
  let waiting = null;
  const go = () => draw(root, data);
  if (globalThis.vis?.Network) go();
  else waiting = setInterval(() => { if (globalThis.vis?.Network) { clearInterval(waiting); go(); } }, 15);
  return () => { clearInterval(waiting); VIEWS.get(root)?.net.destroy(); VIEWS.delete(root); };
}
