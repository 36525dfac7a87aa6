// The editor: buttons, keys, and the strokes that are sent to Python. Python is the source of truth; until it has
// answered the last stroke, this picture is newer than its data (see ui/graph_editor/protocol.py).
const EDITORS = new WeakMap();   // root element -> Editor: the function below runs again with every new data
const VIEWS = new Map();         // study -> where one looked and how tall the box was, across leaving the page
const CLIENT = Math.random().toString(36).slice(2, 14); // crypto.randomUUID needs a secure context
let lastNumber = 0, made = 0; // of the browser, not of one editor: who comes back to the page has a new editor and the same desk
const nextNumber = () => (lastNumber = Math.max(Date.now(), lastNumber + 1));
const CUT = 2; // pixels of a box that may be beyond the edge before it counts as cut off
const EDGE = 12; // pixels left free beside what the picture opens at
const SMALLEST = 6 / TYPE, READABLE = 10 / TYPE; // names are then 6 and 10 pixels high; long ones have smaller type
const HINTS = {
  move: "Drag a variable's round handle to its effect. Double click, or tap twice, on an empty place to add a variable.",
  arrow: "Drag from the cause to the effect, or choose one and then the other. Esc to stop.",
  share: "Drag between two variables that share a hidden cause, or choose both. Esc to stop.",
  box: "Drag a box round the variables you want. Esc to stop.",
};
const KEYS = { v: "move", e: "arrow", h: "share", b: "box", a: "add", f2: "rename", delete: "delete", backspace: "delete", r: "reverse", f: "fit", g: "tidy", "+": "in", "=": "in", "-": "out", "?": "help", escape: "escape", y: "accept", x: "reject", m: "measured", l: "lottery", s: "selected", t: "treatment", o: "outcome", n: "next", p: "previous", "]": "nextArrow", "[": "previousArrow", enter: "choose", " ": "choose" };
const STEP = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

class Editor {
  constructor(parent, height) {
    const root = this.root = fill(parent, "editor.html");
    const q = (s) => root.querySelector(s);
    this.box = q(".wb-canvas"); this.status = q(".wb-status"); this.offer = q(".wb-offer"); this.form = q(".wb-naming"); this.input = q(".wb-naming input");
    this.button = Object.fromEntries([...root.querySelectorAll("[data-act]")].map((b) => [b.dataset.act, b]));
    this.nodes = new Map(); this.edges = new Map(); this.missing = new Map(); this.pending = []; this.mode = "move"; this.heard = 0; this.answers = [];
    this.box.style.height = `${height}px`; // before the Network exists: it rescales its view when the box grows
    this.canvas = makeCanvas(this.box, {
      drawn: (kind, a, b) => this.drawn(kind, a, b), moved: (ids) => this.moved(ids), selected: () => this.refresh(),
      from: (id) => this.say(`From ${this.name(id)}: now choose the other one.`), renaming: (id) => this.askName("rename", id),
      adding: (p) => this.askName("add", null, p), decided: (word, ids) => this.decide(word, ids),
    });
    for (const bar of root.querySelectorAll(".wb-tools")) bar.addEventListener("click", (e) => { const b = e.target.closest("button[data-act]"); if (b) this.act(b.dataset.act); });
    this.button.part.addEventListener("change", () => this.part(this.button.part.value));
    this.offer.addEventListener("click", () => { const op = this.offer.op; if (op) { this.stroke(op); this.box.focus({ preventScroll: true }); } });
    this.form.addEventListener("submit", (e) => { e.preventDefault(); this.named(); });
    this.input.addEventListener("blur", () => { if (!this.form.hidden && this.asking?.what === "rename") this.named(); else this.closeName(); });
    // Streamlit's own one-letter shortcuts listen on the document and must not see what is typed here.
    for (const name of ["keydown", "keypress", "keyup"]) root.addEventListener(name, (e) => { if (name === "keydown") this.key(e); e.stopPropagation(); });
    this.box.addEventListener("pointerup", () => { if (this.form.hidden) this.box.focus({ preventScroll: true }); }, true);
    root.__editor = this; // for tests
  }

  name(id) { return this.nodes.get(id)?.label ?? ""; }

  // -- data from Python --------------------------------------------------------------------------------
  receive(data, send) {
    this.setState = send;
    const first = !this.data, fresh = !first && this.data.desk !== data.desk;
    if (first) this.pending = [];
    if (fresh) { this.carry(this.data, data); this.heard = 0; }
    this.data = data;
    const ack = data.acks[CLIENT] ?? 0;
    const asked = this.pending.length && ack >= this.pending.at(-1).s ? this.sentAt : 0;
    this.pending = this.pending.filter((op) => op.s > ack);
    this.colours = theme(this.root);
    let other = false;
    if (!this.pending.length && !this.timer) {
      other = !first && data.nodes.length > 1 && !data.nodes.some((n) => this.nodes.has(n.id)); // another graph
      this.nodes = new Map(data.nodes.map((n) => [n.id, n]));
      this.edges = new Map(data.edges.map((e) => [edgeId(e), e]));
    }
    this.draw();
    if (asked) { this.sentAt = 0; requestAnimationFrame(() => this.answers.push(performance.now() - asked)); } // vis draws in the same frame, before
    if (first) { this.open(data); onLetters(this.colours.face, () => { if (this.canvas.alive()) { this.canvas.anew(); this.draw(); } }); }
    if (other) this.start();
    if (data.message && data.message.n > this.heard) { this.heard = data.message.n; this.say(data.message.text, "error", data.message.offer); }
    else if (!this.pending.length && (this.heardAt !== ack || this.hinted === this.status.textContent)) this.say((this.hinted = this.hint()));
    this.heardAt = ack;
    this.button.undo.disabled = data.undo === null; this.button.redo.disabled = data.redo === null;
    this.button.undo.title = `Undo${data.undo ? `: ${data.undo}` : ""} (Ctrl+Z)`; this.button.redo.title = `Redo${data.redo ? `: ${data.redo}` : ""} (Ctrl+Y)`;
    this.root.querySelector("datalist").replaceChildren(...data.off.map((n) => Object.assign(document.createElement("option"), { value: n })));
  }
  // A server that was started anew names the variables by keys of its own: what is drawn, and the strokes that
  // nobody has answered, take them on; the strokes are sent again.
  carry(old, data) {
    this.flush();
    const now = new Map(data.nodes.map((n) => [n.label, n.id])), before = new Map(old.nodes.map((n) => [n.id, n.label]));
    const key = (k) => (before.has(k) ? now.get(before.get(k)) ?? `gone-${k}` : k); // one that is not there any more is said to be gone
    this.pending = this.pending.map((op) => ({
      ...op, ...(op.k && { k: key(op.k) }), ...(op.a && { a: key(op.a), b: key(op.b) }), ...(op.ks && { ks: op.ks.map(key) }),
      ...(op.es && { es: op.es.map(([kind, a, b]) => [kind, key(a), key(b)]) }), ...(op.to && { to: op.to.map(([k, x, y]) => [key(k), x, y]) }),
    }));
    this.nodes = new Map([...this.nodes.values()].map((n) => [key(n.id), { ...n, id: key(n.id) }]));
    this.edges = new Map([...this.edges.values()].map((e) => ({ ...e, source: key(e.source), target: key(e.target) })).map((e) => [edgeId(e), e]));
    if (this.pending.length) requestAnimationFrame(() => this.send());
  }
  open(data) {
    const kept = VIEWS.get(data.study);
    requestAnimationFrame(() => { if (kept) this.canvas.look(kept); else if (this.nodes.size) this.start(); this.opened = true; if (!this.pending.length) this.say((this.hinted = this.hint())); });
  }
  // The whole graph, or where it begins to be of interest if the whole would be too small to read.
  start() {
    this.canvas.fit();
    const all = [...this.nodes.values()];
    const node = all.find((n) => n.part === "treatment") ?? all[0], larger = all.some((n) => isLong(n.label)) ? TYPE / WIDE_TYPE : 1;
    if (this.canvas.net.getScale() >= SMALLEST * larger) return;
    this.canvas.look({ scale: READABLE * larger, position: { x: node.x, y: node.y } });
    const ends = all.filter((n) => n.part === "treatment" || n.part === "outcome").map((n) => this.canvas.net.getBoundingBox(n.id));
    if (ends.length < 2) return;
    const [left, top] = ["left", "top"].map((side) => Math.min(...ends.map((b) => b[side])));
    const [right, bottom] = ["right", "bottom"].map((side) => Math.max(...ends.map((b) => b[side])));
    const room = Math.min((this.box.clientWidth - 2 * EDGE) / (right - left), (this.box.clientHeight - 2 * EDGE) / (bottom - top));
    // Cause and outcome together, where both can then be read: on a phone one of them alone says little.
    if (room >= SMALLEST * larger) this.canvas.look({ scale: Math.min(room, READABLE * larger), position: { x: (left + right) / 2, y: (top + bottom) / 2 } });
  }
  draw() {
    const nodes = [...this.nodes.values()], edges = [...this.edges.values()], name = (id) => this.name(id);
    for (const e of edges) { e.id = edgeId(e); e.title = edgeWords(e, name) + (e.reason ? `\n${e.reason}` : ""); }
    // Once the graph was changed here, what the data said to it was said to another graph.
    this.missing = new Map((this.pending.length || this.timer ? [] : this.data.missing).map((m) => [m.id, m]));
    const missing = [...this.missing.values()];
    this.canvas.sync(nodes, edges, this.colours, name, missing);
    legend(this.root.querySelector(".wb-legend"), nodes, edges, this.data.parts, this.colours, missing);
    words(this.root.querySelector(".wb-words"), edges, name, missing);
    this.box.setAttribute("aria-label", `Causal graph with ${counted(nodes.length, "variable")} and ${counted(edges.length, "arrow")}. Press the question mark for the keys; the arrows are also in the table below.`);
    this.refresh();
  }
  outside() {
    const w = this.box.clientWidth, h = this.box.clientHeight;
    return [...this.nodes.keys()].filter((id) => { const b = this.canvas.boxOf(id); return b.x < -CUT || b.y < -CUT || b.right.x > w + CUT || b.right.y > h + CUT; }).length;
  }
  hint() {
    const away = this.opened ? this.outside() : 0;
    if (away) return `${away === 1 ? "One variable is" : `${away} variables are`} cut off or out of view: press Fit to see the whole graph.`;
    return this.nodes.size ? HINTS[this.mode] : "The picture is empty. Double click or tap twice in it, or press Add, to name the first variable.";
  }
  say(text, level = "info", offer = null) {
    this.status.textContent = text; this.status.dataset.level = level;
    this.offer.hidden = !offer; this.offer.textContent = offer?.label ?? ""; this.offer.op = offer?.op ?? null;
  }

  // -- strokes to Python -------------------------------------------------------------------------------
  stroke(op) {
    this.flush();
    this.pending.push({ ...op, s: nextNumber() });
    this.send();
  }
  send() {
    this.sentAt = performance.now();
    this.setState("edit", { client: CLIENT, desk: this.data.desk, ops: this.pending });
  }
  flush() {
    if (!this.timer) return;
    clearTimeout(this.timer); this.timer = null;
    const to = this.shifted.filter((id) => this.nodes.has(id)).map((id) => [id, this.nodes.get(id).x, this.nodes.get(id).y]);
    if (to.length) this.stroke({ t: "move", to });
  }
  moved(ids, later = 0) {
    const at = this.canvas.positions(ids);
    for (const id of ids) if (this.nodes.has(id)) Object.assign(this.nodes.get(id), { x: Math.round(at[id].x), y: Math.round(at[id].y) });
    this.shifted = [...new Set([...(this.timer ? this.shifted : []), ...ids])];
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), later);
  }
  drawn(kind, a, b) {
    const e = { source: a, target: b, kind: kind === "share" ? "bidirected" : "directed", meaning: "plain" }, there = this.edges.get(edgeId(e));
    if (a === b) return this.say("A variable cannot affect itself.", "error");
    if (there && there.status !== "proposed") return this.say("That arrow is there already.", "error");
    this.edges.set(edgeId(e), e); this.draw(); this.canvas.select([], [edgeId(e)]);
    this.say(edgeWords(e, (id) => this.name(id)));
    this.stroke({ t: kind, a, b });
  }
  decide(word, ids) {
    const es = ids.map((id) => this.edges.get(id)).filter((e) => e?.status === "proposed");
    if (!es.length) return this.say("Select a proposed arrow first.", "error");
    for (const e of es) if (word === "accept") delete e.status; else this.edges.delete(e.id);
    this.draw();
    this.stroke({ t: word, es: es.map((e) => [e.kind, e.source, e.target]) });
  }
  remove() {
    const { nodes, edges: all } = this.canvas.selection(), edges = all.filter((id) => this.edges.has(id)), gone = new Set(nodes);
    if (!nodes.length && !edges.length) return this.say("Select something first.", "error");
    const es = edges.map((id) => this.edges.get(id)).filter((e) => e && !gone.has(e.source) && !gone.has(e.target));
    for (const [id, e] of this.edges) if (gone.has(e.source) || gone.has(e.target) || edges.includes(id)) this.edges.delete(id);
    nodes.forEach((id) => this.nodes.delete(id));
    this.canvas.select([], []); this.draw();
    const open = es.filter((e) => e.status === "proposed"), firm = es.filter((e) => e.status !== "proposed"), list = (s) => s.map((e) => [e.kind, e.source, e.target]);
    if (open.length && !firm.length && !nodes.length) return this.stroke({ t: "reject", es: list(open) });
    this.stroke({ t: "remove", ks: nodes, es: list(es) });
  }
  reverse() {
    const id = this.canvas.selection().edges[0], e = this.edges.get(id);
    if (!e || e.kind !== "directed") return this.say("Select one arrow first.", "error");
    this.edges.delete(id);
    const turned = { source: e.target, target: e.source, kind: "directed", meaning: "plain" };
    this.edges.set(edgeId(turned), turned); this.draw(); this.canvas.select([], [edgeId(turned)]);
    this.stroke({ t: "reverse", a: e.source, b: e.target });
  }
  part(part) {
    const ids = this.canvas.selection().nodes;
    if (ids.length !== 1) return this.say("Select one variable first.", "error");
    for (const n of this.nodes.values()) if (n.id === ids[0] || n.part === part) n.part = n.id === ids[0] ? part : "variable";
    this.draw(); this.stroke({ t: "part", k: ids[0], part });
  }
  toggle(what) {
    const ids = this.canvas.selection().nodes, flag = what === "measured" ? "latent" : what;
    if (!ids.length) return this.say("Select a variable first.", "error");
    const on = !ids.every((id) => this.nodes.get(id)?.[flag]);
    for (const id of ids) if (on) this.nodes.get(id)[flag] = true; else delete this.nodes.get(id)[flag];
    this.draw(); this.stroke({ t: what, ks: ids, on: what === "measured" ? !on : on });
  }

  // -- names, in place -------------------------------------------------------------------------------------
  askName(what, id = null, place = null) {
    if (what === "rename" && id === null) { const s = this.canvas.selection().nodes; if (s.length !== 1) return this.say("Select one variable first.", "error"); id = s[0]; }
    const at = id === null ? place ?? this.freePlace() : this.nodes.get(id), p = this.canvas.toDom(at), w = this.box.clientWidth, h = this.box.clientHeight;
    this.asking = { what, id, at };
    this.form.style.left = `${Math.min(w - 120, Math.max(120, p.x))}px`;
    this.form.style.top = `${this.box.offsetTop + Math.min(h - 24, Math.max(24, p.y))}px`;
    this.input.value = what === "rename" ? this.name(id) : "";
    this.input.placeholder = what === "rename" ? "New name" : "Name of the variable";
    this.form.hidden = false; this.input.focus({ preventScroll: true }); this.input.select();
    this.say(what === "rename" ? "Type the new name, then Enter." : this.data.off.length ? "Type a name, or choose a variable or a column that is not in the picture yet; then Enter." : "Type a name, then Enter.");
  }
  closeName() { if (this.form.hidden) return; this.form.hidden = true; this.asking = null; this.box.focus({ preventScroll: true }); }
  named() {
    const asked = this.asking, name = this.input.value.replace(/\s+/g, " ").trim();
    if (!asked) return;
    const other = [...this.nodes.values()].find((n) => n.label === name && n.id !== asked.id);
    if (other) return this.say(`“${name}” is in the picture already.`, "error");
    this.closeName(); this.say(this.hint());
    if (!name || (asked.what === "rename" && name === this.name(asked.id))) return;
    if (asked.what === "rename") {
      if (!this.nodes.has(asked.id)) return;
      this.nodes.get(asked.id).label = name; this.draw(); return this.stroke({ t: "rename", k: asked.id, name });
    }
    const key = `${CLIENT}-${++made}`, x = Math.round(asked.at.x), y = Math.round(asked.at.y);
    this.nodes.set(key, { id: key, label: name, part: "variable", x, y });
    this.draw(); this.canvas.select([key]); this.stroke({ t: "add", k: key, name, x, y });
  }
  freePlace() {
    const c = this.canvas.toCanvas({ x: this.box.clientWidth / 2, y: this.box.clientHeight / 2 }), all = [...this.nodes.values()];
    const size = (n) => { const b = this.canvas.net.getBoundingBox(n.id); return b ? [b.right - b.left, b.bottom - b.top] : [175, 40]; };
    const clear = (p) => all.every((n) => { const [w, h] = size(n); return Math.abs(n.x - p.x) > Math.max(175, w / 2 + 95) || Math.abs(n.y - p.y) > Math.max(62, h / 2 + 36); });
    for (let ring = 0; ring < 14; ring++) for (let i = -ring; i <= ring; i++) for (let j = -ring; j <= ring; j++) {
      const p = { x: c.x + i * 95, y: c.y + j * 66 };
      if (Math.max(Math.abs(i), Math.abs(j)) === ring && clear(p)) return p;
    }
    return c;
  }

  // -- what buttons and keys do ---------------------------------------------------------------------------
  act(a) {
    const c = this.canvas;
    if (["move", "arrow", "share", "box"].includes(a)) return this.setMode(a);
    if (a === "add" || a === "rename") return this.askName(a);
    if (a === "undo" || a === "redo") { if (this.data[a] === null && !this.pending.length) return this.say(`There is nothing to ${a}.`); return this.stroke({ t: a }); }
    if (a === "tidy") { this.refit = true; return this.stroke({ t: "tidy" }); }
    if (a === "accept" || a === "reject") return this.decide(a, c.selection().edges);
    if (["measured", "lottery", "selected"].includes(a)) return this.toggle(a);
    if (a === "treatment" || a === "outcome") { const n = this.nodes.get(c.selection().nodes[0]); return this.part(n?.part === a ? "variable" : a); }
    ({ fit: () => c.fit(), in: () => c.zoom(1.25), out: () => c.zoom(0.8), delete: () => this.remove(), reverse: () => this.reverse(), help: () => this.root.querySelector("dialog").showModal(), png: () => this.save(), escape: () => this.escape() })[a]?.();
  }
  setMode(mode) {
    this.mode = mode; this.begun = null;
    for (const m of ["move", "arrow", "share", "box"]) this.button[m].setAttribute("aria-pressed", String(m === mode));
    this.canvas.mode(mode); this.say(this.hint());
  }
  escape() { this.begun = null; this.canvas.cancel(); this.canvas.select([], []); this.setMode("move"); }
  save() {
    const a = document.createElement("a");
    a.href = this.canvas.image(this.colours.paper); a.download = "graph.png"; a.click();
  }
  key(e) {
    const target = e.composedPath()[0], tag = target.tagName, ctrl = e.ctrlKey || e.metaKey, k = e.key.toLowerCase();
    if (tag === "INPUT") { if (k === "escape") { e.preventDefault(); this.asking = null; this.form.hidden = true; this.box.focus({ preventScroll: true }); this.say(this.hint()); } return; }
    if (this.root.querySelector("dialog").open || e.altKey) return;
    if (ctrl) {
      const act = { z: e.shiftKey ? "redo" : "undo", y: "redo" }[k];
      if (act) { e.preventDefault(); this.act(act); }
      if (k === "a" && target === this.box) { e.preventDefault(); this.canvas.select([...this.nodes.keys()]); }
      return;
    }
    if (tag === "SELECT" || (tag === "BUTTON" && (k === "enter" || k === " "))) return;
    if (STEP[e.key] && target === this.box) { e.preventDefault(); return e.shiftKey ? this.nudge(STEP[e.key]) : this.walk(STEP[e.key]); }
    const act = KEYS[k];
    if (!act) return;
    e.preventDefault();
    if (act === "next" || act === "previous") return this.cycle(act === "next" ? 1 : -1);
    if (act === "nextArrow" || act === "previousArrow") return this.cycleArrows(act === "nextArrow" ? 1 : -1);
    if (act === "choose") return this.choose();
    if (act === "arrow" || act === "share") return this.begin(act);
    this.act(act);
  }
  begin(kind) {
    const s = this.canvas.selection().nodes;
    this.setMode(kind);
    if (s.length === 1) { this.begun = s[0]; this.say(`From ${this.name(s[0])}: go to the other one with the arrow keys, then Enter. Esc to stop.`); }
  }
  choose() {
    const s = this.canvas.selection().nodes;
    if (s.length !== 1) return this.cycle(1);
    if (this.mode !== "arrow" && this.mode !== "share") return this.describe(s[0]);
    if (this.begun === null || this.begun === undefined) { this.begun = s[0]; return this.say(`From ${this.name(s[0])}: go to the other one, then Enter.`); }
    if (s[0] === this.begun) return this.say("Go to the other variable first, then Enter.", "error");
    const kind = this.mode, start = this.begun;
    this.setMode("move"); this.drawn(kind, start, s[0]); this.canvas.select([s[0]]);
  }
  describe(id) {
    const n = this.nodes.get(id), parts = [this.data.parts[n.part], n.latent && this.data.parts.latent, n.lottery && this.data.parts.lottery, n.selected && this.data.parts.selected].filter(Boolean).join(", ");
    const out = [...this.edges.values()].filter((e) => e.kind === "directed" && e.source === id).length, into = [...this.edges.values()].filter((e) => e.kind === "directed" && e.target === id).length;
    const start = this.begun !== null && this.begun !== undefined && this.begun !== id ? `From ${this.name(this.begun)} to here: press Enter. ` : "";
    this.say(`${start}${n.label}: ${parts}; ${counted(into, "arrow")} in, ${out} out.`);
  }
  chosen(id) {
    this.canvas.select([id]); this.describe(id);
    const p = this.canvas.dom(id);
    if (p.x < 20 || p.y < 20 || p.x > this.box.clientWidth - 20 || p.y > this.box.clientHeight - 20) this.canvas.look({ position: this.nodes.get(id) });
  }
  cycle(by) {
    const ids = [...this.nodes.values()].sort((a, b) => a.x - b.x || a.y - b.y).map((n) => n.id);
    if (!ids.length) return this.say(this.hint());
    const i = ids.indexOf(this.canvas.selection().nodes[0]);
    this.chosen(ids[i < 0 ? (by > 0 ? 0 : ids.length - 1) : (i + by + ids.length) % ids.length]);
  }
  cycleArrows(by) {
    const ids = [...this.edges.keys(), ...this.missing.keys()];
    if (!ids.length) return this.say("There is no arrow yet.");
    const i = ids.indexOf(this.canvas.selection().edges[0]), id = ids[i < 0 ? (by > 0 ? 0 : ids.length - 1) : (i + by + ids.length) % ids.length];
    this.canvas.select([], [id]);
    if (this.edges.has(id)) this.say(edgeWords(this.edges.get(id), (n) => this.name(n)));
  }
  walk([dx, dy]) {
    const here = this.nodes.get(this.canvas.selection().nodes[0]);
    if (!here) return this.cycle(1);
    let best = null, least = Infinity;
    for (const n of this.nodes.values()) {
      const along = (n.x - here.x) * dx + (n.y - here.y) * dy, aside = Math.abs((n.x - here.x) * dy) + Math.abs((n.y - here.y) * dx);
      if (n !== here && along > 1 && along + 2 * aside < least) { least = along + 2 * aside; best = n.id; }
    }
    if (best === null) return this.say("There is no variable on that side.");
    this.chosen(best);
  }
  nudge([dx, dy]) {
    const ids = this.canvas.selection().nodes;
    if (!ids.length) return this.say("Select a variable first.", "error");
    for (const id of ids) { const n = this.nodes.get(id); this.canvas.move(id, n.x + 10 * dx, n.y + 10 * dy); }
    this.moved(ids, 400);
  }

  // -- what is selected ---------------------------------------------------------------------------------
  refresh() {
    if (!this.data) return;
    const s = this.canvas.selection(), b = this.button, nodes = s.nodes.map((id) => this.nodes.get(id)).filter(Boolean), edges = s.edges.map((id) => this.edges.get(id)).filter(Boolean);
    const against = s.edges.map((id) => this.missing.get(id)).find(Boolean);
    if (against && this.status.textContent !== against.title) this.say(against.title);
    const one = nodes.length === 1 ? nodes[0] : null;
    const open = edges.some((e) => e.status === "proposed");
    this.root.querySelector(".wb-name").textContent = one ? one.label : nodes.length ? `${nodes.length} variables` : edges.length === 1 ? edgeWords(edges[0], (id) => this.name(id)) : edges.length ? `${edges.length} arrows` : "Nothing is selected";
    b.part.disabled = !one; b.part.value = one && ["treatment", "outcome"].includes(one.part) ? one.part : "variable";
    b.rename.disabled = !one; b.measured.disabled = b.lottery.disabled = b.selected.disabled = !nodes.length;
    b.measured.setAttribute("aria-pressed", String(nodes.length > 0 && nodes.every((n) => n.latent)));
    b.lottery.setAttribute("aria-pressed", String(nodes.length > 0 && nodes.every((n) => n.lottery)));
    b.selected.setAttribute("aria-pressed", String(nodes.length > 0 && nodes.every((n) => n.selected)));
    b.reverse.disabled = !(edges.length === 1 && !nodes.length && edges[0].kind === "directed"); b.delete.disabled = !nodes.length && !edges.length;
    b.accept.hidden = b.reject.hidden = !open;
  }
  destroy() {
    this.flush();
    if (this.opened) VIEWS.set(this.data.study, { ...this.canvas.view(), height: parseInt(this.box.style.height, 10) });
    this.canvas.destroy();
  }
}

whyboard.editor = function (component) {
  const { parentElement, setStateValue } = component, data = unpacked(component.data);
  const host = parentElement.querySelector(".wb-root");
  let editor = EDITORS.get(host);
  if (!editor) { editor = new Editor(parentElement, VIEWS.get(data.study)?.height ?? data.height); EDITORS.set(host, editor); }
  const tidied = editor.refit && !editor.pending.some((op) => op.s > (data.acks[CLIENT] ?? 0) && op.t === "tidy");
  editor.receive(data, setStateValue);
  if (tidied) {
    editor.refit = false; editor.start();
    if (editor.status.dataset.level !== "error") editor.say((editor.hinted = editor.hint()));
  }
  return () => { EDITORS.get(host)?.destroy(); EDITORS.delete(host); };
};
