// The drawing surface of the editor: what the pointer does on it. It knows vis-network and no protocol; what a
// person did is told to `hooks`, and `sync` draws what is so now.
const HANDLE = 18, LEAST_HANDLE = 8; // pixels: of a round handle, which shrinks with its box; smaller ones cannot be hit
const TAPS_WITHIN = 500, TAPS_APART = 30; // milliseconds, pixels: as phones have it
function makeCanvas(box, hooks) {
  const sets = { nodes: new DataSet(), edges: new DataSet() }, held = [new Map(), new Map()];
  const net = makeNetwork(box, sets, { ...LOOK, interaction: { hover: true, multiselect: true, keyboard: false, zoomView: true, tooltipDelay: 250, selectConnectedEdges: false } });
  bothWays(net);
  const make = (tag, cls, title) => { const e = document.createElement(tag); e.className = cls; if (title) e.title = title; box.append(e); return e; };
  const arrowHandle = make("div", "wb-handle", "Drag to draw an arrow");
  const shareHandle = make("div", "wb-handle wb-share", "Drag to draw a hidden common cause");
  const frame = make("div", "wb-box"), layer = make("div", "wb-decide");
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg"), line = document.createElementNS("http://www.w3.org/2000/svg", "line");
  svg.setAttribute("class", "wb-line"); svg.append(line); box.append(svg);
  let mode = "move", from = null, over = null, hiding = null, proposals = [], dead = false;

  const at = (e) => { const r = box.getBoundingClientRect(); return { x: e.clientX - r.left, y: e.clientY - r.top }; };
  const dom = (id) => net.canvasToDOM(net.getPositions([id])[id]);
  const drawing = () => mode === "arrow" || mode === "share";

  // -- handles ---------------------------------------------------------------------------------------
  const handleSize = (id) => { const b = net.getBoundingBox(id); return Math.min(HANDLE, ((b.bottom - b.top) * net.getScale()) / 2); };
  function place() {
    if (dead) return;
    const size = over !== null && sets.nodes.get(over) ? handleSize(over) : 0, shown = size >= LEAST_HANDLE && !drawing();
    for (const h of [arrowHandle, shareHandle]) Object.assign(h.style, { display: shown ? "block" : "none", width: `${size}px`, height: `${size}px` });
    if (shown) {
      const b = net.getBoundingBox(over), right = net.canvasToDOM({ x: b.right, y: (b.top + b.bottom) / 2 });
      const below = net.canvasToDOM({ x: (b.left + b.right) / 2, y: b.bottom });
      arrowHandle.style.left = `${right.x + 4}px`; arrowHandle.style.top = `${right.y}px`;
      shareHandle.style.left = `${below.x}px`; shareHandle.style.top = `${below.y + 4}px`;
    }
    for (const { id, element } of proposals) {
      const edge = net.body.edges[id];
      if (!edge?.edgeType) continue;
      const spots = [0.5, 0.35, 0.65, 0.22, 0.78].map((t) => net.canvasToDOM(edge.edgeType.getPoint(t)));
      const clear = (s) => [-26, 0, 26].every((dx) => [-12, 12].every((dy) => net.getNodeAt({ x: s.x + dx, y: s.y + dy }) === undefined));
      const p = spots.find(clear) ?? spots[0]; // not on top of a name
      element.style.left = `${p.x}px`; element.style.top = `${p.y}px`;
    }
  }
  const show = (id) => { clearTimeout(hiding); over = id; place(); };
  // vis tells of hovering only when it changes in its own eyes, and it does not see what is drawn from a handle.
  const hide = () => { clearTimeout(hiding); hiding = setTimeout(() => { const s = net.getSelectedNodes(); over = s.length === 1 ? s[0] : null; place(); }, 450); };
  box.addEventListener("pointermove", (e) => {
    if (e.pointerType === "touch" || e.buttons) return;
    const id = net.getNodeAt(at(e));
    if (id !== undefined) { if (id !== over) show(id); else clearTimeout(hiding); }
    else if (e.composedPath().includes(arrowHandle) || e.composedPath().includes(shareHandle)) clearTimeout(hiding);
    else if (over !== null) hide();
  });
  box.addEventListener("pointerleave", () => { if (over !== null) hide(); });
  // Where one looks is noted while the box is on the page: when it is taken off, its size is gone already.
  let seen = null;
  net.on("afterDrawing", () => { if (box.clientWidth) seen = { scale: net.getScale(), position: net.getViewPosition() }; place(); });
  const selected = () => { const s = net.getSelectedNodes(); over = s.length === 1 ? s[0] : null; place(); hooks.selected(); };
  for (const name of ["selectNode", "deselectNode", "selectEdge", "deselectEdge"]) net.on(name, selected);

  // -- drawing an arrow: from a handle, or from anywhere on a variable in a drawing mode ---------------
  function follow(e, start, kind) {
    e.preventDefault(); e.stopPropagation();
    const s = dom(start), target = e.target, first = at(e);
    target.setPointerCapture?.(e.pointerId);
    for (const [k, v] of [["x1", s.x], ["y1", s.y], ["x2", s.x], ["y2", s.y]]) line.setAttribute(k, v);
    svg.dataset.kind = kind; svg.style.display = "block";
    let hit = null;
    const move = (ev) => {
      const p = at(ev); line.setAttribute("x2", p.x); line.setAttribute("y2", p.y);
      const t = net.getNodeAt(p) ?? null;
      if (t !== hit) { hit = t; net.selectNodes(t !== null && t !== start ? [start, t] : [start], false); }
    };
    const up = (ev) => {
      for (const [name, f] of [["pointermove", move], ["pointerup", up], ["pointercancel", up]]) target.removeEventListener(name, f);
      svg.style.display = "none"; net.unselectAll();
      const end = ev.type === "pointerup" ? net.getNodeAt(at(ev)) : undefined, p = at(ev);
      const still = Math.hypot(p.x - first.x, p.y - first.y) < 8;
      if (end !== undefined && end !== start) { from = null; hooks.drawn(kind, start, end); }
      else if (drawing() && still) tapped(start);
      over = null; place(); hooks.selected();
    };
    for (const [name, f] of [["pointermove", move], ["pointerup", up], ["pointercancel", up]]) target.addEventListener(name, f);
  }
  function tapped(id) {
    if (from !== null && from !== id) { const start = from; from = null; hooks.drawn(mode, start, id); }
    else { from = id; net.selectNodes([id], false); hooks.from(id); }
  }
  arrowHandle.addEventListener("pointerdown", (e) => over !== null && follow(e, over, e.shiftKey ? "share" : "arrow"));
  shareHandle.addEventListener("pointerdown", (e) => over !== null && follow(e, over, "share"));

  // -- the box that selects ---------------------------------------------------------------------------
  function lasso(e) {
    e.preventDefault(); e.stopPropagation();
    const a = at(e), before = net.getSelectedNodes();
    box.setPointerCapture(e.pointerId);
    const move = (ev) => {
      const b = at(ev);
      Object.assign(frame.style, { display: "block", left: `${Math.min(a.x, b.x)}px`, top: `${Math.min(a.y, b.y)}px`, width: `${Math.abs(a.x - b.x)}px`, height: `${Math.abs(a.y - b.y)}px` });
      const inside = sets.nodes.getIds().filter((id) => { const p = dom(id); return p.x >= Math.min(a.x, b.x) && p.x <= Math.max(a.x, b.x) && p.y >= Math.min(a.y, b.y) && p.y <= Math.max(a.y, b.y); });
      net.selectNodes([...new Set([...(ev.shiftKey ? before : []), ...inside])], false);
    };
    const up = () => { for (const [name, f] of [["pointermove", move], ["pointerup", up], ["pointercancel", up]]) box.removeEventListener(name, f); frame.style.display = "none"; selected(); };
    for (const [name, f] of [["pointermove", move], ["pointerup", up], ["pointercancel", up]]) box.addEventListener(name, f);
  }

  box.addEventListener("pointerdown", (e) => {
    if (e.button > 0 || e.composedPath().some((x) => x.classList?.contains("wb-handle") || x.tagName === "BUTTON" || x.tagName === "INPUT")) return;
    const node = net.getNodeAt(at(e));
    if (drawing() && node !== undefined) follow(e, node, mode);
    else if (node === undefined && (mode === "box" || e.shiftKey)) lasso(e);
  }, true);
  // The wheel scrolls the page; with Ctrl, or pinched on a trackpad, it zooms.
  box.addEventListener("wheel", (e) => { if (!e.ctrlKey && !e.metaKey) e.stopPropagation(); }, { capture: true, passive: true });
  // A double click is the browser's own; a double tap is told by when and where the finger was, not by when this
  // script came to look, and fingers do not hit the same pixel twice. (vis wants both within 10 pixels and 300 ms of its own time.)
  const onBox = (e) => !e.composedPath().some((x) => x.classList?.contains("wb-handle") || x.tagName === "BUTTON" || x.tagName === "INPUT");
  function twice(p) {
    if (drawing()) return;
    const id = net.getNodeAt(p);
    if (id !== undefined) hooks.renaming(id);
    else if (net.getEdgeAt(p) === undefined) hooks.adding(net.DOMtoCanvas(p));
  }
  let down = null, tap = null, doubled = -Infinity;
  box.addEventListener("pointerdown", (e) => { down = e.pointerType === "touch" && e.isPrimary && onBox(e) ? at(e) : null; });
  box.addEventListener("pointerup", (e) => {
    const p = at(e), far = (a, most) => !a || Math.hypot(a.x - p.x, a.y - p.y) > most;
    if (e.pointerType !== "touch" || !e.isPrimary || far(down, 10)) { tap = null; return; }
    const again = tap && e.timeStamp - tap.time < TAPS_WITHIN && !far(tap, TAPS_APART);
    tap = again ? null : { ...p, time: e.timeStamp };
    if (again) { doubled = e.timeStamp; twice(p); }
  });
  // Nothing is clicked where the name is now typed: that would take the focus from it.
  box.addEventListener("touchend", (e) => { if (e.timeStamp - doubled < TAPS_WITHIN && e.cancelable) e.preventDefault(); }, { passive: false });
  box.addEventListener("dblclick", (e) => { if (onBox(e) && e.timeStamp - doubled > 2 * TAPS_WITHIN) twice(at(e)); });
  net.on("dragEnd", (p) => { if (p.nodes.length) hooks.moved(p.nodes); });

  // -- accept and reject on proposed arrows --------------------------------------------------------------
  function decide(edges, name) {
    layer.replaceChildren();
    proposals = edges.filter((e) => e.status === "proposed").map((e) => {
      const element = document.createElement("span");
      for (const [word, sign] of [["accept", "✓"], ["reject", "✕"]]) {
        const b = document.createElement("button");
        b.type = "button"; b.textContent = sign; b.tabIndex = -1;
        b.title = `${word === "accept" ? "Accept" : "Reject"}: ${edgeWords(e, name)}${e.reason ? `\n${e.reason}` : ""}`;
        b.setAttribute("aria-label", `${word === "accept" ? "Accept" : "Reject"}: ${edgeWords(e, name)}`);
        b.addEventListener("click", (ev) => { ev.stopPropagation(); hooks.decided(word, [e.id]); });
        element.append(b);
      }
      layer.append(element);
      return { id: e.id, element };
    });
    place();
  }

  return {
    net,
    sync(nodes, edges, colours, name, missing) {
      upsert(sets.nodes, nodes.map((n) => nodeLook(n, colours)), held[0]);
      const here = net.getPositions(); // a drag moved it without the set knowing
      for (const n of nodes) if (here[n.id] && Math.hypot(here[n.id].x - n.x, here[n.id].y - n.y) > 0.5) net.moveNode(n.id, n.x, n.y);
      upsert(sets.edges, [...edges.map((e) => edgeLook(e, colours)), ...missing.map((m) => missingLook(m, colours))], held[1]);
      if (over !== null && !sets.nodes.get(over)) over = null;
      const key = JSON.stringify(edges.filter((e) => e.status === "proposed").map((e) => [e.id, edgeWords(e, name)]));
      if (layer.dataset.key !== key) { layer.dataset.key = key; decide(edges, name); }
      place();
    },
    place, alive: () => !dead, anew: () => held[0].clear(),
    positions: (ids) => net.getPositions(ids),
    move: (id, x, y) => net.moveNode(id, x, y),
    selection: () => ({ nodes: net.getSelectedNodes(), edges: net.getSelectedEdges() }),
    select(nodes, edges = []) { net.setSelection({ nodes, edges }, { unselectAll: true, highlightEdges: false }); selected(); },
    mode(next) { mode = next; from = null; box.dataset.mode = next; net.setOptions({ interaction: { dragNodes: !drawing() } }); place(); },
    cancel() { from = null; },
    fit: () => net.fit({ animation: false, maxZoomLevel: 1.1 }),
    zoom: (by) => net.moveTo({ scale: Math.min(4, Math.max(0.08, net.getScale() * by)), animation: false }),
    view: () => seen,
    look: (v) => net.moveTo({ ...v, animation: false }),
    dom, boxOf(id) { const b = net.getBoundingBox(id); return { ...net.canvasToDOM({ x: b.left, y: b.top }), right: net.canvasToDOM({ x: b.right, y: b.bottom }) }; },
    toDom: (p) => net.canvasToDOM(p), toCanvas: (p) => net.DOMtoCanvas(p),
    image(paper) {
      const seen = net.canvas.frame.canvas, out = document.createElement("canvas");
      out.width = seen.width; out.height = seen.height;
      const ink = out.getContext("2d");
      ink.fillStyle = paper; ink.fillRect(0, 0, out.width, out.height); ink.drawImage(seen, 0, 0);
      return out.toDataURL("image/png");
    },
    destroy() { dead = true; clearTimeout(hiding); net.destroy(); },
  };
}
