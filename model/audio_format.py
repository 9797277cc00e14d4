"""The audio format of the network, in one place; every other number derives from these."""

SAMPLE_RATE = 16_000
"""Samples a second of everything behind the resampler, in Hz."""

CLIP_SECONDS = 1.0
"""Length of the clip that the network takes, in seconds."""

CLIP_SAMPLES = int(CLIP_SECONDS * SAMPLE_RATE)
"""Length of the clip that the network takes, in samples (16,000)."""

SAMPLES_PER_MS = SAMPLE_RATE // 1000
"""Samples a millisecond (16)."""
