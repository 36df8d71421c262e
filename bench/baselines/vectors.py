"""Baseline of matching: a plain product of one vector with all candidates, float32, 300 columns, numpy, one thread."""

import os

os.environ |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")

import numpy as np

COLUMNS = 300


class Vectors:
    """Random candidates."""

    def __init__(self, count: int) -> None:
        """Make so many, and one to compare them with."""
        chance = np.random.default_rng(1)
        self.rows = chance.standard_normal((count, COLUMNS), dtype=np.float32)
        self.one = chance.standard_normal(COLUMNS, dtype=np.float32)
        self.product()  # the library wakes up at its first product

    def product(self) -> float:
        """Compare all with the one; give the greatest likeness."""
        return float((self.rows @ self.one).max())
