"""Digits said in one breath, and what the program makes of them."""

import numpy as np

from app.audio.source import Block, Samples
from app.recognition.answer import Answer, Failure
from app.recognition.recognizer import Recognizer
from app.recognition.worker import Worker
from app.settings import Settings

SILENCE = np.zeros(8_000, np.float32)
EDGE = 480
"""So much is left before and after each voice of `digits`, in samples."""


def in_one_breath(digits: list[Samples], gap_ms: int) -> Samples:
    gap = np.zeros(16 * gap_ms, np.float32)
    return np.concatenate([SILENCE, *(part for each in digits for part in (each, gap)), SILENCE])


def recognise(worker: Worker, samples: Samples, block_samples: int = 1_600) -> list[Answer]:
    results: list[Answer | Failure] = []
    recognizer = Recognizer(worker, Settings(), results.append)
    for start in range(0, len(samples), block_samples):
        block = samples[start : start + block_samples]
        recognizer.feed(Block(block, start, received=start + len(block)))
    recognizer.finish()
    return results


def said(results: list[Answer]) -> str:
    return "".join(each.decision.digit or "?" for each in results)
