# A --help, a kézikönyv és a kiegészítések szövegei.
help-usage = Használat
help-usage-options = KAPCSOLÓK
help-usage-command = PARANCS
help-commands = Parancsok
help-arguments = Argumentumok
help-options = Kapcsolók
help-globals = Mindenhol
help-default = alapérték: { $value }

help-mistake-unknown = Ismeretlen kapcsoló: „{ $arg }”
help-mistake-command = Ismeretlen parancs: „{ $command }”
help-mistake-value = Érvénytelen érték: „{ $value }”, itt: { $arg }
help-mistake-no-value = Érték kell hozzá: { $arg }
help-mistake-conflict = Nem adható meg együtt: { $arg } és { $other }
help-mistake-missing = Hiányzó kötelező { $what ->
    [option] kapcsoló
   *[other] argumentum
}: { $arg }
help-mistake-utf8 = Az egyik argumentum nem érvényes szöveg (UTF-8).
help-mistake-other = Váratlan argumentum: { $arg }
help-mistake-suggest = Erre gondolt: „{ $word }”?
help-mistake-known = [lehetséges értékek: { $words }]
help-mistake-hint = Bővebben: „{ $command } --help”.

help-cmd-faktura = Minden cég minden számlája egy terminálban. Parancs nélkül: a képernyő.
help-more-faktura = Első lépések:
      faktura --demo                               körülnézni egy próbafiókban
      faktura company add NÉV --provider billingo  cég felvétele; a kulcsot megkérdezi
      faktura sync                                 a számlák letöltése
      faktura                                      és a megtekintésük

    Kilépési kódok: 0 kész, 1 váratlan hiba, 2 hibás használat, 3 részleges, 4 sikertelen, 5 az adattár másik folyamaté, és az nem válaszol, 6 beállítás vagy kulcs, 7 nem engedélyezett, 130 megszakítva.
help-arg-home = Minden ebben a mappában legyen: config.toml, store/, logs/, identity.age; vagy FAKTURA_HOME
help-arg-config = Ezt a beállítófájlt olvassa
help-arg-lang = Nyelv
help-arg-color = Mikor legyenek színek
help-arg-verbosity = Bővebb naplózás; kétszer megadva minden
help-arg-quiet = Csak a hibák és az eredmény
help-arg-help = Ez a súgó
help-arg-version = A program verziója
help-arg-headless = Minden bekapcsolt cég egyszeri szinkronizálása, ahogy a cron teszi; a sync kapcsolóival
help-arg-screenshots = A bemutató képernyőinek kirajzolása e mappa fájljaiba
help-arg-demo = Próbafiók ezen a gépen; az ön adataihoz nem nyúl
help-arg-company = Csak ez a cég (név, a név egy része vagy szám); többször is megadható
help-arg-query = Kezdetben az így talált számlák látszanak
help-arg-tab = Ezzel a lappal kezdődjön
help-arg-full = Minden számla letöltése, nem csak a legutóbbi szinkron óta módosultaké
help-arg-verbose = Cégenként külön rész minden számmal és hibával
help-arg-json = JSON gépek számára

help-cmd-sync = Számlák letöltése a számlázó szolgáltatásokból
help-more-sync = Kilépési kódok: 0 minden cég kész, 3 néhány számla vagy cég sikertelen, 4 semmi sem szinkronizálódott, 6 nincs cég, vagy minden cég a kulcsa vagy címe miatt hiúsult meg, 130 megszakítva.
help-cmd-company = Cégek és API-kulcsaik felvétele, megtekintése és módosítása
help-cmd-company-add = Cég felvétele; az API-kulcsot előbb kipróbálja
help-more-company-add = A kulcs a szabványos bemenetről (--api-key-stdin) vagy a FAKTURA_API_KEY változóból jön, különben a terminálon kéri be a program. Titkosítva menti, és soha többé nem mutatja meg.
help-arg-company-add-name = Megjelenő név
help-arg-company-add-provider = Számlázó szolgáltatás; ha kimarad, billingo
help-arg-base-url = A szolgáltatás API-jának címe, ha nem a szokásos; TLS nélkül csak ezen a gépen
help-arg-api-key-stdin = Az API-kulcs a szabványos bemenetről
help-arg-no-test = A kulcs mentése kipróbálás nélkül
help-arg-company-add-force = Felvétel akkor is, ha ugyanez a fiók már megvan másik cégként
help-cmd-company-list = A cégek felsorolása
help-cmd-company-show = Egy cég adatai és a számlasorozataiból hiányzó sorszámok
help-cmd-company-rename = Cég átnevezése
help-cmd-company-enable = A cég újra szinkronizálódjon
help-cmd-company-disable = A cég többé ne szinkronizálódjon; az adatai megmaradnak
help-cmd-company-remove = Cég törlése minden adatával; kétszer kérdez
help-cmd-company-set-key = A cég API-kulcsának cseréje
help-arg-company-set-key-force = Megtartás akkor is, ha egy másik cég fiókját nyitja
help-cmd-company-test = A cég API-kulcsának kipróbálása
help-arg-company-show-company = A cég neve, nevének egy része vagy a száma
help-arg-company-rename-company = A cég neve, nevének egy része vagy a száma
help-arg-company-rename-name = Az új neve
help-arg-company-enable-company = A cég neve, nevének egy része vagy a száma
help-arg-company-disable-company = A cég neve, nevének egy része vagy a száma
help-arg-company-remove-company = A cég neve (--yes esetén teljes) vagy száma
help-arg-company-set-key-company = A cég neve, nevének egy része vagy a száma
help-arg-company-test-company = A cég neve, nevének egy része vagy a száma
help-arg-yes = Megerősítés nélkül

help-cmd-invoices = Számlák listája, pénznemenkénti összesítéssel
help-more-invoices = A keresés szűkíti a listát:
      faktura invoices státusz:lejárt pénznem:eur
      faktura invoices 'partner:"petz aladár"' 'bruttó>=100000' kelt:2025.01..2025.03
      faktura invoices petz -státusz:kifizetve
      faktura invoices 'késés>30' kelt:2025.11.05. határidő:ma..+30nap
    Egy szó minden szöveget megtalál, amely tartalmazza; a kis- és nagybetű, az ékezet nem számít. A „-” kizár, a „vagy” és a
    zárójelek összekötnek. Mezők: státusz, típus, partner, adószám, szám, cég, pénznem, bruttó, nettó, áfa, egyenleg, kelt,
    teljesítés, határidő, fizetve, változott, fizetési_mód, nav, van, tétel, címke, megjegyzés, azonosító, késés, irány, szolgáltató. Az angol szavak is
    működnek: status:overdue due<today issued:last-month
help-arg-invoices-query = A keresett szavak és feltételek
help-arg-sort = Rendezés e mező szerint; -MEZŐ: a legnagyobb vagy legújabb elöl
help-arg-limit = Legfeljebb ennyi sor
help-arg-columns = A táblázat oszlopai vesszővel elválasztva, a JSON-beli nevükkel
help-arg-format = Formátum
help-cmd-invoice = Egy számla adatai
help-more-invoice = Kilépési kódok: 2 több számlának is ez a száma, 4 nincs ilyen számla.
help-arg-invoice = Szám, vagy a szolgáltatás azonosítója
help-arg-pdf = A bizonylat mentése PDF-be; - a szabványos kimenet
help-arg-history = Az is, hogy mikor mi változott rajta
help-arg-live = A befizetések, az adóhatóság válasza és a nyilvános link is, a szolgáltatástól lekérve
help-cmd-logs = A futások listája, a legújabb elöl
help-arg-logs-status = Csak az ilyen állapotú futások
help-cmd-logs-show = Egy futás a hibáival
help-arg-run = A futás száma
help-cmd-status = Minden cég állapota
help-more-status = Kilépési kódok a legrosszabb jelzés szerint: 0 zöld, 3 sárga, 4 piros; 6 nincs cég.
help-cmd-export = Számlák fájlba írása
help-arg-export-file = Fájl; a végződése a formátum: .csv, .xlsx, .json vagy .ndjson. - a szabványos kimenet
help-arg-force = A meglévő fájlok lecserélése
help-arg-csv = CSV programoknak (plain: vessző, tizedespont), Excelnek (excel: ugyanez bájtsorrendjellel) vagy magyar Excelnek (hu: pontosvessző, tizedesvessző, bájtsorrendjel); alapérték: hu, ha a faktura saját nyelve magyarra van állítva, különben plain
help-arg-delimiter = A CSV elválasztójele
help-arg-decimal = Az összegek tizedesjele a CSV-ben
help-arg-bom = A CSV bájtsorrendjellel kezdődjön, amelyről az Excel felismeri az UTF-8-at
help-more-export = A - fájlnév a szabványos kimenet, és --format kell hozzá; az ilyen nevű fájl: ./-. Meglévő fájl csak a --force kapcsolóval cserélődik le (különben a kilépési kód 2), egy lépésben és csak teljes fájlra; csővezetékhez és eszközhöz nem kell.
help-arg-export-query = A keresett szavak és feltételek; nélkülük minden számla

help-cmd-doctor = Megkeresi, mi akadályozhatja a működést
help-more-doctor =
    Megvizsgálja a mappákat, a csoportok hozzáférését, a kiszolgáló folyamatot, a lemezt, az azonosítót és a kulcsokat, a korlátokat,
    az órát, a terminált, az ütemezést, a riasztásokat és a mentéseket; semmit sem módosít, az adattárat nem nyitja meg.
    A rekordokat a „faktura check” ellenőrzi. Kilépési kódok: 0 nincs hiba, 3 figyelmeztetés, 4 hiba.
help-arg-doctor-online = Minden cég szolgáltatójának egy kérést is küld
help-cmd-check = Az adattár épségének ellenőrzése
help-more-check = A sérült adatú cég a következő szinkronjáig nem kérdezhető le; az a szinkron minden számláját újra letölti. Kilépési kódok: 0 minden rendben, 3 volt sérülés, de javítva, 4 sérülés van.
help-arg-repair = A javítható sérülések javítása
help-cmd-backup = Minden adat mentése egyetlen titkosított fájlba
help-arg-backup-file = A mentés fájlja; - a szabványos kimenet
help-more-backup = A visszaállításhoz kell az azonosító (identity.age): őrizze egy másolatát máshol. Meglévő fájl csak a --force kapcsolóval cserélődik le (különben a kilépési kód 2).
help-cmd-restore = Egy mentés ellenőrzése, majd az adattár lecserélése arra
help-arg-restore-file = A mentés
help-arg-restore-identity = A korábbi azonosító, amellyel a mentés készült
help-arg-restore-yes = Az adattár adatainak cseréje kérdés nélkül
help-more-restore = Adatok cseréje előtt kérdez; terminál nélkül --yes kell hozzá (különben a kilépési kód 2). A lecserélt adattár megmarad az új mellett. Az API-tokenek nincsenek benne a mentésben.
help-cmd-compact = Az adattár fel nem használt helyének visszaadása a lemeznek
help-cmd-key = Az API-kulcsok és mentések titkosító kulcsának kezelése
help-cmd-key-init = Az azonosító elkészítése, ha még nincs
help-cmd-key-show = Az azonosító helye és nyilvános kulcsa
help-cmd-key-rotate = Új azonosító készítése, és minden titok titkosítása azzal

help-cmd-audit = A műveleti napló: szinkronok, cégek, kulcsok, exportok
help-cmd-audit-verify = A műveleti napló ellenőrzése; ha egy bejegyzést módosítottak vagy töröltek, a kilépési kód 4
help-cmd-serve = Futás háttérszolgáltatásként: ütemezett szinkron, és az adattár megosztása más faktura folyamatokkal
help-more-serve = Az időpontok, az időzóna és a szórás a konfiguráció [schedule] részében vannak. SIGHUP: újraolvasás; SIGTERM: leállás két rögzítés között. Az assets/faktura.service a systemd egysége.
help-cmd-schedule = A beállított időpontok átadása más ütemezőnek
help-cmd-schedule-print = Bejegyzés kiírása a crontab, systemd, launchd vagy a Feladatütemező számára
help-arg-target = Ütemező
help-cmd-sandbox = Próba: egy mintaszolgáltatás futtatása ezen a gépen
help-arg-port = Port; 0: egy szabad port
help-arg-invoices = A számlák száma
help-arg-seed = Ugyanaz a szám ugyanazokat a számlákat adja
help-arg-fault = Előidézett hiba, például status=500@3; többször is megadható
help-arg-quirks = Azt is küldje, amit a valódi szolgáltatás a leírásán túl küld
help-arg-latency = Minden válasz késleltetése ennyi ezredmásodperccel
help-arg-rate-limit = Kulcsonként legfeljebb ennyi kérés percenként
help-arg-gzip = Tömörített válasz, ha a kliens elfogadja
help-arg-today = A fiókok utolsó napja: így mindennap ugyanazok a számlák
help-cmd-completions = Parancskiegészítés a szabványos kimenetre
help-arg-shell = Parancsértelmező
help-cmd-man = Kézikönyvoldal minden parancshoz
help-arg-dir = A célmappa
help-cmd-help = Egy parancs súgója
help-arg-command = A parancs
help-cmd-token = API-tokenek kezelése
help-cmd-token-add = Token készítése; egyszer látható, csak a lenyomata marad meg
help-arg-token-add-name = A token neve, például az azt használó programé
help-arg-role = A token joga: csak olvas, vagy mindent tehet
help-arg-token-add-company = Csak ebben a cégben; többször is megadható
help-arg-expires = Meddig érvényes
help-cmd-token-list = A tokenek listája, lejáratukkal
help-cmd-token-revoke = Token visszavonása
help-arg-token = A token neve vagy száma
help-arg-listen = A HTTP API kiszolgálása is a gép ezen a címén, például 127.0.0.1:8470
help-cmd-alert = Riasztások beállítása és kipróbálása
help-cmd-alert-list = A csatornák, a nyitott esetek és a küldésre váró riasztások
help-cmd-alert-test = Próbariasztás küldése minden csatornán, vagy egyen
help-more-alert-test = Kilépési kódok: 0 mind elment, 3 némelyik, 4 egyik sem, 6 nincs beállítva semmi.
help-arg-channel = A csatorna
help-cmd-alert-set-secret = Egy csatorna titkának titkosított mentése; a terminálon kéri be
help-cmd-alert-remove-secret = Titok törlése
help-arg-secret = A titok neve
help-arg-stdin = A szabványos bemenet első sorából olvassa
help-cmd-report = Összegek és tartozások késés, hónap, áfakulcs, partner, hét, állapot vagy cég szerint
help-more-report = aging: kintlévőség a késés napjai szerint. months: a kiállítás hónapja szerint, --by fulfilled: a teljesítésé szerint (report fulfilled ugyanez). vat: áfakulcsonként; szűkíthető kereséssel, például fulfilled:last-month. partners: a legnagyobb tartozások elöl. cash: hetenként várható bevétel, és halmozva. statuses, companies: ugyanez állapot és cég szerint. Minden kiállított bizonylat a saját időszakában, előjelével számít, a sztornózott és a sztornója is; piszkozat, díjbekérő, ajánlat, megrendelés, szállítólevél és eltűnt bizonylat soha. A kintlévőség és a lejárt a kifizetetlen bizonylatok hátraléka; a nyitott negatív összeg jóváírás, külön oszlopban. Pénznemek nem keverednek.
help-arg-kind = Kimutatás
help-arg-by = A hónapok dátuma
help-arg-report-query = Keresett szavak és feltételek; nélkülük minden számla
help-arg-report-limit = Legfeljebb ennyi sor pénznemenként; 0: mind. Táblázatban a partnereknél 20 az alapérték
help-arg-nagios = Egy sor és a figyelőprogramok kilépési kódjai: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN
help-arg-read-only = Semmi sem változtatható: szinkron nem indítható és nem állítható le
help-arg-low-bandwidth = Kevesebb adat a terminálnak: a listák lapoznak, a haladás másodpercenként frissül
help-arg-plain = Soronként, keretek és mozgás nélkül: képernyőolvasóknak és Braille-kijelzőknek
help-notes = Megjegyzések
help-keys = A képernyő billentyűi
