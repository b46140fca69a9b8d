# Kivonatok olvasása.
bank-unknown = A fájl nem olyan bankszámlakivonat, amelyet a faktura ismer.
bank-unknown-hint = Beolvasható: camt.052/053/054, MT940, MT942, OFX, MagNet XML, valamint CSV és XLSX leképezéssel; írjon leképezést, és adja meg a --mapping kapcsolóval.
bank-file = A fájl nem olvasható: { $detail }
bank-file-changed = A fájl olvasás közben megváltozott. Olvassa be újra.
bank-malformed = A fájl { $format } formátumúnak látszik, de a(z) { $line }. sorban sérült: { $detail }
bank-malformed-hint = Töltse le újra a kivonatot; semmi sem került be.
bank-too-large = A fájl { $line }. sora többet tartalmaz, mint amennyi egy kivonatban lehet.
bank-declares = A fájl { $line }. sora entitást deklarál vagy használ, ilyen kivonatban nincs.
bank-no-mapping = Egyetlen leképezés sem ismeri ezeket az oszlopokat: { $columns }
bank-no-mapping-hint = Írjon leképezési fájlt, amely megnevezi az oszlopokat, és adja meg a --mapping kapcsolóval vagy az űrlapon; lásd README, Bank.
bank-mapping = Hibás a leképezési fájl: { $detail }
bank-mapping-line = Hibás a leképezési fájl { $line }. sora: { $detail }
bank-mapping-hint = Hogy mi állhat benne, azt a README „Bank” része írja le.
bank-mapping-lacks = A leképezési fájlból hiányzik: { $keys }
bank-mapping-value = A leképezési fájl { $line }. sora: { $key } = "{ $value }", pedig ezek egyike lehet: { $known }
bank-mapping-number = A leképezési fájl { $line }. sora: columns.{ $key } = "{ $column }" nem egy oszlop sorszáma; titles = false esetén az oszlopokat sorszámuk jelöli, az első "1"
bank-mapping-no-title = A(z) { $name } leképezés nem ennek a táblázatnak való: a { $line }. sorban nincs „{ $column }” fejléc (columns.{ $key }); ez áll benne: { $seen }
bank-mapping-no-column = A(z) { $name } leképezés nem ennek a táblázatnak való: a { $line }. sorban nincs { $column }. oszlop (columns.{ $key }); { $count } oszlopa van
bank-mapping-no-day = A(z) { $name } leképezés nem ennek a táblázatnak való: a { $line }. sor { $column }. oszlopában (columns.booked) nem nap áll, hanem „{ $seen }”
bank-no-preset = Nincs { $wanted } nevű előre megadott vagy megőrzött leképezés; ezek vannak: { $known }
bank-no-payments = A fizetések listájának első sorában a name, account és amount fejléc kell; ez áll benne: { $columns }
bank-empty = A fájlban nincs kivonat.
bank-packed = A fájl tömörített állomány, nem kivonat.
bank-packed-hint = Bontsa ki, és a benne lévő kivonatokat egyenként olvassa be.
bank-old-workbook = A fájl régi formájú munkafüzet (.xls), ezt a program nem olvassa.
bank-old-workbook-hint = Nyissa meg, mentse .xlsx formában, és azt olvassa be.
bank-no-account = A fájlból nem derül ki, melyik számla kivonata.
bank-no-account-hint = Adja meg a számlát az --account kapcsolóval vagy az űrlapon.
bank-bad-account = { $account } nem számlaszám: hibás az ellenőrző száma vagy a hossza.
bank-refused-balance = értelmezhetetlen egyenleg
bank-refused-line = tétel értelmezhető nap, jel vagy összeg nélkül
bank-refused-amount = tétel értelmezhető összeg nélkül
bank-refused-amount-cell = „{ $value }” nem összeg, vagy kétféleképpen érthető
bank-refused-decimals = { $amount } összegű tétel, amelynek több tizedesjegye van, mint a(z) { $currency } pénznemnek: nem tudni, mennyit jelent
bank-refused-side = tétel, amely sem jóváírás, sem terhelés
bank-refused-batch = túl sok tételt tartalmazó csomag
bank-refused-part = csomag, amelynek egyik tételén nincs összeg
bank-refused-day = tétel dátum nélkül, vagy nem létező nappal
bank-refused-day-cell = „{ $value }” nem dátum, vagy kétféleképpen érthető
bank-refused-side-cell = „{ $value }” sem jóváírást, sem terhelést nem jelöl
bank-refused-debit-cell = „{ $value }” terhelés is, visszavont terhelés is lehet: a fájl többi terhelésének más az előjele
bank-refused-currency = tétel, amelynek pénzneme eltér a számláétól
bank-refused-no-currency = tétel pénznem nélkül; adja meg a --currency kapcsolóval
bank-refused-balances = a tételek melletti egyenlegek nem következnek a tételekből
bank-refused-sum = A(z) { $account } számla { $number }. kivonata nem adódik össze: a nyitó { $opening } és a forgalom { $sum } nem a záró { $closing }
bank-refused-balance-decimals = A(z) { $account } számla { $number }. kivonatának egyenlege { $amount }: több tizedesjegye van, mint a(z) { $currency } pénznemnek, ezért nem tudni, mennyit jelent
bank-warning-gap = { $account }: az előző lap záró egyenlege { $closing }, ezé a nyitó { $opening }; hiányzik egy lap

# Tételek és párosítások elutasításai.
bank-not-found = Nincs { $wanted } azonosítójú tétel, kivonat vagy párosítás
bank-not-found-hint = Az azonosítókat a `faktura bank list` és a `faktura bank statements` mutatja; elég az elejük, ha egyértelmű.
bank-ambiguous = Több tétel is így kezdődik: { $wanted }
bank-taken = A(z) { $entry } tétel már kiegyenlít valamit.
bank-taken-hint = A `faktura match undo` visszavonja.
bank-not-booked = A(z) { $entry } tétel még nincs könyvelve, ezért nem egyenlíthet ki semmit.
bank-doubtful = A(z) { $entry } tételt egy más formájú fájl talán már közölte: semmit sem fizet, amíg meg nem mondja, melyik pénz ez.
bank-doubtful-hint = A `faktura bank show TÉTEL` megmutatja, melyik tétel lehet; utána `faktura bank same TÉTEL` vagy `faktura bank another TÉTEL`.
bank-not-doubtful = A(z) { $entry } tétel nem volt kétséges: úgy számít, ahogy van.
bank-not-doubtful-hint = A döntésre váró tételeket a `faktura bank list --doubtful` mutatja.
bank-perhaps-told = talán már közölték
bank-told-before = már közölték
bank-decided-same = { $count ->
    [0] Nincs kétséges tétel
   *[other] { $count } tétel egy korábbival azonos pénz: ott számít
 }
bank-decided-another = { $count ->
    [0] Nincs kétséges tétel
   *[other] { $count } tétel másik pénz: számít, és párosítható
 }
cli-bank-doubtful = { $count ->
   *[other] { $count } tételt egy más formájú fájl talán már közölt: nem számít sehol, amíg nem dönt. A `faktura bank list --doubtful` mutatja;
 } `faktura bank same TÉTEL` vagy `faktura bank another TÉTEL` dönt, a --all mindről
cli-bank-doubtful-account = { $account }: { $count ->
   *[other] { $count } tételt, összesen { $amount }, talán már közöltek
 }: `faktura bank list --doubtful`
cli-bank-proven = { $count ->
   *[other] { $count } kétséges tételt ez a fájl eldöntött
 }; hogy hogyan, a `faktura audit` mutatja
cli-bank-is-same = { $entry } ugyanaz a pénz, mint egy korábbi tétel, amely számít: így döntött valaki
cli-bank-is-proven = { $entry } ugyanaz a pénz, mint egy korábbi tétel, amely számít: egy későbbi kivonaton a nap minden tétele rajta van
cli-bank-perhaps = Talán ugyanaz a pénz, mint { $entry }: { $day } { $name } { $text }
bank-nothing-proposed = A(z) { $entry } tételhez nincs javaslat
bank-nothing-proposed-hint = Nevezze meg a bizonylatokat: faktura match accept TÉTEL SZÁMLA…
bank-no-document = A cégnek nincs { $document } számú nyitott bizonylata
bank-several-documents = Több nyitott bizonylat száma is { $document }; adja meg az azonosítót.
bank-several-back = Több tétel is ekkora összeget fizetett erre: { $document }; nem tudni, melyik megy vissza.
bank-several-back-hint = A bizonylat helyett a tételt nevezze meg: faktura match accept TÉTEL KORÁBBI-TÉTEL.
bank-not-back = A visszautalt összeg nem a(z) { $document } egy teljes befizetése, és több, mint a túlfizetése.
bank-not-back-hint = Állítson ki helyesbítő számlát a visszautalt részről, és azzal párosítsa a tételt; vagy nevezze meg a visszavett tételt.
bank-contradiction = A tétel nem egyenlítheti ki ezeket a bizonylatokat: ellenkező irányúak, vagy több pénznem szerepel.
bank-bad-rate = „{ $rate }” nem árfolyam.
bank-bad-rate-hint = Írja mindkét pénznemmel: 391.25 HUF/EUR annyi, mint egy euróért 391,25 forint.
bank-no-rate = { $number } pénzneme { $currency }, a tételé { $money }: nem tudni, mennyit egyenlít ki belőle.
bank-no-rate-hint = Adja meg az árfolyamot mindkét pénznemmel (--rate '391.25 HUF/EUR'), a --difference fx kapcsolóval, ha a tétel a teljes számlát rendezi ({ $number }); vagy a kiegyenlített összeget ebben a pénznemben ({ $currency }): { $number }=ÖSSZEG.
bank-other-rate = { $rate } nem a tétel ({ $money }) és a(z) { $number } pénzneme ({ $currency }) közötti árfolyam.
bank-changed = Közben másik beolvasás vagy párosítás érintette a számlát; semmi sem lett eltárolva
bank-changed-hint = Ismételje meg a parancsot
bank-parts = A(z) { $entry } tétel csomag, vagy nincs ilyen része
bank-parts-hint = A részeit a `faktura bank show` sorolja fel; a --part kapcsolóval válasszon
bank-of-another = A(z) { $account } számla egy másik cégé
bank-which-company = Nem tudni, melyik cégé a(z) { $account } számla
bank-which-company-hint = Nevezze meg egyszer a céget a --company kapcsolóval; a számla későbbi kivonataihoz már nem kell

# Párosítások részei és indokai.
bank-part-principal = kiegyenlítés
bank-part-fee = bankköltség
bank-part-fx = árfolyam-különbözet
bank-part-rounding = kerekítés
bank-part-discount = engedmény
bank-part-overpayment = túlfizetés
bank-reason-number = bizonylatszám a közleményben
bank-reason-broken-number = több darabban álló bizonylatszám
bank-reason-part-of-number = bizonylatszám része
bank-reason-reference = hivatkozás
bank-reason-amount = pontos összeg
bank-reason-amount-and-charges = összeg a bankköltséggel
bank-reason-ordered-amount = a megbízás összege
bank-reason-sum = több tétel összege
bank-reason-less = kevesebb a nyitottnál
bank-reason-more = több a nyitottnál
bank-reason-account = ismert bankszámla
bank-reason-name = azonos név
bank-reason-day = esedékesség közelében
bank-reason-chosen = kiválasztva
bank-reason-reversal = visszavonva

# A parancssor.
cli-bank-none = Még nincs beolvasott bankszámlakivonat
cli-bank-more = { $total } tételből { $shown } látszik; többet a --limit mutat
cli-bank-pending = függő
cli-bank-adds-up = egyezik
cli-bank-differs = eltér
cli-bank-no-balances = nincs egyenleg
cli-bank-gap = { $account }: az utolsó kivonat nyitó egyenlege nem az előző záró egyenlege; hiányzik egy kivonat
cli-bank-of-account = Ellenoldali számla: { $value }
cli-bank-reference = Banki azonosító: { $value }
cli-bank-end-to-end = A fizető hivatkozása: { $value }
cli-bank-code = Típus: { $value }
cli-bank-part = { $number }. rész: { $amount } { $name } { $text }
cli-bank-raw = A kivonat fájlja ide került: { $path }
cli-bank-refused = { $line }. sor: { $reason }
cli-bank-refused-cell = { $line }. sor, { $column }. oszlop: { $reason }
cli-bank-all-refused = Az összes sor ({ $count }) el lett utasítva: semmi sem került be
cli-bank-nothing = { $count } elutasított sor: semmi sem került be; a --skip-refused a többit beolvassa
cli-bank-imported = { $account }: { $entries } tétel, ebből { $new } új; nyitó { $opening }, záró { $closing }
cli-bank-found = { $account }: { $entries } tétel; nyitó { $opening }, záró { $closing }; semmi sem lett eltárolva
cli-match-proposed = { $entry }  { $amount } { $name } → { $parts }  ({ $score } %: { $reasons })
cli-match-settled = { $entry } → { $parts }  ({ $reasons })
cli-bank-question-again = { $entry } újra döntésre vár: `faktura bank same` vagy `faktura bank another`
cli-match-back = { $entry } semmit sem fizet: egy korábbi tételt von vissza, vagy visszavonták
cli-match-back-undone = { $entry } már semmit sem von vissza, és nincs is visszavonva
cli-match-undone = { $entry } már nem egyenlíti ki: { $parts }
cli-match-sum = { $settled } kiegyenlítve, { $proposed } javasolva, { $unknown } javaslat nélkül
cli-col-entry = Tétel
cli-col-pays = Kiegyenlíti
cli-col-statement = Kivonat
cli-col-until = Vége
cli-col-entries = Tételek
cli-col-opening = Nyitó
cli-col-closing = Záró
cli-col-proof = Próba
cli-col-unmatched-7 = ≤ 7 nap
cli-col-unmatched-30 = ≤ 30
cli-col-unmatched-90 = ≤ 90
cli-col-unmatched-older = Régebbi
cli-col-account = Számla
cli-col-number = Szám
cli-col-amount = Összeg
cli-col-text = Közlemény
cli-col-balance = Egyenleg
cli-col-executed = Teljesült
cli-col-payer = Fizető számla
cli-col-urgent = Sürgős
cli-urgent = igen

# Átutalások.
transfer-nothing = Nincs mit fizetni: nevezzen meg bejövő bizonylatokat, vagy adjon listát a --payments kapcsolóval
transfer-which-account = A(z) { $currency } összegeket több számláról is ki lehet fizetni: { $known }
transfer-no-account = Nincs kivonatból ismert, fizetésre alkalmas { $currency } számla
transfer-no-named-account = A megadott számlák egyikéről sem mondta kivonat, hogy { $currency } pénznemű: importálja a kivonatát, nevezze meg a számlát a lista (--payments) payer oszlopában, vagy adjon meg egyetlen --account kapcsolót
transfer-which-account-hint = Adja meg a számlát az --account kapcsolóval; pénznemenként egyet lehet megadni, a listában (--payments) pedig fizetésenként is, a payer oszlopban. Egyetlen --account mindent kifizet, más pénznemben is
transfer-own-account = { $account } nem olyan számlaszám, amelyről fizetni lehet
transfer-no-document = A cégnek nincs { $document } számú nyitott bejövő bizonylata
transfer-no-payee = A(z) { $document } bizonylaton nincs rajta az eladó bankszámlája; fizesse listából a --payments kapcsolóval
transfer-account = { $name } számlaszáma hibás: { $account } hossza vagy ellenőrző száma nem jó
transfer-amount = A(z) { $amount } összeg { $name } részére nem fizethető: nullánál nagyobbnak kell lennie, nem lehet több tizedesjegye, mint a pénznemnek, és legfeljebb 18 számjegye lehet
transfer-name = Egy kedvezményezettnek nincs neve, vagy nincs benne olyan betű, amelyet a fájl megenged
transfer-currency = „{ $currency }”, egy { $name } részére szóló fizetés pénzneme, nem pénznem kódja
transfer-version = A pain.001 { $version } változata itt nincs meg; a 03 és a 09 van
transfer-changed = { $name } a(z) { $account } számlára kapna pénzt, de eddig ez volt ismert: { $known }; fizetés előtt hívja fel a partnert
transfer-two-accounts = { $name } a(z) { $account } és a(z) { $known } számlára is kapna pénzt; fizetés előtt hívja fel a partnert
transfer-to-itself = { $name } a(z) { $account } számlára kapna pénzt, de ez az a számla, amelyről fizetne
transfer-shared = { $name } a(z) { $account } számlára kapna pénzt, de ez a számla { $others } számlája is; fizetés előtt hívja fel a partnert
transfer-card = { $name } ide kapna pénzt: { $account }, de ez nem számla, hanem bankkártya száma is lehet; fizetés előtt kérdezze meg a partnert
transfer-before = { $number } már szerepelt egy { $day } napi utalásban
transfer-twice = { $name } kétszer kap { $amount } összeget ebben a listában
transfer-needs-yes = Semmi sem készült; a --yes igennel válaszol ezekre a kérdésekre
transfer-ask = Mégis elkészüljenek az átutalások? Írja be: igen
transfer-yes = igen
transfer-stopped = Semmi sem készült
transfer-noted = { $count } fizetés elkészültnek számít, de a fájl nem íródott ki. Készítse el újra a --yes kapcsolóval; a bank egyiket sem kapta meg.
transfer-made = Elkészült: { $path }, { $count } fizetés, ellenőrző összeg { $sum }, a(z) { $account } számláról, { $day } napon
transfer-none = Még nem készült átutalás
transfer-batch = { $day }, a(z) { $account } számláról, készítette: { $author }
cli-match-pushed = { $count } befizetés rögzítve a szolgáltatónál
cli-match-not-pushed = { $number } befizetése nincs rögzítve a szolgáltatónál: { $reason }
cli-bank-cash = { $accounts } számla összesen: { $balance }
cli-bank-col-day = Nap
bank-repeated-document = { $document } kétszer szerepel: egyszer adja meg, az összeget = után
bank-refused-balance-currency = egyenleg, amelynek pénzneme eltér a számláétól
bank-refused-batch-sum = csomag, amelynek tételei együtt többet tesznek ki az összegénél és a bankköltségnél
bank-refused-both = tétel, amelyben jóváírás és terhelés is áll: nem tudni, melyik érvényes
bank-refused-urgent = „{ $value }” az urgent oszlopban se nem igen, se nem nem
bank-refused-payment-currency = fizetés pénznem nélkül, és a fizető számla pénzneme sem ismert; töltse ki a currency oszlopot
bank-no-currency = A fájlból nem derül ki a(z) { $account } számla pénzneme (OFX-ben a CURDEF, MT940-ben a :60F: mondja meg), és korábbi kivonatból sem ismert.
bank-no-currency-hint = Adja meg a pénznemet a --currency kapcsolóval vagy az űrlapon.
bank-bad-amount = { $number } nem egyenlíthető ki ezzel: { $amount }; adjon meg nullánál nagyobb összeget.
bank-more-than-open = { $number } nyitott összege { $open }; { $amount } ennél több.
bank-more-than-open-hint = Legfeljebb a nyitott összeget adja meg; ami a tételből azon felül marad, túlfizetés lesz.
bank-more-than-money = { $number } nem kaphat ennyit: { $amount }; a tételből { $left } jut rá.
bank-more-than-money-hint = Legfeljebb ennyit adjon meg, vagy nevezze meg a hiányt a --difference kapcsolóval: fee, rounding, discount.
bank-rounding = { $number } kerekítése { $amount } lenne: kerekítés legfeljebb { $most } lehet.
bank-rounding-hint = Nevezze meg a különbséget a --difference kapcsolóval annak, ami: fee, fx, discount.
bank-several-partners = A tétel { $over } összeggel több, mint e bizonylatok nyitott összege, és ezek több ügyfélé: nem tudni, kié a maradék.
bank-several-partners-hint = Nevezzen meg több bizonylatot, vagy csak egy ügyfélét; a --difference megnevezi a maradékot, ha nem túlfizetés.
cli-match-closed = { $count ->
    [one] 1 biztos párosítás elmaradt: lezárt napot módosítana
   *[other] { $count } biztos párosítás elmaradt: lezárt napot módosítanának
 }
