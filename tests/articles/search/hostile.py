"""What a search must answer without an error and without much work."""

HOSTILE = (
    *("", " ", "\0", "a\0b", "'", '"', "''", '""', "\\", "%", "_", "*", "^", "-", "--", ";"),
    *("NEAR", "AND", "OR", "NOT", "a AND", "OR b", "NOT NOT", "NEAR(a b, 5)", "name : a", "a*"),
    *("question:gout", "{name body}: gout", '"gout', 'gout"', "(gout", "gout)", "((((((((((", "+"),
    *("'; DROP TABLE articles_article; --", "a' | 'b", "a & b", "!a", "a <-> b", "a:*", "a:ABCD"),
    *(
        "\u202egout",
        "\u05d2\u05d0\u05d5\u05d8",
        "\u0646\u0642\u0631\u0633",
        "痛风",
        "गाउट",
        "😀",
        "👩🏽‍⚕️",
    ),
    *(
        "\ufdfa" * 50,
        "e\u0301" * 200,
        "\u0300" * 200,
        "İ",
        "ß",
        "ﬁ",
        "½",
        "²",
        "Ⅷ",
        "\ud7ff",
        "\uffff",
    ),
    *("a" * 10_000, "a " * 5_000, "gout " * 2_000, "9" * 10_000, "x" * 61 + " gout"),
    *("ORPHA:", "ORPHA:x", ":1", "G51.", "1.1.1.1", "A" * 40 + ":1", "../../etc/passwd", "{{7*7}}"),
    *("\r\nSet-Cookie: a=b", "\x1b[31m", "<script>", "%00", "%s %d", "$1", "?", "\u2028"),
)
