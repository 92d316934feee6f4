"""ReLU with a 1-bit mask in the place of the stored activation."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from . import ops


def _zeros(x: Tensor) -> str:
    """What torch's own relu makes of -0.0: +0.0 on CUDA, save where it is compiled."""
    return "plus" if x.is_cuda and not torch.compiler.is_compiling() else "keep"


class _InPlace(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x: Tensor) -> Tensor:
        ctx.size, ctx.stride = x.size(), x.stride()
        ctx.save_for_backward(ops.relu_pack_(x, _zeros(x)))
        ctx.mark_dirty(x)
        return x

    @staticmethod
    def backward(ctx, dy: Tensor) -> Tensor:
        (mask,) = ctx.saved_tensors
        return ops.grad_mask(ops.laid_out(dy, ctx.size, ctx.stride), mask)


def relu(x: Tensor, inplace: bool = False) -> Tensor:
    """torch.relu, with the same bits forward and backward. For its gradient it keeps one
    bit an element, where torch keeps the result. That saves memory only where nothing else
    keeps the result: a linear layer or a convolution behind it does unless its weight is
    frozen. See unswag_model.
    """
    if not torch.is_grad_enabled() or not x.requires_grad:
        return torch.relu_(x) if inplace else torch.relu(x)
    if inplace and not torch.compiler.is_compiling() and ops.dense(x) is x:
        return _InPlace.apply(x)
    return ops.relu_pack(ops.dense(x), _zeros(x))[0]


class ReLU(nn.Module):
    """nn.ReLU on relu."""

    def __init__(self, inplace: bool = False) -> None:
        super().__init__()
        self.inplace = inplace

    def forward(self, x: Tensor) -> Tensor:
        return relu(x, self.inplace)

    def extra_repr(self) -> str:
        return "inplace=True" if self.inplace else ""


class _LinearReLULinear(torch.autograd.Function):
    """x W1' + b1, ReLU, W2' + b2 with all weights trained. The gradient of W2 needs the
    activation y, so a mask in the forward pass would save nothing. But dW2 can come first:
    then y is packed and freed before its gradient, which is as big, is made.
    """

    @staticmethod
    def forward(ctx, x, w1, b1, w2, b2):
        y = nn.functional.linear(x, w1, b1)
        torch.relu_(y)
        out = nn.functional.linear(y, w2, b2)
        ctx.save_for_backward(x, w1, w2)
        ctx.y = y
        return out

    @staticmethod
    @torch.autograd.function.once_differentiable
    def backward(ctx, dout):
        x, w1, w2 = ctx.saved_tensors
        y, ctx.y = ctx.y, None
        if y is None:
            raise RuntimeError("linear_relu_linear frees its activation in the backward pass, which cannot run twice: use unswag.torch.relu where the graph is retained")
        rows = dout.reshape(-1, dout.shape[-1])
        need = ctx.needs_input_grad
        dw2 = rows.t().mm(y.reshape(-1, y.shape[-1])) if need[3] else None
        db2 = rows.sum(0) if need[4] else None
        mask = ops.pack(y)
        del y
        dz = rows.mm(w2)
        ops.grad_mask_(dz, mask)
        dw1 = dz.t().mm(x.reshape(-1, x.shape[-1])) if need[1] else None
        db1 = dz.sum(0) if need[2] else None
        dx = dz.mm(w1).view(x.shape) if need[0] else None
        return dx, dw1, db1, dw2, db2


def linear_relu_linear(x: Tensor, first: nn.Linear, second: nn.Linear) -> Tensor:
    """second(relu(first(x))) for layers that are both trained, with a lower peak in the
    backward pass. The bits are those of the plain form. The graph can be run backwards
    once, and not be differentiated twice.
    """
    return _LinearReLULinear.apply(x, first.weight, first.bias, second.weight, second.bias)
