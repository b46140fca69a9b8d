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
cli-deferred-until = A szolgáltatás { $time }-ig várakozást kér.

# Hibák.
cli-error-key-missing = Nincs megadva API-kulcs.
cli-error-key-missing-hint = Használja az --api-key-stdin kapcsolót vagy a FAKTURA_API_KEY változót, vagy futtassa a parancsot terminálon, és a program bekéri. Kulcs nem adható meg a parancssorban: ott a gép más felhasználói is elolvashatnák.
cli-error-key-unreadable = A szabványos bemeneten nem API-kulcs érkezett.
cli-error-not-confirmed = Semmi sem törlődött: „{ $name }” megmarad.
cli-error-needs-yes = „{ $name }” törlésével minden adata elvész; terminál nélkül ez nem erősíthető meg.
cli-error-needs-yes-hint = Megerősítés nélküli törléshez adja meg a --yes kapcsolót.
cli-error-not-in-full = A --yes egy névrészlet alapján nem töröl: a cég neve „{ $name }”.
cli-error-not-in-full-hint = Adja meg a teljes nevét vagy a számát.
cli-error-restore-needs-yes = Az adattárban vannak adatok; terminál nélkül a lecserélése nem erősíthető meg.
cli-error-restore-needs-yes-hint = Megerősítés nélküli cseréhez adja meg a --yes kapcsolót. A lecserélt adattár az új mellett megmarad.
cli-error-not-restored = Nem történt visszaállítás; az adattár nem változott.
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
cli-error-no-terminal = A képernyőhöz terminál kell.
cli-error-no-terminal-hint = Cronból vagy csővezetékből: „faktura --headless”; a parancsokat a „faktura help” sorolja fel.
cli-error-file = { $path }: { $detail }
cli-error-system = Rendszerhiba: { $detail }

# Kérdések.
cli-ask-key = „{ $name }” API-kulcsa (nem látszik):
cli-ask-passphrase = Az azonosító jelmondata (nem látszik):
cli-ask-remove = Törli „{ $name }” céget { $invoices } számlájával, { $changes } előzményével, { $runs } futásával és API-kulcsával együtt? Ami a szolgáltatónál van, ott marad. [i/N]
cli-ask-remove-name = Ez nem vonható vissza. A törléshez írja be a cég nevét:
cli-ask-restore = Lecseréli az adattárat ({ $companies } cég: { $names }; { $invoices } számla, { $runs } futás, { $keys } API-kulcs, { $entries } naplóbejegyzés) a mentésre? A mentésnél újabb cégek, kulcsok, futások és naplóbejegyzések hiányozni fognak; a lecserélt adattár egy mappában mellette megmarad. [i/N]
cli-ask-restore-unreadable = Lecseréli az adattárat a mentésre? A mentésnél újabb cégek, kulcsok, futások és naplóbejegyzések hiányozni fognak; a lecserélt adattár egy mappában mellette megmarad. [i/N]

# Cégek.
cli-ask-same-account = { $told } Az összes cégre vett minden összeg kétszer számolná. Folytatja mégis? [i/N]
cli-company-added = „{ $name }” felvéve, { $id }. számú cég.
cli-company-not-added-hint = Nem vettünk fel semmit. Ellenőrizze a kulcsot, vagy készítsen újat itt: { $page }, majd adja ki újra a „faktura company add” parancsot.
cli-company-added-next = Következik: faktura sync --company { $name }
cli-company-renamed = „{ $old }” új neve „{ $name }”.
cli-company-enabled = „{ $name }” mostantól szinkronizálódik.
cli-company-disabled = „{ $name }” többé nem szinkronizálódik; az adatai megmaradnak.
cli-company-removed = „{ $name }” törölve, { $invoices } számlával.
cli-key-works = A kulcs működik.
cli-key-kept = „{ $name }” kulcsa elmentve: { $key }.
cli-key-none = nincs kulcs
cli-key-set = beállítva: { $date }, vége: …{ $ending }
cli-key-set-short = beállítva: { $date }

# Oszlopfejek.
cli-col-id = Azonosító
cli-col-company = Cég
cli-col-provider = Szolgáltatás
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
cli-health-fresh = naprakész
cli-health-partial = néhány számla kimaradt
cli-health-nav-refused = elutasított NAV-jelentés
cli-health-ageing = egy napnál régebbi
cli-health-stale = két napnál régebbi
cli-health-failed = az utolsó szinkron sikertelen
cli-health-never = még sosem szinkronizálódott
cli-health-no-key = nincs kulcs
cli-health-disabled = kikapcsolva

# Számlák.
cli-invoices-none = Nincs ilyen számla.
cli-invoices-shown = { $shown } látható, összesen { $invoices }
cli-invoices-overflow = (túl nagy ahhoz, hogy teljesen összeadható legyen)
cli-export-done = { $invoices } kiírva ide: { $path }.
cli-payment-paid = fizetve
cli-payment-outstanding = fizetetlen
cli-payment-partially-paid = részben fizetve
cli-payment-expired = lejárt
cli-payment-none = –
cli-payment-overdue = lejárt
cli-payment-cancelled = sztornózva
cli-payment-vanished = eltűnt

# Egy számla.
cli-history-line = { $time }  { $field }: { $old } → { $new }  ({ $run }. futás)
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
cli-progress-waiting = a szolgáltatásra vár eddig: { $time }

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
cli-check-more = … és még { $count }
cli-check-summary = { $count ->
    [0] { $records } rekord ellenőrizve: rendben
   *[other] { $records } rekord ellenőrizve: { $count } sérült hely
}
cli-check-repaired = Kijavítva: { $count }
cli-check-hint = Javítás: faktura check --repair
cli-check-restore = A többi nem javítható: állítsa vissza a fájlokat egy másolatból, vagy az adattárat egy mentésből: „faktura restore FÁJL”.
cli-check-resync = Teljes szinkronizálás kell, cég: { $id }; parancs: faktura sync --company { $id } --full
cli-backup-done = Mentés kész: { $path } ({ $size }). A visszaállításához az identity.age kell; arról őrizzen másolatot máshol.
cli-restore-done = Visszaállítva: { $companies } cég, { $invoices } számla, { $runs } futás.
cli-restore-aside = A korábbi adattár ide került: { $path }.
cli-compact-done = Az adattár tömörítve: { $before } → { $after }
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
cli-serve-waits = A tárat ({ $path }) most egy másik folyamat ({ $pid }) kezeli; ez a folyamat átveszi, amint az leáll.
cli-serve-next = Következő szinkron: { $time }
cli-serve-never = Nincs ütemezett szinkron; az időpontok a konfiguráció [schedule] részében adhatók meg.
cli-serve-begins = Elindult egy ütemezett szinkron.
cli-serve-late = Egy elmaradt szinkron pótlása.
cli-serve-reloaded = A konfiguráció újraolvasva.
cli-serve-stops = Leállás.
cli-error-not-said = Itt nem fejezhető ki ez az időpont: „{ $time }” ({ $target }).
cli-error-not-said-hint = Adjon meg egyszerűbb időpontot, vagy használja a „faktura serve” parancsot, amely mindet ismeri.
cli-error-zone = Ez az ütemező a gép időzónáját követi ({ $target }, { $machine }), az ütemezés pedig ezt: { $zone }; „{ $time }” ott nem egész évben ugyanaz az időpont.
cli-error-zone-hint = Használja a systemd-t vagy a „faktura serve” parancsot, amelyek ismerik az időzónákat, vagy állítsa a schedule.zone értékét a gépére.
cli-error-no-times = Az ütemezés üres: a config.toml schedule.times beállításában nincs időpont.
cli-schedule-zones = Az időpontok a gép időzónájában értendők ({ $machine }); az ütemezés időzónája: { $zone }.
cli-schedule-skipped = Napok, amelyeken az óraátállítás miatt az egyik időpont kimarad; a systemd kihagyná a szinkronizálást.
cli-error-threads = A rendszer túl kevés szálat ad a fakturának: { $detail }
cli-error-threads-hint = 16 szál és a hozzá való memória kell. Nézze meg: „ulimit -u”, „ulimit -v”, systemd alatt a TasksMax értékét.
cli-col-at = Mikor
cli-col-who = Felhasználó
cli-col-action = Művelet
cli-col-subject = Tárgy
cli-col-from = Honnan
cli-audit-none = A műveleti napló üres.
cli-audit-whole = A műveleti napló ellenőrizve: { $count } bejegyzés, hiánytalan és változatlan.
cli-audit-fault = A műveleti naplóban módosított vagy hiányzó bejegyzés van itt: { $place }.
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
cli-role-admin = rendszergazda
cli-role-viewer = olvasó
cli-error-expiry = „{ $given }” nem jövőbeli időpont.
cli-error-expiry-hint = Adjon meg napokat (90d, legfeljebb 3650d), utolsó napot (2027-06-30), vagy azt, hogy „never”.
cli-alert-none-set = Nem küldhető riasztás: a konfiguráció [alerts] részében nincs csatorna.
cli-alert-went = { $channel }: elküldve
cli-alert-failed = { $channel }: { $why }
cli-alert-secret-set = „{ $name }” titkosítva elmentve.
cli-alert-secret-removed = „{ $name }” törölve.
cli-alert-secret-since = { $name } (megadva: { $day })
cli-ask-secret = { $name }:
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
cli-alert-kind-recovered = helyreállt
cli-error-secret-missing = Nincs titok megadva.
cli-error-secret-missing-hint = Gépelje be a terminálon, vagy adja meg a szabványos bemenet első soraként a --stdin kapcsolóval.
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
cli-col-week = Hét
cli-col-expected = Várható
cli-col-oldest = Legrégebbi
cli-col-running = Halmozott
cli-col-partner = Partner
cli-restored-tokens = { $count } token érvényét vesztette: a mentés nem tartalmaz tokeneket.
cli-error-columns = „{ $columns }” nem oszlopok listája. Neveket adjon meg vesszővel elválasztva, mindegyiket szélességgel, ha kell: number,partner:30,gross
