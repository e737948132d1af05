"""Words of talk: what people say to each other and of a bot, and what no topic of news is made of."""

from __future__ import annotations

import re

from bot.language import ru
from bot.language.common import words
from bot.language.stopwords import STOPWORDS

TALK = words(
    """
    i you he she we they me him them my your his their our i'm you're it's that's let's don't doesn't can't isn't
    am is are was were be been do does did have has had can could will would should must shall
    who what when where how why which this that these those there here
    not yes no really very too just again now lol thanks sorry
    tell says said knows know think guess ask asks asked show help look sees works broken
    nice great cool awesome stupid dumb funny bot bad good well done best worst wrong old fake shut up stop spam
    spamming morning night everyone everybody guys all
    я ты вы он она они мы мне тебе вам нам меня тебя вас нас его её ее их ему мой моя твой ваш наш
    это эта этот эти тот та те там тут здесь что чего кто кого как где когда куда зачем почему сколько какой какая какие
    не нет да ну же ли бы уже еще ещё очень просто опять снова лучше тоже
    молодец молодчина круто классный класс крутой тупой тупит глупый умный хороший плохой красавчик красава огонь
    молчит рулит работает сломался завис умеет знает скажи скажите ответь давай спроси спросите подскажи подскажите
    лучший лучшая худший старая старый старое старую старье фейк фигня фигню ерунда ерунду спам доброе доброй добрый
    спокойной всем ребята народ
    так твои твоих твою твоей твое твоё ваши ваших
    расскажи напиши помоги помогите можешь можете умеешь знаешь думаешь бот бота
    мен сен сіз біз олар маған саған сізге бізге оған менің сенің сіздің біздің оның
    бұл осы сол мына ана кім не нені қалай қайда қашан неге қанша қандай
    емес жоқ иә ия ғой ма ме ба бе па пе өте енді тағы әлі
    жақсы жаман керемет мықты айтшы айтыңызшы жазшы көрдің көрдіңіз білесің білесіз істемейді істейді тұр сұраңыз сұра
    сұраңыздар көмектесші ботқа боттан ескі жалған үндеме тоқташы қайырлы бәріне балалар достар шаршаттың мазаны
    """
)

#: endings of the second person in Kazakh, which address us: жарайсың, білесіңдер
_YOU = re.compile("с(?:ың(?:дар)?|ің(?:дер)?)$")
_VERB_FROM = 4  #: letters of a Russian word that is surely no other


def is_talk_word(word: str) -> bool:
    """Is a folded word one that no topic is made of: of the list, a verb, an adverb?"""
    if word in TALK or _YOU.search(word):
        return True
    return len(word) >= _VERB_FROM and word not in STOPWORDS and ru.is_known(word) and not ru.nominal_bases(word)
