"""What walls, pages of consent and of errors say, as a headline or at the beginning of their text (pure, data)."""

from __future__ import annotations

WALL = (
    "|".join(
        (
            # English: waiting, robots
            "just a moment",
            "attention required",
            "checking (?:your browser|if the site)",
            "verify(?:ing)? (?:that )?you(?: are|['’]re) (?:a )?(?:human|not a robot)",
            "(?:are you|you are not|you['’]re not) a robot",
            "captcha",
            "ddos[- ]protection",
            "\\bray id\\b",
            "security (?:check|verification)",
            "(?:access (?:to this \\w+ )?(?:is |has been )?|request (?:has been )?)(?:denied|blocked|restricted)",
            "unusual (?:traffic|activity)",
            "you have been blocked",
            "(?:disable|turn off|pause) (?:your )?ad[ -]?block",
            "not available in your (?:country|region|location)",
            # scripts
            "(?:enable|requires?|turn on|allow|needs?|activate) (?:java ?script|cookies)",
            "java ?script (?:is )?(?:disabled|required|must be|not (?:enabled|available))",
            # errors
            "(?:page|article|content|post|document|news|story) (?:\\w+ ){0,4}not (?:be )?found",
            "^(?:\\W*not found|\\W*40[34]\\b)",
            "\\b(?:error|code) ?:?#? ?(?:40[134]|50[023])\\b|\\b(?:40[134]|50[023]) ?[-–—:|]? ?(?:error"
            "|not found|forbidden)",
            "(?:page|article|content) (?:\\w+ ){0,6}(?:(?:doesn['’]t|does not|no longer) exists?|is (?:no longer"
            "|not) available)",
            "something went wrong",
            "(?:service|site|website) (?:is )?(?:temporarily )?(?:unavailable|under (?:maintenance|construction))",
            # consent, accounts
            "before you continue",
            "(?:we|our partners) value your privacy|your privacy (?:choices|matters)|cookie (?:consent|settings"
            "|preferences)",
            "(?:log|sign) ?in (?:or \\w+ )?to (?:continue|read|view|access|see)",
            "please (?:log|sign) ?in",
            "subscribe to (?:continue|read|keep)|subscribers only|(?:for|to) subscribers",
            # Russian
            "один момент|секундочку|подождите(?:,)? (?:пожалуйста|немного|секунд)|пожалуйста, подождите",
            "провер(?:ка|яем|ьте|ить) (?:ваш(?:его)? )?(?:браузера?|безопасност|подключени|соединени)",
            "(?:вы|что вы) не робот|подтвердите, что|введите (?:код|символы) с (?:картинки|изображения)",
            "доступ (?:\\w+ ){0,4}(?:ограничен|запрещ[её]н|закрыт|заблокирован)",
            "(?:включите|включить|включён|требуется|разрешите|необходим[оа]?)(?: \\w+){0,3} (?:java ?script|cookie)",
            "java ?script (?:отключ[её]н|выключен|не (?:поддерживается|включ[её]н))",
            "(?:страниц[аыу]|материал|новость|статья|документ|публикация) (?:\\w+ ){0,4}не (?:найден|существ"
            "|обнаруж|доступ)",
            "не (?:найдена|существует|удалось найти) (?:\\w+ ){0,3}(?:страниц|материал|новост|статьи)",
            "такой страницы (?:\\w+ )?(?:нет|не)|страниц[аы] (?:была )?(?:удалена|перемещена)",
            "(?:ошибка|код) ?:?№? ?(?:40[134]|50[023])|(?:40[134]|50[023]) ?[-–—:|]? ?ошибка|ничего не найдено",
            "(?:ведутся|проводятся) технические работы|сайт (?:временно )?(?:недоступен|на обслуживании)",
            "(?:мы ценим|уважаем) (?:вашу|вашей) (?:конфиденциальност|приватност)|прежде чем продолжить"
            "|согласие на (?:обработку|использование)",
            "(?:войдите|авторизуйтесь|зарегистрируйтесь|оформите подписку)(?: \\w+){0,6},? чтобы|чтобы (?:читать"
            "|продолжить|прочитать)"
            "(?: \\w+){0,4},? (?:войдите|авторизуйтесь|зарегистрируйтесь|оформите)",
            "(?:необходима|требуется|нужна) (?:авторизация|регистрация|подписка)|(?:только )?(?:для|по) подписчик",
            "вы (?:действительно )?человек|вам (?:уже )?(?:есть|исполнилось) 18",
            "(?:отключите|выключите|приостановите) (?:\\w+ )?(?:блокировщик|ad ?block)|недоступ\\w+ в (?:вашем"
            "|вашей) (?:регионе|стране)",
            "(?:сервис|сайт|ресурс) (?:\\w+ ){0,2}недоступен",
            # Kazakh
            "бет(?:і|тер)? (?:\\w+ )?(?:табылмады|жоқ)|парақ(?:ша)? (?:\\w+ )?(?:табылмады|жоқ)|мұндай (?:бет|парақ)",
            "(?:іздеген|сұралған) (?:бет|парақ|материал)|материал табылмады|қате ?:? ?(?:40[134]|50[023])",
            "робот емес|браузер\\w* (?:тексер|қосы)|тексеріліп жатыр|сәл күте|күте тұрыңыз",
            "java ?script\\w* (?:қосыңыз|қосу|өшірілген|қажет)",
            "қол жеткізу (?:шектел|жабы)|кіру (?:шектел|жабы|қажет)|(?:оқу"
            "|жалғастыру) үшін (?:\\w+ ){0,3}(?:кіріңіз|тіркеліңіз|жазылыңыз)",
            "cookie\\w* (?:қосыңыз|келісім)|жалғастырмас бұрын",
        )
    )
    .replace(" ?", r"\s*")
    .replace(" ", r"\s+")
)
