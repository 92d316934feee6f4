"""Finds where in a model a mask saves memory, by looking at what autograd keeps."""

from __future__ import annotations

import dataclasses
from typing import Any

import torch
from torch import Tensor, nn

from .functions import ReLU


@dataclasses.dataclass(frozen=True)
class Decision:
    """What was done with one nn.ReLU of a model."""

    name: str
    replaced: bool
    reason: str
    bytes: int
    """The activation's bytes in the run that was looked at."""


def unswag_model(model: nn.Module, *args: Any, **kwargs: Any) -> list[Decision]:
    """Replaces each nn.ReLU of model by unswag.torch.ReLU where that saves memory, and
    tells what it did. It runs model(*args, **kwargs) once and looks at what autograd keeps: a
    mask saves memory where the activation is kept for the ReLU's own gradient only. Where
    something else keeps it, as a trained layer behind it does, the ReLU stays. Calls of
    torch.relu and its like are no modules and stay too: write unswag.torch.relu there.

    The run needs gradients: train the parameters, or give inputs, that will be trained. The
    random generators are as before afterwards, buffers such as running means are not.
    """
    seen = _look(model, args, kwargs)
    decisions = []
    for name, module in list(model.named_modules(remove_duplicate=True)):
        if isinstance(module, nn.ReLU):
            decisions.append(_decide(model, name, module, seen.get(module)))
    return decisions


@dataclasses.dataclass
class _Seen:
    size: int = 0  # bytes of all its activations
    kept: bool = True  # autograd keeps one for the ReLU itself
    others: bool = False  # and one for something else, or it leaves the model


def _look(model: nn.Module, args: Any, kwargs: Any) -> dict[nn.Module, _Seen]:
    outputs: list[tuple[nn.Module, Tensor]] = []
    saved: dict[int, int] = {}

    def pack(t: Tensor) -> Tensor:
        saved[_memory(t)] = saved.get(_memory(t), 0) + 1
        return t

    def note(module: nn.Module, _: Any, output: Tensor) -> None:
        outputs.append((module, output))

    handles = [m.register_forward_hook(note) for m in model.modules() if isinstance(m, nn.ReLU)]
    devices = [p.device for p in model.parameters() if p.is_cuda]
    try:
        with torch.random.fork_rng(devices=sorted({d.index for d in devices})):
            with torch.enable_grad(), torch.autograd.graph.saved_tensors_hooks(pack, lambda t: t):
                result = model(*args, **kwargs)
    finally:
        for h in handles:
            h.remove()
    leaves = {_memory(t) for t in _tensors(result)}
    out: dict[nn.Module, _Seen] = {}
    for module, y in outputs:
        s = out.setdefault(module, _Seen())
        s.size += y.numel() * y.element_size()
        s.kept = s.kept and saved.get(_memory(y), 0) > 0
        s.others = s.others or saved.get(_memory(y), 0) > 1 or _memory(y) in leaves
    return out


def _memory(t: Tensor) -> int:
    return t.untyped_storage().data_ptr()


def _tensors(result: Any) -> list[Tensor]:
    if isinstance(result, Tensor):
        return [result]
    if isinstance(result, dict):
        result = list(result.values())
    if isinstance(result, (list, tuple)):
        return [t for r in result for t in _tensors(r)]
    return [t for r in vars(result).values() for t in _tensors(r)] if hasattr(result, "__dict__") else []


def _decide(model: nn.Module, name: str, module: nn.ReLU, s: _Seen | None) -> Decision:
    if s is None:
        return Decision(name, False, "the model did not call it", 0)
    if not s.kept:
        return Decision(name, False, "autograd keeps nothing for it: it has no gradient, or is recomputed", s.size)
    if s.others:
        return Decision(name, False, "something else keeps its result: a trained layer behind it, a pooling, or whoever gets the model's output", s.size)
    parent, _, last = name.rpartition(".")
    setattr(model.get_submodule(parent), last, ReLU(module.inplace))
    return Decision(name, True, "only its own gradient keeps its result", s.size)
