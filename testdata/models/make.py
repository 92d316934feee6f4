#!/usr/bin/env python3
"""Makes the training graphs of this folder.

usage: make.py [-o FOLDER] [NAME...]

Without names all of them. Needs the packages of requirements.txt; tests/setup.sh
installs them: $UNSWAG_PYTHON_TRAIN testdata/models/make.py
"""
import argparse
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def graphs():
    from maker import decomposed, light, nets
    return nets.GRAPHS | light.GRAPHS | decomposed.GRAPHS


def make_alone(name, folder):
    """A process each: names of losses carry a counter of the process that made them."""
    print(name, flush=True)
    done = subprocess.run([sys.executable, os.path.abspath(__file__), "-o", folder, name],
                          stderr=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit(f"{done.stderr}{name} was not made")


def main():
    parser = argparse.ArgumentParser(description="Makes the training graphs of this folder.")
    parser.add_argument("-o", dest="folder", default=HERE, help="where to write (default: beside this script)")
    parser.add_argument("names", nargs="*", help="which graphs (default: all)")
    args = parser.parse_args()
    os.makedirs(args.folder, exist_ok=True)
    table = graphs()
    unknown = [n for n in args.names if n not in table]
    if unknown:
        parser.error(f"no graph {unknown[0]}; there are: {', '.join(table)}")
    if len(args.names) == 1:
        table[args.names[0]](args.names[0], args.folder)
        return
    for name in args.names or table:
        make_alone(name, args.folder)



if __name__ == "__main__":
    main()
