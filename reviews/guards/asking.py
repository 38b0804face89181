"""The guards of who is asked, and of whose signature counts for medicines."""

from articles.guards.sql import Dialect, Guard, never_deleted
from reviews.models import Assignment

_REQUEST = "reviews_reviewrequest"
_RECORD = "reviews_reviewrecord"
_ASSIGNMENT = "reviews_assignment"
# What an assignment says for good; its end is added once.
_ASKED = ("id", "request_id", "reviewer_id", "named_by_id", "at", "reason")


def _specialties_differ(dialect: Dialect) -> str:
    named = (
        "SELECT s.name FROM reviews_specialty s JOIN reviews_reviewer_specialties m "
        "ON m.specialty_id = s.id WHERE m.reviewer_id = NEW.reviewer_id ORDER BY s.name"
    )
    return (
        "NEW.specialties IS DISTINCT FROM "
        f"COALESCE((SELECT {dialect.join}(n.name, ', ') FROM ({named}) n), '')"
    )


ASKING: tuple[Guard, ...] = (
    *never_deleted(Assignment),
    Guard(
        "guard_assignment_starts_in_review",
        _ASSIGNMENT,
        "INSERT",
        f"NEW.ended_at IS NOT NULL OR NOT EXISTS (SELECT 1 FROM {_REQUEST} q "
        "WHERE q.id = NEW.request_id AND q.state = 'in_review')",
        "reviewers are asked while the request is in review",
    ),
    Guard(
        "guard_assignment_only_ends",
        _ASSIGNMENT,
        "UPDATE",
        " OR ".join(
            (
                "OLD.ended_at IS NOT NULL",
                *(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in _ASKED),
            )
        ),
        "an assignment changes only by its end",
    ),
    Guard(
        "guard_assignment_of_a_signer_stays",
        _ASSIGNMENT,
        "UPDATE",
        f"NEW.ended_at IS NOT NULL AND EXISTS (SELECT 1 FROM {_RECORD} r "
        "WHERE r.request_id = NEW.request_id AND r.reviewer_id = NEW.reviewer_id)",
        "whoever decided stays asked",
    ),
    Guard(
        "guard_record_comes_from_whoever_was_asked",
        _RECORD,
        "INSERT",
        f"NOT EXISTS (SELECT 1 FROM {_ASSIGNMENT} a WHERE a.request_id = NEW.request_id "
        "AND a.reviewer_id = NEW.reviewer_id AND a.ended_at IS NULL)",
        "a review is signed by a reviewer who was asked",
    ),
    Guard(
        "guard_record_names_its_specialties",
        _RECORD,
        "INSERT",
        _specialties_differ,
        "a review names the specialties of its reviewer",
    ),
    Guard(
        "guard_record_for_medicines_is_a_pharmacists",
        _RECORD,
        "INSERT",
        "NEW.for_medicines AND NOT EXISTS (SELECT 1 FROM reviews_reviewer_specialties m "
        "JOIN reviews_specialty s ON s.id = m.specialty_id WHERE m.reviewer_id = NEW.reviewer_id "
        "AND (s.pharmacy OR EXISTS (SELECT 1 FROM reviews_specialty_conditions c "
        "JOIN articles_article a ON a.condition_id = c.condition_id "
        f"JOIN {_REQUEST} q ON q.article_id = a.id "
        "WHERE c.specialty_id = s.id AND q.id = NEW.request_id)))",
        "a review counts for medicines from a pharmacist or a fitting specialty",
    ),
)
