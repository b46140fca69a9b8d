# Levelek az ügyfeleknek: számlák és fizetési emlékeztetők, és hogy egy miért nem ment el.
delivery-not-set = Nincs beállítva levelezőkiszolgáló.
delivery-not-set-hint = Adja meg a host és a from beállítást a config.toml [mail] szakaszában; a config.example.toml megmutatja, hogyan. A futó „faktura serve” SIGHUP jelre olvassa be újra.
delivery-left-out = Ez a változat nem küld levelet.
delivery-left-out-hint = Használjon „mail” funkcióval készült változatot.
delivery-no-password = A levelezőkiszolgáló jelszót kér, de nincs elmentve.
delivery-no-password-hint = Mentse el: faktura deliveries set-password
delivery-no-token = A(z) { $program } nem adott hozzáférési tokent: { $detail }
delivery-no-token-hint = Futtassa kézzel a [mail] token_command programját; a tokent kell kiírnia.
delivery-unreachable = A levelezőkiszolgáló nem használható: { $detail }
delivery-unreachable-hint = Ellenőrizze a config.toml [mail] szakaszát és a jelszót, majd: faktura deliveries test CÍM
delivery-unwritable = A levél nem írható meg: { $detail }

delivery-no-such = Nincs „{ $delivery }” nevű várakozó, sikertelen vagy bizonytalan levél: nincs mit újraküldeni vagy visszavonni.
delivery-no-such-hint = A faktura deliveries list mindet felsorolja.
delivery-ambiguous = Több küldemény is tartozik ehhez: „{ $delivery }”; adja meg az azonosítóját.
delivery-not-now = A(z) { $delivery } küldemény éppen küldés alatt van, vagy már lezárult.
delivery-bad-address = A(z) „{ $given }” nem e-mail-cím.
delivery-bad-language = A leveleknek nincs „{ $given }” nyelve; en és hu választható.
delivery-bad-state = Nincs „{ $given }” állapot; választható: queued, sending, sent, failed, cancelled, unknown.
delivery-too-many = Egyszerre legfeljebb { $most } számla küldhető; szűkítse a keresést.
delivery-not-issued = A(z) { $number } nem küldhető: bejövő bizonylat vagy piszkozat.
delivery-cancelled-by = A(z) { $number } nem küldhető: { $by } sztornózza.
delivery-cancelled = A(z) { $number } nem küldhető: sztornózott.
delivery-credited = A(z) { $number } nem küldhető: { $by } teljes egészében jóváírja.
delivery-cancelled-hint = Küldje el a sztornót vagy a jóváírást. A --again ezt is elküldi.
delivery-vanished = A(z) { $number } nem küldhető: a szolgáltatónál már nincs meg.
delivery-gone = A(z) { $number } bizonylat már nincs meg.
delivery-no-address = A(z) { $number } nem küldhető: { $partner } e-mail-címe nem ismert.
delivery-no-address-hint = Vegye fel a címet az ügyfélhez vagy partnerhez, vagy adja meg: --to
delivery-on-its-way = A(z) { $number } már úton van, vagy lehet, hogy elment.
delivery-on-its-way-hint = Nézze meg: faktura deliveries list
delivery-sent-already = A(z) { $number } már elment ide: { $to }; a --again újra elküldi.
delivery-lacks = A(z) { $number } számlából hiányzik valami ehhez: { $form }: { $fields }
delivery-lacks-hint = A faktura invoice SZÁM --einvoice FORMÁTUM FÁJL minden mezőt megnevez.
delivery-sent-in-part = { $number } elment, de nem minden címre: { $why }
delivery-nothing-left = Nincs már mit fizetni.
delivery-hushed-meanwhile = Az emlékeztetőit kikapcsolták.
delivery-died-twice = A faktura küldés közben kétszer is leállt: a levél megérkezhetett, akár kétszer is.
delivery-left-out-form = Kimarad: { $why }

delivery-ask = Elküldi a(z) { $count } számlát? [i/N]
delivery-not-waited = { $minutes } percen belül { $count } levél elküldésére nem került sor; ezek továbbra is a kimenő sorban várnak. További sorsukat a „faktura deliveries list” mutatja.
delivery-none = Nincs küldemény.
delivery-tested = A levelezőkiszolgáló átvette a próbalevelet: { $to }.
delivery-test-subject = Próbalevél a fakturától
delivery-test-text = Ez a faktura próbalevele a(z) { $machine } gépről. A levélküldés működik; nincs teendő.

delivery-col-state = Állapot
delivery-col-time = Időpont
delivery-col-company = Cég
delivery-col-what = Mi
delivery-col-to = Címzett
delivery-col-attempts = Kísérlet
delivery-col-delivery = Küldemény
delivery-col-why = Miért nem
delivery-field-to = Címzett
delivery-field-subject = Tárgy
delivery-field-files = Melléklet
delivery-state-queued = várakozik
delivery-state-sending = küldés alatt
delivery-state-sent = elküldve
delivery-state-failed = sikertelen
delivery-state-cancelled = visszavonva
delivery-state-unknown = bizonytalan
delivery-what-before = emlékeztető { $days } nappal előtte, { $number }
delivery-what-reminder = emlékeztető { $days } nappal utána, { $number }
delivery-what-summary = összesítő, { $number }
delivery-what-daily = { $number } számai

# Amit az ügyfelek olvasnak.
delivery-subject-document = { $number } számú számla – { $company }
delivery-subject-before = A(z) { $number } számú számla { $due } napján esedékes – { $company }
delivery-subject-reminder = Fizetési emlékeztető: { $number } számú számla – { $company }
delivery-text-greeting = Tisztelt { $partner }!
delivery-text-document = Mellékelten küldjük a(z) { $number } számú bizonylatunkat (kelte: { $issued }, végösszege: { $total }).
delivery-text-due = A fizetendő összeg { $balance }, fizetési határideje { $due }
delivery-text-before = Ezúton jelezzük, hogy a(z) { $number } számú, { $issued } napján kelt számlánk fizetési határideje { $due } A nyitott összeg { $balance }.
delivery-text-reminder = A(z) { $number } számú, { $issued } napján kelt számlánk fizetési határideje { $due } volt, { $days } napja lejárt. A nyitott összeg { $balance }. Kérjük, szíveskedjenek mielőbb rendezni.
delivery-text-fee = Emlékeztető díja: { $fee }
delivery-text-interest = Késedelmi kamat az esedékességtől, évi { $rate } %: { $interest }
delivery-text-sum = Összesen fizetendő: { $sum }
delivery-text-crossed = Ha időközben fizettek, kérjük, tekintsék levelünket tárgytalannak.
delivery-text-account = Kérjük, az összeget a következő számlára utalják: { $account }.
delivery-text-farewell = Üdvözlettel:
    { $company }

# Súgó.
help-cmd-send = Számlák küldése e-mailben, PDF- és XML-melléklettel
help-more-send = Minden argumentum egy számla száma; ha valamelyik nem az, az összes együtt egy keresés, mint a „faktura invoices” parancsnál. A címzett az ügyfél vagy partner e-mail-címe. Ami már elment vagy sztornózott, csak a --again kapcsolóval megy el. Kilépési kódok: 0 mind elment, 3 van, ami még nem (az okát a faktura deliveries list mutatja), 4 egy sem küldhető, 6 nincs levelezőkiszolgáló.
help-arg-send-invoices = Számlaszámok vagy keresés
help-arg-send-to = A vevő címe helyett erre a címre; ismételhető
help-arg-send-attach = A [mail] attach helyett ezek a formátumok mellékletként, vesszővel elválasztva
help-arg-send-text = A levél szövege a szokásos helyett
help-arg-send-language = A levél és a nyomtatott számla nyelve
help-arg-send-buyer-reference = Vevői hivatkozás (BT-10), például Leitweg-ID
help-arg-send-again = Azt is elküldi, ami már elment, és azt is, ami sztornózott
help-arg-send-dry-run = Csak megmutatja a leveleket, semmit nem küld
help-arg-send-no-wait = Sorba állítja a leveleket, és azonnal visszatér
help-cmd-deliveries = Számlák és emlékeztetők levelei: állapot, újraküldés, visszavonás, a levelezőkiszolgáló beállítása
help-cmd-deliveries-list = Levelek és állapotuk, elöl a legújabbak
help-arg-deliveries-list-wanted = Csak ezek: küldemények vagy számlaszámok
help-arg-deliveries-list-state = Csak az ilyen állapotúak, vesszővel elválasztva
help-cmd-deliveries-retry = Sikertelen vagy bizonytalan levelek újraküldése ugyanazzal a Message-ID-vel
help-arg-deliveries-retry-delivery = A küldemények, vagy számláik száma
help-cmd-deliveries-cancel = Várakozó levelek visszavonása
help-arg-deliveries-cancel-delivery = A küldemények, vagy számláik száma
help-cmd-deliveries-set-password = A levelezőkiszolgáló jelszavának titkosított mentése; a terminál kérdezi meg
help-cmd-deliveries-remove-password = A levelezőkiszolgáló jelszavának törlése
help-cmd-deliveries-test = Próbalevél küldése azonnal
help-arg-deliveries-test-to = A próbalevél címzettje

# Emlékeztetők.
help-cmd-remind = Fizetési emlékeztetők küldése a nyitott számlákról, minden lépés egyszer
help-more-remind = A config.toml [reminders] szakaszában megadott cégekhez. Több kimaradt lépés közül csak a legutolsó megy el; amit a küldés pillanatáig kifizettek, arról nem megy levél. A „faktura serve” ugyanezt magától teszi. Kilépési kódok: mint a send parancsnál.
help-arg-remind-dry-run = Csak megmutatja az emlékeztetőket, semmit nem küld
help-arg-remind-no-wait = Sorba állítja az emlékeztetőket, és azonnal visszatér
help-cmd-remind-off = Egy számláról, ügyfélnek vagy partnernek ne menjen emlékeztető
help-arg-remind-off-invoice = Számlaszámok vagy a szolgáltató azonosítói
help-arg-remind-off-partner = Az ilyen nevű ügyfél vagy partner minden számlája
help-cmd-remind-on = Menjen újra emlékeztető
help-arg-remind-on-invoice = Számlaszámok vagy a szolgáltató azonosítói
help-arg-remind-on-partner = Az ilyen nevű ügyfél vagy partner minden számlája
help-cmd-remind-list = Felsorolja, amiről nem megy emlékeztető
help-cmd-deliveries-summary = Az előző hét számainak elküldése, hetente egyszer
help-arg-deliveries-summary-to = A [mail] summary_to helyett erre a címre; ismételhető
help-arg-deliveries-summary-dry-run = Csak megmutatja a számokat, semmit nem küld
delivery-reminders-unknown = A [reminders] olyan céget nevez meg, amely nincs: { $company }. Javítsa a nevet a config.toml fájlban.
delivery-reminders-off = Az emlékeztetők ki vannak kapcsolva: a config.toml [reminders] companies beállítása egyik kért céget sem nevezi meg.
delivery-no-reminders = Nincs esedékes emlékeztető.
delivery-hushed = Mostantól nem megy emlékeztető: { $title }
delivery-unhushed = Újra megy emlékeztető: { $title }
delivery-none-hushed = Minden nyitott számláról megy emlékeztető.
delivery-no-partner = Nincs „{ $name }” nevű ügyfél vagy partner.
delivery-partners = Több „{ $name }” nevű is van; szűkítse a --company kapcsolóval.
delivery-summary-subject = A { $week } hét számai
delivery-summary-head = Számok { $from } és { $until } között
delivery-summary-issued = kiállítva: { $count } számla, { $amount }
delivery-summary-paid = kifizetve: { $count } számla, { $amount }
delivery-summary-open = most nyitott: { $count } számla, { $amount }
delivery-summary-overdue = most lejárt: { $count } számla, { $amount }
delivery-summary-failed = { $count } levél nem ment el: faktura deliveries list --state failed,unknown
delivery-summary-nothing = semmi

# Bizonylat előnézete.
help-arg-figures = A számla számokban, a megszegett szabályokkal; formátummal annak a szabályaival
preview-number = Szám
preview-seller = Eladó
preview-buyer = Vevő
preview-issued = Kelte
preview-delivered = Teljesítés
preview-due = Határidő
preview-category = Áfa-kategória
preview-rate = Kulcs
preview-base = Nettó
preview-tax = Áfa
preview-reason = Indok
preview-lines = Tételek
preview-adjustments = Kedvezmények és felárak
preview-net = Nettó
preview-vat = Áfa
preview-gross = Bruttó
preview-paid = Előre fizetve
preview-rounding = Kerekítés
preview-difference = Eltérés a tételektől
preview-payable = Fizetendő
preview-valid = Megfelel a(z) { $form } minden itt ellenőrzött szabályának.
preview-breaches = Nem felel meg a(z) { $form } szabályainak:

# A képernyő.
tui-tab-deliveries = Küldemények
tui-deliveries = { $count } küldemény
tui-empty-deliveries = Még nem ment el levél.
tui-empty-deliveries-hint = A 2, majd a Ctrl-O billentyűvel elküldhet egy számlát vagy a megjelölteket. Itt a Ctrl-T az esedékes emlékeztetőket mutatja.
tui-help-send-again = sikertelen, várakozó vagy bizonytalan levelek újraküldése: a megjelölteké vagy ezé
tui-key-send-again = újraküld
tui-help-withdraw = várakozó vagy sikertelen levelek visszavonása: a megjelölteké vagy ezé
tui-key-withdraw = visszavon
tui-delivery-sent-again = { $number } újra elmegy.
tui-delivery-withdrawn = { $number } visszavonva.
tui-help-remind = az esedékes emlékeztetők megmutatása, majd elküldése
tui-key-remind = emlékeztetők
tui-reminders-looking = Esedékes emlékeztetők keresése…
tui-reminders-sending = Az emlékeztetők sorba állítása…
tui-reminders-none = Nincs esedékes emlékeztető. A cégeket és a napokat a beállítások [reminders] része nevezi meg.
tui-reminders-none-sent = Egy emlékeztető sem küldhető; kimarad { $count }: { $why }
tui-reminders-left = { $count } kimarad: { $why }
tui-reminders-queued = { $count ->
    [one] Egy emlékeztető sorban áll.
   *[other] { $count } emlékeztető sorban áll.
}
tui-and-more = és még { $count }
manage-confirm-reminders = { $count ->
    [one] Elküld egy emlékeztetőt?
   *[other] Elküld { $count } emlékeztetőt?
}
manage-confirm-reminders-cost = A vevők levélben kapják, minden lépést egyszer. Ami közben ki lett fizetve, kimarad.
manage-confirm-reminders-yes = Küldés
manage-confirm-mails-again = Újraküldi a { $count } levelet?
manage-confirm-mails-again-cost = Mindegyik ugyanaz a levél, mint előbb.
manage-confirm-mails-again-yes = Küldés
manage-confirm-mails-drop = Visszavonja a { $count } levelet?
manage-confirm-mails-drop-cost = Nem lesznek elküldve. A számla újra küldhető; az emlékeztető lépése véget ért.
manage-confirm-mails-drop-yes = Visszavonás
tui-delivery-kind-invoice = számla
tui-delivery-kind-reminder = emlékeztető
tui-delivery-kind-summary = összesítő
tui-delivery-kind-daily = napi számok
tui-col-kind = Fajta
tui-help-figures = a bizonylat számokban, a megszegett szabályokkal
tui-key-figures = számok
tui-figures = Számokban
delivery-summary-no-address = Nincs megadva, kinek menjenek a heti számok.
delivery-summary-no-address-hint = Adja meg a summary_to beállítást a config.toml [mail] szakaszában, vagy a --to kapcsolót.
