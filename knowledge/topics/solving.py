"""What scikit-learn computes: the only place that needs it. It imports nothing of ours, and is soon there."""

from collections.abc import Callable, Sequence
from typing import Final, ParamSpec, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

_PENALTY: Final = 1.0
"""C of the classifier: the larger, the closer it keeps to the samples."""
_TOLERANCE: Final = 1e-2
_RIDGE: Final = 0.003
_DIRECTIONS: Final = 50
"""As many are left of all neighbours when words are told apart by them."""

Floats = NDArray[np.float64]
Values = NDArray[np.float32]
Places = NDArray[np.int64]

P = ParamSpec("P")
T = TypeVar("T")


class Solve(Protocol):
    """Has one of the functions below done, here or elsewhere."""

    def __call__(self, work: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
        """What *work* makes of what it is *given*."""


def here(work: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
    """Has it done at once."""
    return work(*given, **named)


def get_ready() -> None:
    """Import what solves, which takes longer than to solve: for who knows already that there will be something."""
    import sklearn.linear_model
    import sklearn.svm  # noqa: F401


def planes(
    samples: Places, columns: Places, values: Values, width: int, labels: Sequence[str]
) -> tuple[Floats, Floats]:
    """What parts each label from the others, in their order, and the offsets.

    Each value belongs to a sample and a column; *labels* are those of the samples.
    """
    from scipy.sparse import csr_matrix
    from sklearn.svm import LinearSVC

    matrix = csr_matrix((values, (samples, columns)), shape=(len(labels), width))
    machine = LinearSVC(C=_PENALTY, tol=_TOLERANCE, random_state=0).fit(matrix, np.array(labels))
    return machine.coef_, machine.intercept_


def alike(rows: Places, columns: Places, values: Floats, shape: tuple[int, int], number: int) -> list[int]:
    """Which rows of a table are alike: of each, which of so many groups it belongs to. Each value has a place in it."""
    from scipy.sparse import csr_matrix
    from sklearn.cluster import MiniBatchKMeans
    from sklearn.utils.extmath import randomized_svd

    table = csr_matrix((values, (rows, columns)), shape=shape)
    turned, spread, _ = randomized_svd(table, _DIRECTIONS, random_state=0)
    points = turned * np.sqrt(spread)
    points /= np.maximum(np.linalg.norm(points, axis=1, keepdims=True), 1e-9)
    groups = MiniBatchKMeans(number, random_state=0, n_init=2, batch_size=2048).fit_predict(points)
    return [int(group) for group in groups]


def logistic(rows: Floats, is_right: NDArray[np.bool_], weights: Floats) -> tuple[list[float], float]:
    """What tells right rows from wrong ones, and the intercept."""
    from sklearn.linear_model import LogisticRegression

    machine = LogisticRegression(C=_RIDGE, max_iter=1000).fit(rows, is_right, sample_weight=weights)
    return machine.coef_[0].tolist(), float(machine.intercept_[0])
