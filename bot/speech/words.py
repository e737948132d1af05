"""Words around wishes, of three languages together: what is polite, what stands before a topic, what is no topic."""

from __future__ import annotations

#: words that are no topic where a sentence is taken apart: verbs, adverbs, people and times in general
NO_NOUNS = """
    i you we they he she my your say says said think know want need like see hear get got go going come came make made
    take give tell told ask find use work works try help let keep start stop run live lives lived open opens opened
    close build built buy sell pay really still ever never always often soon today tomorrow yesterday now again maybe
    perhaps please good bad great big small old new best better many much lot lots few own same different first last
    next whole every day days week month year years time times thing things way ways people person man men woman
    someone somebody nobody anybody everyone friend friends question answer problem reason kind part place idea yes no
    hello thanks thank sorry don't can't won't i'm it's that's there's i've i'll what's does doing done been being
    about also even though because while since until should would could must might shall instead love loves likes hate
    hates care cares plans plan raise already together actually probably quite pretty год года лет день дня дней
    неделя недели месяц месяца время раз раза вопрос ответ дело дела вещь люди людей людям человек человека друг
    друзья мнение слово слова часть место сторона пора утро вечер ночь час часов минут сегодня завтра вчера скоро
    сейчас теперь потом опять снова очень много мало можно нужно надо пожалуйста спасибо привет правда мне меня мой
    моя мои тебе тебя твой нам нас наш ваш вам вас свой своя сам сама себя кажется говорят думаю знаю хочу бот боту
    мен сен сіз біз олар маған саған сізге бізге оған менің сенің біздің адам адамдар күн күні апта ай жыл жылы жылдар
    уақыт кез рет сұрақ жауап іс нәрсе дос достар сөз бөлік жер таң кеш түн сағат бүгін ертең кеше қазір енді тағы өте
    көп аз керек қажет мүмкін рахмет сәлем шын дейді деп екен еді болар болады бар жоқ емес ғой ғана ойымша меніңше
    такой такая такое такие қалай қандай қашан неге кім не бола болып болған жатыр тұр жүр отыр
    """
#: said before and behind what is meant; a phrase each, and one word each
POLITE_BEFORE = """
    hiya, howdy, morning, evening, приветствую, ку, хелло, здрасте, здаров, здарова, доброго времени суток, ассаламу
    алейкум, сәлемдесу, hi, hello, hey, hey there, hi there, hello there, dear, please, pls, plz, ok, okay, so, well,
    sorry, excuse me, jarshy, bot, good morning, good afternoon, good evening, listen, yo, and, now, yes, thanks,
    great, cool, bro, man, also, then, привет, приветик, здравствуй, здравствуйте, добрый день, доброе утро, добрый
    вечер, доброго дня, пожалуйста, плиз, пж, эй, слушай, слушайте, послушай, бот, джарши, жаршы, дорогой, уважаемый,
    будь добр, будь добра, будьте добры, будь другом, если можно, если не сложно, ок, окей, ну, ну а, извини,
    извините, прости, простите, салют, хай, так, и, да, ладно, хорошо, друг, братан, брат, кстати, тогда, спасибо, а,
    о, ой, слышь, же, просто, короче, вот, уже, блин, сәлем, салем, сәлеметсіз бе, сәлеметсің бе, салем бот,
    ассалаумағалейкум, салам, өтінемін, өтінем, кешіріңіз, кешір, айтыңызшы, айтшы, тыңда, жарайды, қайырлы күн,
    қайырлы таң, қайырлы кеш, армысыз, құрметті, ботжан, бауырым, иә, ия, рахмет, жақсы, ал, сонда, тағы, мархабат
    """
POLITE_AFTER = """
    please, pls, plz, thanks, thx, thank you, jarshy, bot, bro, ok, okay, now, then, again, man, asap, пожалуйста,
    плиз, пж, пжл, пжлст, пожалуйсто, спасибо, спс, заранее, бот, джарши, жаршы, братан, брат, друг, ок, же, а, уже,
    ладно, сейчас, теперь, сегодня же, наконец, срочно, блин, если, можно, сюда, опять, снова, өтінемін, өтінем,
    рахмет, рақмет, алдын, ала, бауырым, айтшы, мархабат, осында, ендеше
    """

PLEASE = """
    please, pls, plz, пожалуйста, пожалуйсто, плиз, пж, пжл, пжлст, өтінемін, өтінем
    """
GREETINGS = """
    hi, hello, hey, yo, hiya, howdy, привет, приветик, здравствуй, здравствуйте, хай, салют, приветствую, ку, хелло,
    здрасте, здаров, здарова, доброго, салам, сәлем, салем, сәлемдесу, армысыз, ассаламу, ассалаумағалейкум,
    jarshy, джарши, жаршы
    """
#: little words before a topic, and words that are no topic
ABOUT = """
    about on of for regarding concerning from in to the a an with any all some only just про о об обо по на в во из за
    с со от для насчет относительно тему теме что тоже только все всё еще ещё этот эта эти эту этого
    """
BEHIND_TOPIC = "туралы жайлы жайында жөнінде бойынша хақында деген тақырыбы тақырыбына тоже также too also"
#: a topic does not begin or end so: "хватит ли воды" and "без вести" only look like wishes
NO_BEGINNING = """
    ли бы же вести я ты мы вы он сомнения сомнений перемен she he we i you they to get what what's whats it's through
    fake good bad great old more at
    """
NO_END = "не ли ма ме ба бе to"
ALL_NEWS = """
    everything anything all news updates stuff things something nothing articles messages alerts notifications topics
    it this that them me here more new latest you bot please anymore topic these those feed всё все всего всем
    что-нибудь нибудь что-то то ничего новое нового новости статьи сообщения уведомления рассылку темы тему тема это
    этого эту этом этим эти меня мне больше мое моё сюда тебя бот новостям новостями теме темах темам подписку
    подписки бәрі бәрін барлығы барлығын барлық ештеңе бірдеңе жаңалық жаңалықтар жаңалықтарды мақала мақалалар
    хабарлама хабарламалар хабарламаларды тақырып тақырыптар тақырыпты тақырыптарды осы осыны мұны бұл бұны оны мен
    маған сен енді important самое важное главное интересное подряд маңыздысы маңыздысын бастысы бастысын
    """

#: what is asked for by number
COUNTED = """
    news, articles, stories, headlines, posts, updates, новост[и,ей,ь], стат[ьи,ей,ью], заголовк[а,ов], пост[а,ов],
    жаңалық(ты), мақала(ны), хабар
    """

#: asks to leave a topic out: unfollows what is followed, else offers to exclude it from a follow
LEAVE_OUT = "leave-out"
