const H = 236, PAD = { l: 72, r: 14, t: 24, b: 40 };
let W = 1000; // pixels, as the page is wide
const shownTensors = 12;
const charts = { before: {}, after: {} };
const columns = () => W - PAD.l - PAD.r;
const x = (t, i) => PAD.l + (columns() * i) / Math.max(t.nodes.length, 1);
const y = (v, max) => H - PAD.b - ((H - PAD.t - PAD.b) * v) / Math.max(max, 1);

// span gives the nodes that column c of so many stands for.
const span = (n, columns, c) => {
  const from = Math.floor((c * n) / columns);
  return [from, Math.max(Math.floor(((c + 1) * n) / columns), from + 1)];
};
const highest = (t, from, to) => {
  let at = from;
  for (let i = from + 1; i < to; i++) if (t.live[i] > t.live[at]) at = i;
  return at;
};

// outline is a staircase, or for many nodes the highest value of each column.
const outline = (t, max) => {
  const n = t.nodes.length, base = H - PAD.b, steps = Math.min(n, Math.round(columns()));
  let p = `M${PAD.l},${base}`;
  for (let c = 0; c < steps; c++) {
    const [from, to] = span(n, steps, c);
    p += `V${y(t.live[highest(t, from, to)], max).toFixed(2)}H${x(t, to).toFixed(2)}`;
  }
  return p + `V${base}Z`;
};

// byteStep is a power of two that cuts max into two to five.
const byteStep = (max) => 2 ** Math.max(Math.ceil(Math.log2(Math.max(max, 1) / 5)), 0);
// nodeStep is 1, 2 or 5 times a power of ten, wide enough for the numbers at it.
const nodeStep = (n) => {
  const least = Math.max((n * 80) / columns(), 1), ten = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((k) => k * ten).find((s) => s >= least);
};

const axes = (root, t, max) => {
  const n = t.nodes.length, step = byteStep(max);
  for (let v = 0; v <= max; v += step) {
    const at = y(v, max);
    root.append(svg("line", { class: "grid", x1: PAD.l, x2: W - PAD.r, y1: at, y2: at }),
      svg("text", { x: PAD.l - 8, y: at + 4, "text-anchor": "end" }, size(v).replace(".00", "")));
  }
  const nodes = nodeStep(n);
  for (let v = 0; v <= n; v += nodes) {
    const i = Math.max(v, 1);
    if (i > n) break;
    const at = x(t, i - 0.5);
    root.append(svg("line", { class: "grid", x1: at, x2: at, y1: H - PAD.b, y2: H - PAD.b + 4 }),
      svg("text", { x: at, y: H - PAD.b + 16, "text-anchor": "middle" }, count(i)));
  }
  root.append(svg("text", { x: W - PAD.r, y: H - 7, "text-anchor": "end" }, "nodes in the order in which they run"));
};

const boundary = (root, t) => {
  if (t.backward < 0) return;
  const at = x(t, t.backward);
  root.append(svg("line", { class: "boundary", x1: at, x2: at, y1: PAD.t - 14, y2: H - PAD.b }));
  if (at - PAD.l > 90) root.append(svg("text", { x: at - 7, y: PAD.t - 8, "text-anchor": "end" }, "forward pass"));
  if (W - PAD.r - at > 100) root.append(svg("text", { x: at + 7, y: PAD.t - 8 }, "backward pass"));
};

const draw = (which, t, max) => {
  const box = byId("chart-" + which), caption = byId("caption-" + which);
  const title = which === "before" ? "Before" : "After";
  caption.replaceChildren(`${title}: peak ${size(t.peak)} `,
    el("span", t.nodes.length ? `at node ${count(t.peakAt + 1)} of ${count(t.nodes.length)}, ${nodeName(t, t.peakAt)}` : "", ""));
  const root = svg("svg", { viewBox: `0 0 ${W} ${H}`, "aria-hidden": "true" });
  axes(root, t, max);
  root.append(svg("path", { class: "area " + which, d: outline(t, max) }));
  boundary(root, t);
  const band = svg("rect", { class: "band", y: PAD.t, height: H - PAD.t - PAD.b, width: 0, visibility: "hidden" });
  const peak = svg("circle", { class: "peak", r: 3.5, cx: x(t, t.peakAt + 0.5), cy: y(t.peak, max) });
  const cursor = svg("line", { class: "cursor", y1: PAD.t, y2: H - PAD.b, visibility: "hidden" });
  root.append(band, peak, cursor);
  box.replaceChildren(root);
  Object.assign(charts[which], { t, cursor, band, at: t.peakAt });
};

// mark shows in both charts how long a tensor is alive; undefined marks nothing.
const mark = (name) => {
  for (const { t, band } of Object.values(charts)) {
    const k = name === undefined ? -1 : lifeOf(t, name);
    band.setAttribute("visibility", k < 0 ? "hidden" : "visible");
    if (k < 0) continue;
    const from = x(t, t.lives[k + FROM]);
    band.setAttribute("x", from);
    band.setAttribute("width", Math.max(x(t, t.lives[k + TO] + 1) - from, 1));
  }
};

// alive finds the largest tensors alive at a node, and how many there are.
const alive = (t, at) => {
  const top = [];
  let n = 0;
  for (let k = 0; k < t.lives.length; k += LIFE) {
    if (t.lives[k + FROM] > at || at > t.lives[k + TO]) continue;
    n++;
    if (top.length === shownTensors && t.lives[k + BYTES] <= t.lives[top[shownTensors - 1] + BYTES]) continue;
    let i = top.length;
    while (i > 0 && t.lives[top[i - 1] + BYTES] < t.lives[k + BYTES]) i--;
    top.splice(i, 0, k);
    top.length = Math.min(top.length, shownTensors);
  }
  return [top, n];
};

const tip = byId("tip");
const hide = () => {
  tip.hidden = true;
  for (const c of Object.values(charts)) c.cursor.setAttribute("visibility", "hidden");
};
const show = (which, i, clientX, clientY) => {
  const c = charts[which], t = c.t;
  if (!t.nodes.length) return;
  hide();
  c.at = Math.min(Math.max(i, 0), t.nodes.length - 1);
  const at = x(t, c.at + 0.5);
  c.cursor.setAttribute("x1", at);
  c.cursor.setAttribute("x2", at);
  c.cursor.setAttribute("visibility", "visible");
  const [top, n] = alive(t, c.at);
  const table = el("table"), head = el("tr");
  head.append(el("th", "size", "num"), el("th", "tensor"), el("th", "alive until"));
  table.append(head);
  for (const k of top) {
    const tr = el("tr"), to = t.lives[k + TO];
    tr.append(el("td", size(t.lives[k + BYTES]), "num"), el("td", names[t.lives[k + NAME]]),
      el("td", to === c.at ? "this node" : to === t.nodes.length - 1 ? "the end of the step" : nodeName(t, to)));
    table.append(tr);
  }
  tip.replaceChildren(el("h3", `${nodeName(t, c.at)} (${names[t.ops[c.at]]})`),
    el("div", `node ${count(c.at + 1)} of ${count(t.nodes.length)}: ${size(t.live[c.at])} in ${plural(n, "tensor")}`));
  if (n) tip.append(table);
  if (n > top.length) tip.append(el("div", `and ${count(n - top.length)} more`, "hint"));
  tip.hidden = false;
  const r = tip.getBoundingClientRect();
  const beside = clientX + 14 + r.width > innerWidth - 8 ? clientX - 14 - r.width : clientX + 14;
  tip.style.left = Math.max(8, beside) + "px";
  tip.style.top = Math.max(8, Math.min(clientY + 14, innerHeight - r.height - 8)) + "px";
};

for (const which of ["before", "after"]) {
  const box = byId("chart-" + which), c = charts[which];
  // Where a pixel stands for many nodes, the highest of them is shown: that is what is
  // drawn.
  const point = (e) => {
    const r = box.firstChild.getBoundingClientRect(), n = c.t.nodes.length;
    const u = ((e.clientX - r.left) / r.width) * W - PAD.l, steps = Math.min(n, Math.round(columns()));
    const column = Math.min(Math.max(Math.floor((u / columns()) * steps), 0), steps - 1);
    show(which, highest(c.t, ...span(n, steps, column)), e.clientX, e.clientY);
  };
  const walk = (i) => {
    const r = box.firstChild.getBoundingClientRect();
    const at = Math.min(Math.max(i, 0), c.t.nodes.length - 1);
    show(which, at, r.left + (r.width * x(c.t, at + 0.5)) / W, r.top + PAD.t);
  };
  box.addEventListener("pointermove", point);
  box.addEventListener("pointerdown", point);
  box.addEventListener("pointerleave", hide);
  box.addEventListener("blur", hide);
  box.addEventListener("focus", () => { if (box.matches(":focus-visible")) walk(c.at); });
  box.addEventListener("keydown", (e) => {
    const n = c.t.nodes.length, by = e.shiftKey ? Math.ceil(n / 50) : 1;
    const to = { ArrowLeft: c.at - by, ArrowRight: c.at + by, Home: 0, End: n - 1 }[e.key];
    if (e.key === "Escape") hide();
    if (to === undefined) return;
    e.preventDefault();
    walk(to);
  });
}

const order = () => Number(document.querySelector("input[name=order]:checked").value);
const redraw = () => {
  W = Math.max(byId("chart-before").clientWidth, 320);
  const k = order(), max = Math.max(data.before[k].peak, data.after[k].peak);
  draw("before", data.before[k], max);
  draw("after", data.after[k], max);
  hide();
};
