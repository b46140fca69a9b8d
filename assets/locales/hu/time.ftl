# A saját könyvek lapjai: idő, projektek, piszkozatok; űrlapjaik és kérdéseik.
tui-tab-time = Idő
tui-tab-projects = Projektek
tui-tab-drafts = Piszkozatok

own-entries = { $count } bejegyzés
own-nodes = { $count } ügyfél és projekt
own-unbilled = { $count } számlázatlan ügyfél
own-drafts = { $count } piszkozat
own-zoom-day = Nap
own-zoom-week = Hét
own-zoom-month = Hónap
own-zoom-year = Év
own-all-time = teljes időszak
own-period-until = { $day } végéig
own-period-from = { $day } óta
own-week-of = { $from } – { $until } · { $week }. hét
own-mine = csak a sajátom
own-total = Összesen
own-unassigned = projekt nélkül
own-sum-billable = számlázandó { $hours }
own-sum-pending = jóváhagyásra vár { $hours } ({ $count })
own-sum-approved = jóváhagyva { $hours }
own-sum-billed = kiszámlázva { $hours }
own-newest = a legújabb { $shown }, összesen { $total }
own-running-since = kezdete: { $since }
own-forgotten = elfelejtette? b: leállítás ekkor: { $end }
own-empty-books = Még nincsenek saját könyvek.
own-empty-books-hint = Az A billentyűvel veheti fel: a cég, ahogyan a számlákon szerepel, a pénzneme és az időzónája.
own-empty-books-ask = Adminisztrátor veheti fel.
own-empty-time = Ebben az időszakban nincs munkaidő.
own-empty-time-hint = A: idő rögzítése, b: időmérő indítása. A < és > más időszakra, a + és - hosszabbra és rövidebbre vált.
own-empty-time-ask = A < és > más időszakra, a + és - hosszabbra és rövidebbre vált.
own-empty-week = Ezen a héten nincs munkaidő.
own-empty-clients = Még nincsenek ügyfelek.
own-empty-clients-hint = @: ügyfél felvétele, utána A: projekt felvétele hozzá.
own-empty-clients-ask = Az ügyfeleket és projektjeiket az adminisztrátorok veszik fel.
own-empty-drafts = Nincs nyitott piszkozat, és nincs számlázatlan idő.
own-empty-drafts-hint = Előbb hagyjon jóvá időt (Idő lap, Y), azután az A billentyűvel készíthet piszkozatot. Az a megmutatja a kiállított és elvetett piszkozatokat is.
own-empty-drafts-ask = A piszkozatok jóváhagyott időből készülnek. Az a megmutatja a kiállított és elvetett piszkozatokat is.
own-not-yours = A piszkozatokat és a díjakat adminisztrátorok és betekintők láthatják.
own-not-yours-hint = A saját munkaideje az Idő lapon van (t).

own-col-date = Dátum
own-col-when = Mikor
own-col-hours = Óra
own-col-client = Ügyfél
own-col-project = Projekt
own-col-task = Feladat
own-col-person = Munkatárs
own-col-note = Megjegyzés
own-col-tags = Címkék
own-col-state = Állapot
own-col-lint = Figyelmet érdemel
own-col-billable = Számlázandó
own-col-name = Név
own-col-kind = Fajta
own-col-unbilled = Számlázatlan
own-col-used = Keretből elment
own-col-budget = Keret
own-col-invoiced = Kiszámlázva
own-col-rate = Díj
own-col-lines = Tételek
own-col-net = Nettó
own-col-gross = Bruttó
tui-own-client = ügyfél
tui-own-project = projekt
books-draft-unbilled = számlázatlan

own-picture-month = Órák naponként
own-picture-week = A hét órái
own-picture-months = Órák havonként
own-picture-weeks = Órák hetenként
own-picture-burn = A keretből hátravan

own-company = A cég neve
own-tax-number = Adószám
own-country = Ország (két betű)
own-post-code = Irányítószám
own-city = Település
own-street = Utca, házszám
own-email = E-mail
own-currency = Pénznem
own-zone = Időzóna
own-vat = Áfa (27, AAM, EU …)
own-terms = Fizetési határidő (nap)
own-prefix = A sorszámok eleje
own-archived = Archivált
own-client = Ügyfél
own-project = Projekt
own-person = Munkatárs
own-time = Idő (2h30, 1,5, 90m, 9-11:30)
own-day = Nap
own-task = Feladat
own-note = Megjegyzés
own-tags = Címkék
own-billable = Számlázandó
own-state = Állapot
own-since = Kezdete (üres: most)
own-end = Vége
own-part = Mikor (10:30) vagy mennyi után (45m)
own-to-day = Erre a napra
own-reason = Indok
own-budget-hours = Keret órában
own-budget-money = Keret nettó összegben
own-amount = Összeg
own-per = Egység
own-valid-from = Mettől (üres: mindig)
own-included = Havi benne lévő órák (átalány)
own-overage = Minden további óra díja (átalány)
own-from = Ettől
own-until = Eddig
own-grouped = Egy tétel:
own-rounded = Lépések alapja
own-discount = Kedvezmény százalékban
own-fx-rate = Árfolyam
own-fx-source = Az árfolyam forrása
own-fx-date = Az árfolyam napja
own-issue-date = Kiállítás kelte
own-fulfilled = Teljesítés (üres: az időszak vége)
own-due = Fizetési határidő (üres: a feltételek szerint)
own-stays = marad
own-yes = igen
own-no = nem
own-group-entry = bejegyzés
own-group-day = nap
own-group-task = feladat
own-group-person = munkatárs
own-group-project = projekt
own-group-week = hét
own-own-price = a bejegyzés saját díja

own-books-title = Saját könyvek felvétele
own-books-outcome = A cég saját könyvekkel kerül be: az idő, a piszkozatok és a számlák itt vannak.
own-entry-title = Idő rögzítése
own-entry-outcome = A bejegyzés jóváhagyásra vár majd.
own-change-title = Bejegyzés módosítása
own-change-outcome = A változás mentésre kerül; a korábbi változat az előzményekben marad.
own-bulk-title = { $count } bejegyzés módosítása
own-bulk-outcome = Amit kitölt, az mind a { $count } bejegyzésen beállítódik; ami üres, az marad.
own-divide-title = { $date }, { $time } kettéosztása
own-divide-outcome = A bejegyzésből kettő lesz; együtt ugyanolyan hosszúak.
own-move-title = { $count } bejegyzés áthelyezése
own-move-outcome = Üres projekt esetén egyik projekthez sem tartoznak.
own-copy-title = Saját bejegyzések másolása: { $date }
own-copy-outcome = A másolatok jóváhagyásra várnak, ugyanabban az időben.
own-timer-title = Időmérő indítása
own-timer-outcome = Az időmérő addig fut, amíg a b le nem állítja, akkor is, ha a képernyőt bezárja.
own-switch-title = Váltás az időmérőn
own-switch-outcome = A futó időmérőből bejegyzés lesz, és ez indul el.
own-stop-title = A { $since } óta futó időmérő leállítása
own-stop-outcome = Akkor végződő bejegyzés lesz belőle. Olyan régóta fut, hogy valószínűleg elfelejtették.
own-write-off-title = { $count } bejegyzés leírása
own-write-off-outcome = A jóváhagyott időből ami maradt, ezzel az indokkal nem lesz kiszámlázva.
own-client-title = Ügyfél felvétele
own-client-change = { $name } módosítása
own-client-outcome = Az üres mezőkben a cég beállítása érvényes.
own-project-title = Projekt felvétele
own-project-change = { $name } módosítása
own-project-outcome = A keret órában vagy összegben adható meg; az archivált projekt nem fogad időt.
own-rate-title = Díj beállítása
own-rate-outcome = A legerősebb érvényes: munkatárs a projekten, projekt, ügyfél, cég. Az előző díj azon a napon véget ér.
own-make-title = Piszkozat készítése
own-make-outcome = Az ügyfél jóváhagyott ideje tételekké válik; még semmi nincs kiállítva.
own-issue-title = { $count } piszkozat kiállítása: { $client }
own-issue-outcome = A sorszámmal és az összeggel együtt még egyszer rákérdez.

own-confirm-delete = Töröl { $count } bejegyzést, összesen { $hours } órát?
own-confirm-delete-cost = Az előzmények megőrzik; az összegek és a piszkozatok nem.
own-confirm-delete-yes = Törlés
own-confirm-discard = Eldobja az időmérőt { $hours } után?
own-confirm-discard-cost = Nem marad utána bejegyzés.
own-confirm-discard-yes = Eldobás
own-confirm-approve = { $whole ->
    [yes] Jóváhagyja a hetet ({ $from } – { $until }): { $count } bejegyzés, { $hours }?
   *[no] Jóváhagy { $count } bejegyzést ({ $hours })?
}
own-confirm-approve-cost = A jóváhagyott bejegyzések zároltak, és számlázhatók.
own-confirm-approve-overlaps = { $count } átfedés van köztük, és így marad: ugyanaz az idő kétszer lesz kiszámlázva.
own-confirm-approve-yes = Jóváhagyás
own-confirm-unapprove = Visszavonja { $count } bejegyzés ({ $hours }) jóváhagyását?
own-confirm-unapprove-cost = Újra jóváhagyásra várnak, és módosíthatók.
own-confirm-unapprove-yes = Visszavonás
own-confirm-remove = Törli { $kind ->
    [client] az ügyfelet
   *[project] a projektet
}: { $name }?
own-confirm-remove-cost = Csak az törölhető, amire semmi nem hivatkozik; egyébként archiválja.
own-confirm-remove-yes = Törlés
own-confirm-discard-draft = Elveti a piszkozatot ({ $client }, { $amount })?
own-confirm-discard-draft-cost = Az ideje újra számlázható.
own-confirm-discard-draft-yes = Elvetés
own-confirm-issue = { $count ->
    [one] Kiállítja: { $first }, { $client }, { $amount }?
   *[other] Kiállít { $count } számlát ({ $first } – { $last }), { $client }: { $amount }?
}
own-confirm-issue-cost = A sorszám kiadásra kerül, a tartalom végleges: hibát jóváíró vagy sztornó számla javít.
own-confirm-issue-yes = Kiállítás

own-time-added = { $count ->
    [one] Rögzítve: { $hours }
   *[other] Rögzítve { $count } bejegyzés: { $hours }
}{ $lints ->
    [0] {""}
   *[other] ; figyelmet érdemel: ! mutatja
}
own-time-changed = { $count } bejegyzés módosítva{ $lints ->
    [0] {""}
   *[other] ; figyelmet érdemel: ! mutatja
}
own-time-divided = Kettéosztva
own-time-moved = { $count } bejegyzés áthelyezve
own-time-joined = Egy bejegyzéssé egyesítve: { $hours }
own-time-mended = Rendbe téve
own-time-deleted = Törölve
own-timer-started = Az időmérő fut
own-timer-stopped = Leállítva: { $hours } rögzítve
own-timer-dropped = Az időmérő eldobva
own-approved = { $count } bejegyzés jóváhagyva ({ $hours })
own-unapproved = { $count } bejegyzés újra jóváhagyásra vár
own-written-off = { $count } bejegyzés leírva
own-drafted = Piszkozat készült: { $client }, { $amount }
own-drafted-none = Nem készült piszkozat
own-draft-discarded = Piszkozat elvetve: { $client }, { $amount }
own-issued = { $count ->
    [one] Kiállítva: { $numbers }
   *[other] { $count } számla kiállítva: { $numbers }
}
own-paid = Rögzítve

own-masked = Az ügyfelek rejtve vannak: módosítás előtt a H billentyűvel mutassa meg őket
own-no-books = Még nincsenek saját könyvek: az Idő lapon az A billentyűvel veheti fel
own-no-books-ask = Még nincsenek saját könyvek: adminisztrátor veheti fel
own-locked-approved = Jóváhagyta: { $by }; adminisztrátor az U billentyűvel vonhatja vissza
own-locked-billed = Piszkozaton vagy számlán van: előbb vesse el a piszkozatot, vagy írja jóvá a számlát
own-mark-two = Jelöljön ki legalább két bejegyzést szóközzel
own-nothing-to-approve = Itt semmi nem vár jóváhagyásra
own-nothing-to-take-back = Itt nincs jóváhagyott, ki nem számlázott idő
own-nothing-to-fix = Ezzel a bejegyzéssel nincs teendő
own-no-lints = Nincs, ami figyelmet érdemelne
own-clock-change = Közben óraátállítás volt: a hossza így helyes
own-no-open-draft = Ez nem nyitott piszkozat
own-no-entry-here = Az Enter a dátummal kezdődő sorokon nyitja meg a bejegyzést
own-several = több is van: { $names }
own-not-a-part = „{ $text }” se nem időpont, mint 10:30, se nem időtartam, mint 45m
own-not-a-day = „{ $text }” nem dátum: 2026-10-25, ma, tegnap
own-not-an-amount = „{ $text }” nem összeg
own-two-amounts = „{ $text }” lehet { $whole } vagy { $part } is: írja az egyik alakban
own-not-a-vat = „{ $text }” nem áfakulcs: 27, 5, 0, AAM, EU …
own-not-a-currency = „{ $text }” nem pénznemkód
own-not-a-count = egész szám legfeljebb { $most }
own-two-budgets = A keret órában vagy összegben adható meg: az egyiket hagyja üresen
own-retainer-needs = Az átalányhoz a benne lévő órák és a további órák díja kell
own-fx-needs = Az árfolyamhoz a forrása és a napja is kell

tui-place-week = Munkaidő hete
tui-place-time = Munkaidő
tui-place-projects = Projektek
tui-place-drafts = Piszkozatok
tui-place-draft = Piszkozat
tui-help-time = Idő lap
tui-help-add-entry = idő rögzítése
tui-key-add-entry = rögzítés
tui-help-delete-entry = a kijelöltek törlése, rákérdezés után
tui-key-delete-entry = törlés
tui-help-delete-node = olyan ügyfél vagy projekt törlése, amelyre semmi nem hivatkozik
tui-help-timer = időmérő indítása ezen a projekten, vagy a futó leállítása
tui-key-timer = időmérő
tui-help-switch-timer = időmérő leállítása és másik indítása
tui-help-discard-timer = időmérő eldobása bejegyzés nélkül
tui-help-approve-time = a látható vagy a kijelölt idő jóváhagyása
tui-help-unapprove-time = a látható vagy a kijelölt idő jóváhagyásának visszavonása
tui-key-approve-time = jóváhagyás
tui-help-fix = rendbe teszi, ami figyelmet érdemel
tui-key-fix = rendbe
tui-help-change = módosítás űrlapon; több kijelölté egyformán
tui-key-change = módosítás
tui-help-copy-day = a nap saját bejegyzéseinek másolása
tui-key-copy-day = nap másolása
tui-help-everyone = csak a saját idő, vagy mindenkié
tui-key-everyone = saját/mind
tui-help-zoom-out = hosszabb időszak: hét, hónap, év
tui-key-zoom-out = hosszabb
tui-help-zoom-in = rövidebb időszak
tui-key-zoom-in = rövidebb
tui-help-later-period = a következő időszak
tui-help-earlier-period = az előző időszak
tui-help-next-books = a következő cég könyvei
tui-help-previous-books = az előző cég könyvei
tui-help-next-lint = a következő bejegyzés, amely figyelmet érdemel
tui-help-open-day = a projekt bejegyzései ezen a napon
tui-help-next-day = következő nap
tui-help-previous-day = előző nap
tui-help-next-time = a következő időszak
tui-help-previous-time = az előző időszak
tui-help-open-entry = a bejegyzés módosítása
tui-help-to-project = áthelyezés másik projektre
tui-key-to-project = áthelyezés
tui-help-divide = kettéosztás
tui-key-divide = osztás
tui-help-join = egymást követő kijelölt bejegyzések egyesítése
tui-help-write-off = indokolva nem lesz kiszámlázva
tui-help-back-week = vissza a hétre
tui-help-new-project = projekt felvétele
tui-key-new-project = projekt
tui-help-new-client = ügyfél felvétele
tui-key-new-client = ügyfél
tui-help-open-time = az ideje
tui-key-open-time = idő
tui-help-set-rate = díj beállítása
tui-key-set-rate = díj
tui-help-make-draft = piszkozat a számlázatlan időből
tui-key-make-draft = piszkozat
tui-help-open-draft = magyarázat tételenként
tui-help-issue = kiállítás: sorszámot kap
tui-key-issue = kiállítás
tui-help-discard-draft = a piszkozat elvetése
tui-key-discard-draft = elvetés
tui-help-all-drafts = a kiállítottak és elvetettek is
tui-key-all-drafts = mind
tui-help-open-part = a sor bejegyzése
tui-key-open-part = bejegyzés

books-nothing-to-mend = a(z) { $entry } bejegyzésen nincs mit magától rendbe tenni
books-nothing-to-mend-hint = A faktura time lint felsorolja, mi érdemel figyelmet; ami túl hosszú vagy projekt nélküli, azt a faktura time edit vagy move módosítja.
books-mend-same = a(z) { $entry } bejegyzés egészen a(z) { $other } bejegyzésbe esik: egyikük fölösleges
books-mend-same-hint = Törölje az egyiket, vagy módosítsa az idejét.
help-cmd-time-mend = Átfedés, hézag, üres vagy éjfélen átnyúló bejegyzés rendbe tétele
