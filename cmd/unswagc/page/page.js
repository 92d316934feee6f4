const header = () => {
  const model = report.model, counts = { early: 0, late: 0, left: 0 };
  byId("title").textContent = model.path || "model";
  for (const s of report.sites) counts[s.strategy]++;
  const dims = Object.entries(report.options.dims).map(([k, v]) => k + "=" + v).join(", ");
  byId("about").textContent = `${plural(model.nodes, "node")}, IR ${model.ir}, opset ${model.opset}${dims ? ", " + dims : ""}; ` +
    `${plural(report.sites.length, "site")}: ${count(counts.early)} early, ${count(counts.late)} late, ${count(counts.left)} left.` +
    (data.unknown ? ` ${plural(data.unknown, "tensor")} of unknown size count as 0.` : "");
};

// change tells what became of a number, and whether that is good or bad.
const change = (a, b) => {
  if (!a || !b || a.value === null || b.value === null || a.value === 0) return ["", ""];
  if (a.value === b.value) return ["the same", ""];
  const p = 100 * (b.value / a.value - 1), cls = p < 0 ? "good" : "bad";
  if (Math.abs(p) < 0.05) return ["under 0.1% " + (p < 0 ? "less" : "more"), cls];
  return [(p < 0 ? "\u2212" : "+") + Math.abs(p).toFixed(1) + "%", cls];
};

const figures = () => {
  const all = [["Held between the passes", "ort", "held"], ["Peak, ONNX Runtime's order", "ort", "peak"], ["Peak, the file's order", "file", "peak"]];
  for (const [what, o, kind] of all) {
    const before = report.memory[o][kind + "_before"], after = report.memory[o][kind + "_after"];
    const box = el("div", undefined, "figure"), [text, cls] = change(before, after);
    box.append(el("b", what), el("span", `${figure(before)} \u2192 ${figure(after)}`), el("em", text, cls));
    byId("figures").append(box);
  }
};

const notes = () => {
  const bodies = report.memory.ort.peak_bodies;
  const all = [...report.notes, "The figures assume native UnSwag kernels" +
    (bodies.value ? `; with function bodies alone the peak in ONNX Runtime's order is ${size(bodies.value)}.` : ".")];
  for (const n of all) byId("notes").append(el("li", n));
};

const update = () => {
  redraw();
  mark(chosen ? data.stash[chosen.index] : undefined);
};
for (const i of document.querySelectorAll("input[name=order]")) i.addEventListener("change", () => { update(); fill(shown); });
addEventListener("resize", update);
header();
figures();
update();
fill(rowsAtOnce);
fillSkips();
notes();
