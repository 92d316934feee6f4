"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const report = data.report, names = data.names;
  const byId = (id) => document.getElementById(id);
  const svgNS = "http://www.w3.org/2000/svg";
  const H = 190, PAD = { l: 8, r: 8, t: 16, b: 18 };
  let W = 1000; // pixels, as the page is wide
  const rowsAtOnce = 200, shownTensors = 12;

  const size = (n) => {
    if (n < 1024) return n + " B";
    const units = ["KiB", "MiB", "GiB", "TiB"];
    let k = -1;
    do { n /= 1024; k++; } while (n >= 1024 && k < units.length - 1);
    return n.toFixed(2) + " " + units[k];
  };
  const figure = (f) => (f ? (f.value === null ? f.expr : size(f.value)) : "unknown");
  const el = (tag, text, cls) => {
    const e = document.createElement(tag);
    if (text !== undefined) e.textContent = text;
    if (cls) e.className = cls;
    return e;
  };
  const svg = (tag, attrs) => {
    const e = document.createElementNS(svgNS, tag);
    for (const k in attrs) e.setAttribute(k, attrs[k]);
    return e;
  };

  // live adds up the bytes alive at each position.
  const live = (t) => {
    const d = new Float64Array(t.nodes.length + 1);
    for (let i = 0; i < t.lives.length; i += 4) {
      if (t.lives[i + 3] < t.lives[i + 2]) continue;
      d[t.lives[i + 2]] += t.lives[i + 1];
      d[t.lives[i + 3] + 1] -= t.lives[i + 1];
    }
    for (let i = 1; i < d.length; i++) d[i] += d[i - 1];
    return d.subarray(0, t.nodes.length);
  };
  for (const t of [...data.before, ...data.after]) t.live = live(t);
  const peakOf = (t) => t.live.reduce((a, b) => Math.max(a, b), 0);

  // header
  const model = report.model;
  byId("title").textContent = model.path || "model";
  const dims = Object.entries(report.options.dims).map(([k, v]) => k + "=" + v).join(", ");
  const counts = { early: 0, late: 0, left: 0 };
  for (const s of report.sites) counts[s.strategy]++;
  byId("about").textContent = `${model.nodes} nodes, IR ${model.ir}, opset ${model.opset}${dims ? ", " + dims : ""}; ` +
    `${report.sites.length} sites: ${counts.early} early, ${counts.late} late, ${counts.left} left. ` +
    (data.unknown ? `${data.unknown} tensors of unknown size count as 0.` : "");
  const change = (a, b) => {
    if (!a || !b || a.value === null || b.value === null || a.value === 0) return ["", ""];
    const p = 100 * (b.value / a.value - 1);
    return [p === 0 ? "the same" : (p > 0 ? "+" : "") + p.toFixed(1) + "%", p < 0 ? "good" : p > 0 ? "bad" : ""];
  };
  for (const [what, o, kind] of [["Held between the passes", "ort", "held"], ["Peak, ONNX Runtime's order", "ort", "peak"], ["Peak, the file's order", "file", "peak"]]) {
    const before = report.memory[o][kind + "_before"], after = report.memory[o][kind + "_after"];
    const box = el("div", undefined, "figure");
    box.append(el("b", what), el("span", `${figure(before)} \u2192 ${figure(after)}`));
    const [text, cls] = change(before, after);
    box.append(el("em", text, cls));
    byId("figures").append(box);
  }

  // charts
  const columns = () => W - PAD.l - PAD.r;
  const charts = { before: { t: null }, after: { t: null } };
  const x = (t, i) => PAD.l + (columns() * i) / Math.max(t.nodes.length, 1);
  const y = (v, max) => H - PAD.b - ((H - PAD.t - PAD.b) * v) / Math.max(max, 1);

  // outline is a staircase, or for many nodes the highest value of each column.
  const outline = (t, max) => {
    const n = t.nodes.length, base = H - PAD.b;
    let p = `M${PAD.l},${base}`;
    const steps = Math.min(n, Math.round(columns()));
    for (let c = 0; c < steps; c++) {
      const from = Math.floor((c * n) / steps), to = Math.max(Math.floor(((c + 1) * n) / steps), from + 1);
      let v = 0;
      for (let i = from; i < to; i++) v = Math.max(v, t.live[i]);
      p += `V${y(v, max).toFixed(2)}H${x(t, to).toFixed(2)}`;
    }
    return p + `V${base}Z`;
  };

  const draw = (which, t, max) => {
    const box = byId("chart-" + which), c = charts[which];
    const root = svg("svg", { viewBox: `0 0 ${W} ${H}`, role: "img",
      "aria-label": `bytes alive ${which} the rewrite, peak ${size(peakOf(t))}` });
    for (const k of [0.25, 0.5, 0.75, 1]) {
      root.append(svg("line", { class: "grid", x1: PAD.l, x2: W - PAD.r, y1: y(max * k, max), y2: y(max * k, max) }));
    }
    root.append(svg("path", { class: "area " + which, d: outline(t, max) }));
    if (t.backward >= 0) {
      const at = x(t, t.backward);
      root.append(svg("line", { class: "boundary", x1: at, x2: at, y1: PAD.t, y2: H - PAD.b }));
    }
    const cursor = svg("line", { class: "cursor", y1: PAD.t, y2: H - PAD.b, x1: -9, x2: -9 });
    root.append(cursor);
    const top = svg("text", { x: PAD.l + 2, y: PAD.t - 4 });
    top.textContent = `peak ${size(peakOf(t))} (scale ${size(max)})`;
    const end = svg("text", { x: W - PAD.r, y: H - 5, "text-anchor": "end" });
    end.textContent = `${t.nodes.length} nodes` + (t.backward >= 0 ? "; dashed: the backward pass begins" : "");
    root.append(top, end);
    box.replaceChildren(root);
    Object.assign(c, { t, root, cursor, at: Math.max(t.live.indexOf(peakOf(t)), 0) });
  };

  const tip = byId("tip");
  const show = (which, i, clientX, clientY) => {
    const c = charts[which], t = c.t;
    if (!t.nodes.length) return;
    c.at = Math.min(Math.max(i, 0), t.nodes.length - 1);
    const at = x(t, c.at + 0.5);
    c.cursor.setAttribute("x1", at);
    c.cursor.setAttribute("x2", at);
    const alive = [];
    for (let k = 0; k < t.lives.length; k += 4) {
      if (t.lives[k + 2] <= c.at && c.at <= t.lives[k + 3]) alive.push([t.lives[k + 1], names[t.lives[k]]]);
    }
    alive.sort((a, b) => b[0] - a[0]);
    const table = el("table");
    for (const [bytes, name] of alive.slice(0, shownTensors)) {
      const tr = el("tr");
      tr.append(el("td", size(bytes), "num"), el("td", name));
      table.append(tr);
    }
    const more = alive.length > shownTensors ? `and ${alive.length - shownTensors} more` : "";
    tip.replaceChildren(el("h3", `${names[t.nodes[c.at]]} (${names[t.ops[c.at]]})`),
      el("div", `node ${c.at + 1} of ${t.nodes.length}: ${size(t.live[c.at])} in ${alive.length} tensors`), table, el("div", more));
    tip.hidden = false;
    const r = tip.getBoundingClientRect();
    tip.style.left = Math.max(8, Math.min(clientX + 14, innerWidth - r.width - 8)) + "px";
    tip.style.top = Math.max(8, Math.min(clientY + 14, innerHeight - r.height - 8)) + "px";
  };
  for (const which of ["before", "after"]) {
    const box = byId("chart-" + which);
    const point = (e) => {
      const r = box.getBoundingClientRect(), c = charts[which];
      const u = ((e.clientX - r.left) / r.width) * W - PAD.l;
      show(which, Math.floor((u / columns()) * c.t.nodes.length), e.clientX, e.clientY);
    };
    box.addEventListener("pointermove", point);
    box.addEventListener("pointerdown", point);
    box.addEventListener("pointerleave", () => { tip.hidden = true; });
    box.addEventListener("blur", () => { tip.hidden = true; });
    box.addEventListener("keydown", (e) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[e.key];
      if (!step) return;
      e.preventDefault();
      const c = charts[which], r = box.getBoundingClientRect();
      const by = e.shiftKey ? Math.ceil(c.t.nodes.length / 50) : 1;
      show(which, c.at + step * by, r.left + (r.width * x(c.t, c.at)) / W, r.bottom);
    });
  }
  const redraw = () => {
    W = Math.max(byId("chart-before").clientWidth, 320);
    const k = Number(document.querySelector("input[name=order]:checked").value);
    const max = Math.max(peakOf(data.before[k]), peakOf(data.after[k]));
    draw("before", data.before[k], max);
    draw("after", data.after[k], max);
    tip.hidden = true;
  };
  for (const i of document.querySelectorAll("input[name=order]")) i.addEventListener("change", redraw);
  addEventListener("resize", redraw);
  redraw();

  // sites
  const cells = (s) => [s.relu, s.producer, s.shape, s.type, s.strategy, figure(s.bytes_before), figure(s.bytes_after), s.kept_by.join(", "), s.reason];
  let shown = rowsAtOnce;
  const fill = () => {
    const want = byId("filter").value.toLowerCase();
    const found = report.sites.filter((s) => !want || cells(s).join(" ").toLowerCase().includes(want));
    const rows = document.createDocumentFragment();
    for (const s of found.slice(0, shown)) {
      const tr = el("tr");
      cells(s).forEach((text, i) => tr.append(el("td", text, i === 4 ? s.strategy : i === 5 || i === 6 ? "num" : "")));
      rows.append(tr);
    }
    byId("rows").replaceChildren(rows);
    byId("count").textContent = `${found.length} of ${report.sites.length} sites` + (found.length > shown ? `, the first ${shown} shown` : "");
    byId("more").hidden = found.length <= shown;
    byId("more").textContent = `show ${Math.min(found.length - shown, 10 * rowsAtOnce)} more`;
  };
  byId("filter").addEventListener("input", () => { shown = rowsAtOnce; fill(); });
  byId("more").addEventListener("click", () => { shown += 10 * rowsAtOnce; fill(); });
  fill();

  // what is no site, and notes
  byId("skips").hidden = !report.skipped.length;
  for (const s of report.skipped.slice(0, 10 * rowsAtOnce)) {
    const tr = el("tr");
    tr.append(el("td", s.node), el("td", s.rule), el("td", s.reason));
    byId("skiprows").append(tr);
  }
  const bodies = report.memory.ort.peak_bodies;
  const notes = [...report.notes, "The figures assume native UnSwag kernels" +
    (bodies.value ? `; with function bodies alone the peak in ONNX Runtime's order is ${size(bodies.value)}.` : ".")];
  for (const n of notes) byId("notes").append(el("li", n));
})();
