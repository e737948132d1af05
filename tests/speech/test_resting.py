"""What people say to have no alerts for a while is understood without a command, and only with a time that is one."""

from __future__ import annotations

import pytest

from bot.speech.resting import resting_said

MEANT: dict[tuple[str, str], tuple[str, ...]] = {
    ("quiet", "ночью"): ("не беспокой ночью", "Не беспокойте меня ночью, пожалуйста!", "ночью не беспокой"),
    ("quiet", "түнде"): ("түнде мазалама", "түнде мазаламаңызшы", "Тыныш бол түнде"),
    ("quiet", "at night"): ("don't wake me at night", "please do not disturb me at night", "be quiet at night"),
    ("quiet", "23-8"): ("тыныш уақыт 23-8", "quiet hours 23-8", "не беспокоить 23-8", "quiet 23-8"),
    ("quiet", "с 23 до 7"): ("тихий режим с 23 до 7", "тихие часы: с 23 до 7"),
    ("quiet", ""): ("quiet hours", "Do not disturb", "тихий режим", "тыныш уақыт"),
    ("quiet", "off"): ("turn off quiet hours", "выключи тихие часы", "тыныш уақытты өшір", "quiet hours off"),
    ("pause", ""): ("pause", "пауза", "сделай паузу", "pause alerts", "үзіліс", "приостанови новости"),
    ("pause", "2h"): ("pause 2h", "snooze 2h", "mute all 2h", "no alerts 2h"),
    ("pause", "for a week"): ("pause the news for a week", "don't send me anything for a week"),
    ("pause", "до завтра"): (
        "пауза до завтра",
        "не пиши до завтра",
        "не присылай ничего до завтра",
        "до завтра тишина",
    ),
    ("pause", "ертеңге дейін"): ("ертеңге дейін мазалама", "үзіліс ертеңге дейін", "ертеңге дейін үзіліс жасаңыз"),
    ("pause", "2 часа"): ("не беспокой 2 часа", "2 часа не беспокой меня"),
    ("resume", ""): (
        "возобновить",
        "верни уведомления",
        "turn notifications back on",
        "resume",
        "resume alerts",
        "продолжай",
        "сними с паузы",
        "жалғастыр",
        "үзілісті тоқтат",
    ),
    ("quiet", "после 22"): ("не пиши после 22", "не беспокойте меня после 22"),
    ("quiet", "after 10pm"): ("no alerts after 10pm",),
    ("quiet", "22-ден кейін"): ("22-ден кейін жазба",),
    ("pause", "2 сағат"): ("кідірту 2 сағат",),
    ("pause", "на час"): ("отключи уведомления на час", "на час отключи звук", "без звука на час"),
    ("pause", "for an hour"): ("turn off notifications for an hour", "turn notifications off for an hour"),
    ("pause", "бір сағатқа"): ("хабарламаларды бір сағатқа өшір", "хабарламаларды бір сағатқа өшіріңізші"),
    ("settings", "sound off"): ("без звука", "выключи звук", "turn off the sound", "дыбысты өшір", "дыбыссыз"),
    ("settings", "sound on"): ("включи звук", "turn the sound on", "дыбысты қос"),
    ("settings", "sound"): ("тише", "сделай потише", "quieter", "тынышырақ"),
    ("mute", "AI 1h"): ("mute AI 1h", "hush AI 1h"),
    ("mute", "Казахстан на неделю"): ("заглуши Казахстан на неделю",),
    ("mute", "AI until monday"): ("mute AI until monday",),
}


@pytest.mark.parametrize(("said", "meant"), [(said, meant) for meant, all_said in MEANT.items() for said in all_said])
def test_a_wish_for_rest(said: str, meant: tuple[str, str]) -> None:
    assert resting_said(said) == meant


@pytest.mark.parametrize(
    "said",
    [
        "не беспокой меня", "don't disturb", "тишина", "mute sports", "no news today", "пауза в переговорах",
        "не пиши про спорт", "be quiet", "Новости Пауза", "stop", "", "no alerts 5", "звук", "sound of music",
        "беззвучный закат", "хабарламаларды өшір", "тише едешь",
        "хабарламаларды мүлдем өшір", "pause\n2h", "pause " + "2h " * 60,
    ],
)  # fmt: skip
def test_what_is_about_something_else(said: str) -> None:
    assert resting_said(said) is None
