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
cli-error-key-missing-hint = Adja meg a szabványos bemeneten az --api-key-stdin kapcsolóval, a FAKTURA_API_KEY változóban, vagy futtassa a parancsot terminálon, és a program megkérdezi. A kulcs sosem kerül a parancssorba: ott a gép bármely felhasználója elolvashatná.
cli-error-key-unreadable = Ami a szabványos bemeneten érkezett, nem API-kulcs.
cli-error-not-confirmed = Semmi sem törlődött: „{ $name }” megmarad.
cli-error-needs-yes = „{ $name }” törlésével minden adata elvész; terminál nélkül nincs kit megkérdezni.
cli-error-needs-yes-hint = Ha biztos benne, adja meg a --yes kapcsolót.
cli-error-invoice-not-found = Nincs itt „{ $wanted }” számla.
cli-error-invoice-not-found-hint = Szinkronizáljon előbb, vagy keressen a részletére: faktura invoices KERESÉS
cli-error-invoice-ambiguous = { $count } számla neve „{ $wanted }”:
cli-error-invoice-ambiguous-hint = Adja meg az azonosítóját, vagy a cégét a --company kapcsolóval.
cli-error-run-not-found = Nincs { $wanted }. számú futás.
cli-error-run-not-found-hint = A meglévőket a „faktura logs” sorolja fel.
cli-error-bare-only = A(z) { $option } a parancs nélküli fakturáé, nem ezé a parancsé.
cli-error-bare-only-hint = Írja a parancs után, ha annak is van ilyen kapcsolója, vagy hagyja el a parancsot.
cli-error-one-company = A képernyő egy céget vagy mindet mutatja: a --company egyszer adható meg.
cli-error-no-terminal = A képernyőhöz terminál kell.
cli-error-no-terminal-hint = Cronból vagy csővezetékből: „faktura --headless”; a parancsokat a „faktura help” sorolja fel.
cli-error-file = { $path }: { $detail }
cli-error-system = A rendszer nem engedte: { $detail }

# Kérdések.
cli-ask-key = „{ $name }” API-kulcsa (nem látszik):
cli-ask-passphrase = Az azonosító jelmondata (nem látszik):
cli-ask-remove = Törli „{ $name }” céget { $invoices } számlájával, { $changes } előzményével, { $runs } futásával és API-kulcsával együtt? Ami a szolgáltatónál van, ott marad. [i/N]
cli-ask-remove-name = Ez nem vonható vissza. A törléshez írja be a cég nevét:

# Cégek.
cli-company-added = „{ $name }” felvéve, { $id }. számú cég.
cli-company-added-next = Következik: faktura sync --company { $name }
cli-company-renamed = „{ $old }” új neve „{ $name }”.
cli-company-enabled = „{ $name }” mostantól szinkronizálódik.
cli-company-disabled = „{ $name }” többé nem szinkronizálódik; az adatai megmaradnak.
cli-company-removed = „{ $name }” törölve, { $invoices } számlával.
cli-key-works = A kulcs működik.
cli-key-kept = „{ $name }” kulcsa megőrizve: { $key }.
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
cli-col-skipped = Elutasítva
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
cli-field-skipped = elutasítva
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
cli-count-skipped = { $count } elutasítva
cli-count-vanished = { $count } eltűnt
cli-count-items = { $count } tétel
cli-count-calls = { $count } API-hívás
cli-sync-summary = { $total } cég: { $how }; { $counts }; { $time }
cli-sync-how = { $ok } kész, { $failed } sikertelen
cli-sync-how-cancelled = { $count } leállítva
cli-sync-key-hint = „{ $name }” új kulcsra vár: faktura company set-key { $quoted }
cli-sync-log-hint = „{ $name }” elutasított számlái és az okuk: faktura logs show { $run }
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
cli-health-partial = néhány számla elutasítva
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
cli-export-done = { $count } számla kiírva ide: { $path }.
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
cli-live-no-payments = nincs könyvelt befizetés
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
cli-damage-checksum = eltér attól, amit írtunk
cli-damage-undecodable = olvashatatlan rekord
cli-damage-orphan = már nem létezőre hivatkozik
cli-damage-index = hibás index
cli-damage-journal = a napló és az adatbázis eltér
cli-damage-missing = hiányzik
cli-check-more = … és még { $count }
cli-check-summary = { $records } rekord ellenőrizve, { $count ->
    [0] nincs sérülés.
   *[other] { $count } sérült hely.
}
cli-check-repaired = { $count } javítás történt.
cli-check-hint = Ami javítható, kijavítja: faktura check --repair
cli-check-restore = A többi nem javítható: tegye vissza a fájlokat másolatból, vagy tegyen mentést a tár helyére: „faktura restore FÁJL”.
cli-check-resync = A(z) { $id }. cég számláit újra le kell tölteni: faktura sync --company { $id } --full
cli-backup-done = Mentés kész: { $path } ({ $size }); csak az ön azonosítója nyitja: arról külön őrizzen másolatot.
cli-restore-done = Visszaállítva: { $companies } cég, { $invoices } számla, { $runs } futás.
cli-restore-aside = A korábbi adattár itt maradt meg: { $path }.
cli-compact-done = { $before } helyett { $after }.
cli-identity-made = Elkészült az azonosító. Őrizze a fájl másolatát biztos helyen: nélküle senki sem nyitja meg a kulcsokat és a mentéseket.
cli-identity-there = Már van azonosító; semmi sem változott.
cli-identity-rotated = Elkészült az új azonosító, és { $count } titok már arra van titkosítva.
cli-identity-backups = A korábbi mentéseket csak a régi azonosító nyitja: készítsen újat.
cli-field-file = Fájl
cli-field-recipient = Nyilvános fele
cli-man-done = { $count } oldal elkészült itt: { $path }.

# A próbafiók.
cli-col-api-key = API-kulcs
cli-sandbox-hint = Vegye fel: faktura company add Próba --provider billingo --base-url { $url } — a Ctrl-C állítja le.
cli-demo-banner = bemutató: próbafiókok, semmi az önéi közül
cli-demo-headless = Bemutató: próbafiókok ezen a gépen, ideiglenes mappában; az ön adataihoz nem nyúl.
cli-serve-ready = Kiszolgálás: { $path }
cli-serve-next = Következő szinkron: { $time }
cli-serve-never = Nincs ütemezett szinkron; a konfiguráció [schedule] része mondja meg, mikor legyen.
cli-serve-begins = Ütemezett szinkron kezdődik.
cli-serve-late = Egy elmaradt szinkron pótlása.
cli-serve-reloaded = A konfiguráció újraolvasva.
cli-serve-stops = Leállás.
cli-error-not-said = Ennek nincs szava erre az időpontra: „{ $time }” ({ $target }).
cli-error-not-said-hint = Adjon meg egyszerűbb időpontot, vagy használja a „faktura serve” parancsot, amely mindet érti.
cli-col-at = Mikor
cli-col-who = Ki
cli-col-action = Mit
cli-col-subject = Min
cli-col-from = Honnan
cli-audit-none = Még semmi nem változott.
cli-audit-whole = { $count ->
    [one] Egy bejegyzés, hiánytalan: semmit nem írtak át és nem vettek el.
   *[other] { $count } bejegyzés, hiánytalan: semmit nem írtak át és nem vettek el.
}
cli-audit-fault = Itt valamit átírtak vagy elvettek: { $place }.
cli-serve-listens = Az API itt érhető el: http://{ $address }
cli-token-made = „{ $name }” token, csak most látható:
cli-token-none = Nincs token; a hálózaton senki sem kérdezhet.
cli-token-revoked = „{ $name }” token többé senkit sem enged be.
cli-token-all = mind
cli-col-name = Név
cli-col-role = Szerep
cli-col-companies = Cégek
cli-col-expires = Érvényes
cli-col-made-by = Készítette
cli-role-admin = rendszergazda
cli-role-viewer = olvasó
cli-error-expiry = „{ $given }” nem jövőbeli időpont.
cli-error-expiry-hint = Adjon meg napokat (90d, legfeljebb 3650d), utolsó napot (2027-06-30), vagy azt, hogy „never”.
cli-alert-none-set = Nem megy riasztás: az [alerts] alatt nincs csatorna a beállítások között.
cli-alert-went = { $channel }: elküldve
cli-alert-failed = { $channel }: { $why }
cli-alert-secret-set = „{ $name }” lezárva és megőrizve.
cli-alert-secret-removed = „{ $name }” törölve.
cli-alert-secret-since = { $name } (megadva: { $day })
cli-ask-secret = { $name }:
cli-field-channels = Csatornák
cli-field-secrets = Titkok
cli-field-incidents = Nyitott esetek
cli-field-waiting = Küldésre vár
cli-col-alert = Mi
cli-col-since = Ettől fogva
cli-col-told = Jelezve
cli-col-channel = Csatorna
cli-col-tries = Próba
cli-col-next = Következő próba
cli-col-why = Miért
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
cli-col-running = Összesen
cli-col-partner = Partner
cli-restored-tokens = { $count ->
    [one] 1 token többé senkit sem enged be: mentésben nincs token.
   *[other] { $count } token többé senkit sem enged be: mentésben nincs token.
}
cli-error-columns = „{ $columns }” nem a lista oszlopai. Ilyenek: number,partner:30,gross, azaz nevek vesszővel elválasztva, mindegyik szélességgel, ha kell.
