"""Which device to open for a wish, given what is there and what has refused."""

from app.audio import advice
from app.audio.devices import Device, default_device, find_device
from app.audio.microphone_status import Trouble, wish_in_words
from app.settings import DeviceName


class DeviceChoice:
    """Keeps a wish while its device is away, and finds another meanwhile.

    Parameters
    ----------
    wish : DeviceName or None
        The device that is wanted; None is the default.
    """

    def __init__(self, wish: DeviceName | None) -> None:
        self.wish = wish
        self._refused: set[Device] = set()

    def choose(self, devices: list[Device], in_use: Device | None) -> tuple[Device, Trouble | None]:
        """Choose a device.

        Parameters
        ----------
        devices : list of Device
            What is there, at least one.
        in_use : Device or None
            What gives sound now; it is given up for the wished device alone.

        Returns
        -------
        device : Device
            The wished one; else the one in use; else the default, or any, but one that has
            refused only where all have.
        excuse : Trouble or None
            Why it is not the wished one; None where it is.
        """
        found = find_device(devices, self.wish)
        if in_use is not None:
            device = found or in_use
        else:
            device = self._one_that_has_not_refused(found, devices)
        if found is None:
            return device, Trouble("absent", advice.away(wish_in_words(self.wish)))
        if device != found:
            return device, Trouble("refused", advice.refused(found.name))
        return device, None

    def note_refusal(self, device: Device) -> None:
        """Try the others first the next time."""
        self._refused.add(device)

    def forget_refusals(self) -> None:
        """Begin anew: something has been opened."""
        self._refused.clear()

    def _one_that_has_not_refused(self, found: Device | None, devices: list[Device]) -> Device:
        wanted = [each for each in (found, default_device(devices), *devices) if each is not None]
        for each in wanted:
            if each not in self._refused:
                return each
        self._refused.clear()
        return wanted[0]
