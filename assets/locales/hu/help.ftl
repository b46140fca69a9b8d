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
help-mistake-amount = egy szám, például 1500.50, legfeljebb 28 számjeggyel
help-mistake-date = egy nap, például 2026-11-29
help-mistake-number = egy egész szám
help-mistake-suggest = Erre gondolt: „{ $word }”?
help-mistake-known = [lehetséges értékek: { $words }]
help-mistake-hint = Bővebben: „{ $command } --help”.

help-cmd-faktura = Minden cég minden számlája egy terminálban. Parancs nélkül: a képernyő.
help-more-faktura =
    Első lépések:
      faktura --demo                               körülnézni egy próbafiókban
      faktura company add NÉV --provider billingo  cég felvétele; a kulcsot megkérdezi
      faktura sync                                 a számlák letöltése
      faktura                                      és a megtekintésük
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
help-arg-provider = A bemutatóban utánzott szolgáltató; ha kimarad, mind
help-arg-demo = Próbafiók ezen a gépen; az ön adataihoz nem nyúl
help-arg-company = Csak ez a cég (név, a név egy része vagy szám); többször is megadható
help-arg-query = Kezdetben az így talált számlák látszanak
help-arg-tab = Ezzel a lappal kezdődjön
help-arg-accept-deletions = Ami a cégek fiókjából hiányzik, eltűntnek jelölése akkor is, ha az egész vagy a nagy része az
help-arg-full = Minden számla letöltése, nem csak a legutóbbi szinkron óta módosultaké
help-arg-verbose = Cégenként külön rész minden számmal és hibával
help-arg-json = JSON gépek számára

help-cmd-sync = Számlák letöltése a számlázó szolgáltatóktól
help-more-sync = Kilépési kódok: 0 minden cég kész, 3 néhány számla vagy cég sikertelen, 4 semmi sem szinkronizálódott, 6 nincs cég, vagy minden cég a kulcsa vagy címe miatt hiúsult meg, 130 megszakítva.
help-cmd-company = Cégek és API-kulcsaik felvétele, megtekintése és módosítása
help-cmd-company-add = Cég felvétele; az API-kulcsot előbb kipróbálja
help-more-company-add = A kulcs a szabványos bemenetről (--api-key-stdin) vagy a FAKTURA_API_KEY változóból jön, különben a terminálon kéri be a program. Titkosítva menti, és soha többé nem mutatja meg.
help-arg-company-add-name = Megjelenő név
help-arg-company-add-provider = Számlázó szolgáltató; ha kimarad, billingo
help-arg-base-url = A szolgáltató API-jának címe, ha nem a szokásos; TLS nélkül csak ezen a gépen
help-arg-api-key-stdin = Az API-kulcsot a szabványos bemenetről olvassa
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
help-cmd-company-sender = Amit egy cég magáról a bizonylatain közöl: megjelenítés, módosítás
help-more-company-sender = Elsőként az számít, ami a számlán áll: ezek a mezők azt pótolják, amit a számla és a fiók nem közöl, és az e-számlák kapcsolattartóját, elektronikus címét és bankszámláját adják. Üres szöveg törli a mezőt: --phone ''.
help-arg-company-sender-company = A cég neve, nevének része vagy száma
help-arg-company-sender-name = Név
help-arg-company-sender-tax-number = Saját országának adószáma
help-arg-company-sender-group-tax-number = Áfacsoportjának adószáma
help-arg-company-sender-vat-number = Közösségi adószám országjellel
help-arg-company-sender-registration = Cégjegyzékszám
help-arg-company-sender-country = Ország, két betű
help-arg-company-sender-post-code = Irányítószám
help-arg-company-sender-city = Település
help-arg-company-sender-street = Utca, házszám
help-arg-company-sender-contact = Kapcsolattartó neve
help-arg-company-sender-phone = Kapcsolattartó telefonszáma
help-arg-company-sender-email = Kapcsolattartó e-mail-címe
help-arg-company-sender-endpoint = Elektronikus cím, például 9910:HU12345678
help-arg-company-sender-iban = Bankszámla IBAN-ja
help-arg-company-sender-account = Belföldi bankszámlaszám
help-arg-company-sender-bic = A bank azonosítója
help-arg-company-sender-bank = A bank neve
help-cmd-company-buyer = Amit a bizonylatokhoz egy partnerről tárol: megjelenítés, módosítás
help-more-company-buyer = Elsőként az számít, ami a számlán és a szolgáltató partneradatai közt áll: ezek a mezők azt pótolják, amit ott nem közölnek. A hivatkozás és az elektronikus cím akkor érvényes, ha a parancs nem ad másikat. Üres szöveg törli a mezőt: --email ''.
help-arg-company-buyer-company = A cég neve, nevének része vagy száma
help-arg-company-buyer-contact = A partner neve vagy azonosítója
help-arg-company-buyer-tax-number = Saját országának adószáma
help-arg-company-buyer-vat-number = Közösségi adószám országjellel
help-arg-company-buyer-country = Ország, két betű
help-arg-company-buyer-post-code = Irányítószám
help-arg-company-buyer-city = Település
help-arg-company-buyer-street = Utca, házszám
help-arg-company-buyer-email = E-mail-cím
help-arg-company-buyer-endpoint = Elektronikus cím, például 9910:HU12345678
help-arg-company-buyer-reference = Hivatkozás, amelyet a számlákon kér, például Leitweg-ID
help-cmd-company-vat = Mit jelentenek az áfa szavai a bizonylatokon: megjelenítés, beállítás
help-more-company-vat = A szolgáltatóknál a cégek maguk nevezik el a kulcsokat és kódokat. A jelentés lehet kulcs százalékban, az EN 16931 áfa nélküli kategóriája (Z nulla kulcs, E adómentes, AE fordított adózás, K Közösségen belüli értékesítés, G export, O áfa hatályán kívül) vagy a saját könyvek indoka (AAM, EUFAD37…). Megelőzi azt, amit maga a szó mond, és tárolt számlán nem változtat. A szó nélküli tételek szava ''; üres jelentés visszavonja.
help-arg-company-vat-company = A cég neve, nevének része vagy száma
help-arg-company-vat-word = A szó, ahogy a tételek „vat” mezője mutatja: faktura invoice SZÁM --json
help-arg-company-vat-means = Amit jelent, például 20, E vagy AE
help-arg-yes = Megerősítés nélkül

help-cmd-invoices = Számlák listája, pénznemenkénti összesítéssel
help-more-invoices = A keresés szűkíti a listát:
      faktura invoices státusz:lejárt pénznem:eur
      faktura invoices 'partner:"petz aladár"' 'bruttó>=100000' kelt:2025.01..2025.03
      faktura invoices petz -státusz:kifizetve
      faktura invoices 'késés>30' kelt:2025.11.05. határidő:ma..+30nap
      faktura invoices státusz:nyitott határidő:nincs
    Egy szó minden szöveget megtalál, amely tartalmazza; a kis- és nagybetű, az ékezet nem számít. A „-” kizár, a „vagy” és a zárójelek összekötnek. Mezők: státusz, típus, partner, adószám, szám, cég, pénznem, bruttó, nettó, áfa, egyenleg, kelt, teljesítés, határidő, fizetve, változott, fizetési_mód, nav, van, tétel, címke, megjegyzés, azonosító, késés, irány, szolgáltató, partnerazonosító. Az angol szavak is működnek (status:overdue due<today issued:last-month).
help-arg-invoices-query = A keresett szavak és feltételek
help-arg-sort = Rendezés e mező szerint; -MEZŐ: a legnagyobb vagy legújabb elöl
help-arg-limit = Legfeljebb ennyi sor
help-arg-columns = A táblázat oszlopai vesszővel elválasztva, a JSON-beli nevükkel
help-arg-format = Formátum
help-cmd-invoice = Egy számla adatai
help-more-invoice = Kilépési kódok: 2 több számlának is ez a száma, 4 nincs ilyen számla, vagy hiányzik róla, amit a forma kíván.
help-arg-invoice = Szám, vagy a szolgáltató azonosítója
help-arg-pdf = A bizonylat mentése PDF-be; - a szabványos kimenet
help-arg-einvoice = Mentés e-számlaként vagy adóhatósági adatként. Formák: ubl, cii, xrechnung-ubl, xrechnung-cii, peppol, nav, factur-x, pdf; - a szabványos kimenet
help-arg-buyer-reference = A vevő hivatkozása, például Leitweg-ID
help-arg-buyer-endpoint = A vevő elektronikus címe, például 9910:HU12345678
help-arg-invoice-delivered = A teljesítés napja, ha a számla nem közli
help-arg-history = Az is, hogy mikor mi változott rajta
help-arg-live = A befizetések, az adóhatóság válasza és a nyilvános link is, a szolgáltatótól lekérve
help-cmd-payments = Fizetések listája, pénznemenkénti és irányonkénti összesítéssel
help-more-payments = A keresés szűkíti a listát:
      faktura payments dátum:múlt-hónap irány:kimenő
      faktura payments 'partner:"petz aladár"' 'összeg>=100000'
      faktura payments számla:INV-2025-12
    A piszkozat, az érvénytelenített, a törölt és az eltűnt fizetés szerepel a listában, de nem számít az összegbe. Kilépési kód: 3 egy cég adatai sérültek, és kimaradtak.
help-arg-payments-query = Keresett szavak és feltételek
help-cmd-payment = Egy fizetés és a vele kiegyenlített számlák
help-more-payment = Kilépési kódok: 2 több cégnél van ilyen azonosítójú fizetés, 4 egyik cégnél sincs.
help-arg-id = A szolgáltató azonosítója
help-cmd-contacts = Vevők és szállítók listája, nyitott számláik hátralékával
help-more-contacts = A keresés szűkíti a listát:
      faktura contacts 'hátralék>0' --sort -outstanding
      faktura contacts szállító:igen aktív:igen
    Kilépési kód: 3 egy cég adatai sérültek, és kimaradtak.
help-arg-contacts-query = Keresett szavak és feltételek
help-cmd-contact = Egy vevő vagy szállító
help-more-contact = Kilépési kódok: 2 több cégnél van ilyen azonosítójú partner, 4 egyik cégnél sincs.

help-cmd-logs = A futások listája, a legújabb elöl
help-arg-logs-status = Csak az ilyen állapotú futások
help-cmd-logs-show = Egy futás a hibáival
help-arg-run = A futás száma
help-cmd-status = Minden cég állapota
help-arg-status-watch = Ennyi másodpercenként (5) újra kiírja, a Ctrl-C-ig: terminálon helyben, csőbe csak ha változott valami, a --json kapcsolóval soronként
help-more-status = Kilépési kódok a legrosszabb jelzés szerint: 0 zöld, 3 sárga, 4 piros; 6 nincs cég.
help-cmd-export = Számlák, fizetések, partnerek vagy bizonylatok fájlba írása
help-arg-records = Mi kerüljön a fájlba
help-arg-export-documents = A talált számlák bizonylatai egyetlen .zip fájlban, ebben a formában: pdf, factur-x, ubl, cii, xrechnung-ubl, xrechnung-cii, peppol, nav
help-arg-export-file = Fájl; a végződése a formátum: .csv, .xlsx, .json, .ndjson, a --documents kapcsolóval .zip. - a szabványos kimenet
help-arg-force = A meglévő fájlok lecserélése
help-arg-csv = CSV programoknak (plain: vessző, tizedespont), Excelnek (excel: ugyanez bájtsorrendjellel) vagy magyar Excelnek (hu: pontosvessző, tizedesvessző, bájtsorrendjel); alapérték: hu, ha a faktura saját nyelve magyarra van állítva, különben plain
help-arg-delimiter = A CSV elválasztójele
help-arg-decimal = Az összegek tizedesjele a CSV-ben
help-arg-bom = A CSV bájtsorrendjellel kezdődjön, amelyről az Excel felismeri az UTF-8-at
help-more-export = A - fájlnév a szabványos kimenet, és --format vagy --documents kell hozzá; az ilyen nevű fájl: ./-. Meglévő fájl csak a --force kapcsolóval cserélődik le (különben a kilépési kód 2), egy lépésben és csak teljes fájlra; csővezetékhez és eszközhöz nem kell. Amelyik számlából hiányzik valami a --documents formájához, azt megnevezi és kihagyja: kilépési kód 3, ha egy sem készült el, 4.
help-arg-export-query = A keresett szavak és feltételek; nélkülük minden

help-cmd-doctor = Megkeresi, mi akadályozhatja a működést
help-more-doctor = Megvizsgálja a mappákat, a csoportok hozzáférését, a kiszolgáló folyamatot, a lemezt, az azonosítót és a kulcsokat, a korlátokat, az órát, a terminált, az ütemezést, a riasztásokat és a mentéseket; semmit sem módosít, az adattárat nem nyitja meg. A rekordokat a „faktura check” ellenőrzi. Kilépési kódok: 0 nincs hiba, 3 figyelmeztetés, 4 hiba.
help-arg-doctor-online = Minden cég szolgáltatójának egy kérést is küld
help-cmd-check = Az adattár épségének ellenőrzése
help-more-check = A sérült adatú cég a következő szinkronjáig nem kérdezhető le; az a szinkron minden számláját újra letölti. A saját könyveket a napló állítja helyre; ami onnan is elveszett, csak mentésben van meg, vagy --give-up mond le róla. Kilépési kódok: 0 minden rendben, 3 volt sérülés, de javítva, 4 sérülés van.
help-arg-repair = A javítható sérülések javítása
help-arg-check-give-up = Olyan saját könyvek, amelyek elveszett rekordjait semmilyen javítás nem hozza vissza: folytatás azzal, ami megmaradt
help-arg-check-yes = Lemondás az elveszett rekordokról kérdés nélkül
help-cmd-backup = Minden adat mentése egyetlen titkosított fájlba
help-arg-backup-file = A mentés fájlja; - a szabványos kimenet
help-more-backup = A visszaállításhoz kell az azonosító (identity.age): őrizze egy másolatát máshol. Meglévő fájl csak a --force kapcsolóval cserélődik le (különben a kilépési kód 2).
help-cmd-restore = Egy mentés ellenőrzése, majd az adattár lecserélése arra
help-arg-restore-file = A mentés
help-arg-restore-identity = A korábbi azonosító, amellyel a mentés készült
help-arg-restore-yes = Az adattár adatainak cseréje kérdés nélkül
help-more-restore = Adatok cseréje előtt kérdez; terminál nélkül --yes kell hozzá (különben a kilépési kód 2). A lecserélt adattár megmarad az új mellett. Az API-tokenek nincsenek benne a mentésben.
help-cmd-compact = Az adattár fel nem használt helyének visszaadása a lemeznek
help-cmd-store = Az adattár áthelyezése
help-cmd-store-copy = A teljes adattár másolása fájlok és PostgreSQL között
help-more-store-copy = A konfiguráció adattárát egy üres helyre másolja: cégek, bejelentkezések, titkosított kulcsok, rekordok az előzményeikkel, futások, saját könyvek, bankkivonatok, kimenő sor, tokenek és a műveleti napló. Mindent visszaolvas és összevet, mielőtt a másolat érvényes lenne; ha a másolás meghiúsul vagy megszakad, a cél üres marad. A fájlokban tartott adattárat közben más folyamat nem használhatja; adatbázisból egyetlen pillanat állapota készül el. A beállítások, a naplófájlok és az identity.age nem másolódnak. Kilépési kódok: 0 átmásolva, 3 átmásolva, de közben más folyamatok írtak az adatbázisba, 4 semmi sem másolódott.
help-arg-store-copy-copy-to = Hová: egy PostgreSQL-adatbázis címe (postgres://…), vagy egy üres, illetve még nem létező mappa
help-arg-store-copy-to-stdin = A cím beolvasása a szabványos bemenet első sorából, ha jelszó van benne
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
help-cmd-sandbox = Próba: egy mintaszolgáltató futtatása ezen a gépen
help-arg-port = Port; 0: egy szabad port
help-arg-invoices = A számlák száma
help-arg-seed = Ugyanaz a szám ugyanazokat a számlákat adja
help-arg-fault = Előidézett hiba, például status=500@3; többször is megadható
help-arg-set = A próbacégek beállítása, például custom-numbers=on; többször is megadható; egy ismeretlen az összeset felsorolja
help-arg-quirks = Azt is küldje, amit a valódi szolgáltató a leírásán túl küld
help-arg-latency = Minden válasz késleltetése ennyi ezredmásodperccel
help-arg-rate-limit = Kulcsonként legfeljebb ennyi kérés percenként
help-arg-gzip = Tömörített válasz, ha a kliens elfogadja
help-arg-today = A fiókok utolsó napja: így mindennap ugyanazok a számlák
help-cmd-completions = Parancskiegészítés a szabványos kimenetre
help-arg-shell = Parancsértelmező
help-cmd-man = Kézikönyvoldal minden parancshoz
help-arg-dir = A célmappa; „-” esetén a főoldal a szabványos kimenetre kerül
help-cmd-help = Egy parancs súgója
help-arg-command = A parancs
help-cmd-token = API-tokenek kezelése
help-cmd-token-add = Token készítése; egyszer látható, csak a lenyomata marad meg
help-arg-token-add-name = A token neve, például az azt használó programé
help-arg-role = Mit tehet a token: viewer olvas, member a saját idejét is rögzíti, admin mindent megtehet
help-arg-token-add-company = Csak ebben a cégben; többször is megadható
help-arg-expires = A token lejárata: napokban (90d), egy napon (2027-06-30) vagy soha (never)
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
help-cmd-report = Összegek és tartozások, illetve a saját könyvek munkaideje, eredménye, keretei és előrejelzése
help-more-report =
    Kimutatások a bizonylatokról:
      aging        kintlévőség a késés napjai szerint
      months       a kiállítás hónapja szerint; --by fulfilled: a teljesítésé, --by paid: a fizetésé (report fulfilled, report paid is)
      days         a kiállítás napja szerint
      delay        kifizetett követelések a határidő és a fizetés között eltelt napok szerint
      vat          áfakulcsonként; szűkíthető, például: fulfilled:last-month
      partners     a legnagyobb tartozások elöl
      cash         hetenként várható bevétel, halmozva is
      statuses     állapot szerint
      companies    cég szerint
      syncs        az egyes szinkronok ideje, hívásai és hibái időrendben; a --from, az --until és a szinkronnapló keresése szűkíti
      reconcile    amit a szolgáltatóknál írtunk, összevetve azzal, ami ott van, mint a push reconcile
    Minden kiállított bizonylat a saját időszakában, előjelével számít, a sztornózott és a sztornója is; piszkozat, díjbekérő, ajánlat, megrendelés, szállítólevél és eltűnt bizonylat soha. A kintlévőség és a lejárt a kifizetetlen bizonylatok hátraléka; a nyitott negatív összeg jóváírás, külön oszlopban. Pénznemek nem keverednek. A partners és a companies JSON-ban az utolsó tizenkét hónapot és a kintlévőség késés szerinti bontását is tartalmazza.

    Kimutatások a saját könyvekről; a time és a profit szűkíthető kereséssel, --from és --until kapcsolóval:
      time         munkaidő, és mennyi ebből a számlázható, a jóváhagyott és a számlázott
      profit       mennyi lett kiszámlázva, mennyibe kerültek az órák (person edit NÉV --cost ÖSSZEG), és mennyit hozott egy óra
      budget       a projektek keretei, a maradék, és hogy mikor fogy el
      unbilled     jóváhagyott, de ki nem számlázott idő, a mai díjakkal
      forecast     számlázatlan idő, nyitott piszkozatok, ismétlődő számlák, átalányok és nyitott bizonylatok havonta
help-arg-kind = Kimutatás
help-arg-by = A sorok csoportosítása: months: issued, fulfilled vagy paid; time: client, project, person, tag, week vagy month; profit: ugyanezek, tag nélkül; unbilled: client vagy project
help-arg-report-query = Keresett szavak és feltételek; nélkülük minden számla
help-arg-report-limit = Legfeljebb ennyi sor pénznemenként; 0: mind. Táblázatban a partnereknél 20 az alapérték
help-arg-nagios = Egy sor és a figyelőprogramok kilépési kódjai: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN
help-arg-read-only = Semmi sem változtatható: szinkron nem indítható és nem állítható le
help-arg-low-bandwidth = Kevesebb adat a terminálnak: a listák lapoznak, a haladás másodpercenként frissül
help-arg-plain = Soronként, keretek és mozgás nélkül: képernyőolvasóknak és Braille-kijelzőknek
help-notes = Megjegyzések
help-keys = A képernyő billentyűi
help-examples = Példák
help-exit-codes = Kilépési kódok
help-exit-codes-all = 0 kész, 1 váratlan hiba, 2 hibás használat, 3 részleges, 4 sikertelen, 5 az adattár másik folyamaté, és az nem válaszol, 6 beállítás vagy kulcs, 7 nem engedélyezett, 130 megszakítva.
help-cmd-login = QuickBooks és Xero összekapcsolása
help-cmd-login-add = Hozzájárulás kérése, várakozás a böngészőre vagy a beillesztett címre, cégek összekapcsolása
help-cmd-login-begin = Hozzájárulás megkezdése: a megnyitandó cím kiírása
help-cmd-login-finish = Hozzájárulás befejezése azzal a címmel, amelyre a böngésző átkerült
help-cmd-login-list = A belépések listája, állapotuk, és hogy mikor kell megújítani őket
help-cmd-login-show = Egy belépés adatai
help-cmd-login-test = Egy belépés megújítása, és a megnyitott cégek lekérdezése
help-cmd-login-remove = Belépés törlése; a cégei és adataik megmaradnak
help-arg-service = Számlázó szolgáltató
help-arg-login = A belépés száma
help-arg-login-add-login = Ezt a belépést újítja meg, új helyett
help-arg-login-begin-login = Ezt a belépést újítja meg, új helyett
help-arg-sandbox = A szolgáltató tesztcégei
help-arg-client-id = Az alkalmazás ügyfél-azonosítója a szolgáltatónál
help-arg-client-secret-stdin = Az alkalmazás titkos kulcsa a szabványos bemenet első sorából (különben FAKTURA_CLIENT_SECRET)
help-arg-redirect-uri = Átirányítási cím, pontosan az alkalmazásnál regisztrált alakban
help-arg-identity-url = A beléptető kiszolgálók gyökércíme, ha nem a szokásos
help-arg-login-add-base-url = Az API kiszolgálójának gyökércíme, ha nem a szokásos
help-arg-login-begin-base-url = Az API kiszolgálójának gyökércíme, ha nem a szokásos
help-arg-write = Írási jogosultságot is kér
help-arg-tenant = Ezt a céget kapcsolja össze (azonosító vagy név a szolgáltatónál); ismételhető
help-arg-all-tenants = Minden céget összekapcsol, amelyet a hozzájárulás megnyit
help-arg-listen-port = Ezen a porton figyel, nem az átirányítási címén
help-arg-redirect-stdin = A cím a szabványos bemenet első sorából
help-arg-revoke = A teljes hozzájárulást a szolgáltatónál is visszavonja
help-arg-sandbox-provider = Az utánzott szolgáltató; quickbooks és xero esetén a cím a belépés --base-url és --identity-url értéke is

# Bank.
help-cmd-bank = Bankszámlakivonatok beolvasása, tételeik és a számlák megjelenítése
help-cmd-bank-import = Kivonat beolvasása: camt.052/053/054, MT940, MT942, OFX, MagNet XML, CSV vagy XLSX
help-more-bank-import = A formátumot a tartalom mutatja meg. A CSV-hez és az XLSX-hez előre megadott leképezés (otp, erste, revolut) vagy leképezési fájl kell, amelyet a program sikeres beolvasás után megőriz. Egy elutasított sor az egész beolvasást megállítja. Amit egy más formájú fájl talán már közölt (azonos számla, nap és összeg, és sem hivatkozás, sem egyenleg nem bizonyítja, melyik az), nem számít sehol, amíg a `bank same` vagy a `bank another` nem dönt. Kilépési kódok: 3 egyes sorok elutasítva, a többi bekerült (--skip-refused), vagy tételek várnak döntésre; 4 elutasított sorok miatt semmi sem került be.
help-arg-bank-import-file = A kivonat fájlja
help-arg-bank-import-company = A cég, amelyé a számla; csak az első kivonatnál kell megadni
help-arg-preset = Előre megadott vagy megőrzött leképezés
help-arg-mapping-file = A táblázat oszlopainak leképezési fájlja
help-arg-account = Számlaszám
help-arg-bank-import-account = Számlaszám, ha a fájlból nem derül ki
help-arg-currency = Pénznem, ha a fájlból nem derül ki
help-arg-preview = Csak megmutatja, mi lenne a fájlból
help-arg-skip-refused = Beolvassa, ami nincs elutasítva
help-cmd-bank-list = A kivonatok tételei, a legújabb elöl
help-arg-unmatched = Csak a könyvelt, párosítatlan tételek
help-arg-doubtful = Csak azok a tételek, amelyeket egy más formájú fájl talán már közölt: a `bank same` vagy a `bank another` dönt
help-cmd-bank-same = Kétséges tételek egy korábbival azonos pénzt jelentenek: egyszer számítanak
help-more-bank-same = A döntésre várókat a `faktura bank list --doubtful` mutatja, azt, hogy melyik tétel lehet, a `faktura bank show TÉTEL`. A `faktura match undo TÉTEL` után újra döntésre vár.
help-arg-bank-same-entries = Tételek; az azonosító eleje elég
help-arg-bank-same-all = Minden, ami döntésre vár
help-cmd-bank-another = Kétséges tételek másik pénzt jelentenek: számítanak, és párosíthatók
help-more-bank-another = A `faktura bank same TÉTEL` megváltoztatja, amíg a tétel semmit sem fizet.
help-arg-bank-another-entries = Tételek; az azonosító eleje elég
help-arg-bank-another-all = Minden, ami döntésre vár
help-cmd-bank-statements = A kivonatok listája, az egyenlegek próbájával
help-cmd-bank-show = Egy tétel, vagy egy kivonat tételei
help-arg-wanted = Tétel vagy kivonat; elég az azonosítója eleje
help-arg-raw = A kivonat fájljának kiírása, ahogyan beolvasták; - a szabványos kimenet
help-cmd-bank-accounts = Pénzeszközök: számlák, egyenlegek, párosítatlan tételek kor szerint
help-cmd-match = Mit egyenlítenek ki a banki tételek: keresés és párosítás
help-cmd-match-propose = Bizonylatok javaslata a még párosítatlan tételekhez
help-arg-match-propose-entry = Csak ehhez a tételhez
help-cmd-match-auto = Párosítja, ami biztos, a többit javasolja
help-more-match-auto = Biztos az a tétel, amelynek közleménye vagy hivatkozása teljes számukkal nevez meg bizonylatokat, vagy amelynek hivatkozása egy itt készült átutalásé: ezek mind nyitottak, egy pénzneműek, addigra kiállították őket, és együtt pontosan a tétel összegét adják, vagy azt a bankköltséggel. Csak javaslat lesz belőle, ha más bizonylatnak is ez a száma, ha a számlaszám másik partneréként ismert, ha a név egy ugyanennyivel tartozó másik ügyfélé, ha a fizetést talán már rögzítették, vagy ha a számjegyek nap, összeg, rendelés vagy ügyfél száma is lehetnek. Amit egyszer visszavontak, az emberre vár.
help-cmd-match-accept = Tétel párosítása a legjobb javaslattal vagy megnevezett bizonylatokkal
help-arg-match-accept-entry = Tétel; elég az azonosítója eleje
help-arg-match-accept-invoices = Bizonylat száma vagy azonosítója, összeggel, ha nem az egészet egyenlíti ki; visszautalásnál a bizonylaté vagy a tételé, amely kifizette
help-arg-part = Egy csomag részének sorszáma
help-arg-difference = Mi a tétel és a bizonylatok közötti különbség
help-arg-match-accept-rate = Árfolyam, amelyen a más pénznemű tétel a bizonylatokat kiegyenlíti, mindkét pénznemmel: 391.25 HUF/EUR annyi, mint egy euróért 391,25 forint. Nélküle a bank által közölt, a bizonylat pénznemében megbízott összeg számít, vagy a megadott összegek
help-cmd-match-undo = Párosítás visszavonása; bizonylatai újra nyitottak
help-arg-match-undo-entry = Tétel vagy párosítás; elég az azonosítója eleje
help-cmd-transfers = Fizetések a banknak szóló fájlban
help-cmd-transfers-make = pain.001 fájl írása bejövő bizonylatok vagy egy lista kifizetéséhez
help-more-transfers-make = A lista (--payments) fejléce: name;account;amount;currency;text;reference;bank;payer;urgent, ebből az első három kötelező, payer mellett a currency is: a payer a fizetést teljesítő számla, az urgent yes vagy no (igen vagy nem). Minden fizetés a pénzneme egyetlen számlájáról megy, hacsak az --account vagy a payer nem mond mást; a fájlban számlánként, pénznemenként és szintenként külön blokk van. A program ellenőrzi a számlaszámokat. Egy partner megváltozott számlája, egy más kedvezményezetté is vagy a fizető számla, egy olyan, amely bankkártya száma is lehet, egy korábban már utalt bizonylat és egy kétszer szereplő fizetés kérdéssel megállítja a parancsot. Kilépési kódok: 2 hibás számlaszám, összeg vagy bizonylat, 4 a lista visszautasított sorai, vagy kérdések (a --yes igennel válaszol).
help-arg-transfers-make-file = Az írandó fájl; - a szabványos kimenet
help-arg-transfers-make-invoices = Bejövő bizonylatok száma
help-arg-payments = Fizetések listája, CSV
help-arg-transfers-make-company = A fizető cég
help-arg-transfers-make-account = A fizető számla; többször megadva mindegyik a saját pénznemében fizet
help-arg-transfers-make-urgent = Sürgős fizetés kérése (URGP szolgáltatási szint), amelyért a bankok többet számítanak fel
help-arg-transfers-make-day = A teljesítés napja; nélküle ma
help-arg-pain-version = A pain.001 változata
help-arg-transfers-make-force = A fájl felülírása
help-arg-transfers-make-yes = A kérdésekre igennel válaszol
help-cmd-transfers-list = Az elkészült átutalások, és hogy mikor jelentek meg kivonaton
