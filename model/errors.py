"""The root of all errors that a user may see, and the errors of a model."""


class SpokenDigitsError(Exception):
    """Something went wrong that a user can understand; the message says what, and what to do."""


class ModelError(SpokenDigitsError):
    """A model cannot be read, does not fit its card, or gives impossible answers."""
