"""Words that are in nearly every article, and words that are in very many; all in their normal form."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The set of the words in a text."""
    return frozenset(text.split())


#: nobody can follow these alone: they say nothing about an article
COMMON = words(
    """
    a an the and or of to in is are was were be been being for on at by with from as that this these those it its he
    she
    they we you i me him her them us our your his their my not no but if so than then there here will would can could
    may has have had do does did which who whom what when where how also more most about into over after before up out
    all
    any some each other only very just such own
    и в во на не с со по что о об от к ко из за для до при у же ли бы а но или как это этот эта эти его её ее их он
    она
    они мы вы я все всех также так то тот быть был была было были будет есть над под между после который которые
    және мен бен пен де да та те үшін бұл бойынша туралы деп дейін кейін ол осы сол бір бар болып емес немесе ал
    мұндай
    оның біз олар сондай ғана өз барлық деген болды болған
    """
)

#: meaningful, but bad anchors for queries: news of the region is full of them
FREQUENT = words(
    """
    kazakhstan government president minister ministry republic state country national region city year said new people
    development international meeting project work million billion percent today first head prime law system company
    public world economic part time day two one three program issue member
    казахстан казахстана казахстане республики президент министр правительства правительство года году области страны
    развития город города человек человека работы новый закон министерство рк тенге млн млрд более
    қазақстан қазақстанның республикасы президент президенті үкімет министр министрлігі жыл жылы жылғы облысы мемлекет
    мемлекеттік адам жаңа қала даму теңге халық ел
    """
)

#: verbs of English headlines, which look like nouns: English has no dictionary here
HEADLINE_VERBS = words(
    """
    found says said tell tells told take takes took wins lost held hold holds sent kept gave give gives made make makes
    came come comes went goes seen rise rises rose fell fall falls grow grows grew hits plans launches launch opens open
    closes close begin begins began starts start ends will would could should must may need needs want wants keep keeps
    gets bring brings brought build builds built calls asks warns urges adds sees leads meets joins faces seeks cuts
    sets puts runs stands stays helps shows becomes became remains
    """
)
