"""Replica portals on loopback, with the truth of every report at hand.

The demo is the archive's independent witness: it knows the statutory forms by labels of its own, writes reports whose
figures it made up itself, and never imports the reader (an import contract holds that).
"""
