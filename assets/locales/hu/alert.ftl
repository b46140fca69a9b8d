# Riasztások: mit mondunk, és miért nem sikerült.
alert-failed = { $company }: a szinkron nem sikerült
alert-partial = { $company }: a szinkron néhány számlát kihagyott
alert-deferred = { $company }: a szolgáltató várakozást kér
alert-stale = { $company }: régóta nincs sikeres szinkron
alert-nav-refused = { $company }: a NAV számlák adatszolgáltatását utasította el
alert-nav-refused-count = { $count } számla: faktura invoices has:nav_refused
alert-login-ends = { $company }: a belépését hamarosan meg kell újítani
alert-login-ends-on = A(z) { $login }. belépés lejár: { $day }. Megújítás: faktura login add --login { $login }
alert-next-renew = Teendő: a belépés megújítása a fenti paranccsal; addig a cég a szokott módon szinkronizálódik.
alert-undelivered = { $company }: bizonylatot tartalmazó levelek nem mentek ki
alert-undelivered-count = { $count ->
    [one] 1 levelet visszautasítottak, vagy nem sikerült elküldeni: { $error }
   *[other] { $count } levelet visszautasítottak, vagy nem sikerült elküldeni; az utolsó: { $error }
}
alert-overdue = { $company }: lejárt számlák
alert-overdue-count = { $count ->
    [one] 1 számla { $days } napja lejárt: { $amounts }
   *[other] { $count } számla lejárt, a legrégebbi { $days } napja: { $amounts }
}
alert-lost = { $company }: a saját könyvek bizonylatai vagy sorszámai elvesztek
alert-next-undelivered = Teendő: a faktura deliveries --state failed megmutatja őket; a faktura deliveries retry újraküld egyet.
alert-next-overdue = Teendő: a faktura invoices status:overdue megmutatja őket; a faktura remind emlékeztetőt küld.
alert-next-lost = Teendő: a fentiek szerint; bővebben: faktura status.
alert-recovered = { $company }: ismét rendben
alert-again = Továbbra is: { $line }
alert-test = A faktura próbariasztása ({ $machine }); minden rendben
alert-since = Ettől fogva: { $time }
alert-run = Bővebben: faktura logs show { $run }
alert-machine = Gép: { $machine }
alert-body-test = Ez egy próba. Nincs hiba, és nincs teendő.
alert-body-company = Cég: { $company } (száma { $id })
alert-body-reason = Ok: { $reason }
alert-body-run = Futás: { $run }
alert-next-run = Részletek: faktura logs show { $run }
alert-next-sync = Teendő: az ok elhárítása után: faktura sync --company { $id }
alert-next-wait = Nincs teendő: a várakozás utáni első szinkron folytatja.
alert-next-nothing = Nincs teendő.
alert-not-set = „{ $channel }” nincs beállítva.
alert-not-set-hint = Lásd az [alerts] részt a config.example.toml fájlban.
alert-no-address = A webhook címe nincs megadva.
alert-no-address-hint = Adja meg: faktura alert set-secret webhook-url
alert-bad-address = Ez nem érvényes webhookcím.
alert-bad-address-hint = Adjon meg https:// címet; http:// csak ezen a gépen használható.
alert-no-start = { $program } nem indítható: { $detail }
alert-ended = { $program } hibával ért véget ({ $detail })
alert-too-slow = „{ $channel }” túl sokáig tartott.
alert-unreachable = A webhook nem érhető el: { $detail }
alert-refused = A webhook HTTP { $status } választ adott.
alert-left-out = A faktura ezen változata nem küld levelet.
alert-left-out-hint = Állítson be webhookot vagy parancsot az [alerts] részben, vagy használjon a „mail” funkcióval készült változatot.
alert-mail = A levél nem küldhető el: { $detail }
