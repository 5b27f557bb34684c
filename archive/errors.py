"""What can go wrong in the archive, one class per meaning.

Every message is one line that says what, where, and what to do. The command line prints it as
``error: <message>`` and exits 1; whoever reads many inputs catches the class it can go on from and
writes a row in ``issues`` instead.
"""


class ArchiveError(Exception):
    """Root of all errors that a user can act on."""


class WarcError(ArchiveError):
    """A WARC file or record that cannot be read, with file and offset in the message."""


class DocumentError(ArchiveError):
    """A document whose bytes cannot be turned into text (empty, binary, damaged, encrypted)."""


class ToolMissingError(ArchiveError):
    """An optional tool or extra that this document needs is not installed; the message names it."""


class IndexLockedError(ArchiveError):
    """Another process is writing the index."""


class UsageError(ArchiveError):
    """The command was asked for something that cannot be (an unknown path, an option out of range)."""
