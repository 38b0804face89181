"""The second wall: whatever the parser did, only these elements and attributes leave."""

import nh3

_CLEANER = nh3.Cleaner(
    tags={
        *("p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "div", "span", "blockquote"),
        *("ul", "ol", "li", "dl", "dt", "dd", "table", "thead", "tbody", "tr", "th", "td"),
        *("em", "strong", "s", "sup", "code", "pre", "a", "img"),
    },
    attributes={
        # Named, because otherwise `lang` and `title` are allowed everywhere.
        "*": set(),
        "a": {"href", "aria-label"},
        "div": {"aria-label"},
        "img": {"src", "alt"},
        "ol": {"start"},
        **{f"h{level}": {"id"} for level in range(2, 7)},
    },
    tag_attribute_values={
        "div": {"role": {"note", "region"}, "tabindex": {"0"}},
        "img": {"loading": {"lazy"}},
    },
    allowed_classes={
        "a": {"permalink"},
        "div": {"callout", "callout-emergency", "callout-warning", "callout-note"}
        | {"heading", "table"},
        "p": {"callout-title"},
        "span": {"unknown-citation"},
        "sup": {"citation"},
        "td": {"align-left", "align-center", "align-right"},
        "th": {"align-left", "align-center", "align-right"},
    },
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel="noopener noreferrer",
)


def clean(html: str) -> str:
    """`html` without anything the renderer does not itself produce."""
    return _CLEANER.clean(html)
