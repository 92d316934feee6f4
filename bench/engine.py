"""Times whole steps of training: the embedded engine and ONNX Runtime in turn.

engine.py [-threads "1 2"] [-rounds N] -work DIR -step PROGRAM [NET...]

A step is forward, backward and AdamW of the same two graphs, from the same checkpoint
and feed: train_step, optimizer_step and lazy_reset_grad in ONNX Runtime, enginestep in
the engine. Each engine is a process that lives through all rounds; in a round one takes
some steps, then the other, in alternating order, while the first one waits. ms: the
median of all steps; processor: user and system time per step, in ms; ratio: the median
of the rounds' ratios, with the least and the largest. The losses of the first steps are
compared where no dropout is in the net.
"""
import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
# In the place of this folder, whose own folders are not packages to import.
sys.path[0] = os.path.join(HERE, "..", "testdata", "models")

# Net: title, batch, steps per round, whether the losses are comparable.
NETS = {
    "mlp": ("MLP 784-2048-2048-10", 256, 8, True),
    "lenet": ("LeNet", 64, 60, True),
    "alexnet": ("AlexNet", 16, 2, False),
}
WARM_UP = 3
RATE = 1e-5  # small, so that the nets do not run away from what a step usually sees


def build(net, work):
    """Makes the training graph, the checkpoint, the optimizer and a feed."""
    import numpy as np
    from maker import light, nets
    from maker.training import save_artifacts
    if net == "mlp":
        save_artifacts(nets.mlp(net, [784, 2048, 2048]), work)
    elif net == "lenet":
        nets.lenet(net, work)
    else:
        made = light.Light(net, "light_bvlc_alexnet").convert()
        for name, value in made.params.items():
            if value.ndim > 1:  # the light nets' weights have no values
                made.weight(name, *value.shape)
        save_artifacts(made, work)
    random, batch = np.random.default_rng(1), NETS[net][1]
    shape = {"mlp": [784], "lenet": [1, 28, 28], "alexnet": [3, 224, 224]}[net]
    name = {"alexnet": "data_0"}.get(net, "input")
    np.savez(f"{work}/{net}.npz", **{name: random.standard_normal([batch, *shape], np.float32),
                                     "labels": random.integers(0, 10, [batch])})
    open(f"{work}/{net}.done", "w").close()


def ort(net, work, threads):
    """Answers each line of input, a number of steps, with a line of JSON."""
    import numpy as np
    import onnxruntime
    from maker.engine import api
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    options.log_severity_level = 3
    state = api.CheckpointState.load_checkpoint(f"{work}/{net}.ckpt")
    module = api.Module(f"{work}/{net}.onnx", state, session_options=options)
    optimizer = api.Optimizer(f"{work}/{net}.optim.onnx", module)
    optimizer.set_learning_rate(RATE)
    feed = np.load(f"{work}/{net}.npz")
    feed = [feed[name] for name in module.input_names()]
    module.train()
    for line in sys.stdin:
        wall, losses, before = [], [], used()
        for _ in range(int(line)):
            start = time.perf_counter()
            loss = module(*feed)
            optimizer.step()
            module.lazy_reset_grad()
            wall.append(time.perf_counter() - start)
            losses.append(float(loss[0] if isinstance(loss, tuple) else loss))
        name = f"onnxruntime-training {onnxruntime.__version__}"
        print(json.dumps({"name": name, "wall": wall, "losses": losses, "cpu": used() - before}), flush=True)


def used():
    u = resource.getrusage(resource.RUSAGE_SELF)
    return u.ru_utime + u.ru_stime


class Worker:
    """A process that takes steps when it is asked to."""

    def __init__(self, command, threads):
        env = os.environ | {"GOMAXPROCS": str(threads)}
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env)
        self.wall, self.cpu, self.rounds = [], 0.0, []

    def steps(self, n):
        self.process.stdin.write(f"{n}\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"{self.process.args} ended with {self.process.wait()}")
        return json.loads(line)

    def round(self, n):
        got = self.steps(n)
        self.wall += got["wall"]
        self.cpu += got["cpu"]
        self.rounds.append(statistics.median(got["wall"]))
        time.sleep(0.1)  # the threads of a pool spin for a while behind the last step

    def close(self):
        self.process.stdin.close()
        self.process.wait()

    def row(self):
        return f"{statistics.median(self.wall) * 1e3:.1f} | {self.cpu / len(self.wall) * 1e3:.1f}"


def compare(net, threads, args):
    title, batch, steps, comparable = NETS[net]
    files = [f"{args.work}/{net}{end}" for end in (".onnx", ".ckpt", ".optim.onnx", ".npz")]
    ours = Worker([args.step, *files, str(threads), str(RATE)], threads)
    theirs = Worker([sys.executable, os.path.abspath(__file__), "-work", args.work, "-ort", str(threads), net], threads)
    a, b = ours.steps(WARM_UP), theirs.steps(WARM_UP)
    if comparable and any(abs(x - y) > 1e-4 * abs(y) for x, y in zip(a["losses"], b["losses"])):
        sys.exit(f"{net}: the losses differ: {a['losses']} and {b['losses']}")
    for i in range(args.rounds):
        for w in (ours, theirs) if i % 2 else (theirs, ours):
            w.round(steps)
    ratios = [x / y for x, y in zip(ours.rounds, theirs.rounds)]
    print(f"| {title}, batch {batch} | {threads} | {theirs.row()} | {ours.row()} | "
          f"{statistics.median(ratios):.2f} | {min(ratios):.2f}-{max(ratios):.2f} | {ours.cpu / theirs.cpu:.2f} |", flush=True)
    ours.close()
    theirs.close()
    return f"{a['name']} against {b['name']}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("-threads", default="1 2")
    parser.add_argument("-rounds", type=int, default=7)
    parser.add_argument("-work")
    parser.add_argument("-step")
    parser.add_argument("-ort", type=int)
    parser.add_argument("-build", action="store_true")
    parser.add_argument("nets", nargs="*", default=list(NETS))
    args = parser.parse_args()
    unknown = [n for n in args.nets if n not in NETS]
    if unknown:
        parser.error(f"no net {unknown[0]}; there are: {', '.join(NETS)}")
    if args.ort:
        return ort(args.nets[0], args.work, args.ort)
    if args.build:
        return build(args.nets[0], args.work)
    for net in args.nets:
        if not os.path.exists(f"{args.work}/{net}.done"):
            made = subprocess.run([sys.executable, os.path.abspath(__file__), "-build", "-work", args.work, net],
                                  stderr=subprocess.PIPE, text=True)
            if made.returncode:
                sys.exit(f"{made.stderr}{net} was not made")
    print("\n| net | threads | ORT ms | ORT processor ms | engine ms | engine processor ms | ratio | spread | processor ratio |")
    print("|---|---|---|---|---|---|---|---|---|")
    names = {compare(net, int(t), args) for net in args.nets for t in args.threads.split()}
    print("\n" + "; ".join(sorted(names)))


if __name__ == "__main__":
    main()
