"""What is asked before something doubtful is followed: the question, and what each of its buttons would follow.

typed ─▶ Query ─ doubtful ─▶ a site, a sign, a number, a sentence
               ─ doubtful_in_archive ─▶ names that never stand together, a misspelled word, too many a day
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.answers.preview import ArchiveSearch, Preview
from bot.i18n.catalogue import asking, formats
from bot.i18n.catalogue import digest_schedule as digest_texts
from bot.i18n.catalogue import doubts as texts
from bot.i18n.catalogue import follow as follow_texts
from bot.i18n.text import Text
from bot.matching.analysis import AnalyzedText
from bot.matching.doubts import (
    MOST_ALIKE,
    alternatives,
    any_of,
    is_sentence,
    is_too_little,
    lost_signs,
    may_be_names,
    negated,
    says_no_topic,
    topics,
)
from bot.matching.grammar import parse
from bot.matching.query import MAX_LENGTH, Query
from bot.matching.terms import QUOTES
from bot.messages.message import Button, Line, bold
from bot.messages.retyped import in_headlines, retyped
from bot.messages.sentences import listed
from bot.messages.text import shorten
from bot.messages.typed import Typed, apart
from bot.messages.wording import LABEL_LIMIT, described, shown
from bot.speech.dated import dated
from bot.speech.modes import Manner
from bot.speech.watching import NOTHING, Watch, typed_with
from handlers.asking import action_on, hosts_of, read
from handlers.near import did_you_mean, meant_by
from handlers.preview import busy, how_often, is_busy
from handlers.request import Request

ANYWAY = "anyway"  #: follows what was asked about
MOST_TOPICS = 5  #: of a sentence that are offered
MOST_IN_ROW = 4  #: short buttons
MOST_NAMED = 2  #: choices of each of several questions
KNOWN_FROM = 5  #: articles from which the archive knows a word
KNOWN_NAME = 3  #: from which it knows what is written as a name
TOGETHER_FROM = 3  #: articles that have names together, from which this is no chance
TOGETHER_SHARE = 1 / 3  #: of the articles with the rarer of them, from which they belong together
LONGEST_READ = 20_000  #: characters of a pasted text
SENTENCES_OF_TEXT = 2  #: a list of follows has no sentences
_SENTENCE_END = re.compile(r"(?<!\w)\w{3,}+[.!?…]+[»”\"]?\s+[«“\"]?[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ]")
#: the address of a whole site, as people type it; those with a path are links
_SITE = re.compile(
    r"(?:www\.)?((?:[\w-]+\.)+(?:kz|ru|com|org|net|info|io|kg|uz|by|ua|uk|us|eu|gov|edu|app|me|tv|media|news|site|online"
    r"|рф|қаз|каз))/?",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One way to follow what was meant."""

    label: str
    typed: str
    query: Query
    action: str = ANYWAY  #: of its button
    manner: Manner | None = None  #: how it shall come; None: nothing was said of that
    watch: Watch = NOTHING  #: what it shall watch for

    def button(self, request: Request, label: str, action: str = "") -> Button:
        """Follows it, or does something else with it."""
        number = request.query_id(self.query, self.typed)
        typed = typed_with(self.typed, self.manner, self.watch)
        return Button(label, action_on(action or self.action, typed, number, request))


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked before anything is followed."""

    line: Line
    choices: tuple[Choice, ...] = ()
    rated: bool = False  #: says no more than the rate does

    def coming(self, manner: Manner | None, watch: Watch) -> Question:
        """The same question of a topic that shall come so, and watch for this."""
        return replace(self, choices=tuple(replace(each, manner=manner, watch=watch) for each in self.choices))

    def rows(self, request: Request) -> list[tuple[Button, ...]]:
        """A button for each choice, which does `anyway Kaspi OR Halyk`."""
        buttons = [each.button(request, each.label) for each in self.choices]
        short = 0 < len(buttons) < MOST_IN_ROW and all(len(button.label) <= LABEL_LIMIT // 2 for button in buttons)
        return [tuple(buttons)] if short else [(button,) for button in buttons]

    def named_row(self, request: Request) -> tuple[Button, ...]:
        """The same among the questions of other follows: `Follow «Kaspi OR Halyk»`."""
        choices = [each for each in self.choices if each.action == ANYWAY][:MOST_NAMED]
        labels = [request.translate(asking.FOLLOW, query=shorten(each.typed, LABEL_LIMIT)) for each in choices]
        return tuple(each.button(request, label) for each, label in zip(choices, labels, strict=True))


def doubtful(typed: str, query: Query, request: Request) -> Question | None:
    """What is doubtful in what was typed, whatever the archive holds."""
    if (site := _SITE.fullmatch(typed)) and not any(term.concept for term in query.terms):
        return _of_site(site[1].casefold(), typed, query, request)
    without = negated(typed, request.rules.concepts)
    meant = read(without, request) if without else None
    if without and isinstance(meant, Query):
        choices = (_named(without, meant, request), _named(typed, query, request))
        return Question(line=request.sentence(texts.WHICH, names=bold(shown(without))), choices=choices)
    with_time = dated(typed)  # which an article would have to name
    undated = read(with_time[1], request) if with_time else None
    if with_time and isinstance(undated, Query):
        choices = (_named(with_time[1], undated, request), _named(typed, query, request))
        return Question(line=request.sentence(texts.WHICH, names=bold(shown(with_time[1]))), choices=choices)
    if lost := lost_signs(typed):
        names = listed(request.translate, [(bold(each),) for each in lost])
        words = described(query, typed, concepts=request.rules.concepts, translate=request.translate)
        line = request.sentence(texts.SIGN_LOST, query=names, words=words)
        return Question(line=line, choices=(_anyway(typed, query, request),))
    if says_no_topic(query, typed):
        return Question(line=request.sentence(texts.NO_TOPIC, query=bold(shown(typed))))
    if is_too_little(query):
        line = request.sentence(texts.TOO_LITTLE, query=bold(shown(typed)))
        return Question(line=line, choices=(_anyway(typed, query, request),))
    if is_sentence(query, typed):
        line = request.sentence(texts.SENTENCE, query=bold(shown(typed)), count=len(query.all_of))
        return Question(line=line, choices=tuple(_topics(query, typed, request))[:MOST_TOPICS])
    return None


def _anyway(typed: str, query: Query, request: Request) -> Choice:
    return Choice(label=request.translate(follow_texts.ANYWAY), typed=typed, query=query)


def _topics(query: Query, typed: str, request: Request) -> Iterator[Choice]:
    concepts = request.rules.concepts
    words = Typed(typed, concepts)
    for term in topics(words.ordered([group[0] for group in query.all_of]), typed):
        name = words.spelled(term) if term.concept or term.name else words.alone(term)
        yield Choice(label=shorten(name, LABEL_LIMIT), typed=name, query=parse(name, concepts))


def _of_site(host: str, typed: str, query: Query, request: Request) -> Question:
    """The source of a site that is read, or what mentions it."""
    label, name = request.translate(texts.MENTIONS), bold(shown(typed))
    mentions = Choice(label=label, typed=typed, query=query)
    own = [source for source in request.rules.sources if source.enabled and host in hosts_of(source)]
    if not own:
        line = request.sentence(texts.SITE_NOT_READ, query=name)
        return Question(line=line, choices=(mentions,))
    quoted = not any(sign in own[0].name for sign in QUOTES)
    source = f'source:"{own[0].name}"' if quoted else f"source:{own[0].key}"
    label = request.translate(texts.EVERYTHING)
    everything = Choice(label=label, typed=source, query=parse(source, request.rules.concepts))
    line = request.sentence(texts.SITE_READ, source=bold(own[0].name), query=name)
    return Question(line=line, choices=(everything, mentions))


def of_whole_text(text: str, request: Request) -> Question | None:
    """A pasted text is no list of follows, though it has commas: what it names is offered."""
    if len(text) <= MAX_LENGTH or len(_SENTENCE_END.findall(text)) < SENTENCES_OF_TEXT:
        return None
    concepts = request.rules.concepts
    read = AnalyzedText(text[:LONGEST_READ], concepts=concepts)
    first = sorted((spans[0], key) for key, spans in concepts.find_in(read).items())
    names = [(getattr(concepts[key], read.language) or concepts[key].names)[0] for _, key in first[:MOST_TOPICS]]
    choices = [Choice(label=shorten(name, LABEL_LIMIT), typed=name, query=parse(name, concepts)) for name in names]
    line = request.sentence(texts.WHOLE_TEXT if choices else texts.WHOLE_TEXT_WITHOUT_NAMES)
    return Question(line=line, choices=tuple(choices))


def doubtful_in_archive(
    typed: str, query: Query, preview: Preview, search: ArchiveSearch, request: Request, *, thorough: bool = True
) -> Question | None:
    """What is doubtful because of what the archive holds, or does not; `thorough`: look for words that it lacks."""
    if thorough and not preview.found.count and (meant := meant_by(query, typed, request)):
        choices = [_named(meant.typed, meant.query, request), _named(typed, query, request)]
        return Question(line=did_you_mean(meant, request), choices=tuple(choices))
    if either := _either(typed, query, preview, search, request):
        return _which(typed, query, either, preview, search, request)
    if is_busy(preview, request):
        return _too_often(typed, query, preview, search, request)
    return None


def _named(typed: str, query: Query, request: Request) -> Choice:
    label = request.translate(asking.FOLLOW, query=shorten(typed, LABEL_LIMIT))
    return Choice(label=label, typed=typed, query=query)


def _either(typed: str, query: Query, preview: Preview, search: ArchiveSearch, request: Request) -> Query | None:
    """Any one of what was typed side by side, where that may be meant; None: they belong together."""
    concepts, together = request.rules.concepts, preview.found.count
    names = alternatives(query, typed, concepts)
    maybe = may_be_names(query, typed)
    parts = apart(query, typed, concepts) if names or maybe or not (together or preview.young) else []
    if not 1 < len(parts) <= MOST_ALIKE:
        return None
    rarest = min(search(parse(part, concepts), 0).found.count for part in parts)
    if names:
        return names if together < max(TOGETHER_FROM, TOGETHER_SHARE * rarest) else None
    never = not together and rarest >= (KNOWN_NAME if maybe else KNOWN_FROM)
    return any_of(query) if never else None


def _which(
    typed: str, query: Query, either: Query, preview: Preview, search: ArchiveSearch, request: Request
) -> Question | None:
    """`Did you mean Kaspi or Halyk? [Either · ≈3 a day] [Both]`."""
    concepts = request.rules.concepts
    text = retyped(either, typed, concepts, request.translate.language)
    if text is None:
        return None
    names = [(bold(shown(part)),) for part in apart(query, typed, concepts)]
    line = request.sentence(texts.WHICH, names=listed(request.translate, names, formats.OR))
    any_text, all_text = (texts.EITHER, texts.BOTH) if len(names) == 2 else (texts.ANY, texts.ALL)
    choices = (
        Choice(label=_with_rate(any_text, search(either, 0), request), typed=text, query=either),
        Choice(label=_with_rate(all_text, preview, request), typed=typed, query=query),
    )
    return Question(line=line, choices=choices)


def _with_rate(text: Text, preview: Preview, request: Request) -> str:
    label, often = request.translate(text), how_often(preview)
    return request.translate(texts.WITH_RATE, label=label, rate=often) if often else label


def _too_often(typed: str, query: Query, preview: Preview, search: ArchiveSearch, request: Request) -> Question:
    """`government: about 14 articles a day. [Follow anyway] [Headlines only · ≈2 a day]`."""
    choices = [_anyway(typed, query, request)]
    fewer = in_headlines(query)
    text = retyped(fewer, typed, request.rules.concepts, request.translate.language) if fewer else None
    if fewer and text:
        label = _with_rate(texts.HEADLINES_ONLY, search(fewer, 0), request)
        choices.append(Choice(label=label, typed=text, query=fewer))
    choices.append(Choice(label=request.translate(digest_texts.DAILY_DIGEST), typed=typed, query=query, action="daily"))
    return Question(line=busy(typed, preview, request), choices=tuple(choices), rated=True)


def not_yet(question: Question, request: Request) -> Line:
    """The question of one follow alone, with the words that nothing is followed yet."""
    return request.sentence(texts.NOT_YET, question=question.line)
