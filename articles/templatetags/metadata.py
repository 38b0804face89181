"""What a page tells machines about itself."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.languages import current
from articles.pages.history import Answer
from articles.pages.topics import ConditionPage
from articles.pages.values import AnswerPage, Link
from articles.renderings import jsonld, site

register = template.Library()
# A block of data: browsers do not run it, so that the policy on scripts leaves it alone.
_DATA = '<script type="application/ld+json">{}</script>'


@register.filter
def absolute(path: str) -> str:
    """The full address of a path on this site."""
    return site.current().url(path)


@register.simple_tag
def json_ld(page: AnswerPage | ConditionPage) -> SafeString:
    """The page's JSON-LD."""
    here = site.current()
    if isinstance(page, ConditionPage):
        return format_html(_DATA, jsonld.embedded(jsonld.condition(page, current(), here)))
    return format_html(_DATA, jsonld.embedded(jsonld.answer(page, here)))


@register.simple_tag
def json_ld_of_trail(links: list[Link]) -> SafeString:
    """The JSON-LD of a breadcrumb trail."""
    return format_html(_DATA, jsonld.embedded(jsonld.breadcrumbs(links, site.current())))


@register.simple_tag
def trail(section: str, condition: Link | None, answer: Answer | None, history: bool) -> list[Link]:
    """The pages above this one, from the home page down; what is empty is left out."""
    links = [Link(_("Home"), reverse("articles:home"))]
    if section == "conditions":
        links.append(Link(_("Conditions A to Z"), reverse("articles:a_to_z")))
    elif section == "treatments":
        links.append(Link(_("Treatments"), reverse("articles:treatments")))
    if condition:
        links.append(condition)
    if answer:
        links.append(Link(answer.question, answer.path))
    if answer and history:
        links.append(Link(_("Version history"), answer.history))
    return links
