"""Where the page at hand stands in the site's other languages."""

from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.template import RequestContext

from articles.languages import current, own_name, path_in
from articles.pages.values import OtherLanguage

register = template.Library()
# Every language has these, whatever is published in it.
_EVERYWHERE = {
    *("articles:home", "articles:a_to_z", "articles:treatments", "articles:corrections"),
    *("articles:policy", "articles:disclaimer", "articles:funding", "articles:privacy"),
    *("articles:contact", "articles:search", "reviews:reviewer"),
}
_TRANSLATED = {"articles:answer", "articles:condition"}


@register.simple_tag(takes_context=True)
def languages_of_page(context: RequestContext) -> list[OtherLanguage]:
    """Every language of the site with this page's address in it, or the next best one.

    That is the condition's page for an answer, where it is shown, and else the home page.
    """
    known = _known(context)
    return [
        OtherLanguage(code, own_name(code), known.get(code) or path_in(code, "articles:home"))
        for code, _name in settings.LANGUAGES
    ]


def _known(context: RequestContext) -> dict[str, str]:
    """The page's addresses by language, as far as it is known to have any."""
    match, page = context.request.resolver_match, context.get("page")
    # Behind an address that names something, no page means that nothing is there.
    if match is None or (page is None and match.kwargs):
        return {}
    if match.view_name in _EVERYWHERE:
        # A search goes on with the same words.
        asked = getattr(context.get("asked"), "text", "")
        query = f"?{urlencode({'q': asked})}" if asked else ""
        return {
            code: path_in(code, match.view_name, *match.kwargs.values()) + query
            for code, _name in settings.LANGUAGES
        }
    if match.view_name in _TRANSLATED and page is not None:
        others = {other.code: other.path for other in getattr(page, "languages", ())}
        topics = {topic.code: topic.path for topic in getattr(page, "topics", ())}
        return {current(): page.path, **topics, **others}
    return {}
