"""The guards of what readers tell us: whose words they are, and that what is gone stays gone."""

from articles.guards.sql import Guard, differ, listed, never_deleted
from articles.models import Experience, Feedback

_EXPERIENCE, _FEEDBACK = "articles_experience", "articles_feedback"
# From a state to those that may follow it.
_STEPS = {
    "waiting": ("published", "shorten", "declined", "deleted"),
    "urgent": ("published", "shorten", "declined", "deleted"),
    "shorten": ("waiting", "urgent", "declined", "deleted"),
    "published": ("declined", "deleted"),
    "declined": ("deleted",),
}
_OUTCOMES = {
    "waiting": ("accepted", "changed", "unchanged", "asked", "dismissed"),
    "urgent": ("accepted", "changed", "unchanged", "asked", "dismissed"),
    "accepted": ("changed", "unchanged", "dismissed"),
}


def _no_step_of(steps: dict[str, tuple[str, ...]]) -> str:
    """SQL for a state that does not follow from the old one."""
    allowed = " OR ".join(
        f"(OLD.state = '{before}' AND NEW.state IN ({listed(after)}))"
        for before, after in steps.items()
    )
    return f"NOT ({allowed})"


VOICES: tuple[Guard, ...] = (
    *never_deleted(Experience),
    *never_deleted(Feedback),
    Guard(
        "guard_experience_starts_waiting",
        _EXPERIENCE,
        "INSERT",
        "NEW.state NOT IN ('waiting', 'urgent')",
        "an experience starts unpublished",
    ),
    Guard(
        "guard_experience_was_consented_to",
        _EXPERIENCE,
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM articles_sitetext t "
        "WHERE t.id = NEW.consent_id AND t.kind = 'consent')",
        "an experience names the consent text that its author agreed to",
    ),
    Guard(
        "guard_experience_keeps_its_facts",
        _EXPERIENCE,
        "UPDATE",
        differ(("id", "article_id", "consent_id", "adult", "token_hash", "received_at")),
        "the facts of an experience never change",
    ),
    Guard(
        "guard_experience_words_are_the_authors",
        _EXPERIENCE,
        "UPDATE",
        f"({differ(('text', 'pseudonym', 'pseudonym_key', 'relation'))}) "
        "AND NEW.state <> 'deleted' "
        "AND NOT (OLD.state = 'shorten' AND NEW.state IN ('waiting', 'urgent'))",
        "only its author changes an experience, when asked to",
    ),
    Guard(
        "guard_experience_takes_its_steps",
        _EXPERIENCE,
        "UPDATE",
        f"({differ(('state', 'rule', 'message', 'decided_by_id', 'decided_at', 'deleted_at'))}) "
        f"AND {_no_step_of(_STEPS)}",
        "an experience is not moved there; a deleted one stays deleted",
    ),
    Guard(
        "guard_feedback_starts_undecided",
        _FEEDBACK,
        "INSERT",
        "NEW.state NOT IN ('counted', 'waiting', 'urgent')",
        "feedback starts undecided",
    ),
    Guard(
        "guard_feedback_is_about_a_version_of_its_answer",
        _FEEDBACK,
        "INSERT",
        "NEW.publication_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM articles_publication p "
        "WHERE p.id = NEW.publication_id AND p.article_id = NEW.article_id)",
        "feedback is about a version of its own answer",
    ),
    Guard(
        "guard_feedback_keeps_its_facts",
        _FEEDBACK,
        "UPDATE",
        differ(
            (
                "id",
                "kind",
                "article_id",
                "publication_id",
                "condition_id",
                "language",
                "key",
                "received_at",
            )
        )
        + " OR (NEW.text <> OLD.text AND NEW.text <> '')",
        "the facts of feedback never change; its text is only deleted",
    ),
    Guard(
        "guard_feedback_takes_its_steps",
        _FEEDBACK,
        "UPDATE",
        f"({differ(('state', 'led_to_id', 'question_id', 'decided_by_id', 'decided_at'))}) "
        f"AND {_no_step_of(_OUTCOMES)}",
        "feedback that was decided stays decided",
    ),
    Guard(
        "guard_feedback_led_to_a_later_version",
        _FEEDBACK,
        "UPDATE",
        "NEW.led_to_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM articles_publication p "
        "WHERE p.id = NEW.led_to_id AND p.article_id = NEW.article_id "
        "AND p.id > NEW.publication_id)",
        "a change is a later version of the answer that was reported",
    ),
    Guard(
        "guard_feedback_asked_of_its_condition",
        _FEEDBACK,
        "UPDATE",
        "NEW.question_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM articles_openquestion q "
        "WHERE q.id = NEW.question_id AND q.condition_id = NEW.condition_id "
        "AND q.language = NEW.language)",
        "a question stands with its own condition",
    ),
)
