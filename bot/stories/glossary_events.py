"""Words of news in three languages: what happens, to whom, and where.

See glossary.py for how rows are read.
"""

from __future__ import annotations

ROWS = """
fire blaze firefighter | пожар возгорание огонь пожарный гореть загореться сгореть потушить пламя | өрт жану өртену
  сөндіру
flood floodwater meltwater inundate | паводок наводнение подтопление затопление подтопить затопить | тасқын
earthquake quake tremor | землетрясение толчок тряхнуть | зілзала сілкіну сілкініс дүмпу
epicenter epicentre | эпицентр очаг | ошақ эпицентр
magnitude | магнитуда | магнитуда
seismologist seismic | сейсмолог сейсмический | сейсмолог сейсмологиялық
explosion explode blast | взрыв взорваться хлопок | жарылыс жарылу
collapse crumble | обрушение обрушиться рухнуть обвал | құлау опырылу
landslide avalanche | оползень лавина сель | көшкін сел
storm gale hurricane | буря шторм ураган штормовой | дауыл дауылды боран
wind gust | ветер порыв | жел екпін
rain downpour rainfall | дождь ливень осадки | жаңбыр жауын нөсер
snow snowfall | снег снегопад | қар
hail thunderstorm | град гроза | бұршақ найзағай
fog | туман | тұман
frost cold freeze | мороз заморозок похолодание холод | аяз суық үсік
heat hot | жара зной | аптап ыстық
ice slippery | гололед лед | көктайғақ мұз
dust | пыль пыльный | шаң шаңды
forecast forecaster meteorologist | прогноз синоптик | болжам синоптик
temperature degree | температура градус | температура градус
drown | утонуть утопленник | суға бату
rescue rescuer | спасатель спасти спасение | құтқарушы құтқару
evacuate evacuation | эвакуация эвакуировать вывезти | эвакуация көшіру эвакуациялау
victim casualty injure injury hurt wound | пострадать пострадавший ранение ранить травма травмировать | жарақат
  зардап жаралану
kill die dead death fatal decease | погибнуть смерть умереть гибель скончаться погибший смертельный летальный | қаза
  өлу өлім қайтыс мерт
body corpse | труп | мәйіт дене
survive survivor alive | выжить живой уцелеть | тірі аман
missing disappear | пропасть исчезнуть пропавший | жоғалу хабарсыз
search | поиск разыскивать розыск искать | іздеу іздестіру
crash collision collide accident | авария столкновение столкнуться дтп крушение | апат соқтығысу
hit knock | сбить наезд переехать | қағу
overturn | опрокинуться перевернуться | аударылу
pedestrian | пешеход | жаяу
skid | занести занос | тайғанау
derail derailment | сход сойти |
train | поезд | пойыз
freight cargo | грузовой груз | жүк
wagon carriage | вагон полувагон | вагон
rail track | рельс путь железнодорожный | рельс теміржол
station | станция вокзал | станса вокзал бекет
passenger | пассажир пассажирский пассажиропоток | жолаушы
bus minibus | автобус микроавтобус маршрутка | автобус
tram | трамвай | трамвай
motorcycle motorcyclist motorbike | мотоцикл мотоциклист | мотоцикл
scooter | самокат | самокат
locomotive | локомотив тепловоз | локомотив тепловоз
taxi | такси таксист | такси
truck lorry | грузовик фура дальнобойщик | фура
driver motorist | водитель автомобилист | жүргізуші
car vehicle auto automobile | автомобиль машина авто автомашина | көлік автокөлік машина
road highway motorway | дорога трасса автодорога шоссе | жол тасжол трасса
street avenue | улица проспект | көше даңғыл
bridge | мост переправа | көпір
tunnel | тоннель туннель | тоннель туннель
traffic jam | пробка движение | кептеліс қозғалыс
plane aircraft airplane airliner jet | самолет лайнер борт | ұшақ
flight fly | рейс полет вылет летать вылететь авиарейс | рейс ұшу әуе
airline carrier | авиакомпания перевозчик | әуекомпания тасымалдаушы
pilot | пилот летчик | ұшқыш
helicopter | вертолет | тікұшақ
drone | беспилотник дрон бпла | дрон
ship vessel boat | судно корабль катер теплоход сухогруз | кеме қайық
port harbor harbour | порт | порт айлақ
ticket fare | билет | билет
border | граница пограничный погранзастава | шекара
visa | виза визовый | виза
tourist | турист туристический | турист туристік
oil crude | нефть нефтяной | мұнай
gas | газ газовый | газ
leak | утечка | жылыстау
pipeline | трубопровод нефтепровод газопровод | құбыр
barrel | баррель | баррель
ton tonne | тонна | тонна
export | экспорт экспортировать вывоз | экспорт
import | импорт импортировать ввоз | импорт
coal | уголь угольный | көмір
mine miner | шахта рудник шахтер горняк | шахта кеніш кенші шахтер
gold | золото золотой | алтын
silver | серебро серебряный | күміс
bronze | бронза бронзовый | қола
metal steel | металл сталь | металл болат
electricity electric power | электричество электроэнергия электроснабжение энергия | электр энергия
wind-farm turbine | ветровой ветряной турбина | турбина
reactor nuclear | реактор атомный ядерный | реактор атом ядролық
water | вода водный | су
drinking | питьевой | ауызсу
river | река речной | өзен
lake | озеро | көл
sea | море морской | теңіз
reservoir dam | водохранилище плотина | бөген бөгет
canal | канал | канал
pump | насос помпа | сорғы
heating boiler | отопление котел отопительный котельная теплоисточник теплосеть | жылу қазандық
repair | ремонт отремонтировать ремонтный | жөндеу
plant factory facility | завод фабрика | зауыт фабрика
waste garbage rubbish trash | отходы мусор тбо мусорный | қалдық қоқыс
recycle sort | переработка сортировка перерабатывать мусоросортировочный | сұрыптау өңдеу
desalination | опреснительный опреснение | тұщыту
construct construction build builder | строительство построить строить стройка строитель | құрылыс салыну
contractor | подрядчик | мердігер
house home apartment flat housing | дом жилье квартира жилой многоэтажка | үй пәтер баспана
building | здание | ғимарат
roof attic | крыша чердак кровля | шатыр төбе
market bazaar | рынок базар | базар нарық
shop store | магазин бутик | дүкен бутик
mall | тц трц молл |
warehouse storage | склад складской | қойма
restaurant cafe | ресторан кафе | мейрамхана дәмхана
canteen cafeteria | столовая пищеблок | асхана
hotel | гостиница отель | қонақүй
school | школа школьный | мектеп
pupil schoolchild student schoolboy schoolgirl | школьник ученик учащийся студент | оқушы шәкірт студент
teacher | учитель педагог | мұғалім ұстаз
dormitory hostel | общежитие хостел | жатақхана хостел
branch | филиал | филиал
campus | кампус | кампус
pool | бассейн | бассейн
university | университет вуз | университет
kindergarten | детсад садик | балабақша
exam test | экзамен тестирование ент | емтихан ұбт
grant scholarship | грант стипендия | грант шәкіртақы
child children kid | ребенок детский дети | бала
parent | родитель | ата-ана
mother | мать мама | ана
father | отец | әке
woman | женщина | әйел
girl | девочка девушка | қыз
boy teenager teen | мальчик подросток | ұл жасөспірім
pensioner retiree pension | пенсионер пенсия | зейнеткер зейнетақы
family | семья | отбасы
wedding marriage marry divorce | свадьба брак жениться развод | той неке үйлену ажырасу
hospital clinic ward | больница стационар клиника госпиталь | аурухана клиника емхана
hospitalize hospitalise | госпитализировать госпитализация | жатқызу
doctor physician medic surgeon | врач медик доктор хирург | дәрігер
nurse | медсестра | мейірбике
patient | пациент больной | науқас пациент
quarantine | карантин | карантин
disease illness infection infectious | заболевание болезнь инфекция инфекционный заболеваемость | ауру жұқпалы инфекция
poison poisoning | отравление отравиться отравить | улану уланған
vaccine vaccinate vaccination | вакцина прививка вакцинация прививочный ревакцинация | вакцина екпе
measles | корь | қызылша
ambulance | скорая | жәрдем
burn | ожог | күйік
heart | сердце сердечный | жүрек
transplant | пересадить пересадка трансплантация |
donor | донор донорский | донор
tumor tumour cancer | опухоль рак онкология онкологический | ісік обыр
blood | кровь | қан
baby newborn infant | младенец новорожденный | нәресте сәби
surgery | хирургический | ота операция
medicine drug | лекарство препарат | дәрі
police policeman | полиция полицейский | полиция
suspect suspicion | подозреваемый подозрение подозревать | күдікті
arrest custody detain detention | задержать арест арестовать задержание стража задержанный | ұстау қамау қамалу
robbery rob robber heist raid | ограбление грабитель налетчик разбой ограбить грабеж | тонау қарақшылық
theft steal thief | кража украсть вор похитить хищение | ұрлық ұрлау ұры
jewelry jewellery jeweler | ювелирный украшение | зергерлік ювелир әшекей
murder homicide | убийство убить убийца | кісі өлтіру
attack assault | нападение напасть атака | шабуыл
shoot shooting gun | стрельба выстрел оружие | ату қару оқ
knife stab | нож | пышақ
fraud fraudster scam scammer swindler | мошенник мошенничество аферист обманщик мошеннический | алаяқ алаяқтық
bribe bribery corruption | взятка коррупция коррупционный | пара сыбайлас жемқорлық
drugs narcotic | наркотик наркотический | есірткі
smuggle smuggling | контрабанда | контрабанда
court judge tribunal trial | суд судья судебный | сот судья
sentence convict | приговор приговорить осудить | үкім соттау
prison jail imprisonment | тюрьма колония заключение лишение | түрме абақты бостандық
lawyer attorney | адвокат юрист | адвокат заңгер
prosecutor | прокурор прокуратура | прокурор прокуратура
investigation investigator investigate probe | расследование следователь следствие следственный | тергеу тергеуші
crime criminal | преступление преступник уголовный преступный | қылмыс қылмыстық қылмыскер
fine penalty | штраф оштрафовать | айыппұл
compensation compensate | компенсация возместить | өтемақы
damage loss | ущерб убыток потеря | шығын залал
camera cctv | камера видеокамера | камера
footage | ролик | бейне
card | карта карточка | карта
hostage captive | заложник пленный плен | тұтқын кепіл
bomb | бомба бомбить | бомба
account | | шот
"""
