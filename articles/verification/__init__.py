"""Recomputing what the evidence claims. Guards keep it from changing; this finds where one failed.

Rows come from the database one by one, so that a check of everything needs little memory.
"""

from articles.verification.content import audit_trail, faults, place, place_of_publication
from articles.verification.faults import CHUNK, ROUTE, Fault, batches
from articles.verification.seals import changed, seal
from articles.verification.telling import lost, told, untold
from articles.verification.trail import chain, digest

__all__ = [
    "CHUNK",
    "ROUTE",
    "Fault",
    "audit_trail",
    "batches",
    "chain",
    "changed",
    "digest",
    "faults",
    "lost",
    "place",
    "place_of_publication",
    "seal",
    "told",
    "untold",
]
