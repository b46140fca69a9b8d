# Az elvégezhető műveletek.
service-no-such-company = Nincs „{ $wanted }” nevű vagy számú cég.
service-no-such-company-hint = A „faktura company list” felsorolja a cégeket.
service-meant-company = Erre gondolt: „{ $name }”?
service-ambiguous-company = „{ $wanted }” több cégre is illik: { $candidates }{ $more ->
    [0] .
   *[other] {" "}és további { $more }.
}
service-ambiguous-company-hint = Írjon többet a névből, vagy adja meg a számát, amelyet a „faktura company list” mutat.
service-no-companies = Még nincs egyetlen cég sem.
service-no-companies-hint = Vegyen fel egyet: faktura company add "Az Én Cégem" --provider billingo
service-none-enabled = Minden cég ki van kapcsolva.
service-none-enabled-hint = Kapcsoljon be egyet: faktura company enable NÉV
service-same-key = Ezt az API-kulcsot már használja a(z) { $id }. számú cég: „{ $company }”.
service-same-account = A(z) { $number } adószámú fiók már megvan: { $id }. számú cég, „{ $company }”.
service-same-unseen = Ez a fiók már megvan egy másik cégként, amelyhez Önnek nincs hozzáférése.
service-other-account = Ez a kulcs a(z) { $told } adószámú fiókhoz tartozik, a(z) „{ $company }” adószáma viszont { $known }. Semmi sem változott.
service-other-account-hint = A teljes szinkron a cég bizonylatait egy másik fiókéira cserélné. Vegye fel a fiókot önálló cégként; ha a cégnek új adószáma van, adja meg ezt: --force.
service-same-account-hint = Ha kétszer szerepel, az összes cégre vett minden összeg megduplázódik. Ha mégis ezt szeretné: --force.
service-own-books = „{ $company }” saját könyveit itt vezeti: nincs fiókja szolgáltatónál, és kulcsa sem.
service-name-taken = Már van „{ $name }” nevű cég.
service-bad-name = Érvénytelen cégnév: „{ $name }”.
service-bad-name-hint = A név 1–100 karakter, vezérlőkarakter nem lehet benne, és nem állhat csak számjegyekből.
service-no-such-provider = Ismeretlen szolgáltató: „{ $wanted }”.
service-no-such-provider-hint = [lehetséges értékek: { $known }]
service-no-key = { $company }: nincs API-kulcsa.
service-no-key-hint = Adja meg: faktura company set-key "{ $company }"
service-damaged = { $company }: az adatai megsérültek ({ $place }).
service-damaged-hint = Futtassa: „faktura sync --company "{ $company }"”; ez az összes számlát újra letölti.
service-damaged-books-hint = Futtassa: „faktura check --repair”; ez a naplóból helyreállítja a saját könyveket.
service-gone-hint = A naplóból is elveszett. Állítsa vissza egy mentésből: faktura restore FÁJL. Mentés nélkül a megmaradttal: faktura check --repair --give-up "{ $company }"
service-key-again = { $company } kulcsa nem használható. Adja meg újra: faktura company set-key { $id }
service-login-again = { $company } bejelentkezésének lezárt adatai nem használhatók. Adjon újra hozzájárulást: faktura login add --login { $login }
service-provider-lost = { $company } szolgáltatója és címe már nem ismert, ezért le van tiltva, és semmi sem megy ki. Adja meg őket újra, a nevet úgy, ahogy itt áll: faktura company add "{ $company }" --provider NÉV [--base-url URL]; ahol a szolgáltató hozzájárulást kér, futtassa: faktura login add NÉV, és törölje ezt a céget.
service-provider-unknown = { $company } szolgáltatója nem ismert.
service-restore-identity = Egyik itt őrzött azonosító sem nyitja; adja meg a korábbit: --identity FÁJL.
service-syncing = { $company }: éppen szinkronizál.
service-syncing-hint = Várja meg a végét, vagy állítsa le, és próbálja újra.
service-no-such-invoice = Nincs „{ $wanted }” számla az adattárban.
service-no-such-invoice-hint = A „faktura invoices SZAVAK” a szám, a partner vagy a megjegyzés bármely részére keres; a „faktura sync” letölti az újakat.
service-no-such-payment = Nincs „{ $wanted }” fizetés az adattárban.
service-no-such-payment-hint = A „faktura payments SZAVAK” a hivatkozás, a partner vagy a számla bármely részére keres; a „faktura sync” letölti az újakat.
service-no-such-contact = Nincs „{ $wanted }” partner az adattárban.
service-no-such-contact-hint = A „faktura contacts SZAVAK” a név, az adószám vagy az e-mail-cím bármely részére keres; a „faktura sync” letölti az újakat.
service-pdf-not-ready = A szolgáltató még készíti a PDF-et: { $number }.
service-pdf-not-ready-hint = Próbálja újra egy perc múlva.
service-not-allowed = { $actor } ezt nem teheti meg (szerepkör: { $role }).
service-not-allowed-hint = Egy adminisztrátor megteheti, vagy szerepkört adhat a konfiguráció [access] részében.
service-not-allowed-token-hint = Használjon olyan tokent, amelynek a szerepköre megengedi: faktura token add NÉV --role SZEREPKÖR
service-host-lost = Az adattárat kezelő folyamat véget ért, mielőtt válaszolt volna.
service-host-lost-hint = Nézze meg, megtörtént-e a változás; ha nem, ismételje meg.
service-task-died = A faktura egyik része váratlanul leállt.
service-task-died-hint = Ami rögzült, az megvan. Lásd a naplófájlt; kérjük, jelentse a hibát.
service-database-rebuilt = Az adatbázis a naplóból újraépült; a következő szinkronizálás minden cég összes számláját letölti.
service-interrupted = { $count ->
    [one] Az előző szinkronizálás nem ért rendben véget (MEGSZAKADT); a következő az utolsó rögzített oldaltól folytatja.
   *[other] { $count } szinkronizálás nem ért rendben véget (MEGSZAKADT); a következők az utolsó rögzített oldaltól folytatják.
}
# Több folyamat egy táron.
guest-unreachable = Az adattárat kezelő folyamat nem érhető el: { $detail }.
guest-silent = Az adattárat kezelő folyamat nem válaszol.
guest-silent-pid = Az adattárat kezelő folyamat ({ $pid }. számú) nem válaszol.
guest-stopped = Az adattárat kezelő folyamatot ({ $pid }. számú) megállították (T állapot), mielőtt válaszolt volna.
guest-silent-hint = Ha leállították vagy lefagyott, állítsa le, és próbálja újra; ami rögzült, az megvan.
guest-version = Az adattárat a faktura { $version } használja ({ $pid }. számú folyamat), amely más változat, mint ez.
guest-version-hint = Lépjen ki abból a programból, vagy állítsa le a szolgáltatását, majd próbálja újra.
guest-version-syncs = Éppen szinkronizál. Próbálja újra, amikor kész, vagy lépjen ki abból a programból.
guest-version-yielded = A faktura { $version } ({ $pid }. számú folyamat) átadta az adattárat ennek a változatnak, és vár. A frissítéséhez indítsa újra.
guest-refused = Önnek nincs szerepköre ebben az adattárban.
guest-refused-hint = Kérje a tulajdonosát, hogy nevezze meg Önt vagy egy csoportját a config.toml [access] részében.
guest-garbled = Érvénytelen válasz az adattárat kezelő folyamattól: { $detail }.
# A HTTP API tokenjei.
service-no-such-token = Nincs „{ $wanted }” nevű token.
service-no-such-token-hint = A „faktura token list” felsorolja a tokeneket.
service-token-name-taken = Már van „{ $name }” nevű token.
service-bad-token-name = Érvénytelen tokennév: „{ $name }”.
service-bad-token-name-hint = A név 1–64 karakter, és legalább egy közülük nem számjegy.
service-token-unknown = Ismeretlen token; talán visszavonták.
service-token-expired = „{ $name }” token lejárt: { $time }.
service-token-hint = Adminisztrátor készíthet újat: faktura token add NÉV
service-no-randomness = A rendszer nem ad véletlen számot: { $detail }.
service-no-such-secret = „{ $name }” nincs megadva.
service-sync-runs = Szinkron fut.
service-read-only = Csak olvasható mód: semmi sem változtatható.
service-read-only-hint = Indítsa a fakturát --read-only nélkül, és a [screen] részben read_only nélkül.
service-backup-place = { $path } magáé a fakturáé; egy mentés ott tönkretenné. Adjon meg másik fájlt.
service-store-closed = Az adattár ({ $path }) { $owner } felhasználóé, és { $actor } nem éri el.
service-store-closed-hint = Kérjen hozzáférést tőle ({ $owner }): a szerepkört és a csoportot a config.toml [access] része adja, a zárt mappákat a „faktura doctor” nevezi meg.
service-store-not-served = Az adattár ({ $path }) { $owner } felhasználóé, és egyetlen folyamata sem tartja nyitva.
service-store-not-served-hint = Kérje meg őt ({ $owner }), hogy futtassa a „faktura serve” parancsot.
service-store-owner-only = Az adattár ({ $path }) { $owner } felhasználóé: ezt csak ő teheti meg.
service-store-owner-only-hint = Futtassa a parancsot a nevében, például: sudo -u { $owner } faktura …
service-local-address = A megadott cím ({ $url }) ezen a gépen vagy magánhálózatban van; csak az adattár tulajdonosa adhatja meg.
service-local-address-hint = Kérje meg a tulajdonost, hogy adja meg ő, vagy állítsa be a config.toml [access] részében: local_addresses = true.
service-backup-lacks-all = A mentésben nincsenek meg { $company } számlái: az adatai megsérültek ({ $place }). Futtassa a „faktura sync” parancsot, majd készítsen új mentést.
service-backup-lacks-records = A mentésből hiányoznak { $company } sérült rekordjai ({ $place }). Futtassa a „faktura sync” parancsot, majd készítsen új mentést.
service-backup-lacks-books = A mentésből hiányoznak { $company } saját könyveinek sérült rekordjai ({ $place }). Futtassa a „faktura check --repair” parancsot, majd készítsen új mentést.
service-copy-nothing = Itt nincs másolható adattár: { $place }.
service-copy-nothing-hint = A másolandó adattár az, amelyre a konfiguráció mutat: lásd --home, [store] url és FAKTURA_STORE_URL.
service-copy-lacks = Az adattár nem másolható: { $company } rekordjai hiányoznak vagy sérültek ({ $place }).
service-copy-lacks-hint = Futtassa a „faktura sync --full” parancsot, amely újra letölti őket, vagy a „faktura check --repair” parancsot, majd másoljon újra.
service-copy-place = A másolat helye se nem mappa, se nem egy PostgreSQL-adatbázis címe.
service-copy-address = A másolat adatbázisának címe érvénytelen: { $detail }.
service-copy-place-hint = Így írja: postgres://FELHASZNÁLÓ:JELSZÓ@GÉP:PORT/ADATBÁZIS?sslmode=verify-full, vagy egy mappa elérési útja.
service-no-backup = { $path } nem a faktura mentése, vagy az eleje sérült.
service-no-backup-hint = Olyan fájlt adjon meg, amelyet a „faktura backup” írt.
service-no-such-login = Nincs ilyen belépés: „{ $wanted }”.
service-login-list-hint = A „faktura login list” parancs felsorolja a belépéseket a számukkal.
service-several-pending = Több belépés vár hozzájárulásra; a cím egyikhez sem tartozik.
service-none-pending = Egy belépés sem vár hozzájárulásra.
service-no-grant = A(z) { $login }. belépés tárolt adatai nem olvashatók.
service-by-key = A(z) { $provider } API-kulccsal kapcsolódik, nem belépéssel.
service-by-key-hint = Vegye fel a céget: „faktura company add NÉV --provider { $name }”.
service-by-consent = A(z) { $provider } nem ad API-kulcsot; belépéssel kapcsolódik.
service-by-consent-hint = Kapcsolja össze: „faktura login add { $name }”.
service-disconnected = { $company }: nincs belépése.
service-other-provider = A(z) { $login }. belépés szolgáltatója: { $provider }.
service-tenants-lost = A belépés már nem nyitja meg ezeket: { $companies }.
