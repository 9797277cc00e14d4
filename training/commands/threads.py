"""How many threads TensorFlow computes with."""

import os


def limit_threads(count: int) -> None:
    """Let TensorFlow compute with `count` threads; it reads this once, when it is imported."""
    os.environ["TF_NUM_INTRAOP_THREADS"] = str(count)
    os.environ["TF_NUM_INTEROP_THREADS"] = "1"
