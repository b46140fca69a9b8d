# A szinkronizálás.
sync-cancelled = Megszakítva; a következő szinkronizálás innen folytatja.
sync-deferred = A szolgáltató azt kéri, hogy { $until } előtt ne forduljunk hozzá.
sync-deferred-hint = Addig semmit nem küldünk; az azutáni első szinkronizálás innen folytatja.
sync-endless = A szolgáltató jóval több oldalt ad, mint amennyit jelez; a(z) { $page }. oldalnál abbahagytuk.
sync-endless-hint = A letöltött számlák megmaradtak. Próbálja meg később; ha nem javul, jelezze a szolgáltatónak.
sync-panicked = A szinkronizálást a faktura saját hibája szakította meg.
sync-panicked-hint = A letöltött számlák megmaradtak. A részletek a naplóban vannak; kérjük, jelentse a hibát.
sync-repeats = A szolgáltató oldalról oldalra ugyanazokat a bizonylatokat adja; a(z) { $page }. oldalnál abbahagytuk.
sync-repeats-hint = A letöltött számlák megmaradtak. Próbálja meg később; ha nem javul, jelezze a szolgáltatónak.
sync-unsteady = A fiók közben folyton változott: egymás után { $walks } olvasás sem egyezett azzal, amit a szolgáltató jelez. A letöltött számlák megmaradtak, semmit nem jelöltünk eltűntnek, és a következő szinkronizálás újra végigolvassa.
