"""The operators of ai.unswag in ONNX Runtime on the CPU."""

from __future__ import annotations

from typing import Any

from . import native


def library() -> str:
    """The path of the custom-op library in this package. Raises RuntimeError where there is none."""
    if not native.LIBRARY.exists():
        raise RuntimeError(
            f"{native.LIBRARY} is not there: this package was built where no C compiler was found, or on Windows. "
            "Install one (Debian: apt-get install gcc), or name it in CC, and run pip install --force-reinstall ./python "
            "in a clone. Without the library the model runs too, with the function bodies in it, and saves no memory."
        )
    return str(native.LIBRARY)


def register(session_options: Any) -> None:
    """Makes sessions of these onnxruntime.SessionOptions run UnSwagPack, UnSwagGradMask and
    UnSwagTie with their kernels, in place of the function bodies in the model. The results
    have the same bits. Raises RuntimeError where this package has no library.
    """
    session_options.register_custom_ops_library(library())
