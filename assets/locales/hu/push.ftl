# Írás a számlázó szolgáltatókhoz.
push-unsupported = Ez a művelet ({ $kind }) ennél a szolgáltatónál nem végezhető el.
push-field-missing = A szolgáltatónak szüksége van erre a mezőre, de hiányzik: „{ $field }”.
push-field-long = A(z) „{ $field }” mező túl hosszú; a szolgáltató legfeljebb { $most } karaktert fogad el.
push-field-decimals = A szolgáltató nem tudja pontosan tárolni ezt az értéket: { $field } = { $value }. Legfeljebb { $most } tizedesjegyet fogad el.
push-field-value = A szolgáltató nem fogadja el a(z) „{ $field }” mezőben ezt az értéket: „{ $value }”.

push-type = A(z) „{ $type ->
    [advance] előlegszámla
    [bill] szállítói számla
    [bill_credit] szállítói jóváírás
    [cert_of_completion] teljesítési igazolás
    [d_cert_of_completion] teljesítési igazolás
    [dossier] dosszié
    [draft] piszkozat
    [draft_offer] ajánlattervezet
    [draft_order_form] rendeléstervezet
    [draft_waybill] szállítólevél-tervezet
    [modification] módosító számla
    [offer] ajánlat
    [order_form] megrendelő
    [proforma] díjbekérő
    [receipt] nyugta
    [receipt_cancellation] nyugtasztornó
    [refund] visszatérítés
    [waybill] szállítólevél
   *[other] { $type }
}” típusú bizonylatok nem írhatók.
push-received = Beérkező bizonylat, nem kiállított.
push-cancelled = Sztornózott.
push-undated = Nincs kiállítási dátuma.
push-unnumbered = Nincs sorszáma.
push-closed = A dátuma ({ $date }) lezárt időszakba esik, amely eddig tart: { $closed }.
push-number-long = A sorszám ({ $number }) túl hosszú; a szolgáltató legfeljebb { $most } karaktert fogad el.
push-currency-decimals = A(z) { $currency } összegeknek { $decimals } tizedesjegye van, a szolgáltató viszont csak { $most } tizedesjegyet tud tárolni.
push-amount-decimals = A(z) { $amount } { $currency } összegnek több tizedesjegye van, mint amennyi ott { $currency } összegnek lehet ({ $most }). A program nem kerekít: javítsa az összeget a forrásánál.
push-currency-home = A cég csak { $home } bizonylatokat fogad el, { $currency } bizonylatot nem.
push-no-lines = Nincsenek tételei.
push-line-amounts = A(z) „{ $line }” tétel nettó értéke vagy adója ismeretlen.
push-sums = A tételei összege { $sum }, a végösszege viszont { $total }.
push-negative = A végösszege ({ $total }) negatív; jóváíró számlára volna szükség.
push-two-rates = Több adókulcs van rajta, a cég viszont bizonylatonként egyet fogad el.
push-no-buyer = Nincs vevője.
push-contact-inactive = A(z) { $name } partner archivált vagy inaktív a szolgáltatónál; aktiválja ott, vagy szüntesse meg a kapcsolatát.
push-name-taken = A szolgáltatónál már van { $name } nevű partner.
push-number-taken = A(z) { $number } sorszámot a szolgáltatónál már { $customer } bizonylata viseli (azonosító: { $id }). Ha az ez a bizonylat, kapcsolja össze őket: faktura push map set --company NÉV document:{ $source } { $id }
push-number-twice = A(z) { $number } sorszám kétszer szerepel a tervben: { $customer } egyik bizonylata már ezt viseli. Adjon másik sorszámot az egyiknek.
push-payment-currency = A befizetés pénzneme { $currency }, nem a bizonylaté.
push-payments-untold = { $number } ki van egyenlítve, de a befizetései itt nem ismertek. Tervezzen újra, ha a szolgáltatása ismét fogad kéréseket; ha nála sincsenek, a másik oldalon kézzel kell rögzíteni őket.
push-waits = Amire szüksége van, még nem írható.
push-unneeded = Még egyetlen bizonylata sem írható.
push-rate-other = A fizetés árfolyama erre a pénznemre szól: { $currency }; ezeket a könyveket nem abban vezetik, ezért a szolgáltatás a saját napi árfolyamát használja.
push-waits-for = Erre vár: { $what }.
push-waits-in-vain = Amire szüksége van ({ $what }), nem készült el.
push-other-source = A szolgáltatónál már van ilyen bizonylat, és az ebből készült: { $source } (azonosító: { $id }); ez a tétel nem íródott ki. Adjon neki másik sorszámot, vagy vesse el.
push-changed = A tervezés óta megváltozott; nézze meg újra a tervet, azután hagyja jóvá.
push-no-rule = A [push] egyetlen szabálya sem engedi; valakinek jóvá kell hagynia.
push-differs = A szolgáltatónál más van, mint amit küldtünk (azonosító: { $id }): { $fields }
push-overwrites = A terv készítése óta módosult a szolgáltatónál (azonosító: { $id }), ezért nem küldtünk semmit: { $fields }. Szinkronizáljon, vesse el a tételt, és tervezzen újra.
push-dead = Elkészült (azonosító: { $id }), de azóta törölték, érvénytelenítették vagy archiválták. Vesse el ezt a tételt; újratervezéssel írható meg újra.
push-clash = A szolgáltatónál egy másik rekord az útjában áll: { $what ->
    [number] a sorszám foglalt
    [name] a név foglalt
   *[other] azóta módosult
} ({ $holder }). { $detail }{ $mapping ->
    [none] {""}
   *[other] {" "}Ha ugyanarról van szó: szinkronizáljon, majd kapcsolja össze őket: faktura push map set --company NÉV '{ $mapping }' ID
}
push-refused = { $ground ->
    [closed] Az időszak lezárt.
    [contact-inactive] A partner archivált vagy inaktív.
    [currency] A cég nem használja ezt a pénznemet.
    [mapping] Egy főkönyvi szám, termék, adókód vagy fizetési feltétel ott ismeretlen.
    [paid] Már kiegyenlítették vagy felhasználták.
    [permission] A bejelentkezésnek ehhez nincs joga.
    [subscription] Az előfizetés ezt nem tartalmazza.
    [tax] Az adó hiányzik vagy nem egyezik.
   *[other] A szolgáltató elutasította.
} { $detail }
push-unsure = Lehet, hogy elkészült, de a szolgáltatónál nem kereshető. Nézze meg ott, azután próbálja újra vagy vesse el.
push-file = A fájl { $place }. számlája nem olvasható: { $detail }
push-file-empty = A fájlban nincs bizonylat.
push-file-unread = { $path } nem olvasható: { $detail }

push-not-writable = { $company } cégnél semmi sem írható: a(z) { $provider } csak olvasható.
push-not-writable-hint = Olyan céget válasszon, amelynek a szolgáltatója írható.
push-own-books = { $company } a saját könyveit itt vezeti: a push csak számlázó szolgáltatóknál ír.
push-own-books-hint = Szolgáltatónál lévő céget válasszon. A saját könyvek bizonylatai a faktura issue, credit, void és pay paranccsal készülnek.
push-never-synced = { $company } még sosem szinkronizálódott, ezért nem tudható, mi van már nála.
push-never-synced-hint = Előbb futtassa ezt: faktura sync --company NÉV.
push-same-company = Egy cég önmagából nem írható.
push-no-source = Nincs megadva, mit kell írni.
push-no-source-hint = Adjon meg céget (--from), fájlt (--file), vagy párosított banki tételeket (--matched).
push-no-plan = Nincs semmi tervezve.
push-too-many = Ez { $found } bizonylat; egy tervben legfeljebb { $most } lehet.
push-too-many-hint = Tervezze részenként, például havonta: faktura push plan issued:2026-01 --from NÉV --to NÉV.
push-no-plan-hint = Előbb futtassa ezt: faktura push plan --from NÉV --to NÉV.
push-no-such-item = A kimenő tételek között nincs „{ $item }”.
push-no-such-item-hint = A tételeket a faktura push list --json mutatja.
push-item-ambiguous = Több tétel neve is „{ $item }”; az azonosítójával adja meg: { $items }
push-not-now = A(z) { $item } tétel küldés alatt van vagy már lezárult; most nem módosítható.
push-no-such-mapping = Nincs „{ $name }” nevű megfeleltetés vagy kapcsolat.
push-no-such-mapping-hint = A hiányzó megfeleltetéseket a faktura push plan, a meglévőket a faktura push map list és a push links mutatja.
push-no-such-choice = „{ $id }” nincs a cég listájában ehhez: { $name }.
push-no-such-choice-hint = A lehetőségeket a faktura push plan --json sorolja fel.
push-read-only = Ez a folyamat csak olvas (--read-only).
push-needs-yes = A jóváhagyáshoz terminál vagy --yes kell.
push-ask = Beírja a tervezetteket a számlázó szolgáltatóknál? [i/N]
push-paused = Az írás szünetel: a faktura push resume parancsig semmi sem megy ki.
push-now-paused = Az írás szünetel. Ami úton volt, befejeződik; más nem megy ki.
push-now-resumed = Az írás folytatódik.
push-lists-later = A listák és összegek ezt a következő szinkronizálás után mutatják: faktura sync
push-nothing = Nincs mit írni.
push-at-rate = { $money }, árfolyam: { $rate }
push-put-off = { $count } tétel még nem ment át. Ha fut a faktura serve, { $at }-tól magától újra próbálja. Azonnali újabb kísérlet: faktura push apply. Egy tétel elvetése: faktura push discard TÉTEL.
push-lacks = Hiányzó megfeleltetések: { $mappings }.
push-unlinked = { $source } kapcsolata megszűnt.
push-retried = { $item } újra sorra kerül.
push-discarded = { $item } elvetve.
push-mapped = { $mapping } beállítva; a terv újra elkészült.
push-unmapped = { $mapping } törölve; a terv újra elkészült.

push-col-item = Tétel
push-col-state = Állapot
push-col-company = Cég
push-col-what = Mi
push-col-total = Végösszeg
push-col-becomes = Mivé lesz
push-col-why = Miért nem
push-col-source = Forrás
push-col-how = Hogyan
push-col-approved = Jóváhagyta
push-col-mapping = Megfeleltetés
push-col-id = Azonosító
push-col-name = Név
push-state-planned = tervezve
push-state-queued = sorban áll
push-state-sending = küldés alatt
push-state-sent = elküldve
push-state-rejected = elutasítva
push-state-conflict = ütközik
push-state-unknown = bizonytalan
push-kind-contact = vevő
push-kind-invoice = számla
push-kind-credit-note = jóváíró számla
push-kind-payment = befizetés
push-kind-void = érvénytelenítés
push-kind-mail = e-mail
push-how-made = beírva
push-how-found = újra megtalálva
push-how-tax-number = adószám alapján
push-how-person = személy döntése

help-cmd-push = Számlák, vevők és befizetések írása a számlázó szolgáltatókhoz: terv, jóváhagyás, végrehajtás
help-more-push = Jóváhagyás nélkül semmi sem megy ki. Minden tétel pontosan egyszer készül el, bármi hibázik is közben.
help-cmd-push-plan = Megmutatja, mit írna be, és megőrzi a push apply számára; semmit sem küld
help-arg-push-plan-query = Mely bizonylatok, mint a faktura invoices parancsnál; enélkül mind
help-arg-push-plan-to = A cég, amelyhez írunk
help-arg-push-plan-from = A cég, amelytől a bizonylatok származnak
help-arg-push-plan-file = Helyette fájl a bizonylatokkal: JSON, ahogy a faktura invoice --json írja, vagy CSV a faktura export fejlécével
help-arg-push-plan-payments = A befizetéseiket is írja
help-cmd-push-apply = Jóváhagyja és beírja, amit terveztek
help-more-push-apply = Kilépési kódok: 0 minden elkészült, 3 valamit elutasítottak, ütközik, bizonytalan, későbbre maradt vagy nem hagyható jóvá, 4 nincs semmi tervezve, 6 a belépés csak olvasásra jó.
help-arg-push-apply-company = Csak amit ehhez a céghez terveztek; többször is megadható
help-arg-push-apply-by-rule = Csak azt hagyja jóvá, amit a beállítások [push] szabálya enged
help-arg-push-apply-no-wait = Ne várja meg, amíg elkészül
help-cmd-push-list = A kimenő tételek: mit hagytak jóvá, és mi lett belőle
help-cmd-push-show = Egy tétel megmutatása
help-arg-push-show-item = Egy tétel azonosítója, sorszáma vagy neve
help-arg-push-retry-item = Egy tétel azonosítója, sorszáma vagy neve
help-arg-push-discard-item = Egy tétel azonosítója, sorszáma vagy neve
help-cmd-push-retry = Egy tétel újra sorra kerül; ami talán már elkészült, azt előbb megkeresi
help-cmd-push-discard = Egy tétel elvetése, ha nincs küldés alatt
help-cmd-push-links = Mi hová íródott
help-cmd-push-unlink = Elfelejti, mivé lett egy forrás; egy terv újra megírhatja
help-arg-push-unlink-source = A forrás, ahogy a push links mutatja
help-arg-push-unlink-company = A cég, amelyhez írtunk
help-cmd-push-map = Mely főkönyvi számok, termékek, adókódok és vevők tartoznak egy céghez
help-cmd-push-map-list = Egy cég megfeleltetései
help-cmd-push-map-set = Megfeleltetés beállítása; a terv újra elkészül
help-cmd-push-map-unset = Megfeleltetés törlése
help-arg-mapping = A megfeleltetés neve, ahogy a push plan írja
help-arg-push-map-set-id = Azonosító vagy kód a szolgáltatónál; új vevőhöz „new”
help-arg-push-map-list-company = A cég, amelyhez írunk
help-arg-push-map-set-company = A cég, amelyhez írunk
help-arg-push-map-unset-company = A cég, amelyhez írunk
help-cmd-push-pause = Leállítja az írást minden szolgáltatónál
help-cmd-push-resume = Folytatja az írást

push-document-voided = { $number } a szolgáltatónál már sztornózott vagy törölt.
push-document-changed = { $number } már nem az, ami a szinkronizáláskor volt: a szolgáltatónál azóta módosult vagy érvénytelenítették.
push-document-unclear = { $count ->
    [0] Nincs „{ $number }” számla.
   *[other] { $count } számla neve „{ $number }”; adja meg a céget vagy az azonosítót.
}
push-ask-void = Érvénytelenítsük a szolgáltatónál ezt: { $number }, { $customer }, { $amount }? Ez nem vonható vissza. [i/N]
push-ask-mail = Küldje el a szolgáltató e-mailben ezt: { $number }, { $amount }, címzett: { $customer }? Ez nem vonható vissza. [i/N]
push-adopted = Átvettük, ami { $source } párjaként a másik oldalon van.
push-ignored = { $source } eltérését figyelmen kívül hagyjuk.
push-proof = { $linked } kapcsolat: { $equal } egyezik, { $drifted } eltér, { $here } itt hiányzik, { $there } ott hiányzik, { $ignored } figyelmen kívül hagyva.
push-sum = { $currency }: küldve { $ordered }, ott { $there }.
push-col-standing = Helyzet
push-col-differs = Eltérés (nálunk ≠ ott)
push-standing-equal = egyezik
push-standing-drifted = eltér
push-standing-here = itt hiányzik
push-standing-there = ott hiányzik
push-standing-ignored = figyelmen kívül hagyva
push-voided-here = A push void paranccsal érvénytelenítették.
help-cmd-push-void = Kiállított bizonylat érvénytelenítése a szolgáltatónál, kérdés után
help-cmd-push-mail = A szolgáltató elküldi a bizonylatot a saját leveleként, kérdés után
help-arg-push-mail-again = Azt is elküldi, ami oda már elment
help-arg-address = Erre a címre; enélkül a szolgáltatónál tárolt vevői címre
help-cmd-push-reconcile = Fillérre összeveti, mi íródott be, és mi van most ott
help-more-push-reconcile = A két oldal utoljára szinkronizált adatait veti össze azzal együtt, ami azóta íródott. Kilépési kód 3, ha bármi eltér vagy hiányzik. Teendők: push adopt, push ignore, push unlink.
help-cmd-push-adopt = Átveszi, ami egy kapcsolat másik oldalán van
help-arg-push-adopt-source = A forrás, ahogy a push links mutatja
help-arg-push-adopt-company = A cég, amelyhez írtunk
help-cmd-push-ignore = Indokolja, miért helyes egy kapcsolat eltérése
help-arg-push-ignore-source = A forrás, ahogy a push links mutatja
help-arg-push-ignore-company = A cég, amelyhez írtunk
help-arg-reason = Miért helyes az eltérés
api-idempotency-key = 1–100 betűből, számjegyből, kötőjelből és aláhúzásból állhat.
push-payment-moved = Ennek a banki tételnek a befizetését { $payment } bizonylatra már rögzítettük: törölje a szolgáltatónál, oldja fel a kapcsolatát (faktura push unlink), majd tervezze újra.
push-payment-credit = { $number } jóváírás: a rendezését a szolgáltatónál kell rögzíteni, nem befizetésként.
push-payment-over = { $amount } több, mint a(z) { $number } szolgáltatónál nyitott összege ({ $open }): egy befizetést ott már rögzítettek, vagy már úton van oda.
push-payment-mixed = A(z) { $number } bizonylatot más bizonylatokkal együtt, pénzzel és jóváírással fizették ki: a szolgáltatónál rögzítse, mennyi ebből a pénz.
push-dated-today = A szolgáltató a kiállítás napjával keltezi, nem ezzel: { $date }.
push-tax-automatic = A cégnél automatikus forgalmi adó van: ha a szolgáltató mást számol, mint { $tax }, ez ütközéssel zárul, és a bizonylat a szolgáltató végösszegével lesz ott.
push-tax-other = A(z) { $code } kulccsal az adó { $computed }, a tételek szerint viszont { $tax }: a megfeleltetés talán téves kulcsra mutat.
help-arg-push-plan-matched = A --to cég párosított banki tételeinek befizetéseit tervezi
help-arg-push-plan-payments-back = A --from cég befizetéseit tervezi azokra a bizonylatokra, amelyeket a --to cégtől másoltak oda
push-contact-conflict = { $field } mindkét oldalon megváltozott: ott „{ $base }” volt, most „{ $theirs }”, itt „{ $ours }”. Módosítsa az egyik oldalt, vagy tartsa meg az ottanit (push adopt).
push-ask-credit = Készüljön jóváíró számla { $amount } összegről ehhez: { $number }, { $customer }, a szolgáltatónál? [i/N]
push-credit-type = { $number } nem érvényes, kiállított számla.
push-only-reads = { $company } belépése csak olvasásra jó: a hozzájárulásból hiányzik: { $scopes }.
push-only-reads-hint = Újítsa meg a hozzájárulást írási joggal: faktura login add --login { $login } --write, vagy L a Belépések oldalon.
push-credit-by-void = A(z) { $provider } csak sztornóval készít jóváírást: használja a faktura push void parancsot.
push-credited = { $number } jóváírása innen már elkészült; lásd: faktura push list.
push-credited-there = A { $number } számlából a szolgáltatónál már { $amount } jóváírt vagy nem fizetéssel rendezett: a teljes összegű jóváírás több lenne a maradéknál.
push-credited-there-hint = A maradékot a szolgáltatónál írja jóvá.
push-ordered = A(z) { $number } már úton van, vagy innen már megrendelték.
push-ordered-hint = Nézze meg: faktura push list; a sikertelen megrendelést a faktura push discard veti el.
push-mailed = A(z) { $number } számlát a szolgáltató már elküldte ide: { $to }.
push-mailed-own = A(z) { $number } számlát a szolgáltató már elküldte az ügyfélnek.
push-mailed-hint = A --again újra elküldi.
push-no-credit = { $number } még nem írható jóvá: { $why }
push-no-credit-hint = Állítsa be a megnevezett megfeleltetéseket a faktura push map set paranccsal.
push-gone-there = { $source } nem vehető át: amivé lett, azt a szolgáltatónál érvénytelenítették vagy törölték.
push-gone-there-hint = Sztornózza vagy írja jóvá a forrást is, vagy szüntesse meg a kapcsolatot a faktura push unlink paranccsal; a faktura push ignore indoklással megtartja.
push-unsettled = { $source } továbbra is eltérne: { $fields }
push-unsettled-hint = Javítsa és szinkronizálja azt az oldalt, amelyik téves, például a csak az egyik oldalon rögzített befizetést; ha az eltérés helyes, a faktura push ignore paranccsal indoklással megtartható.
push-linked = { $source } már ezzel van összekapcsolva: { $id }.
push-linked-hint = Ha ez a kapcsolat téves, előbb szüntesse meg a faktura push unlink paranccsal.
push-unlike = { $source } nem az a bizonylat, amely a szolgáltatónál van: { $fields }
help-cmd-push-credit = Jóváíró számla egy kiállított számla teljes összegéről a szolgáltatónál, kérdés után
