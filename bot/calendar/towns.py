"""Towns by which people name their time zone and which give none its name: where each lies, and what it is called.

A line is `latitude longitude English|Russian|Kazakh; other names`. Kazakh is left out where it is as the Russian name.
The towns that zones are named after are not here: tzdata knows where they lie, and CLDR what they are called.
Those of the former Soviet Union and of China stand here, all others in `far_towns`.
"""

from __future__ import annotations

from collections.abc import Mapping

TOWNS: Mapping[str, str] = {
    "Asia/Almaty": """
        51.2 71.4 Astana|Астана; Nur-Sultan, Нур-Султан, Нұр-Сұлтан, Akmola, Акмола, Целиноград, Tselinograd
        42.3 69.6 Shymkent|Шымкент; Chimkent, Чимкент
        49.8 73.1 Karaganda|Караганда|Қарағанды; Qaraghandy, Karagandy
        50.4 80.3 Semey|Семей; Semipalatinsk, Семипалатинск
        50.0 82.6 Oskemen|Усть-Каменогорск|Өскемен; Ust-Kamenogorsk
        52.3 77.0 Pavlodar|Павлодар
        54.9 69.1 Petropavl|Петропавловск (Казахстан)|Петропавл; Петропавл, Petropavlovsk
        42.9 71.4 Taraz|Тараз; Jambyl, Жамбыл
        45.0 78.4 Taldykorgan|Талдыкорган|Талдықорған; Taldyqorghan
        53.3 69.4 Kokshetau|Кокшетау|Көкшетау; Kokchetav, Кокчетав
        43.3 68.3 Turkistan|Туркестан|Түркістан; Turkestan
        43.9 77.1 Qonaev|Конаев|Қонаев; Kapchagay, Капчагай
        47.8 67.7 Zhezkazgan|Жезказган|Жезқазған; Jezqazghan
        51.7 75.3 Ekibastuz|Экибастуз|Екібастұз
        50.1 72.9 Temirtau|Темиртау|Теміртау
        46.8 75.0 Balkhash|Балхаш|Балқаш
        44.2 80.0 Zharkent|Жаркент; Khorgos, Хоргос, Қорғас
        43.6 73.8 Shu|Шу
        45.4 78.0 Ushtobe|Уштобе|Үштөбе
        49.7 83.3 Ridder|Риддер; Leninogorsk
        47.5 84.9 Zaysan|Зайсан; Zaisan
        46.1 80.9 Usharal|Ушарал|Үшарал
        47.5 80.2 Ayagoz|Аягоз|Аягөз
        52.9 70.2 Shchuchinsk|Щучинск
        """,
    "Asia/Aqtau": "43.3 52.9 Zhanaozen|Жанаозен|Жаңаөзен\n46.9 55.0 Beyneu|Бейнеу",
    "Asia/Aqtobe": "49.8 57.3 Emba|Эмба|Ембі\n47.8 59.6 Shalkar|Шалкар|Шалқар",
    "Asia/Atyrau": "46.9 54.0 Kulsary|Кульсары|Құлсары",
    "Asia/Oral": "51.2 53.0 Aksai|Аксай|Ақсай",
    "Asia/Qostanay": """
        53.0 63.1 Rudny|Рудный
        50.2 66.9 Arkalyk|Аркалык|Арқалық
        52.5 62.5 Lisakovsk|Лисаковск
        """,
    "Asia/Qyzylorda": """
        45.6 63.3 Baikonur|Байконур|Байқоңыр
        46.8 61.7 Aralsk|Аральск|Арал
        44.2 66.7 Zhanakorgan|Жанакорган|Жаңақорған
        """,
    "Europe/Moscow": """
        59.9 30.3 Saint Petersburg|Санкт-Петербург; Petersburg, Петербург, Питер, СПб, Leningrad, Ленинград
        55.8 49.1 Kazan|Казань|Қазан
        56.3 44.0 Nizhny Novgorod|Нижний Новгород
        47.2 39.7 Rostov-on-Don|Ростов-на-Дону; Rostov, Ростов
        45.0 39.0 Krasnodar|Краснодар
        43.6 39.7 Sochi|Сочи
        51.7 39.2 Voronezh|Воронеж
        43.0 47.5 Makhachkala|Махачкала
        68.97 33.1 Murmansk|Мурманск
        64.5 40.5 Arkhangelsk|Архангельск
        57.6 39.9 Yaroslavl|Ярославль
        54.2 37.6 Tula|Тула
        53.2 45.0 Penza|Пенза
        61.7 50.8 Syktyvkar|Сыктывкар
        59.2 39.9 Vologda|Вологда
        45.0 41.97 Stavropol|Ставрополь
        43.3 45.7 Grozny|Грозный
        54.8 32.0 Smolensk|Смоленск
        51.7 36.2 Kursk|Курск
        56.1 47.2 Cheboksary|Чебоксары
        61.8 34.3 Petrozavodsk|Петрозаводск
        55.7 52.4 Naberezhnye Chelny|Набережные Челны
        50.6 36.6 Belgorod|Белгород
        54.5 52.8 Bugulma|Бугульма
        """,
    "Europe/Samara": "53.5 49.4 Tolyatti|Тольятти\n56.85 53.2 Izhevsk|Ижевск",
    "Asia/Yekaterinburg": """
        55.2 61.4 Chelyabinsk|Челябинск
        54.7 56.0 Ufa|Уфа
        58.0 56.2 Perm|Пермь
        57.2 65.5 Tyumen|Тюмень
        51.8 55.1 Orenburg|Оренбург|Орынбор
        55.4 65.3 Kurgan|Курган
        53.4 59.0 Magnitogorsk|Магнитогорск
        61.3 73.4 Surgut|Сургут
        51.2 58.6 Orsk|Орск
        54.1 61.6 Troitsk|Троицк
        61.0 69.0 Khanty-Mansiysk|Ханты-Мансийск
        66.5 66.6 Salekhard|Салехард
        """,
    "Asia/Omsk": "55.9 74.2 Kalachinsk|Калачинск\n54.2 74.6 Cherlak|Черлак",
    "Asia/Barnaul": """
        51.5 81.2 Rubtsovsk|Рубцовск
        52.0 85.97 Gorno-Altaysk|Горно-Алтайск
        53.0 78.6 Slavgorod|Славгород
        """,
    "Asia/Krasnoyarsk": "53.7 91.4 Abakan|Абакан\n51.7 94.4 Kyzyl|Кызыл\n69.3 88.2 Norilsk|Норильск",
    "Asia/Novokuznetsk": "55.4 86.1 Kemerovo|Кемерово",
    "Asia/Irkutsk": "51.8 107.6 Ulan-Ude|Улан-Удэ\n56.1 101.6 Bratsk|Братск",
    "Asia/Vladivostok": "48.5 135.1 Khabarovsk|Хабаровск",
    "Asia/Yakutsk": "50.3 127.5 Blagoveshchensk|Благовещенск",
    "Asia/Kamchatka": "53.0 158.7 Petropavlovsk-Kamchatsky|Петропавловск-Камчатский",
    "Asia/Tashkent": """
        40.4 71.8 Fergana|Фергана|Ферғана
        41.0 71.7 Namangan|Наманган
        40.8 72.3 Andijan|Андижан|Әндіжан
        """,
    "Asia/Samarkand": """
        39.8 64.4 Bukhara|Бухара|Бұхара
        42.5 59.6 Nukus|Нукус|Нөкіс
        41.6 60.6 Urgench|Ургенч|Үргеніш
        """,
    "Asia/Bishkek": """
        40.5 72.8 Osh|Ош
        42.5 78.4 Karakol|Каракол|Қарақол
        41.4 76.0 Naryn|Нарын
        42.5 76.2 Balykchy|Балыкчи|Балықшы
        42.5 72.2 Talas|Талас
        40.1 70.8 Batken|Баткен
        40.9 73.0 Jalal-Abad|Джалал-Абад|Жалалабад
        """,
    "Asia/Dushanbe": "40.3 69.6 Khujand|Худжанд|Хожент",
    "Asia/Urumqi": "43.9 81.3 Yining|Кульджа|Құлжа; Ghulja, Инин\n47.8 88.1 Altay|Алтай",
    "Asia/Shanghai": """
        39.9 116.4 Beijing|Пекин|Бейжің; Peking
        23.1 113.3 Guangzhou|Гуанчжоу; Canton
        22.5 114.1 Shenzhen|Шэньчжэнь
        30.6 104.1 Chengdu|Чэнду
        29.6 106.5 Chongqing|Чунцин
        30.6 114.3 Wuhan|Ухань
        34.3 108.9 Xi'an|Сиань
        45.8 126.5 Harbin|Харбин
        36.1 103.8 Lanzhou|Ланьчжоу
        41.8 123.4 Shenyang|Шэньян
        36.1 120.4 Qingdao|Циндао
        40.8 111.7 Hohhot|Хух-Хото
        25.0 102.7 Kunming|Куньмин
        29.7 91.1 Lhasa|Лхаса
        24.5 118.1 Xiamen|Сямынь
        20.0 110.3 Haikou|Хайкоу
        44.5 129.6 Mudanjiang|Муданьцзян
        40.1 124.4 Dandong|Даньдун
        """,
    "Asia/Tbilisi": "41.6 41.6 Batumi|Батуми",
    "Europe/Kyiv": """
        46.5 30.7 Odesa|Одесса; Odessa
        50.0 36.2 Kharkiv|Харьков; Kharkov
        49.8 24.0 Lviv|Львов; Lvov
        48.5 35.0 Dnipro|Днепр
        51.5 31.3 Chernihiv|Чернигов
        50.9 34.8 Sumy|Сумы
        """,
    "Europe/Minsk": "52.4 31.0 Gomel|Гомель\n52.1 23.7 Brest|Брест",
}
