"""Which kind of question a text asks, by the words people ask it with."""

import re

from articles.enums import QuestionKind

_PATTERNS = {
    QuestionKind.INHERITANCE: r"inherit|hereditary|passed (on|down)|runs? in .*famil",
    QuestionKind.GENETICS: r"genetic|\bgenes?\b|mutation|chromosom",
    QuestionKind.FREQUENCY: r"how (many people|common|rare|frequent)|prevalence|incidence",
    QuestionKind.TREATMENT: (
        r"treat|therap|\bcures?\b|curable|medic(ation|ine)|surger|remed|\bmanage|relie"
        r"|what (can|to|should) .*\bdo (about|for|to)\b"
    ),
    QuestionKind.SYMPTOMS: r"symptom|\bsigns?\b|feel like",
    QuestionKind.DIAGNOSIS: r"diagnos|detect|\btest(s|ed)?\b|\bscans?\b|\bstag(es?|ing)\b|screen",
    QuestionKind.CAUSES: r"\bcaus|reason for|why do",
    QuestionKind.RISK: r"at risk|risk factor|who gets|likely to get|risk for",
    QuestionKind.PREVENTION: r"prevent|avoid|protect|vaccin",
    QuestionKind.OUTLOOK: r"outlook|prognos|life expect|survival|long.term|how long .* live",
    QuestionKind.COMPLICATIONS: r"complicat|lead to",
    QuestionKind.RESEARCH: r"research|\btrials?\b|studies",
    QuestionKind.LIVING_WITH: r"living with|\bdiet|\beat|\bfood|support group|\bcop(e|ing)\b",
    QuestionKind.WHEN_TO_SEEK_HELP: r"when .* (call|see|contact) |emergency",
    QuestionKind.MEDICINE: r"\bdos(e|es|age)\b|side.effect|interaction|overdose",
}
_KINDS = {kind: re.compile(pattern) for kind, pattern in _PATTERNS.items()}


def kinds(text: str) -> frozenset[QuestionKind]:
    """The kinds asked about in a folded text; empty for a plain "what is …"."""
    return frozenset(kind for kind, pattern in _KINDS.items() if pattern.search(text))
