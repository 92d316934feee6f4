"""The mask kernels on NVIDIA GPUs: their PTX, loaded and launched through the driver."""

from __future__ import annotations

import ctypes
import functools
import json
import pathlib
import threading
from typing import Any, Sequence

_KERNELS = pathlib.Path(__file__).parent / "kernels" / "kernels.launch.json"


class CudaError(RuntimeError):
    """What the driver said."""


@functools.cache
def _driver() -> ctypes.CDLL:
    try:
        return ctypes.CDLL("libcuda.so.1")
    except OSError as e:
        raise CudaError(f"there is no NVIDIA driver: {e}") from e


def _check(code: int, doing: str) -> None:
    if code:
        name = ctypes.c_char_p()
        _driver().cuGetErrorName(code, ctypes.byref(name))
        raise CudaError(f"{doing}: the driver returned {(name.value or b'an error').decode()} ({code})")


class Module:
    """The kernels in the context that is current when it is made."""

    def __init__(self) -> None:
        self._entries = {e["name"]: e for e in json.loads(_KERNELS.read_text())["entries"]}
        text = _KERNELS.with_name("kernels.ptx").read_bytes()
        self._module = ctypes.c_void_p()
        _check(_driver().cuModuleLoadData(ctypes.byref(self._module), ctypes.c_char_p(text)), "loading the kernels")
        self._functions: dict[str, Any] = {}

    def launch(self, entry: str, n: int, stream: int, pointers: Sequence[int]) -> None:
        """Starts an entry on n elements. The pointers are in the order of its parameters."""
        if n == 0:
            return
        geometry = self._entries[entry]
        values = [ctypes.c_uint64(v) for v in (*pointers, n)]
        arguments = (ctypes.c_void_p * len(values))(*(ctypes.addressof(v) for v in values))
        blocks = -(-n // geometry["elements_per_block"])
        code = _driver().cuLaunchKernel(self._function(entry), blocks, 1, 1, *geometry["block"], 0, ctypes.c_void_p(stream), arguments, None)
        _check(code, f"launching {entry}")

    def _function(self, entry: str) -> ctypes.c_void_p:
        f = self._functions.get(entry)
        if f is None:
            f = ctypes.c_void_p()
            _check(_driver().cuModuleGetFunction(ctypes.byref(f), self._module, entry.encode()), f"looking for {entry}")
            self._functions[entry] = f
        return f


_modules: dict[int, Module] = {}
_lock = threading.Lock()


def module(device: int) -> Module:
    """The kernels on a device, whose primary context is current."""
    with _lock:
        m = _modules.get(device)
        if m is None:
            m = _modules[device] = Module()
        return m
