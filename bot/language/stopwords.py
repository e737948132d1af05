"""Stop words: function words, which a query does not require.

`цены на нефть` asks for prices and oil, not for "на", which no Kazakh or English text has. Words that also mean
something else are not listed: `it` and `us` are typed for IT and the US, `may` and `will` are a month and a name, `ли`
is a surname.

Sources: the closed classes of the three grammars; abbreviations of addresses as ГОСТ 2.316 and the Kazakh address
register write them.
"""

from __future__ import annotations

from bot.language.common import words

#: "or": between words they mean OR
DISJUNCTIONS = words("or или либо немесе болмаса яки")
#: "and": between words they mean the same as a space
CONJUNCTIONS = words("and и мен бен пен және һәм")
#: prepositions, conjunctions, articles, particles, Kazakh postpositions, question words
_FUNCTION = words(
    """
    a an the of to in on at by with from for about into over onto upon near within between among during via per after
    before without against above across along amid around behind below beneath beside besides beyond despite except
    inside outside regarding since through throughout till until toward towards under versus vs concerning
    is are was were be been being has have had does did as than then so if but that this these those there
    what which who whom whose how why when where all any every some everything also not no
    в во на с со к ко о об обо от из за по до для при у над под про через между среди около возле вокруг
    без против из-за из-под кроме вместо благодаря согласно насчет перед передо после сквозь ради внутри вне мимо вдоль
    поперек напротив близ вблизи включая относительно ввиду вследствие вопреки накануне помимо подо ото изо безо
    сверх свыше посредством спустя
    что это эти этот эта все всё как кто чем где куда откуда зачем когда почему какой какая какие
    а но же бы не ни если чтобы также тоже уже еще только
    был была было были будет
    я да то так там
    туралы жайлы жайында үшін бойынша бұл осы сол де те та ғой ма ме ба бе па пе қандай қайда қашан неге
    барлық бәрі бүкіл әр және бірақ ал алайда тағы сондай-ақ емес деп деген ғана қана кім қалай қанша қайдан
    дейін дейінгі шейін кейін кейінгі соң бері бірге қарсы арқылы жөнінде жөніндегі хақында қарай таман арналған
    сияқты секілді тәрізді ретінде қатысты байланысты сәйкес орай басқа қарамастан арасында арасындағы маңында
    маңындағы жанында жанындағы ішінде ішіндегі
    """
)
#: abbreviations in addresses and of "and so on"; those of two parts with a hyphen, as the grammar reads them
ABBREVIATIONS = words(
    """
    г гг гор респ ул пр пр-т пр-кт просп пер пл бул б-р наб ш мкр мкрн мкр-н р-н р-на р-не
    обл пос п дер д кв стр корп им т т-д т-п т-е
    с-о а-о ш-а
    қ к к-сі к-сы көш даң даңғ мөлт ықш д-лы ауд обл-сы с-н
    ave blvd rd mr mrs dr
    """
)
#: every article is news
NEWS = words(
    """
    news новости новость новостей новостям новостях
    жаңалық жаңалықтар жаңалықтары жаңалығы жаңалықтарын жаңалықтарды
    """
)
#: stop words before "news": "latest news", "последние новости", "лента новостей"
BEFORE_NEWS = words(
    """
    latest breaking recent today top fresh live
    последние последняя свежие свежая главные важные срочные горячие актуальные сегодняшние лента сводка
    соңғы жаңа басты бүгінгі маңызды тың шұғыл
    """
)
#: stop words after it: "новости сегодня", "новости дня", "news today"
AFTER_NEWS = words("today live online updates сегодня дня недели онлайн бүгін лентасы")
STOPWORDS = DISJUNCTIONS | CONJUNCTIONS | _FUNCTION | ABBREVIATIONS | NEWS
