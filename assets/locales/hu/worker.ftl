# faktura worker.

help-cmd-worker = Esedékes szinkronok, átadások és levelek elvégzése; tetszőleges számú folyamat osztozhat rajta
help-more-worker = Egy cég akkor esedékes, ha még nem volt szinkronja, ha a szinkronja megszakadt, vagy ha az utolsó szinkronja óta eltelt egy [schedule] szerinti időpont. Egy céggel egyszerre egy folyamat foglalkozik; a foglalás magától lejár, ha a folyamat leáll. SIGTERM: leállás két rögzítés között; egy másik folyamat onnan folytatja.
help-arg-until-idle = Kilépés, ha már semmi sem esedékes; kilépési kódok: mint a sync parancsnál
help-arg-worker-companies = Az egyszerre szinkronizált cégek száma, 1–16; enélkül a konfiguráció sync.companies értéke

worker-ready = Munka ezen: { $path }
worker-beside = Az adattárat ({ $path }) egy másik folyamat ({ $pid }) kezeli; ez a folyamat azon keresztül dolgozik. Egy gépen több folyamat ugyanazon a kereten osztozik.
worker-idle = Nincs esedékes teendő.
worker-recovered = Az adattár újra válaszol.

config-store-url = { $place }: { $key } értéke { $value }, de egy PostgreSQL-adatbázis címét vagy az azt tartalmazó fájl útvonalát kell szövegként megadni.
store-url-left-out = Az adattár a beállítás szerint PostgreSQL-en van, de a faktura ezen változata azt nem tartalmazza.
store-url-left-out-hint = Telepítsen „postgres” képességgel fordított változatot, vagy törölje a store.url és a FAKTURA_STORE_URL beállítást, ha a gép fájljait használná.
store-url-file = Az adattár címét tartalmazó fájl ({ $path }) nem olvasható: { $detail }
store-url-file-hint = Ellenőrizze, hogy megvan-e, és olvashatja-e; a store.url_file nevezi meg.
store-shared-maintenance = A(z) „{ $command }” parancs fájlokban tartott adattárra való; ez adatbázisban van.
store-shared-maintenance-hint = { $command ->
    [compact] Az adatbázis magától adja vissza a helyet (autovacuum).
    [backup] Az adatbázist a saját eszközeivel mentse (pg_dump, fizikai mentés); a kulcsfájl mellette van.
    [restore] Az adatbázist a saját eszközeivel állítsa helyre.
   *[other] Másolja az adattárat fájlokba (faktura store copy --to MAPPA), ott futtassa, majd másolja az adatbázis egy még nem használt sémájába.
}
worker-at-work = { $name }: { $count } cég szinkronja folyik.
worker-lag-companies = { $count } cég szinkronja esedékes, az első ekkor óta: { $time }.
worker-lag-queue = Esedékes { $queue ->
    [alert] riasztások
    [push] kiírások
   *[other] levelek
}: { $count }, az első ekkor óta: { $time }.
worker-lag-behind = { $seconds } másodperce nem látszik, amit más folyamatok írnak.
