"""What a price comes to in a month (MRR) and in a year (ARR)."""

from ._native import arr, mrr

__all__ = ["arr", "mrr"]
