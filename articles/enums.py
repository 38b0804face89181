"""The closed vocabularies of the content side."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class QuestionKind(TextChoices):
    """What a question asks about; decides the review interval and the order on a condition page."""

    OVERVIEW = "overview", _("Overview")
    SYMPTOMS = "symptoms", _("Symptoms")
    CAUSES = "causes", _("Causes")
    RISK = "risk", _("Who is at risk")
    FREQUENCY = "frequency", _("How common it is")
    INHERITANCE = "inheritance", _("Inheritance")
    GENETICS = "genetics", _("Genetic changes")
    DIAGNOSIS = "diagnosis", _("Diagnosis")
    TREATMENT = "treatment", _("Treatment")
    OUTLOOK = "outlook", _("Outlook")
    COMPLICATIONS = "complications", _("Complications")
    PREVENTION = "prevention", _("Prevention")
    LIVING_WITH = "living_with", _("Living with it")
    WHEN_TO_SEEK_HELP = "when_to_seek_help", _("When to seek help")
    RESEARCH = "research", _("Research")
    MEDICINE = "medicine", _("About a medicine")
    OTHER = "other", _("Other questions")


class NameRelation(TextChoices):
    """How a name relates to the condition; broader and narrower names never stand for it."""

    EXACT = "exact", _("another name")
    ABBREVIATION = "abbreviation", _("abbreviation")
    FORMER = "former", _("former name")
    BROADER = "broader", _("broader term")
    NARROWER = "narrower", _("narrower term")


# Only these may send a reader to the condition.
NAMES_THAT_STAND_FOR_IT = (NameRelation.EXACT, NameRelation.ABBREVIATION, NameRelation.FORMER)


class CodeMatch(TextChoices):
    """How a code relates to the condition; only exact ones may answer a coded request."""

    EXACT = "exact", _("exact")
    BROADER = "broader", _("broader")
    RELATED = "related", _("related")


class TreatmentKind(TextChoices):
    """What a treatment is."""

    MEDICINE = "medicine", _("Medicine")
    SURGERY = "surgery", _("Surgery")
    PROCEDURE = "procedure", _("Procedure")
    THERAPY = "therapy", _("Therapy")
    DEVICE = "device", _("Device")
    LIFESTYLE = "lifestyle", _("Everyday measure")
    SUPPORTIVE = "supportive", _("Supportive care")


class Line(TextChoices):
    """When a treatment is tried, as its source says."""

    FIRST = "first", _("Tried first")
    SECOND = "second", _("Tried next")
    ADJUNCT = "adjunct", _("Added to another treatment")
    LAST_RESORT = "last_resort", _("Last resort")
    INVESTIGATIONAL = "investigational", _("Being studied")


class RegulatoryStatus(TextChoices):
    """Whether a regulator approved the treatment for this very condition."""

    APPROVED = "approved", _("Approved for this condition")
    OFF_LABEL = "off_label", _("Off-label")
    INVESTIGATIONAL = "investigational", _("Investigational")
    NOT_A_MEDICINE = "not_a_medicine", _("Not a medicine")


class Evidence(TextChoices):
    """How sure the evidence is: the four GRADE levels (BMJ 2008;336:924), and what has none."""

    HIGH = "high", _("High certainty")
    MODERATE = "moderate", _("Moderate certainty")
    LOW = "low", _("Low certainty")
    VERY_LOW = "very_low", _("Very low certainty")
    EXPERT_OPINION = "expert_opinion", _("Expert opinion")
    INDIRECT = "indirect", _("Indirect evidence")
    NOT_ASSESSED = "not_assessed", _("Certainty not assessed")


# These say nothing without a note: indirect from what, not assessed why.
EVIDENCE_THAT_NEEDS_A_NOTE = (Evidence.INDIRECT, Evidence.NOT_ASSESSED)


class SourceKind(TextChoices):
    """What kind of publication a source is."""

    GUIDELINE = "guideline", _("Guideline or consensus")
    SYSTEMATIC_REVIEW = "systematic_review", _("Systematic review")
    TRIAL = "trial", _("Randomised trial")
    REVIEW = "review", _("Review article")
    CASE_SERIES = "case_series", _("Case series")
    CASE_REPORT = "case_report", _("Case report")
    SURVEY = "survey", _("Survey")
    REFERENCE = "reference", _("Reference work")
    WEB_PAGE = "web_page", _("Web page")


class Retraction(TextChoices):
    """What the publisher says about a source's standing."""

    NONE = "none", _("none known")
    CONCERN = "concern", _("expression of concern")
    RETRACTED = "retracted", _("retracted")


class ChangeClass(TextChoices):
    """How much a revision changes: material changes touch what a reader may act on."""

    WORDING = "wording", _("Wording only")
    MATERIAL = "material", _("Material")


class PublicationKind(TextChoices):
    """Why a publication exists."""

    PUBLISH = "publish", _("Published")
    RECONFIRM = "reconfirm", _("Still accurate")
    ROLL_BACK = "roll_back", _("Earlier version brought back")
    CORRECTION = "correction", _("Corrected")


class WithdrawalKind(TextChoices):
    """What is done about an article or a treatment that must not be used as it stands."""

    WITHDRAW = "withdraw", _("Withdrawn")
    CAUTION = "caution", _("Caution")
    STOP = "stop", _("Text withheld")
    LIFT = "lift", _("Lifted")


class SiteTextKind(TextChoices):
    """The site's own texts that stand beside answers."""

    DISCLAIMER = "disclaimer", _("Medical disclaimer")
    KEEP_TAKING = "keep_taking", _("Do not stop a medicine notice")
    EMERGENCY_NUMBERS = "emergency_numbers", _("Emergency numbers")
    EDITORIAL_POLICY = "editorial_policy", _("Editorial policy")
    FUNDING = "funding", _("Funding")
    PRIVACY = "privacy", _("Privacy")
    CONSENT = "consent", _("Consent to share an experience")
    CRISIS_HELP = "crisis_help", _("Help in a crisis")


# A reader may act on these: only a verified reviewer signs them.
TEXTS_OF_MEDICAL_WEIGHT = (
    SiteTextKind.DISCLAIMER,
    SiteTextKind.KEEP_TAKING,
    SiteTextKind.EMERGENCY_NUMBERS,
    SiteTextKind.CRISIS_HELP,
)


class Freshness(TextChoices):
    """How current a live answer is today; always derived, never stored."""

    CURRENT = "current", _("Current")
    DUE_SOON = "due_soon", _("Review due soon")
    OVERDUE = "overdue", _("Review overdue")
    LAPSED = "lapsed", _("Lapsed")


class VoiceRelation(TextChoices):
    """How whoever shares an experience relates to the condition."""

    PERSON = "person", _("I have it, or had it")
    FAMILY = "family", _("I am family of somebody who has it")
    CARER = "carer", _("I look after somebody who has it")
    FRIEND = "friend", _("I am a friend of somebody who has it")


class VoiceState(TextChoices):
    """Where an experience stands. Deleted is the end: its text is gone."""

    WAITING = "waiting", _("Waiting for an editor")
    URGENT = "urgent", _("Urgent")
    SHORTEN = "shorten", _("Author asked to shorten it")
    PUBLISHED = "published", _("Published")
    DECLINED = "declined", _("Not published")
    DELETED = "deleted", _("Deleted")


class VoiceRule(TextChoices):
    """What an editor confirms before an experience is published, and why one is declined."""

    DOSE = "dose", _("It gives no dose of a medicine")
    STOPPING = "stopping", _("It does not advise to stop or change a medicine")
    SELLER = "seller", _("It sells and advertises nothing, and gives no contact details")
    NAMED = "named", _("It names nobody: no clinician, hospital or child")
    PERSONAL = "personal", _("It is a person’s own experience with this condition")


class FeedbackKind(TextChoices):
    """What a reader told us about an answer or a condition."""

    HELPFUL = "helpful", _("It was helpful")
    NOT_HELPFUL = "not_helpful", _("It was not helpful")
    REPORT = "report", _("Something is wrong or missing")
    QUESTION = "question", _("A question")


class FeedbackState(TextChoices):
    """What became of it."""

    COUNTED = "counted", _("Counted")
    WAITING = "waiting", _("Waiting for an editor")
    URGENT = "urgent", _("Urgent")
    ACCEPTED = "accepted", _("A change is being made")
    CHANGED = "changed", _("It led to a change")
    UNCHANGED = "unchanged", _("Looked at, nothing to change")
    ASKED = "asked", _("Stands among the questions not yet answered")
    DISMISSED = "dismissed", _("Not about our content")
