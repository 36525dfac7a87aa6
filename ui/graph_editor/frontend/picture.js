// The graph to look at.
const PICTURES = new WeakMap();

whyboard.picture = function (component) {
  const { data, parentElement } = component;
  let root = parentElement.querySelector(".wb-root"), view = PICTURES.get(root);
  const edges = data.edges.map((e) => ({ ...e, id: edgeId(e), title: undefined }));
  edges.forEach((e) => { e.title = edgeWords(e, String); });
  const shape = JSON.stringify([data.nodes.map((n) => [n.id, n.x, n.y]), data.height]);
  if (!view) {
    fill(parentElement, "picture.html");
    const canvas = root.querySelector(".wb-canvas");
    canvas.style.height = `${data.height}px`; // before the Network exists: it rescales its view when the box grows
    const sets = { nodes: new DataSet(), edges: new DataSet() };
    const net = makeNetwork(canvas, sets, { ...LOOK, interaction: { dragNodes: false, selectable: false, hover: false, keyboard: false, zoomView: false } });
    bothWays(net);
    view = { net, sets, canvas, held: [new Map(), new Map()], fit: () => net.fit({ animation: false, maxZoomLevel: 1.15 }) };
    PICTURES.set(root, view);
    root.querySelector(".wb-fit").addEventListener("click", view.fit);
    root.__graph = view; // for tests
  }
  const colours = theme(root);
  const draw = () => upsert(view.sets.nodes, data.nodes.map((n) => nodeLook(n, colours)), view.held[0]);
  onLetters(colours.face, () => { if (PICTURES.get(root) === view) { view.held[0].clear(); draw(); view.fit(); } });
  view.canvas.style.height = `${data.height}px`;
  draw();
  upsert(view.sets.edges, edges.map((e) => edgeLook(e, colours)), view.held[1]);
  if (view.shape !== shape) requestAnimationFrame(view.fit);
  view.shape = shape;
  legend(root.querySelector(".wb-legend"), data.nodes, edges, data.parts, colours);
  words(root.querySelector(".wb-words"), edges, String);
  view.canvas.setAttribute("aria-label", `Causal graph with ${counted(data.nodes.length, "variable")} and ${counted(edges.length, "arrow")}; the arrows are listed below.`);
  return () => { PICTURES.get(root)?.net.destroy(); PICTURES.delete(root); };
};
