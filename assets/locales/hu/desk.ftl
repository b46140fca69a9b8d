# The page of the bank.
tui-tab-bank = Bank
tui-help-bank = banki tételek, kivonatok és számlák
bank-section-entries = Tételek
bank-section-statements = Kivonatok
bank-section-accounts = Bankszámlák
unit-entries = { $count ->
    [one] { $count } tétel
   *[other] { $count } tétel
 }
unit-statements = { $count ->
    [one] { $count } kivonat
   *[other] { $count } kivonat
 }
unit-accounts = { $count ->
    [one] { $count } bankszámla
   *[other] { $count } bankszámla
 }
tui-empty-bank = Még nincs bankkivonat.
tui-empty-bank-hint = Az I billentyű fájlt importál: camt, MT940, OFX, CSV vagy XLSX.
tui-empty-bank-ask = A tételek az ide importált kivonatokból jönnek.
tui-help-bank-accept = a tétel vagy a megjelöltek párosítása a javaslat szerint
tui-key-accept-match = párosítás
tui-help-bank-others = más javaslatok, vagy egy megnevezett bizonylat
tui-key-others = továbbiak
tui-help-bank-certain = minden egyértelmű tétel párosítása
tui-key-certain = egyértelműek
tui-help-bank-take-back = a párosítás visszavonása
tui-key-take-back = visszavonás
tui-help-bank-import = kivonatfájl importálása
tui-key-import = importálás
tui-help-open-entries = a sor tételei
tui-key-open-entries = tételek
tui-offers-title = Választás
tui-bank-in = jóváírás
tui-bank-out = terhelés
tui-bank-state-booked = könyvelt
tui-bank-state-pending = függő
tui-bank-state-info = tájékoztató
tui-bank-match-open = nyitott
tui-bank-match-settled = kézzel
tui-bank-match-automatic = automatikus
tui-bank-match-batch = köteg
tui-bank-match-unbooked = függő
tui-bank-proof-equal = egyezik
tui-bank-proof-differs = eltér
tui-bank-proof-unknown = nincs egyenleg
tui-bank-follows-equal = hiánytalan
tui-bank-follows-gap = hiányzik egy kivonat
tui-bank-follows-unknown = –
tui-col-account = Bankszámla
tui-col-bank-text = Közlemény
tui-col-bank-code = Kód
tui-col-bank-match = Párosítás
bank-col-from = Kezdete
bank-col-until = Vége
bank-col-entries = Tétel
bank-col-opening = Nyitó
bank-col-sum = Forgalom
bank-col-closing = Záró
bank-col-proof = Egyezés
bank-col-format = Formátum
bank-col-file = Fájl
bank-col-balance = Egyenleg
bank-col-day = Dátum
bank-col-week = ≤ 7 nap
bank-col-month = ≤ 30 nap
bank-col-quarter = ≤ 90 nap
bank-col-older = Régebbi
bank-col-in = Párosítatlan jóváírás
bank-col-out = Párosítatlan terhelés
bank-col-doubtful = Kétséges
tui-bank-state-doubtful = talán már közölték
tui-bank-state-same = már közölték
tui-bank-match-doubtful = talán már közölték
tui-bank-match-same = már közölték
bank-doubtful-long = Ezt a pénzt egy más formájú fájl talán már közölte. Nem számít sehol, amíg meg nem mondja, melyik.
bank-doubtful-keys = Az Y billentyűvel döntheti el.
bank-same-long = Ez ugyanaz a pénz, mint egy korábbi tétel, és ott számít. Ha ez tévedés volt: U.
bank-proven-long = Ez ugyanaz a pénz, mint egy korábbi tétel, és ott számít: egy későbbi kivonaton a nap minden tétele rajta van. Ha ez tévedés: U.
bank-doubtful-count = { $count } tétel
bank-verdict-same = Ugyanaz a pénz, mint korábban: egyszer számít
bank-verdict-another = Másik pénz: számít, és párosítható
bank-col-follows = Folytonosság
bank-cash = Pénzeszközök
bank-cash-unknown = { $count ->
    [one] 1 számla egyenleg nélkül
   *[other] { $count } számla egyenleg nélkül
 }
column-bank-part = Rész
column-bank-statement = Kivonat
column-bank-account = Bankszámla
column-bank-booked = Könyvelés napja
column-bank-state = Állapot
column-bank-other = Partner bankszámlája
column-bank-text = Közlemény
column-bank-code = Kód
column-bank-match = Párosítás
column-bank-reversal = Sztornó
export-sheet-entries = Banki tételek
bank-field-valued = értéknap
bank-field-other = bankszámla
bank-field-end-to-end = fizető hivatkozása
bank-field-code = kód
bank-field-charges = díj
bank-by-program = automatikusan párosítva
bank-by-person = kézzel párosítva
bank-nothing-fits = Nincs hozzá illő nyitott bizonylat. A Ctrl-O-val megnevezhet egyet.
bank-score = { $score } %
bank-side-amount = összeg
bank-side-name = név
bank-side-day = nap
bank-proof = A kivonat egyeztetése
bank-adds-up = ✓ { $opening } és { $sum } összege { $closing }
bank-adds-not = ✗ { $opening } és { $sum } összege nem { $closing }
bank-not-all = Jelölje meg magukat a tételeket; a C minden egyértelműt párosít
bank-none-clear = Egyikhez sincs egyetlen egyértelmű javaslat; nyomja meg mindegyiken a Ctrl-O-t
bank-none-settled = Egyik sincs párosítva
bank-is-settled = A tétel már párosítva van; az U visszavonja
bank-is-none = A tétel nem egyenlít ki semmit: függő, vagy köteg, amelynek a részei párosíthatók
bank-busy = Az előző párosítások mentése még tart
bank-matching = Az egyértelmű tételek párosítása…
bank-matched = Párosítva: { $parts }
bank-matched-many = { $count ->
    [one] 1 tétel párosítva
   *[other] { $count } tétel párosítva
 }; { $skipped ->
    [0] egy sem maradt ki
    [one] 1 az Ön döntésére vár
   *[other] { $skipped } az Ön döntésére vár
 }
bank-taken-back = Ismét nyitott: { $parts }
bank-question-again = Talán már közölték: az Y billentyűvel döntheti el
bank-taken-back-many = { $count ->
    [one] 1 párosítás visszavonva
   *[other] { $count } párosítás visszavonva
 }
bank-other-document = Másik bizonylat…
bank-outdated = A(z) { $entry } tételhez mutatott javaslat már nem érvényes
bank-outdated-hint = Nézze meg újra a tételt: egy bizonylatot közben kifizettek vagy módosítottak
tui-job-statement = Importálás: { $place }
tui-job-refused-line = A kivonat { $number }. sora
tui-job-refused = A kivonat
bank-import-refused = { $kind ->
    [lines] { $count ->
        [one] 1 sor hibás
       *[other] { $count } sor hibás
     }
    [statements] { $statements ->
        [one] 1 kivonat egyenlege nem egyezik
       *[other] { $statements } kivonat egyenlege nem egyezik
     }
   *[both] { $count ->
        [one] 1 sor hibás
       *[other] { $count } sor hibás
     }, { $statements ->
        [one] 1 kivonat egyenlege nem egyezik
       *[other] { $statements } kivonat egyenlege nem egyezik
     }
 }: semmi sem került be. A w billentyű mutatja, melyek; az űrlapon kihagyhatók.
bank-import-done = { $accounts }: { $entries ->
    [one] 1 tétel
   *[other] { $entries } tétel
 }, ebből { $new } új, { $refused } hibás{ $doubtful ->
    [0] {""}
   *[other] ; { $doubtful } tételt talán már közöltek, döntés után számít (párosítás:kétséges)
 }{ $decided ->
    [0] {""}
   *[other] ; { $decided } kétséges tételt eldöntött
 }{ $statements ->
    [0] {""}
    [one] ; 1 kivonat egyenlege nem egyezik
   *[other] ; { $statements } kivonat egyenlege nem egyezik
 }
manage-confirm-certain = Párosítja { $name } minden egyértelmű tételét?
manage-confirm-certain-cost = Csak az kerül párosításra, amihez egyetlen bizonylat illik. Az U visszavonja.
manage-confirm-certain-yes = párosítás
form-statement-title = Bankkivonat importálása
form-statement-outcome = Előbb az egész fájl ellenőrzése fut le; ami már itt van, változatlan marad.
form-file = Fájl
form-by-account = a bankszámla szerint
form-skip = A hibás sorok kihagyása
form-import-account = Számla, ha a fájlból nem derül ki
form-import-currency = Pénznem, ha a fájlból nem derül ki
form-import-mapping = Leképezési fájl új táblázathoz
form-match-title = { $amount } { $name }
form-match-outcome = A tétel ezekkel a bizonylatokkal lesz párosítva, és a partner bankszámlája megjegyzésre kerül.
form-documents = Számlák vesszővel elválasztva; összeg = után
form-difference = A különbözet oka
form-match-rate = Árfolyam, pl. 391.25 HUF/EUR
form-no-difference = nincs különbözet

# The page of the outbox.
tui-tab-outbox = Kimenő
tui-help-tab-9 = kimenő tételek
outbox-section-items = Tervezett és elküldött
outbox-section-links = Egyeztetés
unit-items = { $count ->
    [one] { $count } tétel
   *[other] { $count } tétel
 }
unit-links = { $count ->
    [one] { $count } kapcsolat
   *[other] { $count } kapcsolat
 }
tui-empty-outbox = Nincs tervezett vagy elküldött tétel.
tui-empty-outbox-hint = A Ctrl-T megtervezi, mi kerüljön át egy másik céghez; jóváhagyásig semmi sem megy el.
tui-empty-outbox-ask = Semmi sem kerül elküldésre, amíg itt valaki jóvá nem hagyja.
tui-empty-links = Még semmi sem került át.
tui-empty-links-hint = Ami innen átkerül, mezőről mezőre egyeztethető az ottani állapottal.
tui-help-push-approve = a kijelöltek vagy a cég tervének jóváhagyása, kérdés után
tui-key-approve = jóváhagyás
tui-help-push-plan = a bizonylatok átvitelének megtervezése
tui-key-plan = tervezés
tui-help-push-map = a hiányzó számla, tétel, áfakód, határidő, vevő megadása, vagy újraválasztása
tui-key-map = megadás
tui-help-push-retry = a tétel ismételt küldése
tui-key-retry = ismétlés
tui-help-push-discard = a tétel elvetése
tui-key-discard = elvetés
tui-help-push-pause = az írás szüneteltetése minden szolgáltatónál, vagy folytatása
tui-key-pause = szünet
tui-help-push-adopt = a másik oldal értékének átvétele
tui-key-adopt = ottani átvétele
tui-help-push-ignore = az eltérés indoklása
tui-key-ignore = indoklás
tui-help-push-unlink = a kapcsolat törlése; egy terv újra létrehozhatja
tui-key-unlink = leválasztás
tui-help-open-item = a tétel, és amivé lesz
tui-help-open-link = a bizonylat a másik oldalon
push-col-kind = Fajta
push-col-queued = Jóváhagyva
push-col-ours = Itt
push-col-theirs = Ott
push-col-reason = Indok
tui-push-kind-contact = vevő
tui-push-kind-invoice = számla
tui-push-kind-credit-note = jóváíró számla
tui-push-kind-payment = fizetés
tui-push-kind-void = érvénytelenítés
tui-push-kind-mail = e-mail
tui-push-state-planned = tervezett
tui-push-state-queued = sorban áll
tui-push-state-sending = küldés alatt
tui-push-state-sent = elküldve
tui-push-state-rejected = elutasítva
tui-push-state-conflict = ütközés
tui-push-state-unknown = ismeretlen
tui-push-state-discarded = elvetve
tui-push-standing-equal = egyezik
tui-push-standing-drifted = eltér
tui-push-standing-missing-here = itt hiányzik
tui-push-standing-missing-there = ott hiányzik
tui-push-standing-ignored = indokolt
tui-push-field-gross-total = bruttó
tui-push-field-source-total = saját bruttó
tui-push-field-balance = hátralék
tui-push-field-currency = pénznem
tui-push-reason-tax-number = azonos adószám
tui-push-reason-email = azonos e-mail
tui-push-reason-name = azonos név
tui-push-reason-rate = azonos kulcs
tui-push-reason-usual = ott szokásos
outbox-none-ready = Ennél a cégnél még semmi sem vihető át; a Ctrl-O-val pótolható, ami hiányzik
outbox-and-more = … és még { $count }
outbox-sum = összesen { $sum }
outbox-lacks-nothing = A tételhez minden megvan
outbox-other-id = Más azonosító…
outbox-choose-again = Újraválasztás
outbox-mapping-tax = áfakód ehhez: { $rate }
outbox-mapping-contact = partner
outbox-mapping-document = bizonylat
outbox-mapping-sales-account = árbevétel számlája
outbox-mapping-payment-account = befizetések számlája
outbox-mapping-item = cikk
outbox-mapping-term = fizetési határidő
outbox-mapping = Megadás és újratervezés…
outbox-nothing-to-retry = Csak az ismételhető meg, amit elutasítottak, ami ütközik, vagy aminek az eredménye bizonytalan
outbox-nothing-to-discard = Ami elment, nem vethető el
outbox-nothing-differs = A kapcsolat nem tér el
outbox-one-reason = Minden eltérésnek külön indok kell: ne jelöljön meg többet
outbox-and-customers = … és a hozzájuk szükséges vevők
outbox-applying = Jóváhagyás…
outbox-mapped = Megadva, a terv újra elkészült: { $ready } átvihető, { $lacking } még nem
outbox-mapped-alone = Megadva
outbox-planned = { $ready } átvihető, { $lacking } még nem
outbox-applied = { $count ->
    [one] 1 tétel jóváhagyva
   *[other] { $count } tétel jóváhagyva
 }
outbox-settled = Az eltérés rendezve
outbox-paused = Az írás szünetel
outbox-summary = { $planned } tervezett · { $waiting } úton · { $sent } elküldve
outbox-needs-you = { $count ->
    [one] 1 Önre vár
   *[other] { $count } Önre vár
 }
outbox-missing = Hiányzik
outbox-becomes = A szolgáltatónak küldött adatok
outbox-attempts = kísérlet
outbox-due = ismét ekkor
outbox-term = határidő
outbox-tax-code = áfakód
outbox-account = főkönyvi szám
outbox-rate = árfolyam
outbox-item = cikk
outbox-tax = áfa
outbox-planning = Tervezés…
manage-confirm-apply = Beírja ezeket itt: { $name }?
manage-confirm-apply-cost = Mindegyik egyszer íródik. Ami a tervezés óta megváltozott, nem kerül át.
manage-confirm-apply-yes = beírás
manage-confirm-discard = Elvet { $count ->
    [one] 1 tételt
   *[other] { $count } tételt
 }?
manage-confirm-discard-cost = Ami már létrejött, a szolgáltatónál megmarad.
manage-confirm-discard-yes = elvetés
manage-confirm-unlink = Töröl { $count ->
    [one] 1 kapcsolatot
   *[other] { $count } kapcsolatot
 }?
manage-confirm-unlink-cost = A bizonylatok mindkét oldalon megmaradnak; egy terv újra létrehozhatja őket.
manage-confirm-unlink-yes = törlés
form-plan-title = Bizonylatok átvitelének tervezése
form-plan-outcome = Semmi sem kerül elküldésre: előbb átnézheti a tervet.
form-plan-hint = Válassza ki a céget, amelynek a bizonylatai átkerülnek, vagy adjon meg egy fájlt.
form-plan-to = Célcég
form-plan-from = Forráscég
form-from-file = fájl
form-plan-query = Melyek, a számlák szűrője szerint
form-plan-payments = Mi kerül át
form-plan-documents = bizonylatok
form-plan-with-payments = bizonylatok és fizetéseik
form-plan-matches = a cég banki tételeiből látszó fizetések
form-plan-payments-back = fizetések vissza, az innen átvitt bizonylatokra
form-mapping-title = Mi felel meg ott ennek: „{ $mapping }”?
form-mapping-id = Azonosító vagy kód a szolgáltatónál
form-mapping-outcome = Minden későbbi bizonylatra megmarad, és a terv újra elkészül.
form-ignore-title = Miért helyes { $what } eltérése?
form-ignore-reason = Indok
form-ignore-outcome = Az eltérés többé nem számít annak. Az indok az Ön nevével megmarad.

# Groups.
tui-tab-groups = Csoportok
tui-group-title = Csoportosítás
tui-help-group = csoportosítás egy oszlop szerint, részösszegekkel
tui-key-group = csoport
tui-help-open-group = a csoport sorai
tui-key-open-group = sorok
tui-help-unfold = a csoport minden összege
tui-key-unfold = kinyitás
tui-help-fold = csak az első összeg
tui-key-fold = becsukás
tui-empty-groups = Még nincs csoportosítás.
tui-empty-groups-hint = Egy listában nyomja meg a ( billentyűt, és válasszon oszlopot.
group-order-rows = Sorok
group-order-value = Érték
group-order-sum = Első összeg
group-none = – nincs –
group-no-rows = E csoport sorai nem kérdezhetők le
group-no-column = { $column } szerint nem lehet csoportosítani
group-head = { $count ->
    [one] 1 csoport
   *[other] { $count } csoport
 }, { $by } szerint
group-left-out = további csoportok { $count } sora kimaradt
group-col-rows = Sorok
group-col-count = Összegezve
group-summed = { $count } összegezve
tui-group-sum-gross = Bruttó
tui-group-sum-net = Nettó
tui-group-sum-vat = Áfa
tui-group-sum-balance = Egyenleg
tui-group-sum-amount = Összeg
tui-group-sum-unapplied = Fel nem használt
tui-group-sum-incoming = Jóváírás
tui-group-sum-outgoing = Terhelés

# The page of the log.
tui-tab-messages = Üzenetek
messages-subject = a program naplója
messages-col-at = Idő
messages-col-level = Szint
messages-col-part = Rész
messages-col-text = Üzenet
messages-masked = A napló vevőket nevez meg.
messages-masked-hint = Amíg a vevők el vannak rejtve, a napló is rejtve marad; a H újra megmutatja.
tui-empty-messages = A napló üres.
tui-empty-messages-hint = Hogy mi kerül bele, azt a konfiguráció [log] részében a level mondja meg.
unit-lines = { $count ->
    [one] { $count } sor
   *[other] { $count } sor
 }
tui-help-open-line = a teljes sor a lista alatt
log-unread = A napló nem olvasható itt: { $place }: { $detail }

# Titles of the keys.
tui-place-bank = Bank: tételek
tui-place-entry = Egy banki tétel
tui-place-statements = Bank: kivonatok
tui-place-accounts = Bank: bankszámlák
tui-place-outbox = Kimenő
tui-place-item = Egy kimenő tétel
tui-place-links = Egyeztetés
tui-place-groups = Csoportok
tui-place-messages = Üzenetek

# Notifications.
tui-set-notify = értesítés a befejezett feladatokról
tui-notify-off = nincs
tui-notify-bell = hangjelzés
tui-notify-osc9 = OSC 9
tui-notify-osc777 = OSC 777

# Commands of the user's own.
tui-help-commands = saját parancsok a megjelölt sorokon
tui-commands-title = Parancsok
tui-said-title = A parancs kimenete
command-none = Ehhez az oldalhoz nincs megadva: [screen] commands a konfigurációban
command-no-row = Nincs sor, amelyen fusson; jelölje meg magukat a sorokat
command-too-many = Egy parancs legfeljebb { $most } soron fut
command-masked = Amíg a vevők el vannak rejtve, parancs nem fut
command-no-field = A lista soraiban nincs { $field } mező
command-dash = „{ $value }” kapcsolónak látszana; tegyen "--"-t a mező elé a konfigurációban
command-done = { $name }: kész, { $count ->
    [one] 1 sor
   *[other] { $count } sor
 }
command-failed = { $name }: { $failed } hibás a(z) { $count ->
    [one] 1 sorból
   *[other] { $count } sorból
 }
tui-job-row = nem sikerült: { $number }
tui-job-rows = a kijelölt sorok közül nem sikerült: { $count }
tui-job-command = { $place }
manage-confirm-command = Lefuttatja ezt: „{ $name }” { $count ->
    [one] 1 soron
   *[other] { $count } soron
 }?
manage-confirm-command-cost = Ez saját program; a hatása tőle függ.
manage-confirm-command-yes = futtatás

# What is done with an invoice.
tui-help-invoice-acts = a számla kifizetése, küldése, jóváírása, sztornózása, e-számlaként írása, emlékeztetőinek kikapcsolása; a megjelölteké együtt
tui-key-invoice-acts = fizetés, küldés…
invoice-pay = Fizetés rögzítése
invoice-pay-title = { $number } fizetése: { $open } nyitott, { $partner }
invoice-pay-outcome = A fizetés rögzítésre kerül, és kiegyenlíti a számlát, ameddig elég; a többlet az ügyfél jóváírása lesz.
invoice-by = Mi egyenlíti ki
invoice-by-money = pénz
invoice-by-credit = az ügyfél jóváírása
invoice-by-write-off = döntés: leírás
invoice-by-refund = visszafizetett pénz
invoice-send = Küldés e-mailben
invoice-send-title = { $number } küldése e-mailben: { $partner }
invoice-send-to = Címzett (üres: a vevő címei)
invoice-send-text = Szöveg (üres: a szokásos)
invoice-send-again = Akkor is, ha már elküldve vagy sztornózott
invoice-send-outcome = A számlát tartalmazó levél azonnal elindul; a sorsát a Küldemények oldal mutatja.
invoice-sent = { $number } elindult ide: { $to }
invoice-hush = Emlékeztetők kikapcsolása
invoice-unhush = Emlékeztetők visszakapcsolása
invoice-is-hushed = emlékeztető nélkül
invoice-partner-is-hushed = ennek a vevőnek nem megy emlékeztető
invoice-credit = Jóváírás
invoice-credit-title = { $number } jóváírása, { $partner }
invoice-credit-parts = Részek, például 2=1.5 vagy 2=net:5000 (üres: az egész)
invoice-not-a-part = { $text } nem rész: a sor száma, = és mennyiség, vagy net: és összeg
invoice-credit-outcome = Saját sorszámú jóváíró számla készül, kérdés után.
invoice-void = Sztornózás
invoice-void-title = { $number } sztornózása, { $partner }
invoice-void-outcome = Saját sorszámú sztornó számla készül, kérdés után.
invoice-write-off = Az idő leírásának indoka (üres: újra számlázható)
invoice-confirm-void = Sztornózza { $number } számlát, { $amount } összegben?
invoice-confirm-credit = Jóváírja az egész { $number } számlát, { $amount } összegben?
invoice-confirm-credit-parts = Jóváírja { $number } egyes részeit?
invoice-of-many = { $count } megjelölt számla
invoice-credited = jóváírta: { $numbers }
invoice-credited-part = részben jóváírta: { $numbers }
invoice-too-many = Egyszerre legfeljebb { $most } számlával végezhető el: szűkítse a szűrőt, vagy jelöljön meg kevesebbet.
invoice-pay-many-title = { $count } megjelölt számla együttes fizetése, { $partner }
invoice-pay-many-amount = Összeg (üres: minden, ami nyitott)
invoice-pay-many-outcome = A fizetés sorban egyenlíti ki a számlákat, ameddig elég; a többlet az ügyfél jóváírása lesz.
invoice-send-many-title = { $count } megjelölt számla küldése e-mailben
invoice-send-many-outcome = Mindegyik a vevője címeire megy; a levelek sorsát a Küldemények oldal mutatja.
invoice-sent-many = { $sent ->
    [0] Nem indult el levél
   *[other] { $sent } levél elindult
}{ $left ->
    [0] {""}
    [one] ; { $left } számla nem megy el: { $why }
   *[other] ; { $left } számla nem megy el: { $why }
}
draft-no-amount = ! nincs ár
draft-no-vat = ! nincs áfa
draft-no-draft = ! Enter: miért

# Openers.
tui-help-outside = a PDF, a nyilvános cím vagy a mappa megnyitása saját programmal
tui-key-outside = megnyitás
tui-open-title = Megnyitás kívül
tui-open-pdf = PDF
tui-open-url = nyilvános cím
tui-open-folder = a PDF-ek mappája
tui-open-copies = hivatkozásként megjelenik, és a vágólapra kerül
tui-open-masked = Elrejtett ügyfelek és összegek mellett nem
tui-open-nowhere = Ez a képernyő nem őriz PDF-et
tui-open-bad-url = { $number } nyilvános címe nem nyitható meg
tui-open-copied = A vágólapon: { $place }
tui-opened = { $place } megnyitva: { $program }
tui-open-failed = { $program } nem nyitotta meg: { $detail }
tui-job-open = megnyitás: { $place }

# Panes.
tui-help-pane-wider = több hely a listának a részletek mellett
tui-help-pane-narrower = több hely a részleteknek a lista mellett

# Amit több sorral együtt tettek.
tui-one-at-a-time = Ez egyszerre egy sorral tehető meg: az u törli a jelöléseket.
each-failed = { $count } közül { $done } kész. Nem sikerült: { $why }
each-drafts-discarded = { $count ->
    [one] Piszkozat elvetve: { $name }
   *[other] { $count } piszkozat elvetve
 }
each-hushed = { $count ->
    [one] Mostantól nem megy emlékeztető: { $name }
   *[other] Mostantól { $count } számláról nem megy emlékeztető
 }
each-unhushed = { $count ->
    [one] Újra megy emlékeztető: { $name }
   *[other] { $count } számláról újra megy emlékeztető
 }
each-sent-again = { $count ->
    [one] Újraküldés: { $name }
   *[other] { $count } levél újraküldése elindult
 }
each-mails-dropped = { $count ->
    [one] Visszavonva: { $name }
   *[other] { $count } levél visszavonva
 }
each-retried = { $count ->
    [one] A küldés újraindult: { $name }
   *[other] { $count } tétel küldése újraindult
 }
each-items-dropped = { $count ->
    [one] Elvetve: { $name }
   *[other] { $count } tétel elvetve
 }
each-unlinked = { $count ->
    [one] Leválasztva: { $name }
   *[other] { $count } kapcsolat megszüntetve
 }
each-settled = { $count ->
    [one] Az eltérés rendezve: { $name }
   *[other] { $count } eltérés rendezve
 }

# Amit egy ember a bizonylatokhoz hozzátesz.
tui-help-sender = mit közöl a cég magáról a bizonylatain
tui-help-vat = mit jelentenek az áfa szavai a cég bizonylatain
tui-help-buyer = mit mondjanak róla a bizonylatok, ha a szolgáltatója nem közöl semmit
tui-key-buyer = módosítás
tui-client-elsewhere = A saját könyvek ügyfelei a projektek oldalán módosíthatók (:projektek, R).
form-nothing-changed = Nem változott semmi.
form-buyer-title = { $name } a bizonylatokon
form-buyer-outcome = Ezek a mezők ott állnak, ahol sem a számla, sem a szolgáltatónál vezetett partner nem közöl semmit. Az üres mező visszavonja a szövegét.
form-sender-title = { $name } a saját bizonylatain
form-sender-outcome = Ezek a mezők amellett állnak, amit a számlák és a fiók közölnek. Az üres mező visszavonja a szövegét.
form-vat-title = { $name }: mit jelent az áfa egy szava a bizonylatain
form-vat-word = Szó (üres: a szó nélküli tételek)
form-vat-means = Jelentése (üres: amit mond)
form-vat-outcome = Kulcs százalékban (27), áfa nélküli kategória (Z nulla, E adómentes, AE fordított adózás, K Közösségen belüli, G export, O az áfa hatályán kívül) vagy indok (AAM, EUFAD37…). Megelőzi azt, amit a szó mond, és tárolt számlán nem változtat.
own-not-a-meaning = „{ $text }” nem kulcs, kategória vagy indok: 27, E, AE, AAM…
own-not-a-word = „{ $text }” több kulcs: ilyen szó egy tételen sincs
invoice-write = E-számla vagy nyomtatható számla írása
invoice-write-title = { $number } bizonylatként, { $partner }
invoice-write-outcome = A formája szabályai szerint ellenőrizve új fájlba kerül; a kiterjesztést megkapja. Ami hiányzik, megnevezi.
invoice-buyer = A vevő kiegészítése
invoice-vat = Az áfa szavainak jelentése
form-document-form = Forma
form-document-reference = A vevő hivatkozása, például Leitweg-ID
form-document-endpoint = A vevő elektronikus címe, például 9910:HU12345678
form-document-delivered = A teljesítés napja, ha a számla nem közli
form-document-file = Fájl
form-document-done = { $number } elkészült: { $place }.
form-document-done-lacking = { $number } elkészült: { $place }. A betűkészletből hiányzó karakterek helyett a számuk áll: { $characters }
form-document-hint = Egészítse ki az adatokat a szolgáltatónál, és szinkronizáljon, vagy itt: a számlán a Ctrl-O kiegészíti a vevőt, és megadja az áfa szavainak jelentését, a cégek oldalán a Ctrl-O kiegészíti a céget; csak ehhez a bizonylathoz a fenti mezők.
form-document-own-hint = A cég oldala: Ctrl-O a cégek oldalán. A nevek, adószámok és címek a kiállítás napján érvényesek: egészítse ki az ügyfelet (:projektek, R) és a könyveket, sztornózza a számlát, és állítsa ki újra.

# A csatornák titkai.
tui-help-alert-secret = a riasztások és levelek egy jelszavának vagy rejtett címének beállítása
tui-key-secret = titok
form-secret-title = A riasztások és levelek egy titkának beállítása
form-secret-which = Titok
form-secret-value = Szövege
form-secret-outcome = Titkosítva tárolódik, és többé nem jelenik meg; a korábban beállítottat felváltja.
form-secret-kept = A titok titkosítva eltárolva.
manage-secret-webhook-url = a webhook címe
manage-secret-webhook-secret = a webhook aláíró kulcsa
manage-secret-smtp-password = a riasztások levelezőkiszolgálójának jelszava
manage-secret-mail-password = a számlák levelezőkiszolgálójának jelszava
manage-secret-slack-webhook = a Slack-webhook címe
manage-secret-slack-token = a Slack-bot tokenje
