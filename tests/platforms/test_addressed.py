"""What is said in a group with a mention of ours: asked of us, or talk."""

from __future__ import annotations

import re

import pytest

from bot.platforms.addressed import asks_only_why, for_us

MENTION = re.compile(r"(?<!\w)@JarshyBot\b", re.IGNORECASE)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("@JarshyBot", ("", "")),
        ("@JarshyBot!", ("", "")),
        ("@JarshyBot AI", ("", "AI")),
        ("@JarshyBot, IT", ("", "IT")),
        ("hey @JarshyBot: WHO", ("", "WHO")),
        ("Привет, @JarshyBot, Ақтау", ("", "Ақтау")),
        ("@JarshyBot курс тенге, землетрясение в Алматы", ("", "курс тенге, землетрясение в Алматы")),
        ("@JarshyBot AI?", ("", "AI?")),
        ("@JarshyBot жер сілкінісі", ("", "жер сілкінісі")),
        ("@JarshyBot Алматы метро, паводки в Атырау", ("", "Алматы метро, паводки в Атырау")),
        ("@JarshyBot ставка Нацбанка", ("", "ставка Нацбанка")),
        ('@JarshyBot "what is to be done" lang:en', ("", '"what is to be done" lang:en')),
        ("@JarshyBot AI -sport", ("", "AI -sport")),
        ("@JarshyBot Akorda OR you know who and the other one", ("", "Akorda OR you know who and the other one")),
        ("@JarshyBot follow AI", ("follow", "AI")),
        ("@JarshyBot follow this is it", ("follow", "this is it")),
        ("follow AI, waste @JarshyBot", ("follow", "AI, waste")),
        ("«follow AI» @JarshyBot", ("follow", "AI")),
        ("/follow @JarshyBot", ("follow", "")),
        ("digest @JarshyBot", ("digest", "")),
        ("why, @JarshyBot?", ("why", "")),
        ("стоп, @JarshyBot", ("unfollow", "all")),
        ("сәлем, @JarshyBot", ("start", "")),
        ("@JarshyBot https://kt.kz/eng/a_1.html", ("why", "https://kt.kz/eng/a_1.html")),
        ("смотрите https://kt.kz/eng/a_1.html @JarshyBot", ("why", "https://kt.kz/eng/a_1.html")),
        ("@JarshyBot хочу новости про Актау", ("follow", "Актау")),
        ("подпиши нас на Актау, @JarshyBot", ("follow", "Актау")),
        ("@JarshyBot what do you read?", ("sources", "")),
        ("@JarshyBot почему мне это пришло?", ("why", "")),
        ("@JarshyBot не присылай нам больше новости", ("unfollow", "all")),
        ("@JarshyBot add example.kz", ("add", "example.kz")),
        ("@JarshyBot добавь сайт example.kz", ("add", "example.kz")),
    ],
)
def test_who_asks_us_is_understood_wherever_our_name_stands(text: str, asked: tuple[str, str]) -> None:
    assert for_us(text, MENTION) == asked


@pytest.mark.parametrize(
    "text",
    [
        "no mention of anybody",
        "@JarshyBot спасибо",
        "@JarshyBot рахмет 👍",
        "thanks, @JarshyBot",
        "@JarshyBot 👍",
        "спросите у @JarshyBot",
        "спросите @JarshyBot",
        "ask @JarshyBot",
        "gold @JarshyBot",
        "follow @JarshyBot",
        "try @JarshyBot",
        "try asking him whether it works, @JarshyBot",
        "you should all follow the news with me and @JarshyBot every day",
        "@JarshyBot is great",
        "@JarshyBot you there?",
        "@JarshyBot ты тут?",
        "@JarshyBot рулит",
        "@JarshyBot молодец!",
        "@JarshyBot что думаешь про выборы",
        "@JarshyBot неге үндемейсің",
        "@JarshyBot сен мықтысың ғой",
        "@JarshyBot's answers",
        "@JarshyBot-ты көрдің бе",
        "у @JarshyBot'а спросите",
        "@JarshyBot нас всех сегодня утром рано разбудил",
        "@JarshyBot one two three four five",
        "@JarshyBot gold price!",
        "@JarshyBot цена золота?",
        "а вот @JarshyBot пишет про Актау",
        "@JarshyBot " + "gold " * 60,
        "@JarshyBot +1",
        "@JarshyBot well done",
        "@JarshyBot stop spamming",
        "@JarshyBot old news",
        "@JarshyBot good morning everyone",
        "@JarshyBot хватит спамить",
        "@JarshyBot замолчи",
        "@JarshyBot фигню прислал",
        "@JarshyBot старая новость",
        "@JarshyBot спокойной ночи",
        "@JarshyBot опять разбудил",
        "@JarshyBot жарайсың",
        "@JarshyBot ескі жаңалық",
        "@JarshyBot қайырлы таң бәріне",
        "кто добавил @JarshyBot?",
        "поздоровайтесь с @JarshyBot",
        "кім қосты @JarshyBot",
        "хочу новости про Актау от @JarshyBot",
        "что нового @JarshyBot пишет",
        "@JarshyBot подпеши нас на Актау",
        "@JarshyBot хватит твоих шуток",
        "@JarshyBot почему молчишь",
        "@JarshyBot не надо так",
    ],
)
def test_talk_with_us_and_of_us_asks_for_nothing(text: str) -> None:
    assert for_us(text, MENTION) is None


@pytest.mark.parametrize("text", ["why", "Why?!", "ПОЧЕМУ", "неге?", "«почему»", "why 🤔", "…неге…"])
def test_the_bare_question_is_heard(text: str) -> None:
    assert asks_only_why(text)


@pytest.mark.parametrize(
    "text",
    ["", "?", "why not", "why this", "почему это", "зачем", "не үшін", "how come", "whyy", "но почему", "неге бұл"],
)
def test_any_other_question_is_talk(text: str) -> None:
    assert not asks_only_why(text)
