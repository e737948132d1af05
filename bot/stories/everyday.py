"""The same everyday news in Kazakh, Russian and English, by which a model of meanings is measured before it is asked.

Line by line one is the translation of the others, and two lines have nothing to do with each other.
"""

from __future__ import annotations

_ENGLISH = """
The president received the ambassador of Japan. They spoke about trade and visas.
The government discussed the budget for next year. Ministers asked for more money for roads.
Parliament adopted a law on the protection of animals. It comes into force in January.
The mayor spoke about the repair of heating pipes. Work will be finished before winter.
Voters elected a new council in the district. Turnout was higher than expected.
The central bank left its base rate unchanged. Inflation is slowing down.
The dollar rose on the stock exchange. Experts explain why the tenge fell.
Prices of potatoes and onions went up again. Shops were checked.
Oil became cheaper on world markets. Exporters are reducing production.
A new factory for car parts opened in the industrial zone. Three hundred people found work.
The airline will fly to Istanbul every day. Tickets are already on sale.
A bus overturned on the highway. Passengers were taken to hospital.
A house burnt down at night. Firefighters saved two children.
Rescuers are looking for a tourist lost in the mountains. A helicopter is flying.
A strong earthquake was felt in the south. Nobody was hurt.
Snow and strong wind are expected tomorrow. Drivers are asked not to leave the city.
The river burst its banks and flooded villages. People are being evacuated.
Police detained a man suspected of theft. He faces up to five years in prison.
The court sentenced a former official for bribes. He has appealed.
Internet fraudsters took out loans in pensioners' names. Detectives found them.
The footballers lost the qualifying match. The coach is leaving the team.
The boxer won the gold medal at the world championship. He is met as a hero at home.
The tennis player reached the final of the tournament. The match will be played on Sunday.
Doctors performed a rare heart operation. The patient is recovering.
Flu is spreading in schools. Vaccination of children has begun.
A new school for six hundred pupils was built. Lessons begin in September.
Students will receive larger grants. The ministry named the sums.
Scientists found an ancient burial mound in the steppe. There was gold jewellery in it.
A new film about nomads was shown at a festival. The director received a prize.
The opera house begins its season with a premiere. All tickets are sold.
Farmers have finished the harvest. Grain will be exported to China.
Ecologists measured the pollution of air in the city. Coal is to blame.
A company presented a chatbot with artificial intelligence. It speaks Kazakh.
The satellite was launched into orbit. It will photograph the Earth.
Trains are late because of repairs. Passengers are offered a refund.
The soldiers began exercises near the border. They last until the end of the month.
"""
_RUSSIAN = """
Президент принял посла Японии. Говорили о торговле и визах.
Правительство обсудило бюджет на следующий год. Министры просят больше денег на дороги.
Парламент принял закон о защите животных. Он вступит в силу в январе.
Аким рассказал о ремонте теплотрасс. Работы закончат до зимы.
Жители района выбрали новый маслихат. Явка оказалась выше ожидаемой.
Нацбанк сохранил базовую ставку. Инфляция замедляется.
Доллар подорожал на бирже. Эксперты объяснили, почему упал тенге.
Картофель и лук снова подорожали. В магазинах прошли проверки.
Нефть подешевела на мировых рынках. Экспортёры сокращают добычу.
В индустриальной зоне открылся завод автозапчастей. Работу получили триста человек.
Авиакомпания будет летать в Стамбул каждый день. Билеты уже продаются.
На трассе перевернулся автобус. Пассажиров доставили в больницу.
Ночью сгорел жилой дом. Пожарные спасли двоих детей.
Спасатели ищут туриста, заблудившегося в горах. Работает вертолёт.
На юге ощутили сильное землетрясение. Никто не пострадал.
Завтра ожидаются снег и сильный ветер. Водителей просят не выезжать из города.
Река вышла из берегов и затопила сёла. Людей эвакуируют.
Полиция задержала подозреваемого в краже. Ему грозит до пяти лет.
Суд приговорил бывшего чиновника за взятки. Он подал апелляцию.
Интернет-мошенники оформляли кредиты на пенсионеров. Их нашли следователи.
Футболисты проиграли отборочный матч. Тренер покидает команду.
Боксёр завоевал золотую медаль на чемпионате мира. Дома его встречают как героя.
Теннисистка вышла в финал турнира. Матч пройдёт в воскресенье.
Врачи провели редкую операцию на сердце. Пациент поправляется.
В школах распространяется грипп. Началась вакцинация детей.
Построили новую школу на шестьсот мест. Уроки начнутся в сентябре.
Студентам повысят стипендии. Министерство назвало суммы.
Учёные нашли в степи древний курган. В нём были золотые украшения.
Новый фильм о кочевниках показали на фестивале. Режиссёр получил приз.
Оперный театр открывает сезон премьерой. Все билеты проданы.
Аграрии завершили уборку урожая. Зерно отправят в Китай.
Экологи измерили загрязнение воздуха в городе. Виноват уголь.
Компания представила чат-бот с искусственным интеллектом. Он говорит по-казахски.
Спутник вывели на орбиту. Он будет снимать Землю.
Поезда опаздывают из-за ремонта путей. Пассажирам предлагают вернуть деньги.
Военные начали учения у границы. Они продлятся до конца месяца.
"""
_KAZAKH = """
Президент Жапония елшісін қабылдады. Сауда мен виза туралы әңгімелесті.
Үкімет келесі жылдың бюджетін талқылады. Министрлер жолға көбірек ақша сұрады.
Парламент жануарларды қорғау туралы заң қабылдады. Ол қаңтарда күшіне енеді.
Әкім жылу құбырларын жөндеу туралы айтты. Жұмыс қысқа дейін аяқталады.
Аудан тұрғындары жаңа мәслихат сайлады. Сайлаушылар күткеннен көп келді.
Ұлттық банк базалық мөлшерлемені өзгертпеді. Инфляция баяулап келеді.
Биржада доллар қымбаттады. Сарапшылар теңгенің неге құлдырағанын түсіндірді.
Картоп пен пияз тағы қымбаттады. Дүкендер тексерілді.
Әлемдік нарықта мұнай арзандады. Экспорттаушылар өндіруді қысқартып жатыр.
Индустриялық аймақта автокөлік бөлшектерінің зауыты ашылды. Үш жүз адам жұмысқа орналасты.
Әуе компаниясы Стамбұлға күн сайын ұшады. Билеттер сатылымға шықты.
Тас жолда автобус аударылды. Жолаушылар ауруханаға жеткізілді.
Түнде тұрғын үй өртеніп кетті. Өрт сөндірушілер екі баланы құтқарды.
Құтқарушылар тауда адасқан туристі іздеп жатыр. Тікұшақ ұшты.
Оңтүстікте қатты жер сілкінісі сезілді. Ешкім зардап шеккен жоқ.
Ертең қар жауып, қатты жел соғады. Жүргізушілерден қаладан шықпау сұралады.
Өзен арнасынан асып, ауылдарды су басты. Адамдар көшірілуде.
Полиция ұрлық жасады деген күдіктіні ұстады. Ол бес жылға дейін сотталуы мүмкін.
Сот бұрынғы шенеунікті пара үшін соттады. Ол апелляция берді.
Интернет-алаяқтар зейнеткерлердің атына несие рәсімдеген. Оларды тергеушілер тапты.
Футболшылар іріктеу матчында ұтылды. Бапкер командадан кетеді.
Боксшы әлем чемпионатында алтын медаль жеңіп алды. Оны елде батырша қарсы алды.
Теннисші турнирдің финалына шықты. Матч жексенбіде өтеді.
Дәрігерлер жүрекке сирек кездесетін ота жасады. Науқас сауығып келеді.
Мектептерде тұмау тарап жатыр. Балаларды вакциналау басталды.
Алты жүз орындық жаңа мектеп салынды. Сабақ қыркүйекте басталады.
Студенттердің шәкіртақысы өседі. Министрлік сомасын атады.
Ғалымдар даладан ежелгі қорған тапты. Ішінде алтын әшекейлер болған.
Көшпенділер туралы жаңа фильм фестивальде көрсетілді. Режиссер жүлде алды.
Опера театры маусымын премьерамен ашады. Билеттің бәрі сатылған.
Диқандар егін жинауды аяқтады. Астық Қытайға жөнелтіледі.
Экологтар қала ауасының ластануын өлшеді. Оған көмір кінәлі.
Компания жасанды интеллекті бар чат-бот таныстырды. Ол қазақша сөйлейді.
Жерсерік орбитаға шығарылды. Ол Жерді суретке түсіреді.
Жол жөнделіп жатқандықтан пойыздар кешігуде. Жолаушыларға ақшасын қайтару ұсынылды.
Әскерилер шекара маңында жаттығу бастады. Ол ай соңына дейін созылады.
"""
EVERYDAY = {
    language: tuple(lines.strip().splitlines())
    for language, lines in (("en", _ENGLISH), ("ru", _RUSSIAN), ("kk", _KAZAKH))
}
