"""The towns of the rest of the world, written as in `towns`."""

from __future__ import annotations

from collections.abc import Mapping

FAR_TOWNS: Mapping[str, str] = {
    "Asia/Istanbul": """
        39.9 32.9 Ankara|Анкара
        38.4 27.1 Izmir|Измир
        36.9 30.7 Antalya|Анталья
        37.1 37.4 Gaziantep|Газиантеп
        41.0 39.7 Trabzon|Трабзон
        39.9 41.3 Erzurum|Эрзурум
        38.5 43.4 Van|Ван
        37.0 35.3 Adana|Адана
        """,
    "Asia/Dubai": "24.5 54.4 Abu Dhabi|Абу-Даби|Әбу-Даби",
    "Asia/Kolkata": """
        28.6 77.2 Delhi|Дели; New Delhi, Нью-Дели
        19.1 72.9 Mumbai|Мумбаи; Bombay, Бомбей
        13.0 77.6 Bangalore|Бангалор; Bengaluru
        13.1 80.3 Chennai|Ченнаи
        17.4 78.5 Hyderabad|Хайдарабад
        23.0 72.6 Ahmedabad|Ахмадабад
        26.9 75.8 Jaipur|Джайпур
        15.5 73.8 Goa|Гоа
        34.1 74.8 Srinagar|Сринагар
        25.6 85.1 Patna|Патна
        31.6 74.9 Amritsar|Амритсар
        25.3 83.0 Varanasi|Варанаси
        26.2 91.7 Guwahati|Гувахати
        30.9 75.9 Ludhiana|Лудхиана
        """,
    "Asia/Karachi": """
        33.7 73.1 Islamabad|Исламабад
        31.5 74.3 Lahore|Лахор
        30.2 67.0 Quetta|Кветта
        34.0 71.5 Peshawar|Пешавар
        """,
    "Asia/Bangkok": """
        7.9 98.4 Phuket|Пхукет
        12.9 100.9 Pattaya|Паттайя
        18.8 99.0 Chiang Mai|Чиангмай
        21.0 105.8 Hanoi|Ханой
        20.9 106.7 Haiphong|Хайфон
        """,
    "Asia/Ho_Chi_Minh": "12.2 109.2 Nha Trang|Нячанг\n16.1 108.2 Da Nang|Дананг",
    "Asia/Makassar": "-8.7 115.2 Bali|Бали; Denpasar, Денпасар",
    "Asia/Tokyo": """
        34.7 135.5 Osaka|Осака
        35.0 135.8 Kyoto|Киото
        43.1 141.4 Sapporo|Саппоро
        33.6 130.4 Fukuoka|Фукуока
        35.2 136.9 Nagoya|Нагоя
        26.2 127.7 Naha|Наха; Okinawa, Окинава
        """,
    "Asia/Seoul": "35.2 129.1 Busan|Пусан\n35.9 128.6 Daegu|Тэгу",
    "Asia/Riyadh": "21.4 39.8 Mecca|Мекка|Мекке\n21.5 39.2 Jeddah|Джидда\n24.5 39.6 Medina|Медина|Мәдина",
    "Asia/Jerusalem": "32.1 34.8 Tel Aviv|Тель-Авив\n32.8 35.0 Haifa|Хайфа",
    "Asia/Tehran": """
        36.3 59.6 Mashhad|Мешхед|Мешһед
        38.1 46.3 Tabriz|Тебриз
        32.7 51.7 Isfahan|Исфахан
        31.3 48.7 Ahvaz|Ахваз
        34.3 47.1 Kermanshah|Керманшах
        27.2 56.3 Bandar Abbas|Бендер-Аббас
        29.5 60.9 Zahedan|Захедан
        """,
    "Asia/Yangon": "22.0 96.1 Mandalay|Мандалай",
    "Asia/Dhaka": """
        22.4 91.8 Chittagong|Читтагонг
        22.8 89.6 Khulna|Кхулна
        """,
    "Europe/Berlin": """
        48.1 11.6 Munich|Мюнхен; München
        53.6 10.0 Hamburg|Гамбург
        50.1 8.7 Frankfurt|Франкфурт
        50.9 7.0 Cologne|Кёльн; Köln
        48.8 9.2 Stuttgart|Штутгарт
        51.3 12.4 Leipzig|Лейпциг
        """,
    "Europe/Zurich": "46.2 6.1 Geneva|Женева; Genève\n47.6 7.6 Basel|Базель",
    "Europe/Paris": """
        45.8 4.8 Lyon|Лион
        43.3 5.4 Marseille|Марсель
        48.6 7.8 Strasbourg|Страсбург
        43.7 7.3 Nice|Ницца
        47.2 -1.6 Nantes|Нант
        48.1 -1.7 Rennes|Ренн
        49.5 0.1 Le Havre|Гавр
        """,
    "Europe/Madrid": """
        41.4 2.2 Barcelona|Барселона
        39.5 -0.4 Valencia|Валенсия
        37.4 -6.0 Seville|Севилья
        42.2 -8.7 Vigo|Виго
        43.4 -5.8 Oviedo|Овьедо
        """,
    "Europe/Lisbon": "41.2 -8.6 Porto|Порту",
    "Europe/Rome": """
        45.5 9.2 Milan|Милан
        40.9 14.3 Naples|Неаполь
        45.4 12.3 Venice|Венеция
        43.8 11.3 Florence|Флоренция
        """,
    "Europe/London": """
        53.5 -2.2 Manchester|Манчестер
        56.0 -3.2 Edinburgh|Эдинбург
        55.9 -4.3 Glasgow|Глазго
        52.5 -1.9 Birmingham|Бирмингем
        """,
    "Europe/Warsaw": """
        50.1 19.9 Krakow|Краков; Kraków
        54.4 18.6 Gdansk|Гданьск
        51.1 17.0 Wroclaw|Вроцлав
        51.3 22.6 Lublin|Люблин
        53.1 23.2 Bialystok|Белосток
        50.0 22.0 Rzeszow|Жешув
        """,
    "Europe/Prague": "49.2 16.6 Brno|Брно",
    "Europe/Amsterdam": "51.9 4.5 Rotterdam|Роттердам\n52.1 4.3 The Hague|Гаага",
    "Europe/Bucharest": "46.8 23.6 Cluj-Napoca|Клуж-Напока",
    "Europe/Athens": "40.6 22.9 Thessaloniki|Салоники",
    "Europe/Stockholm": "57.7 12.0 Gothenburg|Гётеборг",
    "America/New_York": """
        38.9 -77.0 Washington|Вашингтон
        42.4 -71.1 Boston|Бостон
        25.8 -80.2 Miami|Майами
        39.95 -75.2 Philadelphia|Филадельфия
        33.7 -84.4 Atlanta|Атланта
        28.5 -81.4 Orlando|Орландо
        35.2 -80.8 Charlotte|Шарлотт
        41.5 -81.7 Cleveland|Кливленд
        40.4 -80.0 Pittsburgh|Питтсбург
        """,
    "America/Chicago": """
        29.8 -95.4 Houston|Хьюстон
        32.8 -96.8 Dallas|Даллас
        30.3 -97.7 Austin|Остин
        45.0 -93.3 Minneapolis|Миннеаполис
        30.0 -90.1 New Orleans|Новый Орлеан
        36.2 -86.8 Nashville|Нашвилл
        38.6 -90.2 St. Louis|Сент-Луис
        39.1 -94.6 Kansas City|Канзас-Сити
        35.5 -97.5 Oklahoma City|Оклахома-Сити
        27.5 -99.5 Laredo|Ларедо
        32.4 -86.3 Montgomery|Монтгомери
        """,
    "America/Denver": """
        40.8 -111.9 Salt Lake City|Солт-Лейк-Сити
        35.1 -106.7 Albuquerque|Альбукерке
        31.8 -106.5 El Paso|Эль-Пасо
        """,
    "America/Los_Angeles": """
        37.8 -122.4 San Francisco|Сан-Франциско; Silicon Valley
        47.6 -122.3 Seattle|Сиэтл
        32.7 -117.2 San Diego|Сан-Диего
        36.2 -115.1 Las Vegas|Лас-Вегас
        45.5 -122.7 Portland|Портленд
        38.6 -121.5 Sacramento|Сакраменто
        47.7 -117.4 Spokane|Спокан
        """,
    "America/Toronto": "45.4 -75.7 Ottawa|Оттава\n45.5 -73.6 Montreal|Монреаль\n46.8 -71.2 Quebec|Квебек",
    "America/Edmonton": "51.0 -114.1 Calgary|Калгари",
    "America/Mexico_City": "20.7 -103.3 Guadalajara|Гвадалахара",
    "America/Sao_Paulo": """
        -22.9 -43.2 Rio de Janeiro|Рио-де-Жанейро
        -15.8 -47.9 Brasilia|Бразилиа; Brasília
        -30.0 -51.2 Porto Alegre|Порту-Алегри
        -23.4 -51.9 Maringa|Маринга
        """,
    "America/Argentina/Buenos_Aires": "-32.9 -60.7 Rosario|Росарио",
    "Australia/Sydney": "-35.3 149.1 Canberra|Канберра",
    "Australia/Brisbane": "-28.0 153.4 Gold Coast|Голд-Кост",
    "Pacific/Auckland": "-41.3 174.8 Wellington|Веллингтон",
    "Africa/Johannesburg": "-33.9 18.4 Cape Town|Кейптаун\n-25.7 28.2 Pretoria|Претория",
    "Africa/Cairo": """
        27.3 33.8 Hurghada|Хургада
        27.9 34.3 Sharm el-Sheikh|Шарм-эш-Шейх
        31.2 29.9 Alexandria|Александрия
        """,
    "Africa/Lagos": "9.1 7.5 Abuja|Абуджа",
    "Africa/Casablanca": """
        31.6 -8.0 Marrakesh|Марракеш
        34.0 -6.8 Rabat|Рабат
        35.8 -5.8 Tangier|Танжер
        34.7 -1.9 Oujda|Уджда
        """,
    "Asia/Jakarta": """
        -7.2 112.7 Surabaya|Сурабая
        3.6 98.7 Medan|Медан
        -0.9 100.4 Padang|Паданг
        0.5 101.4 Pekanbaru|Пеканбару
        """,
    "Africa/Dar_es_Salaam": """
        -5.0 32.8 Tabora|Табора
        -2.5 32.9 Mwanza|Мванза
        -10.7 35.7 Songea|Сонгеа
        """,
    "America/Bogota": """
        11.0 -74.8 Barranquilla|Барранкилья
        """,
    "America/Havana": """
        20.0 -75.8 Santiago de Cuba|Сантьяго-де-Куба
        21.4 -77.9 Camaguey|Камагуэй
        """,
    "America/Lima": """
        -16.4 -71.5 Arequipa|Арекипа
        -13.5 -72.0 Cusco|Куско
        """,
    "America/Santiago": """
        -23.7 -70.4 Antofagasta|Антофагаста
        -20.2 -70.2 Iquique|Икике
        -41.5 -72.9 Puerto Montt|Пуэрто-Монт
        """,
    "Asia/Kabul": """
        34.3 62.2 Herat|Герат
        36.7 67.1 Mazar-i-Sharif|Мазари-Шариф
        """,
    "Asia/Manila": """
        6.1 125.2 General Santos|Хенераль-Сантос
        """,
}
