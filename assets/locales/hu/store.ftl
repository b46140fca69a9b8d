# Az adattár.
store-in-use = Az adattárat egy másik faktura használja: { $path }
store-in-use-by = Az adattárat egy másik faktura használja ({ $pid }. folyamat): { $path }
store-in-use-hint = Zárja be azt, vagy várja meg a szinkronizálása végét, és próbálja újra.
store-no-locks = Ezen a fájlrendszeren nem működnek a zárolások, a faktura itt nem nyit adattárat: { $path }
store-stopped = Az adattárat egy megállított folyamat használja ({ $pid }. folyamat, T állapot): { $path }
store-stopped-hint = Folytassa a „kill -CONT { $pid }” paranccsal, vagy állítsa le a „kill -KILL { $pid }” paranccsal: ami már mentve van, megmarad.
store-newer = Az adattárat a faktura { $version } írta, amely ennél újabb.
store-newer-hint = Frissítse a fakturát; az adattár nem változott.
store-disk-full = Elfogyott a hely a lemezen: { $path }
store-no-room = Kevés a hely a(z) { $path } lemezén: { $free } MB szabad, { $needed } MB kell.
store-borrowed = A(z) { $path } nem írható; egy másolatból olvasunk. Szinkronizálni és módosítani nem lehet.
store-disk-full-hint = Szabadítson fel helyet, és próbálja újra; ami rögzült, az megvan.
store-read-only = Nem írható mappa: { $path }
store-read-only-hint = Nézze meg, kié (önnek kell a tulajdonosának lennie, 0700 joggal), vagy adjon meg másikat a --home kapcsolóval.
store-read-only-disk = A fájlrendszer csak olvasható: { $path }
store-read-only-disk-hint = Csatolja írhatóan; a hibás lemezt gyakran a rendszer teszi csak olvashatóvá. A listák, a kimutatások, az exportok, a máshová készülő mentések és a „faktura check” így is működnek.
store-file = { $path }: { $detail }
store-misplaced = Az adattár egy fájlja vagy mappája helyén más van, például csővezeték, eszköz vagy mappa: { $path }.
store-misplaced-hint = Helyezze át máshová, majd a „faktura check --repair” helyreállítja, amit lehet; a „faktura restore FÁJL” egy mentésre cseréli az adattárat.
store-damaged = Az adattár itt sérült: { $place }.
store-damaged-hint = A „faktura check” minden sérülést megmutat, a „faktura check --repair” kijavítja a javíthatót, a „faktura restore FÁJL” egy mentésre cseréli az adattárat.
store-set-aside = Az adatbázis megsérült; félretettük ide: { $path }. A számlákat a „faktura sync” tölti le újra.
store-set-aside-books = Az adatbázis megsérült; félretettük ide: { $path }. A saját könyvek a naplóból helyreálltak.
store-set-aside-gone = Az adatbázis sérült, ezért félretéve: { $path }. A naplóban nincs meg minden a saját könyvekből: lásd „faktura check”.
store-books-restored = A saját könyvek rekordjait nem lehetett olvasni ({ $place }); a naplóból helyreálltak.
store-too-large = { $what } túl nagy a tároláshoz.
store-backup = Nem érvényes mentés: { $detail }.
store-database = Adatbázishiba: { $detail }
store-corrupt = Az adatbázis itt sérült: { $place }.
store-corrupt-hint = A következő parancs félreteszi, és újat kezd abból, ami a naplóban van; a szolgáltatók számláit a „faktura sync” tölti le újra.
doubt-all = { $company }: az adatai megsérültek, ezért nem jelennek meg ({ $place }). A „faktura sync” az összes számláját újra letölti.
doubt-records = { $company }: sérültek a rekordjai, ezért semmije sem jelenik meg ({ $place }). A „faktura sync” az összes számláját újra letölti.
doubt-books = { $company }: sérültek a saját könyveinek rekordjai, ezért semmije sem jelenik meg ({ $place }). A „faktura check --repair” helyreállítja őket a naplóból.
doubt-gone = { $company }: saját rekordjai elvesztek, az adatbázisból és a naplóból is ({ $place }). Semmije sem jelenik meg. Állítsa vissza egy mentésből: faktura restore FÁJL. Mentés nélkül a megmaradttal: faktura check --repair --give-up "{ $company }"
store-invalid = Az adattár elutasított egy szabályaiba ütköző módosítást ({ $rule }); semmi sem íródott ki. Kérjük, jelezze a hibát.
store-stale = A(z) { $what } rekordot közben más felhasználó vagy folyamat módosította; semmi sem íródott ki.
store-stale-hint = Nézze meg újra, és ismételje meg a módosítást.
store-queue-full = A kimenő sor megtelt: legfeljebb { $limit } tétel várhat. Semmi sem került be.
store-queue-full-hint = Várja meg, míg néhány elmegy, vagy vesse el a feleslegeseket.
store-leased = Egy másik folyamat ({ $holder }) szinkronizálja ezt a céget, legalább eddig: { $until }.
store-lease-lost = A(z) { $company }. számú cég szinkronizálását egy másik folyamat vette át; ez már semmit sem írt ki.
store-leased-hint = A másik szinkronizálás állását a „faktura logs” mutatja.
store-journal-torn = A napló vége csonka volt; a sérült rész ide került: { $path }.
store-journal-lost = A naplóból hiányoznak bejegyzések. A „faktura check --repair” pótolja, ami az adatbázisban megvan belőlük; a hiány a műveleti naplóban megmarad.
store-told-again = A naplóból bejegyzések vesztek el. Ami a táblákban megvan belőlük, az a végére újra bekerült; a többi elveszett, és ezt a „faktura audit verify” mostantól jelzi.
store-replayed = Az adatbázis utolsó módosításai elvesztek; a naplóból { $count } visszajött, a számlákat a következő szinkronizálás tölti le újra.

# The store on PostgreSQL.
store-address = Az adatbázis címe ([store] url) érvénytelen: { $detail }.
store-address-hint = Így írja: postgres://FELHASZNÁLÓ:JELSZÓ@GÉP:PORT/ADATBÁZIS?sslmode=verify-full.
store-unreachable = Nincs kapcsolat ezzel az adatbázissal: { $place } ({ $detail })
store-unreachable-hint = Ellenőrizze, hogy az adatbázis fut-e, és elérhető-e innen. Ha írás közben szakadt meg a kapcsolat, az írás megtörténhetett: nézze meg, mielőtt megismétli.
store-certificate-hint = Az adatbázis tanúsítványát aláíró hitelesítőt az sslrootcert=FÁJL nevezi meg a cím végén; a tanúsítványnak a címben szereplő gépre kell szólnia.
store-crowded = Az adatbázis nem fogad több kapcsolatot ({ $place }): { $detail }
store-crowded-hint = A faktura minden folyamata legfeljebb 8 kapcsolatot használ. Növelje az adatbázis max_connections értékét vagy a szerepkör CONNECTION LIMIT korlátját, vagy futtasson kevesebb folyamatot; utána próbálja újra.
store-denied = Az adatbázis elutasította a kérést: { $place } ({ $detail })
store-denied-hint = Ellenőrizze a felhasználót és a jelszót. A szerepkörnek első alkalommal séma létrehozásának joga kell, később USAGE a sémára, és SELECT, INSERT, UPDATE, DELETE a tábláira; a „faktura doctor” megmondja, mi hiányzik.
store-foreign-table = Az adatbázis ({ $place }) { $schema } sémájában van egy { $table } tábla, amely nem a fakturáé.
store-foreign-table-hint = Adjon meg másik sémát a cím végén, például: ?schema=faktura; ha nincs ilyen, a faktura létrehozza.
store-table-missing = Az adatbázisból ({ $place }) hiányzik valami, amit a faktura hozott ott létre: { $detail }
store-table-missing-hint = Állítsa vissza az adatbázist a saját eszközeivel, például: pg_restore; a „faktura doctor” megnevezi, mi hiányzik.
store-server-full = Elfogyott a lemezterület az adatbázis szerverén: { $place }. Semmi sem íródott.
store-server-full-hint = Szabadítson fel helyet a szerveren, és próbálja újra.
store-server-read-only = Az adatbázis csak olvasható: { $place } (másodpéldány, vagy letiltották rajta az írást).
store-role-passes = A faktura szerepköre rendszergazdai (superuser) vagy BYPASSRLS jogú ebben az adatbázisban: { $place }. A cégeket elválasztó sorszintű védelem így nem érvényes rá; használjon ilyen jogok nélküli szerepkört.
store-filled = Itt már van valami: { $place }. Adattár csak üres helyre másolható. Semmi sem változott.
store-filled-hint = Olyan adatbázist vagy sémát adjon meg, amelyet a faktura még nem használt (schema=NÉV a cím végén), vagy üres, illetve még nem létező mappát.
store-differs = A másolat eltér az eredeti adattártól ({ $place }); semmi sem maradt meg belőle.
store-differs-hint = Futtassa a „faktura check” parancsot a másolandó adattáron, majd próbálja újra.
store-server-read-only-hint = Az elsődleges szervert adja meg a [store] url-ben.
