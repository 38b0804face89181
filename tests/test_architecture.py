"""The layers of `docs/architecture.md`, read from the syntax trees; inline imports count."""

import ast
import statistics
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
APPS = ("articles", "reviews", "healthinfo")
# An app imports from itself and from those after it.
DIRECTION = {"healthinfo": 2, "reviews": 1, "articles": 0}

# Layers inside an app, lowest first; a module's layer is that of its longest matching prefix.
LAYERS: tuple[tuple[str, ...], ...] = (
    ("markdown", "enums", "errors", "freshness", "identifiers", "texts", "languages", "env"),
    ("models", "guards"),
    ("drafts", "roles", "policies", "checklists", "statements", "staffing"),
    (
        *("snapshots", "changes", "differences", "harm_words", "harms", "hazards", "outlines"),
        *("quotations", "notation"),
        *("readiness", "obstacles", "readability", "completeness", "discussion", "verification"),
        *("pages", "queues", "events", "cycle", "frontpage", "search", "images"),
        "triage",
    ),
    ("actions", "renderings", "delivery"),
    ("forms", "importers", "demo", "benchmark"),
    ("views", "api", "desk", "sitemaps", "feeds", "management", "templatetags"),
    (
        "apps",
        "auth",
        "formats",
        "urls",
        "context",
        "checks",
        "middleware",
        "logs",
        "settings",
        "wsgi",
    ),
)
LAYER = {name: height for height, names in enumerate(LAYERS) for name in names}


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Every module of the product with its syntax tree, migrations left out."""
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            if ".migrations." not in name:
                yield name.removesuffix(".__init__"), ast.parse(path.read_text())


def imports(tree: ast.AST) -> Iterator[str]:
    """Every module a tree names in an import, wherever the import stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def upward(module: str, imported: str) -> bool:
    """Whether the import goes up a layer, or against the direction of the apps."""
    here, there = module.split("."), imported.split(".")
    if there[0] not in APPS or len(there) < 2:
        return False
    if here[0] != there[0]:
        return DIRECTION[there[0]] > DIRECTION[here[0]]
    if len(here) < 2 or here[1] not in LAYER or there[1] not in LAYER:
        return False
    return LAYER[there[1]] > LAYER[here[1]]


def violations(module: str, tree: ast.AST) -> list[str]:
    return [f"{module} imports {name}" for name in imports(tree) if upward(module, name)]


def test_no_module_imports_upwards() -> None:
    # An app's configuration starts what Django asks it to start.
    found = [line for module, tree in modules() for line in violations(module, tree)]
    assert found == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("articles.models.drafts", "from articles.actions import drafting"),
        ("articles.pages.loading", "import reviews.models"),
        ("reviews.policies", "def late():\n    from reviews.desk import site"),
        ("articles.markdown.rendering", "from articles.models import Article"),
        ("reviews.actions.deciding", "from healthinfo import settings"),
    ],
)
def test_a_planted_upward_import_is_found(module: str, source: str) -> None:
    assert len(violations(module, ast.parse(textwrap.dedent(source)))) == 1


def test_every_module_has_a_layer() -> None:
    known = {*LAYER, "guards", "views", "admin"}
    names = {module.split(".")[1] for module, _ in modules() if "." in module}
    assert names - known == set()


def test_markdown_is_a_leaf_without_django() -> None:
    found = {
        name.split(".")[0]
        for module, tree in modules()
        if module.startswith("articles.markdown")
        for name in imports(tree)
        if not name.startswith("articles.markdown")
    }
    assert not found & {"django", "articles", "reviews", "healthinfo"}


def python_files() -> list[Path]:
    folders = (*APPS, "tests")
    paths = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return [path for path in paths if "migrations" not in path.parts]


def test_files_are_short() -> None:
    sizes = {path: len(path.read_text().splitlines()) for path in python_files()}
    assert {path: size for path, size in sizes.items() if size > 300} == {}
    # Of the product: a file of tests holds many facts about one thing.
    product = [size for path, size in sizes.items() if "tests" not in path.parts and size]
    assert statistics.median(product) <= 80


def test_functions_are_short() -> None:
    sizes = {
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}": node.end_lineno - node.lineno + 1
        for path in python_files()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno
    }
    assert {name: size for name, size in sizes.items() if size > 50} == {}
    assert statistics.quantiles(sizes.values(), n=10)[-1] <= 25


def test_templates_are_short_and_carry_no_script_or_style() -> None:
    for path in sorted((ROOT / "templates").rglob("*.html")):
        text = path.read_text()
        assert len(text.splitlines()) <= 60, path
        assert "style=" not in text, path
        assert "<style" not in text, path
        assert "onclick=" not in text, path


def test_html_is_trusted_in_two_places() -> None:
    trusting = {
        str(path.relative_to(ROOT))
        for path in python_files()
        if "tests" not in path.parts and "mark_safe(" in path.read_text()
    }
    # Sanitised Markdown, and JSON whose every sign that HTML knows is escaped.
    assert trusting == {"articles/pages/reading.py", "articles/renderings/jsonld.py"}
