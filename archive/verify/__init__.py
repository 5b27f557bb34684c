"""What can be checked of an archive, and who witnesses that it is what it was.

``verify`` looks at everything; see docs/captures.md for the faults, and for heads, signatures and time stamps.
"""

from archive.verify.whole import Verification, verify
from archive.verify.witnesses import Witnesses

__all__ = ["Verification", "Witnesses", "verify"]
