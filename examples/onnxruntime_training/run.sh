#!/bin/sh
# Builds what main.py needs and runs it in the environment of tests/setup.sh.
set -eu
cd "$(dirname "$0")/../.."
env=$(tests/setup.sh)
eval "$env"
make -s build plugin
exec "$UNSWAG_PYTHON_TRAIN" examples/onnxruntime_training/main.py
