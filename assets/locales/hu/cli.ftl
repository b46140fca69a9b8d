# A parancssor.
cli-error = hiba:
cli-warning = figyelem:
cli-hint = tipp:
cli-interrupted = Megszakítva.
cli-yes = igen
cli-no = nem
cli-more-currencies = még { $count }
cli-never = soha
cli-seconds = { $seconds } s
cli-deferred-until = A szolgáltató { $time }-ig várakozást kér.

# Hibák.
cli-error-key-missing = Nincs megadva API-kulcs.
cli-error-key-missing-hint = Használja az --api-key-stdin kapcsolót vagy a FAKTURA_API_KEY változót, vagy futtassa a parancsot terminálon, és a program bekéri. Kulcs nem adható meg a parancssorban: ott a gép más felhasználói is elolvashatnák.
cli-error-key-unreadable = A szabványos bemeneten nem API-kulcs érkezett.
cli-error-not-confirmed = Semmi sem törlődött: „{ $name }” megmarad.
cli-error-needs-yes = „{ $name }” törlésével minden adata elvész; terminál nélkül ez nem erősíthető meg.
cli-error-removal-needs-yes = „{ $name }” törlését terminál nélkül nem lehet megerősíteni.
cli-error-needs-yes-hint = Megerősítés nélküli törléshez adja meg a --yes kapcsolót.
cli-error-not-in-full = A --yes egy névrészlet alapján nem töröl: a cég neve „{ $name }”.
cli-error-not-in-full-hint = Adja meg a teljes nevét vagy a számát.
cli-error-restore-needs-yes = Az adattárban vannak adatok; terminál nélkül a lecserélése nem erősíthető meg.
cli-error-restore-needs-yes-hint = Megerősítés nélküli cseréhez adja meg a --yes kapcsolót. A lecserélt adattár az új mellett megmarad.
cli-error-not-restored = Nem történt visszaállítás; az adattár nem változott.
cli-error-give-up-needs-yes = Terminál nélkül nem erősíthető meg a lemondás az elveszett rekordokról.
cli-error-give-up-needs-yes-hint = Megerősítés nélkül: adja meg a --yes kapcsolót.
cli-error-not-given-up = Semmiről sem történt lemondás.
cli-error-binary = Bináris adat nem írható terminálra.
cli-error-binary-hint = Irányítsa a szabványos kimenetet fájlba vagy csővezetékbe, vagy adjon meg fájlnevet.
cli-error-invoice-not-found = Nincs „{ $wanted }” számla az adattárban.
cli-error-invoice-not-found-hint = Előbb szinkronizáljon (faktura sync), vagy keressen a szám egy részletére: faktura invoices KERESÉS
cli-error-invoice-ambiguous = { $count } számlának is ez a száma: „{ $wanted }”
cli-error-invoice-ambiguous-hint = Adja meg az azonosítóját, vagy a cégét a --company kapcsolóval.
cli-error-run-not-found = Nincs { $wanted }. számú futás.
cli-error-run-not-found-hint = A „faktura logs” felsorolja a futásokat.
cli-error-bare-only = Parancs előtt nem használható: { $option }
cli-error-bare-only-hint = Írja a parancs után, ha annak is van ilyen kapcsolója, vagy hagyja el a parancsot.
cli-error-one-company = A képernyő egy céget vagy mindet mutatja: a --company egyszer adható meg.
cli-error-which-company = { $count } cég van; nem tudni, melyikről van szó.
cli-error-which-company-hint = Adja meg a --company kapcsolóval; a „faktura company list” felsorolja őket.
cli-error-no-terminal = A képernyőhöz terminál kell.
cli-error-no-terminal-hint = Cronból vagy csővezetékből: „faktura --headless”; a parancsokat a „faktura help” sorolja fel.
cli-error-file = { $path }: { $detail }
cli-error-system = Rendszerhiba: { $detail }

# Kérdések.
cli-ask-key = „{ $name }” API-kulcsa (nem látszik):
cli-ask-passphrase = Az azonosító jelmondata (nem látszik):
cli-ask-remove = Törli „{ $name }” céget { $invoices } számlájával, { $changes } előzményével, { $runs } futásával és API-kulcsával együtt? Ami a szolgáltatónál van, ott marad. [i/N]
cli-ask-remove-books = Törli „{ $name }” céget { $invoices } számlájával, valamint minden ügyfelével, projektjével, idejével, piszkozatával, befizetésével és banki tételével együtt? Máshol ezek nincsenek meg: előbb készítsen mentést (faktura backup). [i/N]
cli-ask-remove-name = Ez nem vonható vissza. A törléshez írja be a cég nevét:
cli-ask-restore = Lecseréli az adattárat ({ $companies } cég: { $names }; { $invoices } számla, { $runs } futás, { $keys } API-kulcs, { $entries } naplóbejegyzés) a mentésre? A mentésnél újabb cégek, kulcsok, futások és naplóbejegyzések hiányozni fognak; a lecserélt adattár egy mappában mellette megmarad. [i/N]
cli-restore-audit = A mentés műveleti naplója korábban véget ér: ennek az adattárnak { $count } bejegyzése hiányzik belőle.
cli-ask-restore-unreadable = Lecseréli az adattárat a mentésre? A mentésnél újabb cégek, kulcsok, futások és naplóbejegyzések hiányozni fognak; a lecserélt adattár egy mappában mellette megmarad. [i/N]
cli-ask-give-up = Folytatja { $company } könyveit azzal, ami megmaradt? Ami elveszett, elveszett marad, a következő számlák új sorszámtartományt kezdenek, és egy később visszaállított mentés felülírja, amit ezután rögzít. [i/N]

# Cégek.
cli-ask-same-account = { $told } Az összes cégre vett minden összeg kétszer számolná. Folytatja mégis? [i/N]
cli-company-added = „{ $name }” felvéve, { $id }. számú cég.
cli-company-not-added-hint = Nem vettünk fel semmit. Ellenőrizze a kulcsot, vagy készítsen újat itt: { $page }, majd adja ki újra a „faktura company add” parancsot.
cli-company-added-next = Következik: faktura sync --company { $name }
cli-company-renamed = „{ $old }” új neve „{ $name }”.
cli-company-enabled = „{ $name }” mostantól szinkronizálódik.
cli-company-disabled = „{ $name }” többé nem szinkronizálódik; az adatai megmaradnak.
cli-books-enabled = „{ $name }” be van kapcsolva. A könyveit a faktura vezeti, nincs mit szinkronizálni.
cli-books-disabled = „{ $name }” ki van kapcsolva; a könyvei megmaradnak, szinkronizálni eddig sem kellett.
cli-company-removed = „{ $name }” törölve, { $invoices } számlával.
cli-key-works = A kulcs működik.
cli-key-kept = „{ $name }” kulcsa elmentve: { $key }.
cli-key-none = nincs kulcs
cli-key-set = beállítva: { $date }, vége: …{ $ending }
cli-key-set-short = beállítva: { $date }

# Oszlopfejek.
cli-col-id = Azonosító
cli-col-company = Cég
cli-col-provider = Szolgáltató
cli-col-enabled = Szinkron
cli-col-key = Kulcs
cli-col-light = Jelzés
cli-col-health = Állapot
cli-col-last-sync = Utolsó szinkron
cli-col-invoices = Számlák
cli-col-outstanding = Kintlévőség
cli-col-overdue = Lejárt
cli-col-warnings = Figyelmeztetés
cli-col-status = Állapot
cli-col-mode = Mód
cli-col-time = Idő
cli-col-result = Eredmény
cli-col-method = Fizetési mód
cli-col-issued = Kelt
cli-col-fulfilled = Teljesítés
cli-col-due = Határidő
cli-col-paid = Fizetve
cli-col-tax-number = Adószám
cli-col-currency = Pénznem
cli-col-gross = Bruttó
cli-col-net = Nettó
cli-col-vat = Áfa
cli-col-comment = Megjegyzés
cli-col-nav = NAV
cli-col-run = Futás
cli-col-started = Kezdete
cli-col-trigger = Indította
cli-col-actor = Felhasználó
cli-col-processed = Feldolgozva
cli-col-created = Új
cli-col-updated = Módosult
cli-col-skipped = Kihagyva
cli-col-errors = Hibák

# Mezőnevek.
cli-field-address = Cím
cli-field-left = Még fizetendő
cli-field-paid-part = Eddig befizetve
cli-field-number-gaps = Hiányzó sorszámok
cli-number-gaps-unknown = nem ismert: még nincs minden bizonylat beolvasva
cli-number-gap = { $first } hiányzik: { $previous } és { $next } között
cli-number-gap-several = { $first } és { $last } között { $count } sorszám hiányzik ({ $previous } után, { $next } előtt)
cli-number-gaps-more = és még { $count } hézag; az összes: --json
cli-field-legal-name = Név a szolgáltatónál
cli-field-tax-number = Adószám
cli-field-documents = Bizonylatok
cli-field-added = Felvéve
cli-field-run = Futás
cli-field-started = Kezdete
cli-field-duration = Időtartam
cli-field-processed = Feldolgozott számla
cli-field-created = új
cli-field-updated = módosult
cli-field-unchanged = változatlan
cli-field-skipped = kihagyva
cli-field-vanished = eltűnt
cli-field-items = Tételek
cli-field-calls = API-hívások
cli-field-reason = Ok
cli-field-errors = Hibák
cli-field-trigger = Indította
cli-field-actor = Felhasználó

# A szinkronizálás szavai.
cli-count-created = { $count } új
cli-count-updated = { $count } módosult
cli-count-unchanged = { $count } változatlan
cli-count-skipped = { $count } kihagyva
cli-count-vanished = { $count } eltűnt
cli-count-items = { $count } tétel
cli-count-calls = { $count } API-hívás
cli-sync-summary = { $total } cég: { $how }; { $counts }; { $time }
cli-sync-how = { $ok } kész, { $failed } sikertelen
cli-sync-how-cancelled = { $count } leállítva
cli-sync-key-hint = „{ $name }” új kulcsra vár: faktura company set-key { $quoted }
cli-sync-log-hint = „{ $name }” kihagyott számlái és az okuk: faktura logs show { $run }
cli-run-running = fut
cli-run-completed = kész
cli-run-partial = részleges
cli-run-failed = sikertelen
cli-run-cancelled = leállítva
cli-run-interrupted = megszakadt
cli-run-deferred = elhalasztva
cli-mode-full = teljes
cli-mode-incremental = növekményes
cli-mode-reconcile = egyeztető
cli-trigger-command = parancs
cli-trigger-headless = időzítés
cli-trigger-screen = képernyő
cli-trigger-schedule = ütemező
cli-trigger-api = API
cli-light-green = zöld
cli-light-yellow = sárga
cli-light-red = piros
cli-status-failed = { $company }: az utolsó szinkronizálás sikertelen volt ({ $time }): { $reason }
cli-field-failure = Utolsó hiba
cli-health-fresh = naprakész
cli-health-partial = néhány számla kimaradt
cli-health-nav-refused = elutasított NAV-jelentés
cli-health-ageing = egy napnál régebbi
cli-health-stale = két napnál régebbi
cli-health-failed = az utolsó szinkron sikertelen
cli-health-never = még sosem szinkronizálódott
cli-health-no-key = nincs kulcs
cli-health-service-lost = ismeretlen szolgáltató; vegye fel újra
cli-health-disabled = kikapcsolva
cli-health-damaged = sérült, szinkronizálandó
cli-health-incomplete = sérült rekordok, szinkronizálandó
cli-status-doubtful = { $company }: { $count ->
   *[other] { $count } banki tételt talán már közöltek, és nem számít sehol
 }; `faktura bank list --doubtful`
cli-health-books-damaged = sérült; teendő: faktura check
cli-health-numbers-behind = korábbi állapotú adattár
cli-health-key-lost = hiányzó vagy használhatatlan kulcs vagy azonosító

# Számlák.
cli-invoices-none = Nincs ilyen számla.
cli-invoices-shown = { $shown } látható, összesen { $invoices }
cli-invoices-overflow = (túl nagy ahhoz, hogy teljesen összeadható legyen)
cli-invoices-uncounted = (nem forgalom: piszkozat, díjbekérő és hasonló)
cli-export-done = { $invoices } kiírva ide: { $path }.
cli-export-kept = A(z) { $path } fájl változatlan maradt. Futtassa: „faktura sync”, majd exportáljon újra; vagy adjon meg új fájlt.
cli-payment-paid = fizetve
cli-payment-outstanding = fizetetlen
cli-payment-partially-paid = részben fizetve
cli-payment-expired = határidőn túl
cli-payment-none = –
cli-payment-overdue = lejárt
cli-payment-cancelled = sztornózva
cli-payment-vanished = eltűnt

# Egy számla.
cli-history-line = { $time }  { $what }  ({ $run }. futás)
cli-history-own = { $time }  { $what }
cli-saved = Elmentve: { $path } ({ $size }).
cli-live-no-payments = nincs befizetés
cli-part-seller = Eladó
cli-part-buyer = Vevő
cli-part-items = Tételek
cli-part-vat = Áfaösszesítő
cli-part-warnings = Figyelmeztetések
cli-part-history = Előzmények
cli-part-payments = Befizetések
cli-part-tax = Adóhatóság
cli-part-url = Nyilvános link
cli-col-quantity = Mennyiség
cli-col-unit = Egység
cli-col-unit-price = Nettó egységár
cli-col-vat-rate = Kulcs
cli-field-name = Név
cli-field-eu-tax-number = Közösségi adószám
cli-field-postal = Cím
cli-field-emails = E-mail
cli-field-phone = Telefon
cli-field-bank = Bank
cli-field-account = Számlaszám
cli-field-iban = IBAN
cli-field-swift = SWIFT
cli-field-correction = Helyesbítés
cli-field-rate = Árfolyam
cli-field-discount = Kedvezmény
cli-field-order = Rendelésszám
cli-field-related = Kapcsolódó
cli-field-tags = Címkék
cli-field-first-seen = Először itt
cli-field-changed = Utoljára változott
cli-field-transaction = Tranzakció

# Haladás.
cli-progress-pages = { $pages } oldal
cli-progress-pages-of = { $pages }/{ $total } oldal
cli-progress-invoices-of = { $count }/{ $total } számla
cli-progress-rate = { $rate }/s
cli-progress-left = még { $time }
cli-progress-quota = { $limit } kérésből { $left } maradt
cli-progress-waiting = a szolgáltatóra vár eddig: { $time }

# Futások.
cli-logs-none = Nincs ilyen futás.

# Az adattár és az azonosító.
cli-col-damage = Sérülés
cli-col-place = Hely
cli-damage-checksum = hibás ellenőrző összeg
cli-damage-undecodable = olvashatatlan rekord
cli-damage-orphan = hiányzó rekordra hivatkozik
cli-damage-index = hibás index
cli-damage-journal = a napló és az adatbázis eltér
cli-damage-missing = hiányzik
cli-damage-lost = korábban megsérült; még nem teljes
cli-damage-unusable = nem használható
cli-damage-closed = más azonosítóhoz van lezárva
cli-check-more = … és még { $count }
cli-check-summary = { $count ->
    [0] { $records } rekord ellenőrizve: rendben
   *[other] { $records } rekord ellenőrizve: { $count } sérült hely
}
cli-check-repaired = Kijavítva: { $count }
cli-check-relisted = Újraírt sorok a saját könyvekben: { $count }
cli-check-hint = Javítás: faktura check --repair
cli-check-restore = A többi nem javítható: állítsa vissza a fájlokat egy másolatból, vagy az adattárat egy mentésből: „faktura restore FÁJL”.
cli-check-restore-database = A többi nem javítható: állítsa vissza az adatbázist egy mentésből, a saját eszközeivel.
cli-check-resync = Teljes szinkronizálás kell, cég: { $id }; parancs: faktura sync --company { $id } --full
cli-check-books-lack = { $id }. cég: a saját könyveiből olyan rekordok hiányoznak, amelyek a naplóból is elvesztek. Állítsa vissza az adattárat egy mentésből: faktura restore FÁJL. Mentés nélkül a megmaradttal: faktura check --repair --give-up { $id }
cli-check-books-lack-database = { $id }. cég: a saját könyveiből olyan rekordok hiányoznak, amelyek a naplóból is elvesztek. Állítsa vissza az adatbázist egy mentésből, a saját eszközeivel. Mentés nélkül a megmaradttal: faktura check --repair --give-up { $id }
cli-check-given-up = { $company } könyvei azzal folytatódnak, ami megmaradt. A következő számlaszámok eleje { $prefix }, így elveszett számla száma nem kerül újra kiosztásra; a „faktura books edit --prefix SZÖVEG” módosítja.
cli-backup-done = Mentés kész: { $path } ({ $size }). A visszaállításához az identity.age kell; arról őrizzen másolatot máshol.
cli-restore-done = Visszaállítva: { $companies } cég, { $invoices } számla, { $runs } futás.
cli-restore-books = { $company } számlaszámai ott folytatódnak, ahol a mentés véget ér: az azután kiállított számlák sorszámai újra ki lennének osztva. Ha van ilyen, előbb kezdjen új sorszámtartományt: faktura books edit --prefix SZÖVEG --company "{ $company }"
cli-restore-aside = A korábbi adattár ide került: { $path }.
cli-compact-done = Az adattár tömörítve: { $before } → { $after }
cli-copy-copies = átmásolva
cli-copy-compares = összevetve az eredetivel
cli-copy-contacts = Partnerek
cli-copy-changes = Változások
cli-copy-runs = Futások
cli-copy-own = Saját rekordok
cli-copy-done = Átmásolva innen: { $from }, ide: { $to }. A másolat visszaolvasva és összevetve; a műveleti napló { $lines } soros.
cli-copy-next-folder = Ha a másolattal dolgozna tovább, tegye a mappát egy mappa „store” helyére (MAPPA/store), és azt nyissa meg: faktura --home MAPPA. Ha annak konfigurációjában a [store] url egy adatbázist nevez meg, törölje azt. A titkait ugyanaz az identity.age nyitja. Ne dolgozzon mindkettővel: ami küldésre vár, kétszer menne el.
cli-copy-next = Ha a másolattal dolgozna tovább, adja meg az adatbázisát a [store] url beállításban. A titkait ugyanaz az identity.age nyitja. Ne dolgozzon mindkettővel: ami küldésre vár, kétszer menne el.
cli-copy-changed = Közben más folyamatok írtak ide: { $from }; a másolatban a korábbi állapot van. Állítsa le a workereket, ürítse ki a célt, és másoljon újra.
cli-copy-password = Az argumentumban megadott jelszót e gép többi felhasználója is olvashatja: adja meg a címet a --to-stdin kapcsolóval.
cli-identity-made = Elkészült az azonosító. Őrizze a fájl másolatát biztos helyen: nélküle a kulcsok és a mentések nem fejthetők vissza.
cli-identity-there = Már van azonosító; semmi sem változott.
cli-identity-rotated = Elkészült az új azonosító, { $count } titok már azzal van titkosítva.
cli-identity-backups = A korábbi mentésekhez a régi azonosító kell: készítsen új mentést.
cli-field-file = Fájl
cli-field-recipient = Nyilvános kulcs
cli-man-done = { $count } oldal elkészült itt: { $path }.

# A próbafiók.
cli-col-api-key = API-kulcs
cli-sandbox-hint = Vegye fel: faktura company add Próba --provider billingo --base-url { $url } — a Ctrl-C állítja le.
cli-demo-banner = bemutató: próbafiókok, nem az ön adatai
cli-demo-headless = Bemutató: próbafiókok ezen a gépen, ideiglenes mappában; az ön adataihoz nem nyúl.
cli-demo-plain = Bemutató: próbafiókok ezen a gépen; a saját adataihoz nem nyúl. Először szinkronizálja őket…
cli-serve-ready = Kiszolgálás: { $path }
cli-serve-waits = Az adattárat ({ $path }) most egy másik folyamat ({ $pid }) kezeli; ez a folyamat átveszi, amint az leáll.
cli-serve-next = Következő szinkron: { $time }
cli-serve-never = Nincs ütemezett szinkron; az időpontok a konfiguráció [schedule] részében adhatók meg.
cli-serve-begins = Elindult egy ütemezett szinkron.
cli-serve-late = Egy elmaradt szinkron pótlása.
cli-serve-reloaded = A konfiguráció újraolvasva.
cli-serve-stops = Leállás.
cli-error-path-not-said = Ez az útvonal nem írható le itt: { $target }: „{ $path }”.
cli-error-path-not-said-hint = Használjon ilyen karakterek nélküli mappát és programot, vagy a „faktura serve” parancsot, amelyhez máshol nem kell bejegyzés.
cli-error-not-said = Itt nem fejezhető ki ez az időpont: „{ $time }” ({ $target }).
cli-error-not-said-hint = Adjon meg egyszerűbb időpontot, vagy használja a „faktura serve” parancsot, amely mindet ismeri.
cli-error-zone = Ez az ütemező a gép időzónáját követi ({ $target }, { $machine }), az ütemezés pedig ezt: { $zone }; „{ $time }” ott nem egész évben ugyanaz az időpont.
cli-error-zone-hint = Használja a systemd-t vagy a „faktura serve” parancsot, amelyek ismerik az időzónákat, vagy állítsa a schedule.zone értékét a gépére.
cli-error-no-times = Az ütemezés üres: a config.toml schedule.times beállításában nincs időpont.
cli-schedule-store-url = A tároló címe a FAKTURA_STORE_URL változóban van, amelyet ez az ütemező nem ismer: { $target }. Írja egy fájlba, és adja meg azt a [store] url_file beállításban.
cli-schedule-zones = Az időpontok a gép időzónájában értendők ({ $machine }); az ütemezés időzónája: { $zone }.
cli-schedule-skipped = Napok, amelyeken az óraátállítás miatt az egyik időpont kimarad; a systemd kihagyná a szinkronizálást.
cli-error-threads = A rendszer túl kevés szálat ad a fakturának: { $detail }
cli-error-threads-hint = 16 szál és a hozzá való memória kell. Nézze meg: „ulimit -u”, „ulimit -v”, systemd alatt a TasksMax értékét.
cli-error-files = A rendszer túl kevés fájlt enged megnyitni a fakturának: { $detail }
cli-error-files-hint = Emelje meg a korlátot: ulimit -n 1024 (systemd alatt: LimitNOFILE=1024).
cli-col-at = Mikor
cli-col-who = Felhasználó
cli-col-action = Művelet
cli-col-subject = Tárgy
cli-col-from = Honnan
cli-audit-none = A műveleti napló üres.
cli-audit-whole = A műveleti napló ellenőrizve: { $count } bejegyzés, hiánytalan és változatlan.
cli-audit-fault = A műveleti naplóban módosított vagy hiányzó bejegyzés van itt: { $place }.
cli-audit-loss-hint = Ez a veszteség fel van jegyezve, és feljegyezve is marad. Nincs teendő, hacsak a „faktura check” nem talál hibát.
cli-serve-listens = Az API itt érhető el: http://{ $address }
cli-token-made = „{ $name }” token, csak most látható:
cli-token-none = Nincs token; a hálózaton az API nem használható.
cli-token-revoked = „{ $name }” token visszavonva.
cli-token-all = mind
cli-col-name = Név
cli-col-role = Szerep
cli-col-companies = Cégek
cli-col-expires = Lejár
cli-col-made-by = Készítette
cli-role-admin = adminisztrátor
cli-role-viewer = olvasó
cli-role-member = munkatárs
cli-error-expiry = „{ $given }” nem jövőbeli időpont.
cli-error-expiry-hint = Adjon meg napokat (90d, legfeljebb 3650d), utolsó napot (2027-06-30), vagy azt, hogy „never”.
cli-alert-none-set = Nem küldhető riasztás: a konfiguráció [alerts] részében nincs csatorna.
cli-alert-went = { $channel }: elküldve
cli-alert-failed = { $channel }: { $why }
cli-alert-secret-set = „{ $name }” titkosítva elmentve.
cli-alert-secret-removed = „{ $name }” törölve.
cli-alert-secret-since = { $name } (megadva: { $day })
cli-ask-secret = { $name ->
    [webhook-url] A webhook címe
    [webhook-secret] A webhooknak küldött üzenetek aláíró titka
    [smtp-password] A riasztások levelezőkiszolgálójának jelszava
    [mail-password] A levelezőkiszolgáló jelszava
    [slack-webhook] A Slack-webhook címe
    [slack-token] A Slack-bot tokenje
   *[other] { $name }
 }:
cli-field-channels = Csatornák
cli-field-secrets = Titkok
cli-field-incidents = Nyitott esetek
cli-field-waiting = Küldésre vár
cli-col-alert = Riasztás
cli-col-since = Ettől fogva
cli-col-told = Elküldve
cli-col-channel = Csatorna
cli-col-tries = Kísérlet
cli-col-next = Következő kísérlet
cli-col-why = Ok
cli-channel-command = parancs
cli-channel-webhook = webhook
cli-channel-email = e-mail
cli-alert-kind-failed = sikertelen
cli-alert-kind-partial = részleges
cli-alert-kind-deferred = halasztva
cli-alert-kind-stale = elavult
cli-alert-kind-login-ends = lejáró belépés
cli-alert-kind-nav-refused = a NAV elutasította
cli-alert-kind-undelivered = elutasított levél
cli-alert-kind-overdue = lejárt
cli-alert-kind-lost = elveszett bizonylat
cli-alert-kind-recovered = helyreállt
cli-error-secret-missing = Nincs titok megadva.
cli-error-secret-missing-hint = Gépelje be a terminálon, vagy adja meg a szabványos bemenet első soraként a { $option } kapcsolóval.
cli-report-more = { $count ->
    [one] Még egy sor; a --limit 0 mindet mutatja.
   *[other] Még { $count } sor; a --limit 0 mindet mutatja.
}
cli-days = { $count ->
    [one] { $count } nap
   *[other] { $count } nap
}
cli-col-late = Késés
cli-col-month = Hónap
cli-col-fulfilled-month = Teljesítés hónapja
cli-col-day = Kiállítás napja
cli-col-paid-month = Fizetés hónapja
cli-col-delay = Fizetve
cli-col-rate = Áfakulcs
cli-col-credit = Jóváírás
cli-report-by = A --by a „report months” kapcsolója: issued, fulfilled vagy paid.
cli-col-week = Hét
cli-col-expected = Várható
cli-col-oldest = Legrégebbi
cli-col-running = Halmozott
cli-col-partner = Partner
cli-restored-tokens = { $count } token érvényét vesztette: a mentés nem tartalmaz tokeneket.
cli-error-columns = „{ $columns }” nem oszlopok listája. Neveket adjon meg vesszővel elválasztva, mindegyiket szélességgel, ha kell: number,partner:30,gross
cli-login-open = Nyissa meg ezt a címet böngészőben, és adja meg a hozzájárulást itt: { $title }:
cli-login-adds-writing = Ez a hozzájárulás írási jogosultságot is kér ({ $title }): számlák, kifizetések és partnerek küldéséhez.
cli-login-then = Fejezze be: „faktura login finish { $login }”, és illessze be a teljes címet, amelyre a böngésző átkerült. Tíz perce van.
cli-login-waiting = Várakozás a böngészőre: { $uri }. Ha másik gépen fut, nyomjon Ctrl-C-t, és illessze be a címét: „faktura login finish { $login }”.
cli-login-ask-secret = Az alkalmazás titka (client secret; nem jelenik meg):
cli-login-paste = Illessze be a teljes címet, amelyre a böngésző átkerült (rejtve marad):
cli-login-page = <!DOCTYPE html><html><body><p>A válasz megérkezett: a folytatás a terminálban olvasható. Az oldal bezárható.</p></body></html>
cli-login-late = Tíz percen belül nem érkezett válasz.
cli-login-late-hint = Ha a böngésző hibát mutatott, a szolgáltató ide nem válaszolt: vesse össze az ügyfél-azonosítót, az átirányítási címet (pontosan a regisztrált alakot) és a jogosultságokat az alkalmazás regisztrációjával, majd kezdje újra.
cli-login-choose = A belépés több céget nyit meg:
cli-login-ask-choice = Az összekapcsolandó cégek száma, például 1,3:
cli-login-not-chosen = A belépés működik, de nem választottak céget. Ezeket nyitja meg: { $known }
cli-login-choose-hint = Kapcsolja össze: „faktura login finish { $login } --tenant AZONOSÍTÓ”, vagy mindet: „--all-tenants”.
cli-login-connected = Összekapcsolva: { $name } ({ $id }. cég).
cli-login-none = Nincs belépés. Kapcsolat létrehozása: „faktura login add quickbooks” vagy „faktura login add xero”.
cli-login-works = A(z) { $login }. belépés működik; { $count } céget nyit meg.
cli-login-ask-remove = Törli a(z) { $login }. belépést? A cégei és adataik megmaradnak. (i/N)
cli-login-removed = A(z) { $login }. belépés törölve; { $count ->
    [0] nem volt cége.
   *[other] { $count } cége megmaradt, belépés nélkül.
  }
cli-login-state-authorising = hozzájárulásra vár
cli-login-state-active = működik
cli-login-state-expired = lejárt
cli-login-state-revoked = visszavonva
cli-login-state-error = elutasított alkalmazás
cli-login-state-refused = hozzájárulás megtagadva
cli-login-state-late = hozzájárulás lejárt
cli-login-refused = { $login }. belépés: a hozzájárulást megtagadták ({ $title }: { $reason }). Kérje újra: „faktura login add --login { $login }”, vagy törölje a belépést: „faktura login remove { $login }”.
cli-login-ran-out = { $login }. belépés: tíz percen belül nem érkezett válasz ({ $title }). Kérje újra a hozzájárulást: „faktura login add --login { $login }”, vagy törölje a belépést: „faktura login remove { $login }”.
cli-col-login-state = Állapot
cli-col-login-renewed = Megújítva
cli-col-login-renew-by = Megújítandó
cli-login-reason = Ok
cli-login-client = Ügyfél-azonosító
cli-login-redirect = Átirányítási cím
cli-login-scopes = Jogosultságok
cli-login-writes = Írhat
cli-login-ends = Végleg lejár
cli-error-address-missing = Hiányzik a cím, amelyre a böngésző átkerült.
cli-error-address-missing-hint = Adja meg a szabványos bemeneten, a „--redirect-stdin” kapcsolóval.
cli-health-login-ended = meg kell újítani a belépést
cli-health-login-ends = hamarosan lejár a belépés

## Payments and contacts
cli-error-record-ambiguous = { $count } cégnél is van „{ $wanted }” azonosítójú tétel.
cli-error-record-ambiguous-hint = Adja meg a céget a --company kapcsolóval.
cli-payments-none = Nincs megfelelő fizetés.
cli-contacts-none = Nincs megfelelő partner.
cli-col-payments = Fizetések
