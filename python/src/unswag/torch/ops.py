"""The operators that PyTorch knows: unswag::relu_pack, unswag::pack, unswag::grad_mask.

A mask is int32[ceil(N/32)]: element i of the tensor's memory is bit i % 32 of word i / 32.
Tensors are taken as they lie in memory, so they must fill it without gaps (dense), and a
gradient must lie as the tensor did that its mask was made of. On the CPU the package's
library does the work where there is one, NumPy otherwise.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from .. import cuda, native

_TYPES = {torch.float16: "f16", torch.bfloat16: "bf16", torch.float32: "f32", torch.float64: "f64"}
_BITS = {2: torch.int16, 4: torch.int32, 8: torch.int64}


def words(n: int) -> int:
    """The number of words of a mask for n elements."""
    return (n + 31) // 32


def _launch(entry: str, n: int, *tensors: Tensor) -> None:
    device = tensors[0].device
    with torch.cuda.device(device):
        stream = torch.cuda.current_stream(device).cuda_stream
        cuda.module(device.index).launch(entry, n, stream, [t.data_ptr() for t in tensors])


def _type(x: Tensor) -> str:
    name = _TYPES.get(x.dtype)
    if name is None:
        raise TypeError(f"unswag has no kernels for {x.dtype}: only for float16, bfloat16, float32 and float64")
    return name


def _new_mask(x: Tensor) -> Tensor:
    return x.new_empty((words(x.numel()),), dtype=torch.int32)


def _flat(x: Tensor) -> Tensor:
    """The elements of a dense tensor in the order of memory."""
    return x.as_strided((x.numel(),), (1,))


@torch.library.custom_op("unswag::relu_pack", mutates_args=(), device_types="cuda")
def relu_pack(x: Tensor, zeros: str) -> tuple[Tensor, Tensor]:
    """Relu of x and the mask of not x <= 0. zeros says what Relu(-0.0) is: keep or plus."""
    y, mask = torch.empty_like(x), _new_mask(x)
    _launch(f"unswag_pack_{_type(x)}_not_le0_y_{zeros}", x.numel(), x, y, mask)
    return y, mask


@relu_pack.register_kernel("cpu")
def _(x: Tensor, zeros: str) -> tuple[Tensor, Tensor]:
    y = torch.empty_like(x)
    return y, _relu_pack_cpu(x, y, zeros)


def _relu_pack_cpu(x: Tensor, y: Tensor, zeros: str) -> Tensor:
    """relu_pack into y, which may be x."""
    kind, library = _type(x), native.kernels()
    # In 16 bits torch's relu gives a NaN another payload, and so must y.
    if library is not None and x.element_size() > 2:
        mask = _new_mask(x)
        library.unswag_pack(None, native.TYPES[kind], native.NOT_LE0, native.ZEROS[zeros], x.data_ptr(), y.data_ptr(), mask.data_ptr(), x.numel())
        return mask
    mask, r = _pack_cpu(x), torch.relu(x)
    y.copy_(torch.where(r == 0, 0, r) if zeros == "plus" else r)
    return mask


@relu_pack.register_fake
def _(x: Tensor, zeros: str) -> tuple[Tensor, Tensor]:
    return torch.empty_like(x), _new_mask(x)


@torch.library.custom_op("unswag::relu_pack_", mutates_args={"x"}, device_types="cuda")
def relu_pack_(x: Tensor, zeros: str) -> Tensor:
    """relu_pack, with Relu of x in the place of x."""
    mask = _new_mask(x)
    _launch(f"unswag_pack_{_type(x)}_not_le0_y_{zeros}", x.numel(), x, x, mask)
    return mask


@relu_pack_.register_kernel("cpu")
def _(x: Tensor, zeros: str) -> Tensor:
    return _relu_pack_cpu(x, x, zeros)


@relu_pack_.register_fake
def _(x: Tensor, zeros: str) -> Tensor:
    return _new_mask(x)


@torch.library.custom_op("unswag::pack", mutates_args=(), device_types="cuda")
def pack(x: Tensor) -> Tensor:
    """The mask of not x <= 0."""
    mask = _new_mask(x)
    _launch(f"unswag_pack_{_type(x)}_not_le0", x.numel(), x, mask)
    return mask


@pack.register_kernel("cpu")
def _pack_cpu(x: Tensor) -> Tensor:
    kind, library = _type(x), native.kernels()
    if library is not None:
        mask = _new_mask(x)
        library.unswag_pack(None, native.TYPES[kind], native.NOT_LE0, native.ZEROS["keep"], x.data_ptr(), None, mask.data_ptr(), x.numel())
        return mask
    bits = torch.logical_not(_flat(x) <= 0).numpy()
    packed = np.zeros(4 * words(x.numel()), np.uint8)
    packed[: (x.numel() + 7) // 8] = np.packbits(bits, bitorder="little")
    return torch.from_numpy(packed.view("<i4").copy())


@pack.register_fake
def _(x: Tensor) -> Tensor:
    return _new_mask(x)


@torch.library.custom_op("unswag::grad_mask", mutates_args=(), device_types="cuda")
def grad_mask(dy: Tensor, mask: Tensor) -> Tensor:
    """dy where the mask has a 1, +0 elsewhere."""
    dx = torch.empty_like(dy)
    _launch(f"unswag_gradmask_{_type(dy)}_select", dy.numel(), dy, mask, dx)
    return dx


@grad_mask.register_kernel("cpu")
def _(dy: Tensor, mask: Tensor) -> Tensor:
    dx = torch.empty_like(dy)
    _grad_mask_cpu(dy, mask, dx)
    return dx


def _grad_mask_cpu(dy: Tensor, mask: Tensor, dx: Tensor) -> None:
    """grad_mask into dx, which may be dy."""
    kind, library = _type(dy), native.kernels()
    if library is not None:
        library.unswag_grad_mask(None, native.TYPES[kind], native.SELECT, dy.data_ptr(), mask.data_ptr(), dx.data_ptr(), dy.numel())
        return
    bits = np.unpackbits(mask.numpy().view(np.uint8), count=dy.numel(), bitorder="little")
    whole = _BITS[dy.element_size()]
    zero = torch.zeros((), dtype=whole)
    torch.where(torch.from_numpy(bits).bool(), _flat(dy).view(whole), zero, out=_flat(dx).view(whole))


@grad_mask.register_fake
def _(dy: Tensor, mask: Tensor) -> Tensor:
    return torch.empty_like(dy)


@torch.library.custom_op("unswag::grad_mask_", mutates_args={"dy"}, device_types="cuda")
def grad_mask_(dy: Tensor, mask: Tensor) -> None:
    """grad_mask in the place of dy."""
    _launch(f"unswag_gradmask_{_type(dy)}_select", dy.numel(), dy, mask, dy)


@grad_mask_.register_kernel("cpu")
def _(dy: Tensor, mask: Tensor) -> None:
    _grad_mask_cpu(dy, mask, dy)


@grad_mask_.register_fake
def _(dy: Tensor, mask: Tensor) -> None:
    return None


def laid_out(t: Tensor, size: torch.Size, stride: tuple[int, ...]) -> Tensor:
    """t as it lies with these strides, itself if it does already."""
    if t.stride() == stride:
        return t
    return torch.empty_strided(size, stride, dtype=t.dtype, device=t.device).copy_(t)


def dense(x: Tensor) -> Tensor:
    """x itself if it fills its memory without gaps, in whatever order, else a copy."""
    return x if torch.empty_like(x).stride() == x.stride() else x.contiguous()


def unfit(x: Tensor) -> str:
    """Why a tensor cannot be packed as it lies; "" if it can."""
    if type(x) not in (Tensor, torch.nn.Parameter):
        return f"its argument is a {type(x).__name__}, whose memory is not a plain tensor's"
    if x.device.type not in ("cpu", "cuda") or x.layout != torch.strided:
        return f"unswag has no kernels for {x.device.type} tensors of layout {x.layout}"
    if x.dtype not in _TYPES:
        return f"unswag has no kernels for {x.dtype}"
    if not x.is_contiguous() and dense(x) is not x:
        return "its argument does not fill its memory, and would have to be copied"
    return ""


def _keep_mask(ctx, inputs, output) -> None:
    ctx.size, ctx.stride = inputs[0].size(), inputs[0].stride()
    ctx.save_for_backward(output[1])
    ctx.mark_non_differentiable(output[1])


def _relu_backward(ctx, dy: Tensor, _):
    (mask,) = ctx.saved_tensors
    return grad_mask(laid_out(dy, ctx.size, ctx.stride), mask), None


relu_pack.register_autograd(_relu_backward, setup_context=_keep_mask)


def _keep_given_mask(ctx, inputs, output) -> None:
    ctx.size, ctx.stride = inputs[0].size(), inputs[0].stride()
    ctx.save_for_backward(inputs[1])


def _mask_backward(ctx, ddx: Tensor):
    (mask,) = ctx.saved_tensors
    return grad_mask(laid_out(ddx, ctx.size, ctx.stride), mask), None


grad_mask.register_autograd(_mask_backward, setup_context=_keep_given_mask)
