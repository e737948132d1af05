"""The letters of feeds and pages, whatever is said about them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.charsets import codec, declared
from bot.intake.cyrillic import best_fit
from bot.intake.decode import decode

RUSSIAN = "Правительство обсудило план по отходам в Актау, сообщает «Вечерняя газета» — завод построят к весне."
KAZAKH = "Ақтауда қалдықтарды өңдейтін жаңа зауыт көктемде салынады, деп хабарлады министрлік. Әкім қала туралы айтты."
ENGLISH = "The ministry said on Monday that “a first” plant will be built by spring — it isn’t far from Aktau."


def feed(text: str, declaration: str = "") -> str:
    return f'{declaration}<rss version="2.0"><channel><item><title>{text}</title></item></channel></rss>'


def page(text: str, meta: str = "") -> str:
    return f"<!DOCTYPE html><html><head>{meta}<title>N</title></head><body><p>{text}</p></body></html>"


# ------------------------------------------------------------------------------------------------ valid UTF-8


@pytest.mark.parametrize("text", [RUSSIAN, KAZAKH, ENGLISH, "中文新闻", "café"])
@pytest.mark.parametrize(
    "charset", [None, "windows-1251", "iso-8859-1", "koi8-r", "us-ascii", "utf-16", "gb2312", "no-such-charset", ""]
)
def test_valid_utf_8_is_utf_8_whatever_the_server_says(text: str, charset: str | None) -> None:
    assert decode(feed(text).encode(), charset) == feed(text)


@pytest.mark.parametrize(
    "meta",
    [
        '<meta charset="windows-1251">',
        "<meta charset=koi8-r>",
        '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">',
        '<?xml version="1.0" encoding="ibm866"?>',
        '<?xml version="1.0" encoding="utf-16"?>',
    ],
)
def test_valid_utf_8_is_utf_8_whatever_the_page_says(meta: str) -> None:
    assert decode(page(RUSSIAN, meta).encode()) == page(RUSSIAN, meta)


@pytest.mark.parametrize("marks", [b"\xef\xbb\xbf", b"\xef\xbb\xbf" * 2, b"\xff\xfe", b"\xfe\xff"])
def test_valid_utf_8_is_utf_8_whatever_the_byte_order_mark_says(marks: bytes) -> None:
    assert decode(marks + RUSSIAN.encode(), "windows-1251") == RUSSIAN


# ----------------------------------------------------------------------------------------------- nearly UTF-8


def cut_letter(text: str, at: int, size: int = 1) -> bytes:
    """The text in UTF-8, in which one letter, the last that begins before `at`, has only its first bytes."""
    while ord(text[at]) < 0x80:
        at -= 1
    return text[:at].encode() + text[at].encode()[:size] + text[at + 1 :].encode()


@pytest.mark.parametrize("charset", [None, "utf-8", "windows-1251", "iso-8859-1"])
@pytest.mark.parametrize("text", [RUSSIAN, KAZAKH])
@pytest.mark.parametrize("at", [48, 70, 90])
def test_half_a_letter_costs_only_itself(text: str, at: int, charset: str | None) -> None:
    broken = cut_letter(feed(text), at)
    read = decode(broken, charset)
    assert len(read) == len(feed(text)) - 1
    assert (read[:40], read[-60:]) == (feed(text)[:40], feed(text)[-60:])


@pytest.mark.parametrize(
    "half", [b"\xe2", b"\xe2\x80", b"\xd0", b"\xd1", b"\xc3", b"\xf0\x9f\x98", b"\x80", b"\x98\x80"]
)
def test_half_a_letter_costs_only_itself_in_an_english_page(half: bytes) -> None:
    body = page(ENGLISH).encode().replace(b" by spring", b" by spring" + half)
    assert decode(body) == page(ENGLISH)


@pytest.mark.parametrize("half", [b"\xe2\x80", b"\xd0", b"\xd1", b"\xc3", b"\xf0\x9f"])
def test_half_a_letter_costs_only_itself_even_if_it_is_all_there_is(half: bytes) -> None:
    assert decode(b"<p>by spring" + half + b"</p>", "utf-8") == "<p>by spring</p>"


def test_a_hundred_halves_cost_only_themselves() -> None:
    items = b"".join(RUSSIAN.encode()[:51] + b"</d><d>" for _ in range(100))
    assert decode(items) == (RUSSIAN.encode()[:50].decode() + "</d><d>") * 100


def test_a_letter_whose_second_byte_became_a_space_costs_only_itself() -> None:
    """A content system that takes the byte A0 for a space breaks every Р of a text."""
    assert decode("Река Ресей Россия и другие".encode().replace(b"\xa0", b" ")) == " ека  есей  оссия и другие"


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r"])
def test_a_text_pasted_in_another_encoding_is_read_in_that(encoding: str) -> None:
    around = feed(RUSSIAN) * 10
    pasted = "<title>Новый завод: 5 тонн отходов в год</title>"
    body = around.encode() + pasted.encode(encoding) + around.encode()
    assert decode(body) == around + pasted + around
    within = decode(around.encode() + f"<b>{RUSSIAN}".encode() + "завод".encode(encoding) + b"</b>")
    assert within == f"{around}<b>{RUSSIAN}</b>"


def test_broken_bytes_in_a_row_that_are_no_text_cost_only_themselves() -> None:
    assert decode(RUSSIAN.encode() + b"\xff\xff\xff\xff\xff") == RUSSIAN


def test_an_emoji_of_two_surrogates_in_utf_8_is_one() -> None:
    assert decode(RUSSIAN.encode() + b"\xed\xa0\xbd\xed\xb8\x80") == RUSSIAN + "😀"


@pytest.mark.parametrize("text", [RUSSIAN, RUSSIAN.upper(), RUSSIAN[:13]])
@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "cp866", "iso8859-5"])
def test_a_text_of_one_byte_a_letter_is_never_taken_for_utf_8(text: str, encoding: str) -> None:
    body = text.encode(encoding, "ignore")
    assert decode(body, "utf-8") == body.decode(encoding)


@pytest.mark.parametrize("sign", ["’", "“", "”", "—", "…", "é", "ü"])
@pytest.mark.parametrize("charset", [None, "utf-8", "iso-8859-1", "windows-1252", "us-ascii"])
def test_an_english_page_with_one_sign_of_windows_is_not_taken_for_utf_8(sign: str, charset: str | None) -> None:
    text = page(f"It isn{sign}t far, the ministry said")
    assert decode(text.encode("cp1252"), charset) == text


def test_signs_of_windows_within_utf_8_are_read_as_what_they_are() -> None:
    body = "“a first”".encode() + " plant isn’t far, it’s “near”, he’s said, and we’re told".encode("cp1252")
    assert decode(body) == "“a first” plant isn’t far, it’s “near”, he’s said, and we’re told"


# ------------------------------------------------------------------------------------------- two bytes a letter


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "utf-16", "utf-32"])
@pytest.mark.parametrize("charset", [None, "utf-8", "utf-16", "windows-1251"])
@pytest.mark.parametrize("text", [RUSSIAN, KAZAKH, ENGLISH])
def test_two_and_four_bytes_a_letter_are_seen_without_a_byte_order_mark(
    encoding: str, charset: str | None, text: str
) -> None:
    assert decode(feed(text).encode(encoding), charset) == feed(text)


def test_a_byte_too_many_costs_only_itself() -> None:
    assert decode(feed(RUSSIAN).encode("utf-16-le") + b"\n") == feed(RUSSIAN)


def test_a_stray_zero_does_not_make_two_bytes_of_one() -> None:
    assert decode(b"water\x00 and waste") == "water\x00 and waste"


def test_cyrillic_with_a_byte_order_mark_and_nothing_else_is_read() -> None:
    assert decode("Отходы".encode("utf-16")) == "Отходы"


# ------------------------------------------------------------------------------------------------ what is named

CP1251 = feed(RUSSIAN).encode("cp1251")


@pytest.mark.parametrize(
    "name",
    [
        "cp-1251",
        "CP1251",
        "win-1251",
        "win1251",
        "windows1251",
        "Windows_1251",
        "x-cp1251",
        "windows-cp1251",
        "1251",
        "ansi-1251",
        "cp1251;",
        ' "windows-1251"',
        "windows 1251",
        "ms-1251",
    ],
)
def test_windows_1251_has_many_names(name: str) -> None:
    assert codec(name) == "cp1251"
    assert decode(feed(RUSSIAN, f'<?xml version="1.0" encoding="{name}"?>').encode("cp1251")).endswith(feed(RUSSIAN))


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("utf8", "utf-8"),
        ("UTF_8", "utf-8"),
        ("utf-8;", "utf-8"),
        ("unicode-1-1-utf-8", "utf-8"),
        ("x-unicode20utf8", "utf-8"),
        ("koi8r", "koi8-r"),
        ("KOI8-U", "koi8-u"),
        ("cskoi8r", "koi8-r"),
        ("ibm866", "cp866"),
        ("dos-866", "cp866"),
        ("x-mac-cyrillic", "mac-cyrillic"),
        ("cyrillic", "iso8859-5"),
        ("ISO_8859-5", "iso8859-5"),
        ("kz-1048", "kz1048"),
        ("RK1048", "kz1048"),
        ("iso-8859-1", "cp1252"),
        ("us-ascii", "cp1252"),
        ("gb2312", "gb18030"),
        ("none", None),
        ("utf-16", None),
        ("base64", None),
        ("idna", None),
        ("undefined", None),
        ("cp037", None),
        ("\x00", None),
        ("", None),
        (None, None),
    ],
)
def test_names_are_understood_as_they_are_meant(name: str | None, known: str | None) -> None:
    assert codec(name) == known


@pytest.mark.parametrize(
    "before", ["\n", "\n\n  ", "\ufeff\n", "<!-- cached -->\n", "<br />\n<b>Warning</b>: x<br />\n"]
)
@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-r", "ibm866"])
def test_a_declaration_need_not_be_the_first_thing(before: str, encoding: str) -> None:
    text = f'{before}<?xml version="1.0" encoding="{encoding}"?>'
    assert declared(text.encode()) == encoding


@pytest.mark.parametrize(
    "within",
    [
        '<div><?xml version="1.0" encoding="koi8-r"?><svg xmlns="x"></svg></div>',
        '<?xml version="1.0" encoding="koi8-r"?>\n<!-- made by hand -->\n<!DOCTYPE svg PUBLIC "x"><svg></svg>',
        '<script>var a = \'<?xml version="1.0" encoding="koi8-r"?>\'</script>',
        "<!-- <meta charset=koi8-r> -->",
        "<script>document.write('<meta charset=koi8-r>')</script>",
        '<meta name="description" content="what charset=koi8-r means">',
        '<form accept-charset="koi8-r" encoding="koi8-r"></form>',
        '<p>write encoding="koi8-r" there, or charset=koi8-r</p>',
    ],
)
def test_what_a_picture_a_script_or_a_text_names_is_not_the_encoding_of_the_page(within: str) -> None:
    assert declared(page("x", within).encode()) is None
    assert declared(page("x", f'{within}<meta charset="windows-1251">').encode()) == "windows-1251"


@pytest.mark.parametrize(
    "meta",
    [
        '<meta charset="windows-1251">',
        "<META CHARSET=windows-1251 />",
        '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">',
        "<meta content='text/html;charset=windows-1251' http-equiv='content-type'>",
        '<?xml version="1.0" encoding="windows-1251"?>',
    ],
)
def test_a_page_names_its_encoding(meta: str) -> None:
    assert declared(page("x", meta).encode()) == "windows-1251"


def test_what_an_article_within_a_feed_names_is_not_the_encoding_of_the_feed() -> None:
    assert declared(feed('<meta charset="koi8-r">').encode()) is None


@pytest.mark.parametrize(
    "charset", ["windows-1252", "latin1", "koi8-r", "ibm866", "iso-8859-5", "utf-8", "gb2312", "utf-16"]
)
@pytest.mark.parametrize("text", [RUSSIAN, KAZAKH])
def test_a_server_that_makes_nonsense_of_cyrillic_is_doubted(text: str, charset: str) -> None:
    assert decode(feed(text).encode("kz1048"), charset) == feed(text)


def test_if_the_server_is_doubted_the_page_is_asked() -> None:
    text = page("В районе Актау построят завод", '<meta charset="koi8-r">')
    assert decode(text.encode("koi8-r"), "iso-8859-1") == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Le château a été fermé, déjà à côté du théâtre où Éléonore a créé une fenêtre", "windows-1252"),
        ("Hän pääsi säähän, jäätä käytössä tänään öisin yöllä", "iso-8859-1"),
        ("Rząd ogłosił nowe środki dla gospodarki, zażółć gęślą jaźń", "iso-8859-2"),
        ("Hükûmet yeni önlemler açıkladı, İstanbul'da güneşli bir gün", "windows-1254"),
        ("Η κυβέρνηση ανακοίνωσε νέα μέτρα για την οικονομία", "iso-8859-7"),
        ("أعلنت الحكومة عن إجراءات جديدة للاقتصاد والتنمية", "windows-1256"),
        ("政府宣布了促进国家经济和发展的新措施", "gb2312"),
        ("政府は経済発展のための新しい措置を発表した", "euc-jp"),
        ("정부는 국가 경제와 발전을 위한 새로운 조치를 발표했다", "euc-kr"),
        ("政府は経済発展のための新しい措置", "iso-2022-jp"),
        ("Уряд оголосив нові заходи для економіки, її розвиток є ціллю", "windows-1251"),
        ("Урад абвясціў новыя меры для эканомікі, ўсё будзе добра", "windows-1251"),
        ("Влада је објавила нове мере за привреду, љубав њена ђаци", "windows-1251"),
    ],
)
def test_other_languages_are_left_to_what_is_named(text: str, encoding: str) -> None:
    assert decode(page(text).encode(encoding), encoding) == page(text)


def test_a_byte_that_an_encoding_does_not_have_costs_only_itself() -> None:
    assert decode(CP1251.replace(b"<title>", b"<title>\x98"), "windows-1251") == feed(RUSSIAN)
    gbk = "政府宣布了促进国家经济和发展的新措施".encode("gbk")
    assert decode(gbk + b"\xff", "gbk") == gbk.decode("gbk")


def test_the_first_words_of_a_mainframe_are_read() -> None:
    text = '<?xml version="1.0" encoding="cp037"?><rss></rss>'
    assert decode(text.encode("cp037")) == text


# ------------------------------------------------------------------------------------------------ nothing is named


@pytest.mark.parametrize(
    "encoding", ["cp1251", "koi8-r", "cp866", "iso8859-5", "mac-cyrillic", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize(
    "text",
    [RUSSIAN, RUSSIAN * 50, RUSSIAN.upper(), "Переработка отходов", "Погода в Астане", "В ОТХОДАХ НАШЛИ ЗОЛОТО"],
)
def test_russian_that_nobody_names_is_read(encoding: str, text: str) -> None:
    body = feed(text).encode(encoding, "ignore")
    assert decode(body) == body.decode(encoding)


@pytest.mark.parametrize(
    "text", [KAZAKH, KAZAKH * 30, KAZAKH.upper(), "Қалдықтарды өңдеу", "Астанада ауа райы жаңарды"]
)
@pytest.mark.parametrize("charset", [None, "windows-1251", "cp-1251", "kz-1048"])
def test_kazakh_of_the_states_standard_is_read_even_as_windows_1251(text: str, charset: str | None) -> None:
    assert decode(feed(text).encode("kz1048"), charset) == feed(text.replace("—", "—"))


def test_english_with_signs_of_windows_that_nobody_names_is_read() -> None:
    assert decode(page(ENGLISH).encode("cp1252")) == page(ENGLISH)


def test_a_rare_encoding_that_nobody_names_is_guessed() -> None:
    text = "政府宣布了促进国家经济和发展的新措施，部长在首都的会议上表示，这些措施将于明年生效。" * 4
    assert decode(page(text).encode("gb18030")) == page(text)


def test_hebrew_is_not_taken_for_shouted_russian() -> None:
    text = "הממשלה הודיעה על צעדים חדשים לכלכלה ולפיתוח המדינה אמר השר בירושלים"
    assert not best_fit(text.encode("cp1255")).is_sure


@pytest.mark.parametrize("charset", ["utf-8", "nonsense", None])
def test_broken_letters_lose_only_themselves(charset: str | None) -> None:
    assert decode(b"water \xff\x98", charset).startswith("water ")


@given(st.binary(max_size=300), st.sampled_from([None, "utf-8", "windows-1251", "gb2312", "iso-2022-jp", "x"]))
def test_any_bytes_can_be_decoded(body: bytes, charset: str | None) -> None:
    decode(body, charset).encode()


@given(st.text(max_size=200).filter(lambda text: not {*"\x00\ufeff\x1b~"} & {*text}))
def test_any_text_in_utf_8_comes_back(text: str) -> None:
    assert decode(text.encode()) == text
