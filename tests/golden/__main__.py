"""Write the golden files: make golden."""

from __future__ import annotations

import sys

from tests.golden.book import FOLDER, LANGUAGES, book


def main() -> None:
    for language in LANGUAGES:
        file = FOLDER / f"{language}.txt"
        file.write_text(book(language), encoding="utf-8")
        sys.stdout.write(f"{file.name}\n")


if __name__ == "__main__":
    main()
