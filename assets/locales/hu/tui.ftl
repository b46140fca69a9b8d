# A képernyők.
tui-tab-companies = Cégek
tui-tab-invoices = Számlák
tui-tab-detail = Részletek
tui-tab-log = Napló

# Első sor.
tui-companies = { $count } cég
tui-all-companies = minden cég
tui-syncing = { $count } szinkronizál
tui-runs = { $count } futás
tui-found-of = { $place } / { $total }
tui-too-small = Kicsi az ablak: legalább { $width } oszlop és { $height } sor kell.
tui-loading = Betöltés…
tui-error-hint = Az r billentyűvel újrapróbálhatja; a naplófájl többet mond.

# Oszlopok.
tui-col-company = Cég
tui-col-last-sync = Szinkron
tui-col-invoices = Számla
tui-col-outstanding = Kintlévőség
tui-col-overdue = Lejárt
tui-col-oldest = Legrégebbi
tui-col-warnings = Kétséges
tui-col-number = Szám
tui-col-partner = Partner
tui-col-gross = Bruttó
tui-col-net = Nettó
tui-col-vat = Áfa
tui-col-status = Állapot
tui-col-due = Határidő
tui-col-issued = Kelt
tui-col-fulfilled = Teljesítés
tui-col-paid = Fizetve
tui-col-type = Típus
tui-col-currency = Pénznem
tui-col-method = Fizetési mód
tui-col-tax-number = Adószám
tui-col-changed = Utolsó változás
tui-col-run = Állapot
tui-col-started = Kezdet
tui-col-mode = Mód
tui-col-new = Új
tui-col-changed-count = Változott
tui-col-unchanged = Azonos
tui-col-skipped = Kihagyva
tui-col-duration = Idő
tui-col-trigger = Indító
tui-col-actor = Felhasználó
tui-item-name = Tétel
tui-item-quantity = Menny.
tui-item-unit = Egység
tui-item-price = Egységár
tui-item-net = Nettó
tui-item-vat = Áfa
tui-item-vat-amount = Áfa összege
tui-item-gross = Bruttó

# Korok és idők.
tui-ago-now = épp most
tui-ago-minutes = { $count } perce
tui-ago-hours = { $count } órája
tui-ago-days = { $count } napja
tui-days = { $count } nap
tui-duration-tenths = { $count } mp
tui-duration-seconds = { $count } mp
tui-duration-minutes = { $count } perc
tui-duration-hours = { $count } ó { $minutes } perc

# Cégek.
tui-health-deferred = a szolgáltatás várakozást kért eddig: { $until }
tui-health-disabled = letiltva; a „faktura company enable "{ $name }"” visszahozza
tui-health-no-key = nincs API-kulcsa; adja meg: „faktura company set-key "{ $name }"”
tui-health-never = még sosem szinkronizált; nyomjon s-t
tui-health-stale = az utolsó siker { $age } volt; nyomjon s-t
tui-health-partial = { $count } számla kimaradt; az okát a 4. lap mutatja
tui-health-failed = az utolsó szinkron { $age } meghiúsult; bővebben a 4. lapon
tui-health-failed-why = { $age } meghiúsult: { $reason }
tui-progress-of = { $done } / { $total }
tui-progress-done = eddig { $count }
tui-progress-rate = { $count }/mp
tui-progress-left = még { $time }
tui-progress-quota = keret { $left } / { $limit }
tui-progress-waiting = a szolgáltatás szünetet kért eddig: { $until }
tui-about-no-key = nincs API-kulcs
tui-about-key = kulcs megadva: { $set }
tui-about-key-ending = kulcs megadva: { $set }, a vége …{ $ending }
tui-about-run = { $started } · { $mode } · { $created } új, { $updated } változott, { $skipped } kihagyva
tui-sync-no-company = Nincs mit szinkronizálni.
tui-sync-disabled = Ez a cég le van tiltva.
tui-sync-no-key = Ennek a cégnek nincs API-kulcsa.
tui-sync-running = Már szinkronizál.
tui-cancelling = A folyamatban lévő oldal után megáll…

# Mit végeztek a szinkronok.
tui-ended-completed = { $created } új, { $updated } változott{ $vanished ->
    [0] {""}
   *[other] , { $vanished } eltűnt
}
tui-ended-nothing = nincs újdonság
tui-ended-partial = { $created } új, { $updated } változott, { $skipped } kihagyva
tui-ended-cancelled = megszakítva; { $created } új és { $updated } változott megmaradt
tui-ended-failed = a szinkron meghiúsult
tui-ended-interrupted = a szinkron félbeszakadt; a következő onnan folytatja
tui-ended-deferred = a szolgáltatás várakozást kért
tui-run-completed = kész
tui-run-partial = részleges
tui-run-failed = meghiúsult
tui-run-cancelled = megszakítva
tui-run-interrupted = félbeszakadt
tui-run-deferred = elhalasztva
tui-run-running = fut
tui-mode-full = teljes
tui-mode-incremental = változások
tui-mode-reconcile = egyeztetés
tui-trigger-command = parancs
tui-trigger-headless = headless
tui-trigger-screen = képernyő
tui-trigger-schedule = ütemezés
tui-trigger-api = API
tui-run-counts = { $processed } számla: { $created } új, { $updated } változott, { $unchanged } azonos, { $skipped } kihagyva, { $vanished } eltűnt · { $items } tétel · { $calls } kérés
tui-run-no-errors = nincs hiba
tui-run-errors = { $count } hiba
tui-run-whole = az egész futás

# Számlák.
tui-filter-hint = nyomjon /-t, és írjon be nevet, számot, ilyet: status:overdue, gross>=100000…
tui-total-net = nettó
tui-total-vat = áfa
tui-total-gross = bruttó
tui-state-vanished = eltűnt
tui-state-cancelled = érvénytelen
tui-state-overdue = lejárt { $count } nap
tui-state-overdue-part = részben { $count } nap
tui-status-expired = lejárt
tui-status-none = nem fizetendő
tui-status-outstanding = kifizetetlen
tui-status-paid = kifizetve
tui-status-partially-paid = részben fizetve
tui-type-advance = előlegszámla
tui-type-cancellation = sztornó
tui-type-cert-of-completion = teljesítési ig.
tui-type-d-cert-of-completion = teljesítési ig.
tui-type-dossier = dosszié
tui-type-draft = piszkozat
tui-type-draft-offer = ajánlattervezet
tui-type-draft-order-form = rendeléstervezet
tui-type-draft-waybill = szállítótervezet
tui-type-invoice = számla
tui-type-modification = módosító
tui-type-offer = ajánlat
tui-type-order-form = megrendelő
tui-type-proforma = díjbekérő
tui-type-receipt = nyugta
tui-type-receipt-cancellation = nyugtasztornó
tui-type-waybill = szállítólevél
tui-correction-canceled = sztornózták
tui-correction-modified = módosították
tui-correction-cancellation = másikat sztornóz
tui-correction-modification = másikat módosít
tui-method-bankcard = bankkártya
tui-method-cash = készpénz
tui-method-cash-on-delivery = utánvét
tui-method-wire-transfer = átutalás
tui-method-online-bankcard = online bankkártya
tui-method-other = egyéb
tui-method-elore-utalas = előre utalás
tui-method-kompenzacio = kompenzáció
tui-method-utalvany = utalvány
tui-method-valto = váltó
tui-method-coupon = kupon
tui-method-barter = barter
tui-method-szep-card = SZÉP-kártya
tui-method-postai-csekk = postai csekk
tui-method-postautalvany = postautalvány
tui-method-levonas = levonás
tui-nav-done = jelentve
tui-nav-sent = elküldve
tui-nav-processing = feldolgozás alatt
tui-nav-received = befogadva
tui-nav-saved = elmentve
tui-nav-started = elkezdve
tui-nav-aborted = visszautasítva
tui-nav-nav-warn = jelentve, figyelmeztetéssel
tui-nav-send-failed = küldése meghiúsult
tui-nav-technical-error = technikai hiba
tui-nav-not-checked = nem ellenőrzött
tui-nav-validation-ok = érvényes
tui-nav-under-tax-limit = az értékhatár alatt
tui-nav-no-send-by-user = kérésre nem küldve
tui-bool-true = igen
tui-bool-false = nem

# Részletek.
tui-date-issued = kelt
tui-date-fulfilled = teljesítés
tui-date-due = határidő
tui-date-paid = fizetve
tui-fact-rate = árfolyam
tui-fact-local = helyi pénznemben
tui-fact-discount = kedvezmény
tui-fact-company = cég
tui-fact-order = rendelés
tui-fact-electronic = elektronikus
tui-fact-language = nyelv
tui-fact-id = azonosító
tui-fact-vanished = a szolgáltatónál nincs meg
tui-fact-tax-number = adószám
tui-fact-related = kapcsolódó bizonylatok
tui-fact-tags = címkék
tui-fact-comment = Megjegyzés
tui-no-items = nincsenek tételek
tui-vat-rate = áfa
tui-live = A szolgáltatótól, most
tui-live-asking = lekérdezés…
tui-live-none = nincs
tui-live-payments = befizetés
tui-live-report = NAV
tui-live-url = nyilvános link
tui-history = Előzmények
tui-history-run = { $run }. futás
tui-history-first = először látva
tui-history-vanished = eltűnt a szolgáltatótól; itt megmaradt
tui-history-returned = ismét megvan a szolgáltatónál
tui-field-item = tétel
tui-field-number = szám
tui-field-type = típus
tui-field-correction-type = helyesbítés
tui-field-cancelled = sztornózva
tui-field-status = állapot
tui-field-payment-method = fizetési mód
tui-field-currency = pénznem
tui-field-rate = árfolyam
tui-field-gross = bruttó
tui-field-net = nettó
tui-field-vat = áfa
tui-field-gross-local = bruttó helyi pénznemben
tui-field-issued = kelt
tui-field-fulfilled = teljesítés
tui-field-due = határidő
tui-field-paid = fizetés napja
tui-field-seller = eladó
tui-field-buyer = vevő
tui-field-name = név
tui-field-tax-number = adószám
tui-field-comment = megjegyzés
tui-field-tags = címkék
tui-field-nav = NAV
tui-field-quantity = mennyiség
tui-field-unit = egység
tui-field-net-unit-amount = egységár
tui-field-net-amount = nettó
tui-field-vat-amount = áfa összege
tui-field-gross-amount = bruttó
tui-field-vat-summary = áfaösszesítő
tui-field-related = kapcsolódó bizonylatok
tui-field-discount = kedvezmény

# Nincs mit mutatni.
tui-empty-companies = Még nincs cég.
tui-empty-companies-hint = Lépjen ki a q-val, és vegyen fel egyet:
    faktura company add "Az Ön Cége" --provider billingo
    Vagy nézzen körül előbb egy próbafiókban:
    faktura --demo
tui-empty-invoices = Még nincsenek számlák.
tui-empty-invoices-hint = Az S billentyű minden céget szinkronizál.
tui-empty-found = Nincs találat.
tui-empty-found-hint = Az Esc elveszi a szűrőt, a / módosítja.
tui-empty-detail = Nincs megnyitott számla.
tui-empty-detail-hint = Nyomjon 2-t, és válasszon egyet az Enterrel.
tui-gone-detail = Ez a számla már nincs itt.
tui-gone-detail-hint = A cégét eltávolították. Az Esc visszavisz a listához.
tui-empty-log = Még nem futott szinkron.
tui-empty-log-hint = Az S billentyű minden céget szinkronizál; minden futásnak marad itt egy sora.
tui-gone-run = Ez a futás már nincs itt.
tui-gone-run-hint = Az Esc visszavisz a listához.

# Utolsó sor.
tui-key-open-company = számlák
tui-key-open = megnyit
tui-key-open-run = hibák
tui-key-sync = szinkron
tui-key-sync-all = mindet
tui-key-cancel = megszakít
tui-key-find = keres
tui-key-filter = szűr
tui-key-sort = rendez
tui-key-reverse = megfordít
tui-key-all = minden cég
tui-key-keep = megtart
tui-key-give-up = mint előbb
tui-key-back = vissza
tui-key-next = következő
tui-key-previous = előző
tui-key-ask = fizetések, NAV, link
tui-key-sort-apply = eszerint
tui-key-close = bezár
tui-key-confirm = választ
tui-key-other = a másik
tui-key-quit-now = kilép
tui-key-stay = marad
tui-key-help = súgó
tui-key-quit = kilép

# Súgó.
tui-help-here = Itt
tui-help-moving = Mozgás
tui-help-everywhere = Mindenhol
tui-help-query = Amit a szűrő ért
tui-help-query-text = petz inv-2025           szavak: szám, partner, adószám, megjegyzés
    status:overdue          paid, outstanding, overdue, partially_paid…
    partner:"petz aladár"   kifejezés
    gross>=100000           összegek: = < <= > >=, vagy 1000..5000
    issued:2025-01..2025-03 due<today paid:last-month
    company:medka currency:eur type:invoice has:warning
    -status:paid            tagadás; az „or” és a ( ) összeköt
tui-help-open-company = a cég számlái
tui-help-open-invoice = a számla megnyitása
tui-help-open-run = mit végzett a futás, és milyen hibákkal
tui-help-sync = e cég szinkronizálása
tui-help-sync-all = minden cég szinkronizálása
tui-help-cancel = a szinkron megáll a folyamatban lévő oldal után
tui-help-reload = minden újraolvasása
tui-help-find = keresés az összes számlában
tui-help-dismiss = az üzenet eltüntetése
tui-help-filter = szűrés gépelés közben
tui-help-sort = a rendezés oszlopának kiválasztása
tui-help-reverse = a sorrend megfordítása
tui-help-all = minden cég számlái
tui-help-back-invoices = a szűrő elvétele, majd vissza
tui-help-back-list = vissza a listához
tui-help-back-companies = vissza a cégekhez
tui-help-keep = a szűrő megtartása, vissza a listához
tui-help-give-up = a korábbi szűrő
tui-help-next = a lista következő számlája
tui-help-previous = a lista előző számlája
tui-help-next-run = a lista következő futása
tui-help-previous-run = a lista előző futása
tui-help-ask = fizetések, NAV-állapot, nyilvános link a szolgáltatótól
tui-help-sort-apply = rendezés eszerint; újra: fordítva
tui-help-close = bezárás
tui-help-confirm = a kijelölt végrehajtása
tui-help-other = a másik kijelölése
tui-help-quit-now = kilépés, a szinkron megszakítása
tui-help-stay = maradok
tui-help-down = le
tui-help-up = fel
tui-help-page-down = egy oldallal le
tui-help-page-up = egy oldallal fel
tui-help-first = az elejére
tui-help-last = a végére
tui-help-help = ez a súgó
tui-help-quit = kilépés
tui-help-tab-1 = cégek
tui-help-tab-2 = számlák
tui-help-tab-3 = részletek
tui-help-tab-4 = szinkronnapló
tui-help-next-tab = következő lap
tui-help-previous-tab = előző lap
tui-help-redraw = a képernyő újrarajzolása
tui-help-suspend = a parancssorba; az „fg” visszahozza
tui-more-below = még { $count } sor lejjebb

# Panelek.
tui-sort-title = Rendezés
tui-confirm-running = { $count ->
    [one] Fut egy szinkron.
   *[other] { $count } szinkron fut.
}
tui-confirm-nothing-lost = Ami megérkezett, megmarad; a következő szinkron onnan folytatja.
tui-confirm-handed-over = Egy másik itt futó faktura folytatja, ami fut.
tui-confirm-hand-over = Kilépés és átadás
tui-confirm-stay = Maradok
tui-confirm-quit = Kilépés és megszakítás

# A terminál.
tui-error-no-terminal = A képernyőhöz terminál kell.
tui-error-no-terminal-hint = Szkriptekhez és cronhoz a „faktura --headless” való.
tui-error-terminal = A terminál hibája: { $detail }
tui-tab-reports = Kimutatás
tui-report-aging = Késés
tui-report-months = Hónapok
tui-report-partners = Partnerek
tui-report-cash = Bevétel
tui-report-statuses = Állapotok
tui-report-companies = Cégek
tui-report-late = Késés
tui-report-month = Hónap
tui-report-week = Hét
tui-report-expected = Várható
tui-report-together = Összesen
tui-report-sum = összesen
tui-empty-report = Nincs mit kimutatni.
tui-empty-report-hint = Az S minden céget szinkronizál; ← és → másik kimutatást mutat.
tui-help-tab-5 = kimutatások
tui-help-open-report = a sor mögötti számlák
tui-help-next-report = következő kimutatás
tui-help-previous-report = előző kimutatás
tui-help-currency = következő pénznem
tui-key-open-report = számlák
tui-key-next-report = következő
tui-key-currency = pénznem
