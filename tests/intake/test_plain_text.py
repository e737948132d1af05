from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.plain_text import cut, paragraphs, plain_text, plain_title, tidy


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        pytest.param("П<Image=1153488788=true>о имеющейся", "По имеющейся", id="CMS markup within a word"),
        pytest.param("<p>One</p><p>two &amp; <b>thr</b>ee</p>", "One two & three", id="tags and entities"),
        pytest.param("a < b and 2 > 1", "a < b and 2 > 1", id="signs that are no tags"),
        pytest.param("&lt;p&gt;AT&amp;amp;T&lt;/p&gt;", "AT&T", id="escaped twice"),
        pytest.param("x<!-- no -->y<script>alert(1)</script>z<STYLE>b{}</STYLE>", "x y z", id="what is not text"),
        pytest.param("x<!-- never closed", "x", id="a comment without an end"),
        pytest.param("x <script>var a = {", "x", id="a script without an end"),
        pytest.param("x <script async src='a.js'>", "x", id="a script with a file"),
        pytest.param("<script> is slow, says the team", "<script> is slow, says the team", id="told of a script"),
        pytest.param("The <style> element and all", "The <style> element and all", id="told of a style"),
        pytest.param("The <scripture> of all", "The <scripture> of all", id="no script"),
        pytest.param("İ<SCRIPT>alert</SCRIPT>", "İ", id="a letter that grows when lowered"),
        pytest.param("и\u0306 co\u00adop\u200b\ufeff a\x00b\x07\ud800", "й coop a b", id="NFC, nothing invisible"),
        pytest.param("one\u00a0two\n three", "one two three", id="single spaces"),
        pytest.param("Vector&lt;int&gt;", "Vector<int>", id="words in angle brackets may be meant"),
        pytest.param("Map<K, V> and <stdio.h>", "Map<K, V> and <stdio.h>", id="words that are not escaped"),
        pytest.param("<antirez> wrote it", "<antirez> wrote it", id="a name that is not escaped"),
        pytest.param("x <blink>y</blink> <foo a='b'>z <o:p></o:p><amp-ad>", "x y z", id="tags of other vocabularies"),
        pytest.param("<td nowrap>x</td><br clear>y", "x y", id="attributes without values"),
        pytest.param("<p>x <center>y<hr>z<img src=a>", "x y z", id="tags that nothing closes"),
        pytest.param("x <b y", "x <b y", id="a tag that is cut"),
        pytest.param("<![CDATA[x]]> y", "x y", id="CDATA escaped"),
        pytest.param("&#55357;&#56832; &#xD83D;&#xde00; &#55357;&#xDE00;", "😀 😀 😀", id="emoji in two references"),
        pytest.param("x&#55357; y&#x110000; z&#0;&#99999999999;", "x y z", id="references to nothing"),
        pytest.param("x &#55357;&#55357; y&#56832;&#56832; &#xFFFF;", "x y", id="two equal halves"),
        pytest.param("&#8217; &#x2019; &#146;", "’ ’ ’", id="references to something"),
    ],
)
def test_text_becomes_plain(raw: str, text: str) -> None:
    assert plain_text(raw) == text


@pytest.mark.parametrize(
    ("raw", "title"),
    [
        pytest.param("Новый тег <script> и отходы", "Новый тег <script> и отходы", id="a script"),
        pytest.param("Новый тег <style> и отходы", "Новый тег <style> и отходы", id="a style"),
        pytest.param("What <!-- means", "What <!-- means", id="a comment"),
        pytest.param("<script> and </script> explained", "<script> and </script> explained", id="a script and its end"),
        pytest.param("What <title> and <button> do", "What <title> and <button> do", id="elements"),
        pytest.param("<antirez>", "<antirez>", id="only a word"),
        pytest.param("<https://a.example> <a-b@c.example>", "<https://a.example> <a-b@c.example>", id="addresses"),
        pytest.param("Отходы<o:p></o:p> в <amp-x />Актау", "Отходы в Актау", id="other vocabularies"),
        pytest.param("<Untitled>", "<Untitled>", id="only another word"),
        pytest.param("Why List<String> is slow", "Why List<String> is slow", id="a type"),
        pytest.param("Map<K, V> or <T extends Foo>", "Map<K, V> or <T extends Foo>", id="more types"),
        pytest.param("a < b", "a < b", id="less"),
        pytest.param("if a<b and b>c", "if a<b and b>c", id="less and more"),
        pytest.param("5 <6> 7 <- x <3", "5 <6> 7 <- x <3", id="signs"),
        pytest.param("How to center a <div>", "How to center a <div>", id="an element at the end"),
        pytest.param("Use <a> or <p>", "Use <a> or <p>", id="elements that nothing closes"),
        pytest.param("&lt;antirez&gt; &amp;lt;b", "<antirez> &lt;b", id="escaped words"),
        pytest.param("<b>Отходы</b> в <i>Акта</i>у", "Отходы в Актау", id="formatting"),
        pytest.param("Отходы <b>в Актау", "Отходы в Актау", id="formatting that nothing closes"),
        pytest.param("Отходы<br>в Актау<br/>", "Отходы в Актау", id="breaks"),
        pytest.param("<p>Отходы</p>", "Отходы", id="a paragraph"),
        pytest.param("<p>Отходы", "Отходы", id="a paragraph that nothing closes"),
        pytest.param('<a href="/x">Отходы</a>', "Отходы", id="a link"),
        pytest.param('<img src="x.jpg" alt="y"> Отходы', "Отходы", id="a picture"),
        pytest.param("<h1 class='x'>Отходы</h1>", "Отходы", id="a heading"),
        pytest.param("&lt;b&gt;Отходы&lt;/b&gt;", "Отходы", id="formatting escaped twice"),
        pytest.param("Отходы<!-- 5 --> в Актау", "Отходы в Актау", id="a comment that ends"),
        pytest.param("x<script>alert(1)</script>z", "x z", id="a script with its code"),
        pytest.param("<![CDATA[Отходы]]>", "Отходы", id="CDATA"),
        pytest.param("👩\u200d💻 в Астане", "👩\u200d💻 в Астане", id="an emoji of several signs"),
        pytest.param("❤\ufe0f 🏳\ufe0f\u200d🌈 👍🏽", "❤\ufe0f 🏳\ufe0f\u200d🌈 👍🏽", id="variations"),
        pytest.param("🏴\U000e0067\U000e007f", "🏴\U000e0067\U000e007f", id="a flag of tags"),
        pytest.param("Новый 🪿 \U0001fae9 знак", "Новый 🪿 \U0001fae9 знак", id="newer than the interpreter"),
        pytest.param("буква \u1c89 \ua7cb", "буква \u1c89 \ua7cb", id="letters newer than the interpreter"),
        pytest.param(
            "\u200fשלום\u200e \u2067x\u2069 \u202by\u202c", "\u200fשלום\u200e \u2067x\u2069 \u202by\u202c", id="bidi"
        ),
        pytest.param("می\u200cخواهم", "می\u200cخواهم", id="a joiner that separates"),
        pytest.param("a\x00b\x1fc\x85d\x9fe\ue000f\uffffg\ud800h", "a b c d e f gh", id="what is no text"),
        pytest.param("a\u2028b\u2029c", "a b c", id="ends of lines"),
    ],
)
def test_a_title_loses_only_what_is_markup(raw: str, title: str) -> None:
    assert plain_title(raw) == title


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        pytest.param("<p>One</p>\n<p>two\nlines</p>tail", "One\n\ntwo lines\n\ntail", id="paragraphs"),
        pytest.param("One<br>two<br/><br />three", "One\n\ntwo\n\nthree", id="breaks"),
        pytest.param("<h2>A</h2><ul><li>b</li><li>c</li></ul>", "A\n\nb\n\nc", id="a list"),
        pytest.param("<div>a <b>b</b>c <a href='x'>d</a></div>", "a bc d", id="tags within a sentence"),
        pytest.param("a\nb\n\nc\n \n d", "a b\n\nc\n\nd", id="plain text with blank lines"),
        pytest.param("a\nb", "a\n\nb", id="plain text without blank lines"),
        pytest.param("a <b>b</b>", "a b", id="one paragraph"),
        pytest.param("&lt;p&gt;x&lt;/p&gt;&lt;p&gt;y &amp;amp; z&lt;/p&gt;", "x\n\ny & z", id="escaped twice"),
        pytest.param("<p>x</p><script>z()</script><style>a{}</style><!-- c --><p>y</p>", "x\n\ny", id="no text"),
        pytest.param("<p>x</p><figure><img><figcaption>c</figcaption></figure><p>y</p>", "x\n\ny", id="a picture"),
        pytest.param("<p>x</p><aside>also</aside><form><button>b</button></form>y", "x\n\ny", id="furniture"),
        pytest.param("<p>x</p><aside>never closed", "x\n\nnever closed", id="furniture that nothing closes"),
        pytest.param("<p>a < b</p><p>List<String></p>", "a < b\n\nList<String>", id="words in brackets"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_an_article_becomes_paragraphs(raw: str, text: str) -> None:
    assert paragraphs(raw) == text


@pytest.mark.parametrize(
    "hostile",
    [
        "<!--" * 60_000,
        "<script" * 30_000,
        "<script>" * 30_000,
        "<script></script>" * 20_000,
        "<a " * 70_000,
        "&lt;p" * 50_000,
        "<" * 200_000,
        "&#" * 100_000,
        "&#55357;" * 30_000,
        "<p>" * 60_000,
        "</x>" * 50_000,
        "\n" * 200_000,
    ],
)
@pytest.mark.usefixtures("no_minutes")
def test_a_hostile_text_is_read_in_linear_time(hostile: str) -> None:
    for read in (plain_text, plain_title, paragraphs):
        assert len(read(hostile)) <= 2 * len(hostile)


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("short", 5, "short"),
        ("one two three", 9, "one two…"),
        ("one, two three", 8, "one…"),
        ("onetwothree", 4, "one…"),
    ],
)
def test_a_long_text_is_cut_at_a_word(text: str, limit: int, shown: str) -> None:
    assert cut(text, limit) == shown


@given(st.text())
def test_any_text_can_be_stored(raw: str) -> None:
    for text in (plain_text(raw), plain_title(raw)):
        assert "\x00" not in text
        assert text.encode().decode() == text
        assert tidy(text) == text
