"""Foreign names that the news is full of, in Russian and in Latin letters, where no rule of transliteration leads.

    гейтс ─ other_spellings ─▶ gates   trudeau ─ other_spellings ─▶ трюдо   майкл ─ other_given_spellings ─▶ michael

Such a surname is a name even if it is typed alone and has no ending of surnames.
"""

from __future__ import annotations

from collections import defaultdict


def _both_ways(pairs: str) -> dict[str, tuple[str, ...]]:
    """The other spellings of each: "гейтс=gates" is gates of гейтс and гейтс of gates."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for pair in pairs.replace("ё", "е").split():
        russian, _, latin = pair.partition("=")
        for one in latin.split(","):
            found[russian].append(one)
            found[one].append(russian)
    return {one: tuple(others) for one, others in found.items()}


#: people who are concepts have theirs in config/concepts.toml
_SURNAMES = _both_ways(
    """
    абэ=abe алонсо=alonso альбанезе=albanese алькарас=alcaraz альтман=altman асад=assad безос=bezos беллингем=bellingham
    бербок=baerbock берлускони=berlusconi бланшетт=blanchett блинкен=blinken блэр=blair болсонару=bolsonaro
    боррель=borrell буш=bush бэкхем=beckham вагенкнехт=wagenknecht винисиус=vinicius вучич=vucic,vučić вэнс=vance
    гауф=gauff гвардиола=guardiola гейтс=gates гюлен=gulen,gülen депардье=depardieu джобс=jobs джокович=djokovic,đoković
    дончич=doncic,dončić достоевский=dostoevsky,dostoyevsky дутерте=duterte дюплантис=duplantis
    залужный=zaluzhny,zaluzhnyi ибрагимович=ibrahimovic,ibrahimović имамоглу=imamoglu,imamoğlu исиба=ishiba
    йокич=jokic,jokić йоханссон=johansson каллас=kallas карлсен=carlsen карлсон=carlson качиньский=kaczynski,kaczyński
    кейдж=cage кеннеди=kennedy киссинджер=kissinger клинтон=clinton кличко=klitschko,klychko клопп=klopp клуни=clooney
    кэмерон=cameron лагард=lagarde леклер=leclerc лекорню=lecornu лукаку=lukaku мадуро=maduro
    макгрегор=mcgregor маккарти=mccarthy маккартни=mccartney маккейн=mccain марадона=maradona мбаппе=mbappe,mbappé
    мейвезер=mayweather мелони=meloni меркель=merkel месси=messi милей=milei милошевич=milosevic,milošević
    мицотакис=mitsotakis модрич=modric,modrić муррей=murray навальная=navalnaya навальный=navalny надаль=nadal
    неймар=neymar непомнящий=nepomniachtchi обама=obama оппенгеймер=oppenheimer пауэлл=powell пезешкиан=pezeshkian
    пелоси=pelosi перес=perez,pérez пиночет=pinochet писториус=pistorius раиси=raisi рейган=reagan рианна=rihanna
    родригес=rodriguez,rodríguez роналду=ronaldo рубио=rubio рузвельт=roosevelt руни=rooney рютте=rutte салах=salah
    санчес=sanchez,sánchez саркози=sarkozy свифт=swift свёнтек=swiatek,świątek синнер=sinner сноуден=snowden
    соболенко=sabalenka спилберг=spielberg столтенберг=stoltenberg суарес=suarez,suárez сунак=sunak тарантино=tarantino
    толстой=tolstoy,tolstoi трасс=truss трюдо=trudeau тунберг=thunberg туск=tusk тэтчер=thatcher уолш=walsh
    уоррен=warren усик=usyk ферстаппен=verstappen фицо=fico хаменеи=khamenei хамильтон=hamilton харрис=harris
    холанд=haaland хуссейн=hussein хэмилтон=hamilton цукерберг=zuckerberg чавес=chavez,chávez чайковский=tchaikovsky
    чаушеску=ceausescu черчилль=churchill шварценеггер=schwarzenegger швёнтек=swiatek,świątek
    ширак=chirac шредер=schroeder,schröder штайнмайер=steinmeier
    шумахер=schumacher эйнштейн=einstein эпштейн=epstein ющенко=yushchenko янукович=yanukovych
    """
)
_GIVEN = _both_ways(
    """
    ангела=angela анджей=andrzej артур=arthur бенджамин=benjamin билл=bill гарри=harry генри=henry герхард=gerhard
    дейв=dave джастин=justin джей=jay джеймс=james джейн=jane джек=jack джессика=jessica джим=jim джо=joe джон=john
    джордж=george джош=josh джулия=julia дэвид=david жан=jean жорж=georges йенс=jens камала=kamala карлос=carlos
    кевин=kevin кейт=kate кристин=christine кэтрин=catherine,katherine лех=lech лиз=liz лоуренс=lawrence луис=luis,louis
    люк=luc майк=mike майкл=michael мигель=miguel мишель=michel,michelle мэтью=matthew ник=nick пабло=pablo питер=peter
    пол=paul пьер=pierre ричард=richard сара=sarah,sara стивен=steven,stephen сьюзан=susan тейлор=taylor томас=thomas
    тони=tony уильям=william хавьер=javier хорхе=jorge хосе=jose,josé хуан=juan чарльз=charles шон=sean
    эдуард=edward,eduard элизабет=elizabeth эмили=emily эндрю=andrew эрик=eric,erik юрген=jurgen,jürgen
    """
)


def other_spellings(surname: str) -> tuple[str, ...]:
    """The spellings in the other script of a folded surname that is listed; () for others."""
    return _SURNAMES.get(surname, ())


def other_given_spellings(name: str) -> tuple[str, ...]:
    """The same of a given name."""
    return _GIVEN.get(name, ())
