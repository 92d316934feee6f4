#!/bin/sh
# Makes what the tests use besides Go, two Python environments first, and prints where it
# is:
#
#   env=$(tests/setup.sh) && eval "$env"
#
#   UNSWAG_PYTHON_TRAIN   onnxruntime-training 1.19.2 (testdata/models/requirements.txt)
#   UNSWAG_PYTHON_STOCK   the newest onnxruntime (tests/ort/requirements-stock.txt)
#   UNSWAG_LIGHT_MODELS   the folder of the onnx package's light_* models
#   UNSWAG_NODE_TESTS     ONNX's backend node tests, from the wheel onnx 1.22.0
#   UNSWAG_OPENBLAS       the library of the wheel scipy-openblas32 0.3.34.481.3
#   UNSWAG_PTXAS          NVIDIA's assembler, from the wheel nvidia-cuda-nvcc 13.0.88
#   UNSWAG_NVDISASM, UNSWAG_CUOBJDUMP
#                         its disassembler, from the wheels of that name, 13.5.37
#   UNSWAG_PJRT_CPU       XLA for CPUs as a PJRT plugin, from the wheel lammps-jax-pjrt-cpu
#                         0.11.2 (Apache-2.0), where there is one for this system
#   UNSWAG_PJRT_CPU_OLD   an older one, from the wheel xla-cpu-pjrt 0.0.1
#   UNSWAG_XLA_INCLUDE    the folder of XLA's header xla/ffi/api/c_api.h, from the wheel jaxlib
#                         0.10.2, on the same systems
#   UNSWAG_CHROMIUM       a Chromium, where one is found or can be had (chromium.sh)
#
# They lie under ${UNSWAG_CACHE:-${XDG_CACHE_HOME:-~/.cache}/unswagc}, 1.3 GB together,
# named after what they hold, so that they are made once and used by every later run.
# PYTHON names the interpreter to use, otherwise one is looked for on PATH. The lines
# for eval go to stdout, all else to stderr.
set -eu
cd "$(dirname "$0")/.."
. tests/environment.sh

# wheel NAME PACKAGE VERSION [PATTERN]: unpacks the files of a wheel and prints the folder.
wheel() {
	tests/wheel.sh "$train/bin/python" "$cache/$1-$3" "$2" "$3" "${4-}" || return 1
	echo "$cache/$1-$3"
}

# node_tests: prints the folder of ONNX's backend node tests. Newer wheels than 1.22.0 hold
# none.
node_tests() {
	dir=$(wheel node-tests onnx 1.22.0 '^onnx/backend/test/data/node/') || return 1
	echo "$dir/onnx/backend/test/data/node"
}

# openblas: prints the file of OpenBLAS, which the embedded engine opens.
openblas() {
	dir=$(wheel openblas scipy-openblas32 0.3.34.481.3) || return 1
	find "$dir" -name 'libscipy_openblas.so' -o -name 'libscipy_openblas.dylib' | head -n 1
}

# cuda_tool PROGRAM PACKAGE VERSION: prints the file of one program of NVIDIA's, nothing
# where there is none for this system. The other programs in the package are large.
cuda_tool() {
	[ "$(uname -s)" = Linux ] || {
		say "there is no $1 for this system: what needs it is left out"
		return
	}
	dir=$(wheel "$1" "$2" "$3" "/bin/$1\$") || return 1
	program=$(find "$dir" -type f -name "$1") &&
		chmod 755 "$program" &&
		echo "$program"
}

# pjrt_plugin PACKAGE VERSION: prints the file of a PJRT plugin, nothing where there is none
# for this system.
pjrt_plugin() {
	[ "$(uname -sm)" = "Linux x86_64" ] || {
		say "there is no $1 for this system: what needs it is left out"
		return
	}
	dir=$(wheel "$1" "$1" "$2") || return 1
	find "$dir" -name '*.so' | head -n 1
}

# xla_include: prints the folder of XLA's headers for functions that it calls, nothing where
# pjrt_plugin prints nothing.
xla_include() {
	[ "$(uname -sm)" = "Linux x86_64" ] || return 0
	dir=$(wheel jaxlib-include jaxlib 0.10.2 '^jaxlib/include/xla/ffi/') || return 1
	echo "$dir/jaxlib/include"
}

python=$(find_python)
train=$(environment train testdata/models/requirements.txt "onnx, onnxruntime")
stock=$(environment stock tests/ort/requirements-stock.txt "onnx, onnxruntime")
nodes=$(node_tests)
openblas=$(openblas)
ptxas=$(cuda_tool ptxas nvidia-cuda-nvcc 13.0.88)
nvdisasm=$(cuda_tool nvdisasm nvidia-cuda-nvdisasm 13.5.37)
cuobjdump=$(cuda_tool cuobjdump nvidia-cuda-cuobjdump 13.5.37)
pjrt_cpu=$(pjrt_plugin lammps-jax-pjrt-cpu 0.11.2)
pjrt_old=$(pjrt_plugin xla-cpu-pjrt 0.0.1)
xla_include=$(xla_include)
chromium=$(tests/chromium.sh "$cache")
light=$("$train/bin/python" -c 'import onnx, os; print(os.path.join(os.path.dirname(onnx.__file__), "backend", "test", "data", "light"))')
export_line UNSWAG_PYTHON_TRAIN "$train/bin/python"
export_line UNSWAG_PYTHON_STOCK "$stock/bin/python"
export_line UNSWAG_LIGHT_MODELS "$light"
export_line UNSWAG_NODE_TESTS "$nodes"
export_line UNSWAG_OPENBLAS "$openblas"
[ -z "$ptxas" ] || {
	export_line UNSWAG_PTXAS "$ptxas"
	export_line UNSWAG_NVDISASM "$nvdisasm"
	export_line UNSWAG_CUOBJDUMP "$cuobjdump"
}
[ -z "$pjrt_cpu" ] || {
	export_line UNSWAG_PJRT_CPU "$pjrt_cpu"
	export_line UNSWAG_PJRT_CPU_OLD "$pjrt_old"
	export_line UNSWAG_XLA_INCLUDE "$xla_include"
}
[ -z "$chromium" ] || export_line UNSWAG_CHROMIUM "$chromium"
