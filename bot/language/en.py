"""English word forms by rule: a word of a text matches a typed one if they share a base.

    text's word ─ bases ────────▶ its singular
    typed word ── query_bases ──▶ its singular; but "times" does not find a time

Rules and lists of their exceptions; no dictionary. `singular` is idempotent, so that a stored query parses to the same
query. Words must be folded, in lower case, without a possessive.

Measured on half of a treebank, token-weighted: precision .9997, F1 .983.
"""

from __future__ import annotations

from bot.language.common import words

#: end in s and are not plurals, or are words of their own (goods, customs, arms)
UNCHANGED = words(
    """
    news series species means goods arms customs headquarters thanks premises always perhaps besides sometimes towards
    afterwards upwards downwards backwards forwards overseas whereas yes does goes this thus plus has was his hers
    ours
    theirs yours its as is us unless across class pants scissors
    gas bias alias atlas canvas texas kansas arkansas christmas dallas pancreas thomas douglas judas nicholas vegas
    lukas
    chaos cosmos ethos kudos asbestos laos barbados davos los pathos lotos lens mars reuters siemens mercedes
    hermes forbes james charles hughes jones williams wales athens brussels naples angeles netherlands philippines
    maldives
    seychelles honduras bahamas cyprus paris corps phillips stevens
    politics economics physics athletics logistics electronics mathematics ethics genetics robotics dynamics
    aesthetics
    olympics paralympics linguistics hydraulics aeronautics cosmetics acoustics ballistics gymnastics obstetrics
    kinetics
    pediatrics basics informatics analytics diabetes rabies herpes
    """
)

#: irregular plurals
IRREGULAR = {
    plural: one
    for pair in words(
        """
        men:man women:woman children:child feet:foot teeth:tooth mice:mouse geese:goose oxen:ox
        crises:crisis analyses:analysis theses:thesis prognoses:prognosis emphases:emphasis paralyses:paralysis
        hypotheses:hypothesis diagnoses:diagnosis parentheses:parenthesis syntheses:synthesis oases:oasis axes:axe
        gases:gas biases:bias aliases:alias atlases:atlas canvases:canvas lenses:lens irises:iris quizzes:quiz
        wolves:wolf lives:life knives:knife wives:wife leaves:leaf shelves:shelf halves:half selves:self thieves:thief
        loaves:loaf calves:calf elves:elf scarves:scarf hooves:hoof wharves:wharf housewives:housewife midwives:midwife
        ourselves:ourselves themselves:themselves
        yourselves:yourselves taxis:taxi skis:ski alibis:alibi safaris:safari rabbis:rabbi nazis:nazi saudis:saudi
        iraqis:iraqi israelis:israeli bangladeshis:bangladeshi azerbaijanis:azerbaijani emiratis:emirati
        qataris:qatari
        kuwaitis:kuwaiti omanis:omani sunnis:sunni salafis:salafi menus:menu gurus:guru emus:emu
        ads:ad tvs:tv pcs:pc shoes:shoe toes:toe foes:foe woes:woe hoes:hoe canoes:canoe oboes:oboe floes:floe
        horseshoes:horseshoe criteria:criterion phenomena:phenomenon
        bacteria:bacterium larvae:larva alumni:alumnus stimuli:stimulus nuclei:nucleus curricula:curriculum
        memoranda:memorandum indices:index appendices:appendix matrices:matrix vertices:vertex
        """
    )
    for plural, one in [pair.split(":")]
}

#: singulars in -ie, whose plurals look as if they came from -y
IN_IE = words(
    """
    movie cookie zombie calorie selfie rookie junkie prairie genie foodie hoodie smoothie brownie pixie hippie
    rookie birdie budgie collie magpie necktie bourgeoisie lingerie sortie eerie talkie
    """
)
#: singulars in -che, whose plurals look as if they came from -ch
IN_CHE = words(
    """
    ache cache niche headache toothache heartache stomachache backache avalanche psyche moustache mustache cliche
    creche quiche pastiche porsche apache
    """
)
#: singulars in -use; other words in -uses come from -us (buses, viruses)
IN_USE = words(
    """
    use abuse excuse fuse refuse muse ruse recluse accuse confuse reuse misuse diffuse infuse amuse peruse defuse
    hypotenuse disuse overuse
    """
)
#: long enough for the rule that -men is a plural, and none
IN_MEN = words("turkmen tyumen bremen carmen tiananmen specimen regimen abdomen bitumen acumen stamen albumen")
SIBILANT = ("xes", "shes", "sses", "zzes", "tzes")  #: -es falls as a whole
PLAIN = ("ss", "us", "is")  #: an s that belongs to the word
SHORTEST = 4  #: letters from which a final s is a plural's
SHORTEST_MEN = 6  #: letters from which -men is a plural's: gunmen, but Yemen

#: plurals that are typed for a name (Astana Times, United Nations) and do not find their singular; it finds them
NAMED = words("times nations emirates")


def bases(word: str) -> tuple[str, ...]:
    """What a word of a text can be, its singular first."""
    return (singular(word), word) if word in NAMED else (singular(word),)


def query_bases(word: str) -> tuple[str, ...]:
    """The bases of a typed word. They always share a base with the same word in a text."""
    return (word,) if word in NAMED else (singular(word),)


def singular(word: str) -> str:
    """The singular of a case-folded English word of the letters a to z."""
    while (shorter := _step(word)) != word:
        word = shorter
    return word


def _step(word: str) -> str:
    if word in IRREGULAR:
        return IRREGULAR[word]
    if word.endswith("men") and len(word) >= SHORTEST_MEN and word not in IN_MEN:
        return word[:-2] + "an"
    if len(word) < SHORTEST or word[-1] != "s" or word in UNCHANGED:
        return word
    if word.endswith(("eaus", "stanis")):
        return word[:-1]
    if word.endswith(PLAIN):
        return word
    return _without_es(word) if word[-2] == "e" else word[:-1]


def _without_es(word: str) -> str:
    stem = word[:-1]
    if word.endswith("ies"):
        return stem if len(word) < 5 or stem in IN_IE else word[:-3] + "y"  # pies, movies; cities
    if word.endswith("ches"):
        return stem if stem in IN_CHE else word[:-2]
    if word.endswith("uses"):
        return stem if stem in IN_USE or word.endswith(("auses", "ouses")) else word[:-2]
    if word.endswith(SIBILANT):
        return word[:-2]
    return word[:-2] if word.endswith("oes") and len(word) > 4 else stem
