"""Recomputing what the evidence claims. Guards keep it from changing; this finds where one failed.

Rows come from the database one by one, so that a check of everything needs little memory.
"""

from articles.verification.content import audit_trail, faults, place, place_of_publication
from articles.verification.faults import CHUNK, ROUTE, Fault, batches
from articles.verification.seals import MARK, changed, gone, seal, unsealed
from articles.verification.telling import joined, lost, told, unnamed, untold
from articles.verification.trail import chain, digest

__all__ = [
    "CHUNK",
    "MARK",
    "ROUTE",
    "Fault",
    "audit_trail",
    "batches",
    "chain",
    "changed",
    "digest",
    "faults",
    "gone",
    "joined",
    "lost",
    "place",
    "place_of_publication",
    "seal",
    "told",
    "unnamed",
    "unsealed",
    "untold",
]
