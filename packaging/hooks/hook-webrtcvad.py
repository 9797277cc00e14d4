"""Takes the name of the distribution that holds `webrtcvad` along: webrtcvad-wheels.

PyInstaller's own hook asks for a distribution "webrtcvad", and without it there is no build.
"""

from PyInstaller.utils.hooks import copy_metadata

datas = copy_metadata("webrtcvad-wheels")
