"""The one tree of errors: each message names the thing, what was got, what is allowed and what to do."""


class UnderpaintError(Exception):
    """Root of every error a user can cause or meet; the command line prints it as one line."""


class InputError(UnderpaintError, ValueError):
    """What came in cannot be used: a file, a picture, a map, a number."""


class OutputError(UnderpaintError, OSError):
    """What was to be written could not be; nothing half-written is left."""


class Cancelled(UnderpaintError):
    """The person stopped the work."""
