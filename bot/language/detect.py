from __future__ import annotations

import re


def language(text: str, default: str = "en") -> str:
    if re.search("[әғқңөұүһі]", text[:2000]):
        return "kk"
    c = len(re.findall("[а-я]", text[:2000]))
    l = len(re.findall("[a-z]", text[:2000]))
    return "ru" if c > l else "en"


def word_languages(word: str) -> tuple[str, ...]:
    if word.isascii():
        return ("en",)
    if re.search("[әғқңөұүһі]", word):
        return ("kk",)
    if re.search("[а-яё]", word):
        return ("ru", "kk")
    return ("en",)
