"""Words that say little of which story an article tells.

How news speaks (said, сообщили, хабарлады), when (today, сәуір), and what is in news of every kind. Base forms; for
stop words and the commonest ones see bot/language/.
"""

from __future__ import annotations

from bot.language.common import words

#: how news speaks, when something is, how many there are: these are not compared
SAYING = words(
    """
    said says say told tell report reported according press service note noted inform information news add added photo
    video announce announced statement official officials people person
    сообщить сообщать рассказать отметить заявить сказать говорить говориться данные слово пресс-служба служба
    передавать уточнить добавить напомнить подчеркнуть ответить объяснить пояснить информация сообщение новость
    подробность фото фоторепортаж видео известно стать мочь весь который мужчина человек год
    тысяча область областной регион местный находиться являться произойти произошло происходить случиться
    хабарлау хабарлады айтты айту айтады деді дейді мәлімет мәліметінше мәлімдеді дерек баспасөз қызмет хабар атап өтті
    шығу шықты жату жатыр отыр отыру тұр тұрған жоқ бар жетті жету онда астам жуық шамасында шама ден адам облыстық
    облыс барлық кей жер сала орын орны мүмкін керек қажет жүр жүру келу келді кету кеткен алу алды беру берді көру ету
    етті салу бастау бастады тиіс тағы көп аз
    january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday morning evening night day week month hour minute a.m p.m
    январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь
    понедельник вторник среда четверг пятница суббота воскресенье
    утро утром вечер вечером ночь ночью день неделя месяц час минута сутки сегодня вчера завтра ранее сейчас раз
    қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан
    дүйсенбі сейсенбі сәрсенбі бейсенбі жұма сенбі жексенбі
    таң кеш түн кеше бүгін ертең апта ай сағат минут қазір биыл былтыр
    million billion thousand млн млрд тыс миллион миллиард мың percent процент пайыз
    """
)
#: in news of every kind: they count, but little
ROUTINE = words(
    """
    found take took make made leave reach work expect keep read ready use help give hold held meet begin start
    continue plan call come become show include provide total part number time place way end need high large big
    great good long last next second early late several near main special important measure issue support level
    situation project member head chief chairman director department group center centre office public capital
    назвать получить открыть открыться первый второй последний новый начать начаться работа работать житель глава время
    страна город мир поддержка показать появиться россия россиянин предложить предупредить провести пройти проводить
    продлить продолжить планировать хотеть готовый ожидать ожидаться вернуться остаться количество число случай место
    средство помощь помочь большой большинство режим условие срок начало конец сезон центр эксперт власть вопрос
    решение решить проверка меры мера ситуация предложение участок участие участник принять выявить проект программа
    развитие создать состояться состояние причина возможность возможный важный особый главный список история жизнь друг
    руководитель директор начальник отдел управление департамент организация система уровень рост половина несколько
    многий другой нужный должный прежний каждый найти попасть стоить идти дать взять сделать делать использовать
    обсудить поручить рассмотреть проверить контроль итог ход рамка встреча совещание заседание
    meeting session visit discuss instruct approve agenda
    кеңес жиын отырыс кездесу кездесті тапсыру тапсырды қарау қаралды бақылау мәселе шара жұмыс жаңа бірінші екінші
    соңғы басты маңызды жоба бағдарлама деңгей жағдай басшы басшысы бөлім басқарма департамент мекеме ұйым топ орталық
    бөлу бөлінді дайын күту күтіледі көмек қолдау пайда уақыт жалғасу өту өтті өткізу өткізді ашу басқа бірнеше
    """
)
