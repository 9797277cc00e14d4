"""Who hears a microphone: code of somebody else, which must not stop the capture."""

import logging
from collections.abc import Callable

from app.audio.microphone_status import MicrophoneStatus
from app.audio.source import Block

_log = logging.getLogger(__name__)


class Listener:
    """Hands blocks and statuses on; whatever goes wrong there is logged, and nothing else.

    Parameters
    ----------
    on_block : callable of Block
    on_status : callable of MicrophoneStatus
    """

    def __init__(
        self,
        on_block: Callable[[Block], None],
        on_status: Callable[[MicrophoneStatus], None],
    ) -> None:
        self._on_block = on_block
        self._on_status = on_status
        self._block_failed = False
        self._told: MicrophoneStatus | None = None

    def give(self, block: Block) -> None:
        """Hand a block on; of many that fail one after another, the first is logged."""
        try:
            self._on_block(block)
            self._block_failed = False
        except Exception:
            if not self._block_failed:
                _log.exception("A block of sound could not be taken.")
            self._block_failed = True

    def tell(self, status: MicrophoneStatus) -> None:
        """Hand a status on, if it is another than the last."""
        if status == self._told:
            return
        self._told = status
        try:
            self._on_status(status)
        except Exception:
            _log.exception("The microphone's status could not be told.")
