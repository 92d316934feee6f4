"""Runs commands in turn and prints a markdown table of their medians.

measure.py ROUNDS OUTDIR TITLE NAME=COMMAND...

Each round runs every command once, in the given order; OUTDIR is emptied before each
and not on the clock. time: wall clock of the whole process; work: what a command
itself prints as "work SECONDS", which leaves out the start of its interpreter. peak
RSS is the kernel's figure and counts mapped files; private is the highest RssAnon
seen in samples 5 ms apart. A command that fails is not run again, and one that takes
more than half a minute only twice, as the table says.
"""
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time

TIMEOUT = float(os.environ.get("BENCH_TIMEOUT", "600"))
SLOW = 30


def sample(pid, stop, peak):
    while not stop.wait(0.005):
        try:
            with open(f"/proc/{pid}/status") as f:
                for line in f:
                    if line.startswith("RssAnon:"):
                        peak[0] = max(peak[0], int(line.split()[1]) / 1024)
        except OSError:
            return


def run(command):
    """Runs command; returns (seconds, work, RSS MiB, private MiB) or raises."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        start = time.perf_counter()
        p = subprocess.Popen(["/bin/sh", "-c", "exec " + command if "&&" not in command else command], stdout=out, stderr=err)
        stop, peak = threading.Event(), [0.0]
        thread = threading.Thread(target=sample, args=(p.pid, stop, peak))
        timer = threading.Timer(TIMEOUT, p.kill)
        thread.start()
        timer.start()
        _, status, usage = os.wait4(p.pid, 0)
        seconds = time.perf_counter() - start
        p.returncode = os.waitstatus_to_exitcode(status)
        timer.cancel()
        stop.set()
        thread.join()
        if p.returncode:
            err.seek(0)
            last = [line for line in err.read().splitlines() if line.strip()][-1:] or ["no message"]
            raise RuntimeError(f"exit {p.returncode}: {last[0][:120]}")
        out.seek(0)
        work = [float(line.split()[1]) for line in out if line.startswith("work ")]
        return seconds, work[0] if work else seconds, usage.ru_maxrss / 1024, peak[0]


def main(rounds, outdir, title, commands):
    results, failed = {name: [] for name, _ in commands}, {}
    for _ in range(rounds):
        for name, command in commands:
            done = results[name]
            if name in failed or len(done) >= 2 and done[0][0] > SLOW:
                continue
            shutil.rmtree(outdir, ignore_errors=True)
            os.makedirs(outdir)
            os.sync()
            try:
                results[name].append(run(command))
            except RuntimeError as e:
                failed[name] = str(e)
    shutil.rmtree(outdir, ignore_errors=True)
    print(f"\n{title} (median of {rounds}, alternating)\n")
    print("| tool | runs | time s | work s | peak RSS MiB | private MiB | time spread s |")
    print("|---|---|---|---|---|---|---|")
    for name, _ in commands:
        if name in failed:
            print(f"| {name} | failed: {failed[name].replace('|', '/')} | | | | |")
            continue
        seconds, work, rss, private = (list(c) for c in zip(*results[name]))
        m = statistics.median
        print(f"| {name} | {len(seconds)} | {m(seconds):.3f} | {m(work):.3f} | {max(rss):.0f} | {max(private):.0f} | {min(seconds):.3f}-{max(seconds):.3f} |")
    sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3], [a.split("=", 1) for a in sys.argv[4:]])
