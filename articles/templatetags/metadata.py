"""What a page tells machines about itself."""

from django import template

from articles.renderings import site

register = template.Library()


@register.filter
def absolute(path: str) -> str:
    """The full address of a path on this site."""
    return site.current().url(path)
