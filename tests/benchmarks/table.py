"""What `bench_search` measured on each database, side by side, as Markdown."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path


def main(files: Sequence[Path]) -> None:
    """Print one table of all results."""
    results = [json.loads(file.read_text()) for file in files]
    for result in results:
        print(result["machine"])
    print(f"\n| | {' | '.join(result['machine'].split(' ')[0] for result in results)} |")
    print(f"| --- |{' --- |' * len(results)}")
    figures = [dict(result["rows"]) for result in results]
    for name in figures[0]:
        print(f"| {name} | {' | '.join(_short(rows[name]) for rows in figures)} |")


def _short(figure: float) -> str:
    """Three decimals of what is at most 1, one of the rest, none of what is large."""
    return f"{figure:.3f}" if 0 < figure <= 1 else f"{figure:,.{0 if figure >= 1000 else 1}f}"


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
