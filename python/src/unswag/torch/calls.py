"""Calls of relu in the code of a model's modules: where they stand, and others in their place.

A call is known by its position in the code, so that another path through the code, or other
inputs, never confuse two calls.
"""

from __future__ import annotations

import functools
import sys
import threading
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.overrides import TorchFunctionMode

from . import ops
from .functions import relu

# Whether they work in place; functional.relu has an argument for it.
_RELUS = {torch.relu: False, torch.relu_: True, Tensor.relu: False, Tensor.relu_: True, functional.relu: None}
_BETWEEN = {"torch.nn.functional", "torch.overrides", "torch._tensor", __name__, f"{__package__}.rewrite"}


class Site(NamedTuple):
    """The position of a call."""

    file: str
    function: str
    line: int
    instruction: int


def caller() -> Site:
    """Where the code calls relu, from inside of a mode that sees the call."""
    f = sys._getframe(1)
    while f.f_back is not None and f.f_globals.get("__name__") in _BETWEEN:
        f = f.f_back
    return Site(f.f_code.co_filename, f.f_code.co_name, f.f_lineno, f.f_lasti)


def relu_call(func: Any, args: tuple, kwargs: dict[str, Any]) -> tuple[Tensor, bool] | None:
    """The argument of a call of relu, and whether it is changed in place; None for other calls."""
    if func not in _RELUS or kwargs.keys() - {"input", "inplace"}:
        return None
    x = args[0] if args else kwargs.get("input")
    inplace = _RELUS[func]
    if inplace is None:
        inplace = args[1] if len(args) > 1 else kwargs.get("inplace", False)
    return (x, bool(inplace)) if isinstance(x, Tensor) else None


_running = threading.local()


class _Replace(TorchFunctionMode):
    def __init__(self, sites: frozenset[Site]) -> None:
        super().__init__()
        self.sites = sites

    def __torch_function__(self, func, types, args=(), kwargs=None):
        kwargs = kwargs or {}
        call = relu_call(func, args, kwargs)
        # A module inside of this one has a mode of its own, and its calls are not ours.
        if call is None or _running.mode is not self or caller() not in self.sites or ops.unfit(call[0]):
            return func(*args, **kwargs)
        return relu(*call)


class _Replacing:
    """Stands before a module's own class, and puts unswag.torch.relu in the place of some
    calls in its forward. torch.compile sees the code as it was written."""

    def forward(self, *args, **kwargs):
        if torch.compiler.is_compiling():
            return super().forward(*args, **kwargs)
        before, mode = getattr(_running, "mode", None), _Replace(self._unswag_sites)
        _running.mode = mode
        try:
            with mode:
                return super().forward(*args, **kwargs)
        finally:
            _running.mode = before

    def __reduce_ex__(self, protocol):
        _, _, *state = super().__reduce_ex__(protocol)
        return _new, (type(self).__mro__[2],), *state


@functools.cache
def _replacing(own: type) -> type:
    return type(own.__name__, (_Replacing, own), {"__module__": own.__module__, "__doc__": own.__doc__})


def _new(own: type) -> nn.Module:
    c = _replacing(own)
    return c.__new__(c)


def replace(module: nn.Module, sites: frozenset[Site]) -> None:
    """Makes the module call unswag.torch.relu at these sites. It may be copied and pickled."""
    if not isinstance(module, _Replacing):
        module.__class__ = _replacing(type(module))
    module._unswag_sites = getattr(module, "_unswag_sites", frozenset()) | sites
