"""Words of news in three languages: state, money, land, learning, culture and sport.

See glossary.py for how rows are read.
"""

from __future__ import annotations

ROWS = """
law legislation | закон законодательство | заң
bill draft amendment | законопроект поправка | заң жобасы түзету
sign signing signature | подписать подписание подпись | қол қою
adopt approve | одобрить | қабылдау мақұлдау
senate senator | сенат сенатор | сенат сенатор
mazhilis mazhilisman | мажилис мажилисмен | мәжіліс мәжілісмен
deputy lawmaker | депутат | депутат
election vote ballot | выборы голосование проголосовать избирательный | сайлау дауыс
referendum | референдум | референдум
party | партия | партия
minister | министр | министр
governor akim mayor hokim | аким губернатор мэр хоким | әкім
akimat administration | акимат администрация | әкімдік
ambassador embassy | посол посольство | елші елшілік
negotiation talks | переговоры | келіссөз
agreement deal accord treaty contract | соглашение договор договоренность контракт | келісім шарт
memorandum | меморандум | меморандум
summit | саммит | саммит
forum | форум | форум
conference | конференция | конференция
delegation delegate | делегация делегат | делегация
visit | визит | сапар
debt | долг задолженность | берешек борыш
appoint appointment | назначить назначение | тағайындау тағайындалу
dismiss resign resignation | уволить отставка отстранить | босату отставка шеттету
protest rally demonstration | митинг протест | митинг наразылық
strike | забастовка бастовать | ереуіл
sanctions sanction | санкция | санкция
army military soldier troops | армия военный солдат военнослужащий рядовой | әскер әскери сарбаз жауынгер
war | война военный | соғыс
missile rocket | ракета | зымыран
moon lunar | луна лунный |
satellite | спутник | спутник жерсерік
cosmonaut astronaut space | космонавт космос космический | ғарыш ғарышкер
bank | банк банковский | банк
rate | ставка | мөлшерлеме
interest | процентный | пайыздық
inflation | инфляция | инфляция
price | цена стоимость | баға құн
tariff | тариф | тариф
tax | налог налоговый | салық
budget | бюджет бюджетный | бюджет
loan credit lend | кредит заем займ кредитный | несие қарыз
mortgage | ипотека ипотечный | ипотека
depositor deposit | вкладчик вклад депозит | салымшы депозит салым
dollar | доллар | доллар
euro | евро | еуро
ruble rouble | рубль | рубль
yuan | юань | юань
currency exchange | курс валюта валютный обменник | бағам валюта
bond | облигация | облигация
investor investment invest | инвестор инвестиция инвестировать вложить | инвестор инвестиция
company firm | компания фирма | компания
business entrepreneur | бизнес предприниматель | бизнес кәсіпкер
startup | стартап | стартап
salary wage pay | зарплата оклад заработный | жалақы айлық
job employment vacancy | вакансия трудоустройство безработный | вакансия жұмыссыз
worker employee | рабочий работник сотрудник | жұмысшы қызметкер
farmer agrarian | фермер аграрий крестьянин | фермер диқан шаруа
sowing sow | посевная посев сев посевной сеять | егіс егу
harvest crop | урожай уборка | өнім егін жинау
grain wheat | зерно пшеница | астық бидай
hectare | гектар | гектар
seed | семя семена | тұқым
uranium | уран урановый | уран
drought | засуха | құрғақшылық
fuel diesel | топливо дизтопливо дизель дизельный | жанармай отын дизель
livestock cattle | скот крс | мал
sheep | овца баран отара | қой
horse mare | лошадь конь кобыла | жылқы бие
animal | животное зверь | жануар аң
sugar | сахар сахарный | қант
egg | яйцо | жұмыртқа
bread flour | хлеб мука | нан ұн
milk dairy | молоко молочный | сүт
potato | картофель картошка | картоп
rice | рис рисовый | күріш
tractor | трактор | трактор
saiga antelope | сайга сайгак антилопа | ақбөкен киік
leopard | барс ирбис леопард | барыс ілбіс
tiger tigress | тигр тигрица тигренок | жолбарыс
seal | тюлень | итбалық
locust | саранча | шегіртке
wolf | волк | қасқыр
bear | медведь косолапый | аю
dog | собака пес | ит
bird | птица | құс
fish fishing | рыба рыбалка рыбак | балық балықшы
forest tree | лес дерево лесной | орман ағаш
park reserve | парк заповедник | парк қорық
ecology ecologist environment | экология эколог экологический | экология эколог экологиялық
scientist researcher | ученый исследователь | ғалым зерттеуші
science research study | наука исследование | ғылым зерттеу
archaeologist archaeology excavation unearth | археолог раскопки археологический | археолог археология қазба
bath bathhouse | баня | монша
composer | композитор | композитор сазгер
painter painting | художник живопись | суретші
poet poem poetry | поэт стих поэзия | ақын өлең
exhibition exhibit | выставка экспозиция | көрме
library librarian | библиотека библиотекарь | кітапхана кітапханашы
monument statue | памятник статуя | ескерткіш мүсін
museum | музей | мұражай музей
ancient medieval | древний средневековый | ежелгі ортағасырлық көне
century | век столетие | ғасыр
settlement | городище поселение | қалашық қоныс
village | село поселок аул сельский сельчанин | ауыл
district | район | аудан
steppe | степь | дала
mountain | горный | тау
film movie drama picture | фильм кино картина лента | фильм кино
director | режиссер | режиссер
actor actress | актер актриса | актер актриса
festival | фестиваль | фестиваль
concert | концерт | концерт
singer song | певец певица песня | әнші ән
music musician | музыка музыкант | музыка күй
dombra | домбра домбрист | домбыра домбырашы
theater theatre | театр | театр
book writer author | книга писатель автор | кітап жазушы
award prize | награда премия приз | марапат сыйлық жүлде
record | рекорд рекордный | рекорд
holiday celebration | праздник праздничный | мереке мейрам
boxing boxer | бокс боксер | бокс боксшы
wrestling wrestler | борьба борец | күрес балуан
football soccer | футбол футбольный | футбол
tennis | теннис теннисный | теннис
chess | шахматы шахматист шахматный | шахмат
hockey | хоккей | хоккей
judo | дзюдо дзюдоист | дзюдо
cycling cyclist | велоспорт велогонка велосипедист | велошабандоз велосипед
championship champion | чемпионат чемпион чемпионка | чемпионат чемпион біріншілік
tournament | турнир | турнир
cup | кубок | кубок
final | финал | финал
semifinal | полуфинал | полуфинал
match | матч | матч
goal score | гол забить | гол
win victory beat defeat | победить победа обыграть выиграть | жеңу жеңіс
lose | проиграть поражение | жеңілу
medal | медаль | медаль
team squad | команда сборная | команда құрама
coach trainer | тренер | бапкер жаттықтырушы
player footballer | игрок футболист | ойыншы футболшы
artificial | искусственный | жасанды
intelligence | интеллект | интеллект
supercomputer | суперкомпьютер | суперкомпьютер
computer | компьютер | компьютер
internet online | интернет онлайн | интернет
phone | телефон телефонный звонок | телефон қоңырау
number | номер | нөмір
operator | оператор | оператор
network | сеть | желі
app application | приложение | қосымша
robot robotics | робот робототехника | робот робототехника
processor chip | процессор чип ускоритель | процессор чип
satellite-tv broadcast | трансляция эфир | эфир
population resident inhabitant | население житель жительница | халық тұрғын
demography birth born | рождаемость рождение родиться | туу дүниеге
census count survey | перепись учет подсчет | санақ
volunteer | волонтер доброволец волонтерство | волонтер ерікті волонтерлік
insurance insure insurer | страховка страхование страховой | сақтандыру
union | профсоюз | кәсіподақ
customs | таможня таможенник таможенный | кеден кеденші
passport | паспорт | паспорт төлқұжат
ban prohibit prohibition | запрет запретить запрещение | тыйым
restriction restrict | ограничение ограничить | шектеу
benefit allowance | пособие | жәрдемақы
discount | скидка | жеңілдік
subsidy | субсидия | субсидия
migrant migration | мигрант миграция | мигрант көші-қон
citizen citizenship | гражданин гражданство | азамат азаматтық
religion mosque | мечеть религия | мешіт дін
open opening launch | открыть открытие запустить запуск открыться заработать | ашу ашылу іске қосу
close closure shut | закрыть закрытие перекрыть перекрытие | жабу жабылу
restore resume | восстановить возобновить восстановление | қалпына келтіру
increase grow rise growth | вырасти рост увеличить увеличиться повышение | өсу арту көбею
decrease fall decline drop | снизить снизиться снижение упасть сокращение | төмендеу азаю
"""
