"""Prints the nodes of ONNX models and the order in which ONNX Runtime's training build
runs them by default, by an implementation independent of the Go one.

    python orders.py MODEL.onnx ...

For each model: a line "model NAME", a line "node OP INPUTS -> OUTPUTS" per node ("_" for
an omitted value, captured values behind a "|"), a line "order POSITIONS". Needs the onnx
package. The files order_*.txt beside this script are its output.
"""
import os
import sys

import onnx


def captured(graph, inner=()):
    known = set(inner) | {i.name for i in graph.input} | {i.name for i in graph.initializer}
    for n in graph.node:
        known |= set(n.output)
    for n in graph.node:
        for name in n.input:
            if name and name not in known:
                yield name
        for a in n.attribute:
            for g in [a.g] if a.HasField("g") else a.graphs:
                yield from captured(g, known)


def reads(node):
    names = list(node.input)
    for a in node.attribute:
        for g in [a.g] if a.HasField("g") else a.graphs:
            names += captured(g)
    return names


def default_order(nodes):
    producer = {o: i for i, n in enumerate(nodes) for o in n.output if o}
    ins = [[producer[x] for x in reads(n) if x in producer] for n in nodes]
    read = {p for ps in ins for p in ps}
    stack = [(i, False) for i in range(len(nodes)) if i not in read]
    seen, order = set(), []
    while stack:
        n, leave = stack.pop()
        if leave:
            order.append(n)
            continue
        if n in seen:
            continue
        seen.add(n)
        stack.append((n, True))
        stack += [(p, False) for p in sorted(ins[n]) if p not in seen]
    hoisted = {}
    for i, n in enumerate(nodes):
        if n.op_type in ("Shape", "Size") and ins[i]:
            hoisted.setdefault(ins[i][0], []).append(i)
    out, done = [], set()
    for n in order:
        if n in done:
            continue
        for x in [n] + hoisted.get(n, []):
            out.append(x)
            done.add(x)
    return out


def main():
    for path in sys.argv[1:]:
        nodes = onnx.load(path, load_external_data=False).graph.node
        print("model", os.path.basename(path))
        for n in nodes:
            ins = [x or "_" for x in n.input]
            rest = reads(n)[len(n.input):]
            if rest:
                ins += ["|"] + rest
            print("node", n.op_type, *ins, "->", *[o or "_" for o in n.output])
        print("order", *default_order(nodes))


main()
