# A szinkronizálás.
sync-cancelled = Megszakítva; a következő szinkronizálás innen folytatja.
sync-deferred = A szolgáltató eddig várakozást kér: { $until }.
sync-deferred-hint = Addig semmit nem küldünk; az utána következő szinkronizálás innen folytatja.
sync-endless = A szolgáltató jóval több oldalt ad, mint amennyit jelez; leállás ennél az oldalnál: { $page }.
sync-endless-hint = A letöltött számlák megmaradtak. Próbálja meg később; ha nem javul, jelezze a szolgáltatónak.
sync-panicked = Belső hiba szakította meg a szinkronizálást.
sync-panicked-hint = A letöltött számlák megmaradtak. Lásd a naplót; kérjük, jelentse a hibát.
sync-repeats = A szolgáltató oldalról oldalra ugyanazokat a bizonylatokat adja; leállás ennél az oldalnál: { $page }.
schedule-missing = { $day } napján az órák átállítása miatt nincs { $time } ({ $zone }): aznap { $instead } órakor lesz a szinkronizálás. 04:00 és 21:00 között minden nap minden időpontja megvan.
schedule-missing-elsewhere = { $day } napján az órák átállítása miatt nincs { $time } ({ $zone }), és ez az ütemező kihagyhatja a szinkronizálást: { $target }. Válasszon 04:00 és 21:00 közötti időpontot: az minden nap megvan.
sync-missing = { $known } korábban letöltött { $kind ->
    [payment] fizetésből
    [contact] partnerből
   *[document] bizonylatból
} { $missing } már nincs a szolgáltatónál. Semmit nem jelöltünk eltűntnek.
sync-missing-hint = Ellenőrizze, hogy a kulcs vagy a bejelentkezés még ehhez a fiókhoz tartozik-e. Ha valóban törölték őket a szolgáltatónál: faktura sync --company { $company } --accept-deletions
sync-accept-of-which = Törléseket csak megnevezett cégeknél lehet elfogadni.
sync-only-refused = A szolgáltató utolsó { $count } bizonylata közül egy sem volt olvasható; leállás ennél az oldalnál: { $page }.
sync-only-refused-hint = Az okok a futás naplójában vannak: faktura logs show FUTÁS. Ha a cím jó, jelezze a szolgáltatónak.
sync-repeats-hint = A letöltött számlák megmaradtak. Próbálja meg később; ha nem javul, jelezze a szolgáltatónak.
sync-balances-missing = { $count } részben fizetett számla hátraléka még nem ismert. A következő szinkronizálás kérdezi le.
sync-left-out = A szolgáltató ennél a rekordnál HTTP { $status } hibát ad: { $detail }
sync-unsteady = A fiók közben folyton változott: egymás után { $walks } olvasás sem egyezett azzal, amit a szolgáltató jelez. A letöltött számlák megmaradtak, semmit nem jelöltünk eltűntnek, és a következő szinkronizálás újra végigolvassa.
