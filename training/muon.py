"""The optimizer of the class network: Muon for kernels of convolutions, AdamW for all else."""

import math
from typing import Any

import keras
from keras import ops

_MOMENTUM = 0.95
_ITERATIONS = 5
# With this a step of Muon is about as long as one of AdamW at the same learning rate.
_STEP_LENGTH = 0.2


@keras.saving.register_keras_serializable(package="spoken_digits")
class Muon(keras.optimizers.AdamW):  # type: ignore[misc]
    """AdamW, but for kernels of convolutions momentum whose directions all count the same.

    A kernel is taken for a matrix, from all that it reads to what it writes, and each step is its
    momentum with all singular values brought near to one. Sources: Jordan and others, "Muon: An
    optimizer for hidden layers in neural networks", 2024; length of a step: Liu and others, arXiv
    2502.16982. The kernels that read the spectrogram itself, with one channel, stay with AdamW.

    Parameters are those of `keras.optimizers.AdamW`; rate and weight decay are for both.
    """

    def build(self, variables: list[Any]) -> None:
        """Make the momentum of each kernel, beside what AdamW needs."""
        if self.built:
            return
        super().build(variables)
        self._kernel_momentums = [
            self.add_variable_from_reference(variable, name="kernel_momentum")
            if _is_kernel(variable)
            else None
            for variable in variables
        ]

    def update_step(self, gradient: Any, variable: Any, learning_rate: Any) -> None:
        """Change `variable` by one step against `gradient`."""
        if not _is_kernel(variable):
            super().update_step(gradient, variable, learning_rate)
            return
        momentum = self._kernel_momentums[self._get_variable_index(variable)]
        self.assign(momentum, _MOMENTUM * momentum + gradient)
        matrix = math.prod(variable.shape[:-1]), variable.shape[-1]
        ahead = ops.reshape(gradient + _MOMENTUM * momentum, matrix)
        length = _STEP_LENGTH * max(matrix) ** 0.5
        step = learning_rate * length * orthogonalize(ahead)
        self.assign_sub(variable, ops.reshape(step, variable.shape))


def orthogonalize(matrix: Any) -> Any:
    """Bring all singular values of a matrix, shape (rows, columns), to between about 0.7 and 1.2.

    By five Newton-Schulz iterations of the fifth order, with the factors of Jordan and others.
    Singular values below a thousandth of their root sum square stay smaller.
    """
    if matrix.shape[0] > matrix.shape[1]:
        return ops.transpose(orthogonalize(ops.transpose(matrix)))
    found = matrix / (ops.sqrt(ops.sum(ops.square(matrix))) + 1e-7)
    for _ in range(_ITERATIONS):
        squared = ops.matmul(found, ops.transpose(found))
        factors = -4.7750 * squared + 2.0315 * ops.matmul(squared, squared)
        found = 3.4445 * found + ops.matmul(factors, found)
    return found


def _is_kernel(variable: Any) -> bool:
    return len(variable.shape) == 4 and variable.shape[-2] > 1
