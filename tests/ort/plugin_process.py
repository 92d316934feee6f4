"""Uses the custom-op library as programs do that fork, run many sessions, or unload it.

usage: plugin_process.py LIBRARY MODEL CASE...

CASE is one of the functions below. Prints a line of JSON for each: its name, and what was
wrong, or nothing. MODEL packs input v and masks input g; its outputs are held against
those of the function bodies.
"""
import json
import multiprocessing
import os
import sys
import threading

import numpy as np
import onnxruntime

ELEMENTS = 400_001  # several tasks of the thread pool


def session(library, model, threads=2):
    so = onnxruntime.SessionOptions()
    so.log_severity_level = 4
    so.intra_op_num_threads = threads
    if library:
        so.register_custom_ops_library(library)
    return onnxruntime.InferenceSession(model, so, providers=["CPUExecutionProvider"])


def feed(seed):
    random = np.random.default_rng(seed)
    return {"v0": random.standard_normal(ELEMENTS, np.float32), "g0": random.standard_normal(ELEMENTS, np.float32)}


def results(s, seed):
    return [a.tobytes() for a in s.run(None, feed(seed))]


def wanted(model):
    return results(session("", model), 1)


def loaded(library):
    with open("/proc/self/maps") as f:
        return os.path.realpath(library) in f.read()


def child(library, model, want, code):
    code.value = 0 if results(session(library, model), 1) == want else 3


def fork(library, model):
    """A child of a process whose sessions have run makes one of its own, twice, and the
    parent goes on; its own thread pool did not survive the fork, but a new session has one."""
    want, first = wanted(model), session(library, model)
    results(first, 1)
    context = multiprocessing.get_context("fork")
    for _ in range(2):
        code = context.Value("i", 9)
        p = context.Process(target=child, args=(library, model, want, code))
        p.start()
        p.join(60)
        if p.is_alive():
            p.kill()
            return "the child hangs"
        if p.exitcode or code.value:
            return f"the child ended with {p.exitcode}, {code.value}"
        if results(first, 1) != want or results(session(library, model), 1) != want:
            return "the parent computes something else"
    return ""


def threads_and_fork(library, model):
    """The same while threads of the parent run sessions."""
    stop, faults = threading.Event(), []
    want = wanted(model)

    def work():
        s = session(library, model)
        while not stop.is_set():
            if results(s, 1) != want:
                faults.append("a thread computes something else")
                return
    workers = [threading.Thread(target=work) for _ in range(3)]
    for w in workers:
        w.start()
    out = fork(library, model)
    stop.set()
    for w in workers:
        w.join()
    return out or "".join(faults[:1])


def eight(library, model):
    """Eight threads make their sessions at once and run them at once."""
    want, faults, ready = wanted(model), [], threading.Barrier(8)

    def work():
        ready.wait()
        s = session(library, model)
        for _ in range(5):
            if results(s, 1) != want:
                faults.append("a session computes something else")
    workers = [threading.Thread(target=work) for _ in range(8)]
    for w in workers:
        w.start()
    for w in workers:
        w.join()
    return "".join(faults[:1])


def unload(library, model):
    """The last session takes the library with it, and it can be loaded again."""
    want = wanted(model)
    for _ in range(3):
        s = session(library, model)
        if results(s, 1) != want:
            return "it computes something else"
        if not loaded(library):
            return "the library is not in the process: this test shows nothing"
        del s
        if loaded(library) and not os.environ.get("LD_PRELOAD"):
            return "the library is still there when its sessions are gone"
    return ""


def small(library, model):
    """One session, some lengths: what the sanitizers watch."""
    ours, theirs = session(library, model), session("", model)
    for n in (0, 1, 31, 32, 33, 100, 70_000, ELEMENTS):
        part = {k: v[:n] for k, v in feed(2).items()}
        a, b = ours.run(None, part), theirs.run(None, part)
        if any(x.tobytes() != y.tobytes() for x, y in zip(a, b)):
            return f"{n} elements: something else"
    return ""


def main():
    library, model, *cases = sys.argv[1:]
    for case in cases:
        print(json.dumps({"case": case, "wrong": globals()[case](library, model)}), flush=True)


if __name__ == "__main__":
    main()
