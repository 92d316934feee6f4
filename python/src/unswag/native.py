"""The library with the mask kernels for CPUs, which is in this package where a C compiler was
there when it was built."""

from __future__ import annotations

import ctypes
import functools
import pathlib
import sys

LIBRARY = pathlib.Path(__file__).parent / "lib" / ("libunswag_ort.dylib" if sys.platform == "darwin" else "libunswag_ort.so")

# The numbers of the enums in the library's kernels.h.
TYPES = {"f16": 0, "bf16": 1, "f32": 2, "f64": 3}
NOT_LE0 = 1
ZEROS = {"keep": 0, "plus": 1}
SELECT = 0


@functools.cache
def kernels() -> ctypes.CDLL | None:
    """The kernels, None where the package has none."""
    if not LIBRARY.exists():
        return None
    library = ctypes.CDLL(str(LIBRARY))
    pointer, number, count, name = ctypes.c_void_p, ctypes.c_int, ctypes.c_uint64, ctypes.c_char_p
    library.unswag_pack.argtypes = [name, number, number, number, pointer, pointer, pointer, count]
    library.unswag_grad_mask.argtypes = [name, number, number, pointer, pointer, pointer, count]
    return library
