# A --help, a kézikönyv és a kiegészítések szövegei.
help-usage = Használat
help-usage-options = KAPCSOLÓK
help-usage-command = PARANCS
help-commands = Parancsok
help-arguments = Argumentumok
help-options = Kapcsolók
help-globals = Mindenhol
help-default = különben { $value }

help-mistake-unknown = Nincs ilyen kapcsoló: „{ $arg }”.
help-mistake-command = Nincs ilyen parancs: „{ $command }”.
help-mistake-value = „{ $value }” itt nem jó: { $arg }
help-mistake-no-value = Értéket vár: { $arg }
help-mistake-conflict = { $arg } és { $other } nem adható meg együtt.
help-mistake-missing = Hiányzik: { $arg }
help-mistake-utf8 = Az egyik argumentum nem érvényes szöveg (UTF-8).
help-mistake-other = Ez nem érthető: { $arg }
help-mistake-suggest = Erre gondolt: „{ $word }”?
help-mistake-known = Lehet: { $words }
help-mistake-hint = A lehetőségeket a „{ $command } --help” sorolja fel.

help-cmd-faktura = Minden cég minden számlája egy terminálban. Parancs nélkül: a képernyő.
help-more-faktura = Első lépések:
      faktura --demo                               körülnézni egy próbafiókban
      faktura company add NÉV --provider billingo  cég felvétele; a kulcsot megkérdezi
      faktura sync                                 a számlák letöltése
      faktura                                      és a megtekintésük

    Kilépési kódok: 0 kész, 1 váratlan hiba, 2 hibás használat, 3 részleges, 4 sikertelen, 5 az adattár másik
    folyamaté, és az nem válaszol, 6 beállítás vagy kulcs, 7 nem engedélyezett, 130 megszakítva.
help-arg-home = Minden ebben a mappában legyen: config.toml, store/, logs/, identity.age; vagy FAKTURA_HOME
help-arg-config = Ezt a beállítófájlt olvassa
help-arg-lang = Nyelv
help-arg-color = Mikor legyenek színek
help-arg-verbosity = Bővebb naplózás; kétszer megadva minden
help-arg-quiet = Csak a hibák és az, amit kért
help-arg-help = Ez a súgó
help-arg-version = A program verziója
help-arg-headless = Minden bekapcsolt cég egyszeri szinkronizálása, ahogy a cron teszi; a sync kapcsolóival
help-arg-screenshots = A bemutató képernyőinek kirajzolása e mappa fájljaiba
help-arg-demo = Próbafiók ezen a gépen; az ön adataihoz nem nyúl
help-arg-company = Csak ez a cég; többször is megadható
help-arg-query = Kezdetben az így talált számlák látszanak
help-arg-tab = Ezzel a lappal kezdődjön
help-arg-full = A teljes fiók bejárása, akkor is, ha a változások elegendők lennének
help-arg-verbose = Cégenként külön rész minden számmal és hibával
help-arg-json = JSON gépek számára

help-cmd-sync = Számlák letöltése a számlázó szolgáltatásokból
help-more-sync = Kilépési kódok: 0 minden cég kész, 3 néhány számla vagy cég sikertelen, 4 semmi sem szinkronizálódott,
    6 nincs cég, vagy minden cég a kulcsa vagy címe miatt hiúsult meg, 130 megszakítva.
help-cmd-company = Cégek és API-kulcsaik felvétele, megtekintése és módosítása
help-cmd-company-add = Cég felvétele; az API-kulcsot előbb kipróbálja
help-more-company-add = A kulcs a szabványos bemenetről (--api-key-stdin), a FAKTURA_API_KEY változóból jön, vagy a program
    a terminálon kérdezi meg. Titkosítva őrzi, és soha többé nem mutatja meg.
help-arg-company-add-name = A név, amelyet az emberek látnak
help-arg-company-add-provider = Számlázó szolgáltatás, például billingo
help-arg-base-url = A szolgáltatás API-jának címe, ha nem a szokásos; TLS nélkül csak ezen a gépen
help-arg-api-key-stdin = Az API-kulcs a szabványos bemenetről
help-arg-no-test = A kulcs megőrzése kipróbálás nélkül
help-cmd-company-list = A cégek felsorolása
help-cmd-company-show = Egy cég adatai
help-cmd-company-rename = Cég átnevezése
help-cmd-company-enable = A cég újra szinkronizálódjon
help-cmd-company-disable = A cég többé ne szinkronizálódjon; az adatai megmaradnak
help-cmd-company-remove = Cég törlése minden adatával; kétszer kérdez
help-cmd-company-set-key = A cég API-kulcsának cseréje
help-cmd-company-test = A cég API-kulcsának kipróbálása
help-arg-company-show-company = A cég neve vagy száma
help-arg-company-rename-company = A cég neve vagy száma
help-arg-company-rename-name = Az új neve
help-arg-company-enable-company = A cég neve vagy száma
help-arg-company-disable-company = A cég neve vagy száma
help-arg-company-remove-company = A cég neve vagy száma
help-arg-company-set-key-company = A cég neve vagy száma
help-arg-company-test-company = A cég neve vagy száma
help-arg-yes = Ne kérdezzen

help-cmd-invoices = Számlák listája, pénznemenkénti összesítéssel
help-more-invoices = A keresés szűkíti a listát:
      faktura invoices status:overdue currency:eur
      faktura invoices 'partner:"petz aladár"' 'gross>=100000' issued:2025-01..2025-03
      faktura invoices petz -status:paid
help-arg-invoices-query = A keresett szavak és feltételek
help-arg-sort = Rendezés e mező szerint; -MEZŐ: a legnagyobb vagy legújabb elöl
help-arg-limit = Legfeljebb ennyi
help-arg-columns = A táblázat oszlopai vesszővel elválasztva, a JSON-beli nevükkel
help-arg-format = Formátum
help-cmd-invoice = Egy számla adatai
help-more-invoice = Kilépési kódok: 2 több számlának is ez a száma, 4 nincs ilyen.
help-arg-invoice = Szám, vagy a szolgáltatás azonosítója
help-arg-pdf = A bizonylat mentése PDF-be; - a szabványos kimenetre
help-arg-history = Az is, hogy mikor mi változott rajta
help-arg-live = A befizetések, az adóhatóság válasza és a nyilvános link is, a szolgáltatástól lekérve
help-cmd-logs = A futások listája, a legújabb elöl
help-arg-logs-status = Csak az ilyen állapotú futások
help-cmd-logs-show = Egy futás a hibáival
help-arg-run = A futás száma
help-cmd-status = Minden cég állapota
help-more-status = Kilépési kódok a legrosszabb jelzés szerint: 0 zöld, 3 sárga, 4 piros; 6 nincs cég.
help-cmd-export = Számlák fájlba írása
help-arg-export-file = A fájl; a végződése a formátum: .csv, .xlsx, .json vagy .ndjson
help-arg-export-query = A keresett szavak és feltételek; nélkülük minden számla

help-cmd-check = Az adattár minden rekordjának ellenőrzése
help-more-check = Kilépési kódok: 0 minden rendben, 3 volt sérülés, de javítva, 4 sérülés van.
help-arg-repair = Ami javítható, javítsa ki
help-cmd-backup = Minden adat mentése egyetlen titkosított fájlba
help-arg-backup-file = A mentés fájlja
help-cmd-restore = Mentés visszaállítása az adattár helyére, ha ép
help-arg-restore-file = A mentés
help-cmd-compact = A már nem használt hely visszaadása a lemeznek
help-cmd-key = Az azonosító, amelyre az API-kulcsok és a mentések titkosítva vannak
help-cmd-key-init = Az azonosító elkészítése, ha még nincs
help-cmd-key-show = Az azonosító helye és nyilvános fele
help-cmd-key-rotate = Új azonosító, és minden kulcs titkosítása arra

help-cmd-audit = Ki mit tett: szinkronok, cégek, kulcsok, exportok
help-cmd-audit-verify = Megmondja, átírtak vagy elvettek-e egy sort; ha igen, a kilépési kód 4
help-cmd-serve = Futva marad, megosztja a tárat azokkal, akik jönnek, és a beállított időpontokban szinkronizál
help-more-serve = Az időpontok, az időzóna és a szórás a konfiguráció [schedule] részében vannak. SIGHUP: újraolvasás;
    SIGTERM: leállás két rögzítés között. Az assets/faktura.service a systemd egysége.
help-cmd-schedule = A beállított időpontok más ütemezőknek
help-cmd-schedule-print = Kiírja, mi kerüljön a crontabba, a systemd időzítőjébe, a launchd-be vagy a Feladatütemezőbe
help-arg-target = Melyiknek
help-cmd-sandbox = Színlelt számlázó szolgáltatás ezen a gépen
help-arg-port = Port; 0: egy szabad
help-arg-invoices = Ennyi számlája legyen
help-arg-seed = Ugyanaz a szám ugyanazokat a számlákat adja
help-arg-fault = Ami elromlik, például status=500@3; többször is megadható
help-arg-quirks = Az is, amit a valódi szolgáltatás a leírásán túl küld
help-arg-latency = Minden válasz ennyi ezredmásodperccel később jön
help-arg-rate-limit = Kulcsonként legfeljebb ennyi kérés percenként
help-arg-gzip = Tömörített válasz annak, aki elfogadja
help-arg-today = A nap, amellyel a fiókok véget érnek: így mindennap ugyanazok a számlák
help-cmd-completions = Parancskiegészítés a szabványos kimenetre
help-arg-shell = Parancsértelmező
help-cmd-man = Kézikönyvoldal minden parancshoz
help-arg-dir = A mappa, ahová kerüljenek
help-cmd-help = Egy parancs súgója
help-arg-command = A parancs
help-cmd-token = Ki kérdezhet a hálózaton
help-cmd-token-add = Token készítése; egyszer látható, és csak a lenyomata marad meg
help-arg-token-add-name = A neve, például azé a programé, amely használni fogja
help-arg-role = Mit tehet, akié: olvas, vagy mindent
help-arg-token-add-company = Csak ebben a cégben; többször is megadható
help-arg-expires = Meddig érvényes
help-cmd-token-list = Minden token, és hogy meddig érvényes
help-cmd-token-revoke = Token visszavonása; ettől fogva senkit sem enged be
help-arg-token = A token neve vagy száma
help-arg-listen = A HTTP API kiszolgálása is a gép ezen a címén, például 127.0.0.1:8470
help-cmd-alert = Kinek szól a faktura, ha baj van
help-cmd-alert-list = Mi van beállítva, mi a baj most, és mi vár küldésre
help-cmd-alert-test = Próba küldése minden csatornán, vagy egyen
help-more-alert-test = Kilépési kódok: 0 mind elment, 3 némelyik, 4 egyik sem, 6 nincs beállítva semmi.
help-arg-channel = A csatorna
help-cmd-alert-set-secret = Egy csatorna titkának lezárása; bekéri, és nem mutatja
help-cmd-alert-remove-secret = Egy titok elfelejtése
help-arg-secret = Melyik
help-arg-stdin = A szabványos bemenet első sora az
help-cmd-report = Ki mennyivel tartozik és mióta, hónaponként, partnerenként
help-more-report = aging: kintlévőség a késés napjai szerint. months: a kiállítás hónapja szerint. partners: ki tartozik a legtöbbel.
    cash: hetenként várható bevétel, és összesen. statuses, companies: ugyanez állapot és cég szerint.
    Csak az érvényes követelés számít: piszkozat, díjbekérő, sztornózott vagy eltűnt nem. Pénznemek nem keverednek.
help-arg-kind = Melyik kimutatás
help-arg-report-query = Keresett szavak és feltételek; nélkülük minden számla
help-arg-report-limit = Legfeljebb ennyi sor pénznemenként; 0: mind. Partnerek táblázatban: 20
help-arg-nagios = Egy sor és a figyelőprogramok kilépési kódjai: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN
help-arg-read-only = Innen semmi sem változtatható: szinkron sem indul és sem ér véget
help-arg-low-bandwidth = Kevesebb bájt a terminálnak: a listák lapoznak, ami fut, másodpercenként rajzolódik
help-arg-plain = Soronként, keretek és mozgás nélkül: képernyőolvasóknak és Braille-soroknak
help-keys = A képernyő billentyűi
