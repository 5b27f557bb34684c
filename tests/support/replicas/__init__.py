"""Replica portals that judge a crawler: each platform with its quirks, hostile ones, random ones.

They are written from facts about real portals (which call pages a list, where a total stands, how organs are laid out)
and know nothing of the crawler. Every host, page and figure is made up; places and their codes are real.
"""

from tests.support.replicas.catalogue import drawn, hostile, ordinary, replica
from tests.support.replicas.faults import FAULTS, Fault, broken
from tests.support.replicas.model import Answer, Replica, ReplicaReport, Request, Way, key_of
from tests.support.replicas.random_portal import random_portal
from tests.support.replicas.server import Logged, Serving, serve

__all__ = [
    "FAULTS",
    "Answer",
    "Fault",
    "Logged",
    "Replica",
    "ReplicaReport",
    "Request",
    "Serving",
    "Way",
    "broken",
    "drawn",
    "hostile",
    "key_of",
    "ordinary",
    "random_portal",
    "replica",
    "serve",
]
