"""Words of talk: what people say to each other and of a bot, and what no topic of news is made of."""

from __future__ import annotations

from bot.language.common import words

TALK = words(
    """
    i you he she we they me him them my your his their our i'm you're it's that's let's don't doesn't can't isn't
    am is are was were be been do does did have has had can could will would should must shall
    who what when where how why which this that these those there here
    not yes no really very too just again now lol thanks sorry
    tell says said knows know think guess ask asks asked show help look sees works broken
    nice great cool awesome stupid dumb funny bot
    я ты вы он она они мы мне тебе вам нам меня тебя вас нас его её ее их ему мой моя твой ваш наш
    это эта этот эти тот та те там тут здесь что чего кто кого как где когда куда зачем почему сколько какой какая какие
    не нет да ну же ли бы уже еще ещё очень просто опять снова лучше тоже
    молодец молодчина круто классный класс крутой тупой тупит глупый умный хороший плохой красавчик красава огонь
    молчит рулит работает сломался завис умеет знает скажи скажите ответь давай спроси спросите подскажи подскажите
    расскажи напиши помоги помогите можешь можете умеешь знаешь думаешь бот бота
    мен сен сіз біз олар маған саған сізге бізге оған менің сенің сіздің біздің оның
    бұл осы сол мына ана кім не нені қалай қайда қашан неге қанша қандай
    емес жоқ иә ия ғой ма ме ба бе па пе өте енді тағы әлі
    жақсы жаман керемет мықты айтшы айтыңызшы жазшы көрдің көрдіңіз білесің білесіз істемейді істейді тұр сұраңыз сұра
    сұраңыздар көмектесші ботқа боттан
    """
)
