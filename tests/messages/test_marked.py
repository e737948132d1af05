"""Thirty articles in three languages, matched as they are in earnest: no alert without a marked word."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.i18n.translator import ENGLISH
from bot.matching.grammar import parse
from bot.matching.index import Index
from bot.messages.extract import LEAD_LIMIT
from bot.messages.folded import folded
from bot.messages.summary import TITLE_LIMIT, AlertContext, alert, heading
from bot.model import Delivery, Reason, Source
from bot.platforms.slack.format import payloads
from bot.platforms.telegram.format import texts
from bot.rules import Rules
from tests.builders import NOW, article, default_concepts, delivery, written, written_line

CONTEXT = AlertContext(concepts=default_concepts(), languages=frozenset({"en", "ru", "kk"}))
RAIN = "It rained all day. "
DOZHD = "Весь день шёл дождь. "
ZHANBYR = "Күні бойы жаңбыр жауды. "
#: what is followed, the language, the title, the teaser, the body
ARTICLES = (
    ("waste", "en", "Kostanay gets a waste plant", "It opens in spring.", ""),
    ("waste", "en", "A new plant for Kostanay", RAIN, f"{RAIN * 20}\n\nKitchen wastes go there."),
    ("waste", "en", "KOSTANAY BURNS ITS WASTE NO MORE", "", ""),
    ("Kaspi", "en", "Profit grows", f"{RAIN * 14}Kaspi.kz said so.", ""),
    ("port OR pier", "en", "Ships wait at the\u00a0piers", "", "Two of them."),
    ('"oil price"', "en", "Markets", "The oil price fell. Then the oil price rose.", ""),
    ("title:gold", "en", "🥇 Gold, at last", "Silver, too.", "Gold is dear."),
    ("AI", "en", f"{RAIN * 15}AI decides", "Nothing else.", ""),
    ("metro Almaty", "en", "Metro builders wait", "A line for the west.", f"{RAIN}\n\nAlmaty pays for it."),
    ("=AI", "en", "Why AI matters", "It is everywhere: AI here, AI there.", ""),
    ("отходы", "ru", "В Костанае построят завод по переработке отходов", "Его откроют весной.", ""),
    ("отходы", "ru", "Завод для Костаная", DOZHD, f"{DOZHD * 20}\n\nОб отходах спорили год."),
    ("нефт*", "ru", "НЕФТЯНИКИ ВЫШЛИ НА РАБОТУ", "", ""),
    ("Kaspi", "ru", "Прибыль растёт", f"{DOZHD * 14}Об этом сообщил Kaspi.", ""),
    ("тенге доллар", "ru", "Что с долларом", "Курс вырос, тенге подешевел.", ""),
    ("Токаев", "ru", "Президент Касым-Жомарт Токаев выступил", "Речь Токаева слушали все.", ""),
    ("ИИ", "ru", "Закон об искусственном интеллекте", "", "Мажилис принял его."),
    ("waste", "ru", "Сортировка отходов в школах", "Её начнут осенью.", ""),
    ("Актау", "ru", "Порт «Актау» вырос", "Он примет больше судов.", ""),
    ("землетрясение -Япония", "ru", "Ночью трясло", "Землетрясение ощутили в Алматы.", ""),
    ("қалдық", "kk", "Қостанайда қалдықтарды өңдейтін зауыт ашылады", "Ол көктемде ашылмақ.", ""),
    ("қалдық", "kk", "Қостанайға зауыт", ZHANBYR, f"{ZHANBYR * 20}\n\nТұрмыстық қалдықтарды бөлек жинайды."),
    ("AI", "kk", "ЖИ туралы заң қабылданды", "Мәжіліс қабылдады.", ""),
    ("отходы", "kk", "Мектептерде қалдық сұрыпталады", "Күзде басталады.", ""),
    ("Ақтау", "kk", "Ақтаудағы порт кеңейді", "Кеме көп келеді.", ""),
    ("Тоқаев", "kk", "Тоқаевтың сөзі", "Президент сөйледі.", ""),
    ("теңге бағамы", "kk", "Доллар қымбаттады", "Теңге бағамы төмендеді.", ""),
    ("зілзала", "kk", "Түнде жер сілкінді", "Зілзала Алматыда сезілді.", ""),
    ("мектеп", "kk", "Ауылдағы мектептерге жаңа автобус", "Отыз автобус.", "Мектептің директоры риза."),
    ("су", "kk", "Шымкентте су тапшы", "Суды сағатпен береді.", ""),
)


def owed(query: str, language: str, title: str, teaser: str, body: str) -> Delivery:
    """The delivery that the article's match in the index makes."""
    of = article(title, language=language, teaser=teaser, body=body or None)
    parsed, index = parse(query, CONTEXT.concepts), Index(CONTEXT.concepts)
    index.add(1, parsed)
    (match,) = index.match(of)
    return delivery(of, Reason(query_id=1, typed=query, match=match, canonical=parsed.canonical))


@pytest.mark.parametrize("fields", ARTICLES, ids=[f"{query}: {title[:20]}" for query, _, title, *_ in ARTICLES])
def test_no_alert_shows_no_marked_word(fields: tuple[str, str, str, str, str]) -> None:
    one = owed(*fields)
    message = alert(one, "Asia/Almaty", NOW, translate=ENGLISH, context=CONTEXT)
    marked = [span.text for part in message.paragraphs for line in part for span in line if span.bold]
    assert marked, written(message)
    assert sum(map(len, marked)) < len(fields[2]) + len(fields[3]), "and not everything is"
    (html,) = texts(message)
    assert re.findall("<b>(.+?)</b>", html)
    (payload,) = payloads(message)
    assert '"bold": true' in str(payload).replace("'", '"').replace("True", "true")


def test_an_article_found_by_its_headline_is_marked_there_in_a_list_too() -> None:
    many = [owed(*fields) for fields in ARTICLES if fields[0] in ("waste", "AI", "су")]
    message, carried = folded(many, "Asia/Almaty", NOW, translate=ENGLISH, context=CONTEXT)
    assert carried == len(many)
    shown = written(message)
    assert "🔔 **waste** · 4\n[Kostanay gets a **waste** plant]\n13:20 · Kazakhstan Today · EN" in shown
    assert "[Сортировка **отходов** в школах]\n13:20 · Kazakhstan Today · RU\n" in shown + "\n"
    assert "[**ЖИ** туралы заң қабылданды]\n13:20 · Kazakhstan Today · KK\n" in shown + "\n"


@pytest.mark.parametrize(
    ("fields", "bell"),
    [
        (ARTICLES[0], "🔔 waste · in the headline"),
        (ARTICLES[1], "🔔 waste · mentioned once"),
        (ARTICLES[5], '🔔 "oil price"'),
        (ARTICLES[20], "🔔 қалдық · in the headline"),
        (ARTICLES[11], "🔔 отходы · mentioned once"),
    ],
)
def test_the_bell_says_how_much_the_article_is_about_it(fields: tuple[str, str, str, str, str], bell: str) -> None:
    message = alert(owed(*fields), "Asia/Almaty", NOW, translate=ENGLISH, context=CONTEXT)
    assert written(message).splitlines()[-1] == bell


def test_of_several_follows_the_bell_says_only_what_is_true_of_all() -> None:
    one, other = owed(*ARTICLES[0]), owed("spring", *ARTICLES[0][1:])
    both = delivery(one.article, *one.reasons, *other.reasons)
    message = alert(both, "Asia/Almaty", NOW, translate=ENGLISH, context=CONTEXT)
    assert written(message).splitlines()[-1] == "🔔 waste, spring"
    assert "opens in **spring**" in written(message)


@pytest.mark.parametrize(
    ("why", "reads", "sources", "badge"),
    [
        ("all languages of the sources", (), {"en", "ru", "kk"}, "KK · "),
        ("two of them", ("ru", "kk"), {"en", "ru", "kk"}, "KK · "),
        ("one of them", ("kk",), {"en", "ru", "kk"}, ""),
        ("two, of which there are sources in one", ("ru", "kk"), {"kk", "en"}, ""),
        ("there is one language only", (), {"kk"}, ""),
        ("no sources are known", (), set(), ""),
    ],
)
def test_the_language_stands_there_where_the_chat_reads_several(
    why: str, reads: tuple[str, ...], sources: set[str], badge: str
) -> None:
    one = replace(owed(*ARTICLES[20]), languages=reads)
    message = alert(one, "Asia/Almaty", NOW, translate=ENGLISH, context=replace(CONTEXT, languages=frozenset(sources)))
    assert written(message).splitlines()[1] == f"Kazakhstan Today · {badge}13:20", why


def test_a_long_lead_is_folded_where_the_word_is_marked_above_it_and_never_else() -> None:
    long = f"A sentence of the lead that {'is rather long and ' * 10}says much. Gold is in it now."
    assert 200 < len(long) <= LEAD_LIMIT
    above, inside = owed("gold", "en", "Gold is found", long, ""), owed("gold", "en", "News", long, "")
    folds = []
    for one in (above, inside):
        (html,) = texts(alert(one, "Asia/Almaty", NOW, translate=ENGLISH, context=CONTEXT))
        folds.append("<blockquote expandable>" in html)
    assert folds == [True, False]


def test_a_word_that_stands_behind_the_cut_of_a_title_is_shown_in_its_sentence() -> None:
    one = owed(*ARTICLES[7])
    assert len(one.article.title) > TITLE_LIMIT
    assert "› **AI** decides" in written(alert(one, "Asia/Almaty", NOW, translate=ENGLISH, context=CONTEXT))


def test_a_time_carries_its_instant_and_today_s_has_no_date() -> None:
    one = owed(*ARTICLES[0])
    today = alert(one, "Asia/Almaty", NOW, translate=ENGLISH).paragraphs[0][1][-1]
    later = alert(one, "Asia/Almaty", NOW + timedelta(days=1), translate=ENGLISH).paragraphs[0][1][-1]
    assert (today.text, today.clock, later.text, later.clock) == ("13:20", True, "25 Nov, 13:20", False)
    assert today.at == later.at == one.article.published_at


def test_what_an_alert_is_made_with_comes_from_the_rules() -> None:
    sources = [Source(key=key, name="X", language=key, enabled=key != "ru", ways=()) for key in ("kk", "ru", "en")]
    context = AlertContext.of(Rules(sources=tuple(sources), concepts=CONTEXT.concepts))
    assert context == replace(CONTEXT, languages=frozenset({"kk", "en"})), "one that is turned off brings nothing"


def test_a_heading_is_bold_unless_something_in_it_was_found() -> None:
    one = owed(*ARTICLES[0])
    match = one.reasons[0].match
    plain = heading(one.article, "Asia/Almaty", NOW, translate=ENGLISH)
    found = heading(one.article, "Asia/Almaty", NOW, translate=ENGLISH, found=(match,))
    elsewhere = heading(one.article, "Asia/Almaty", NOW, translate=ENGLISH, found=(match._replace(sentence="x"),))
    assert written_line(plain[0]) == written_line(elsewhere[0]) == "**[Kostanay gets a waste plant]**"
    assert written_line(found[0]) == "[Kostanay gets a **waste** plant]"
