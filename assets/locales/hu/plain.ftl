# faktura --plain.
plain-welcome = faktura, soronként. A „help” felsorolja a parancsokat, a „quit” kilép.
plain-prompt = Parancs:
plain-help = companies — hogyan állnak a cégek
    find KERESÉS — számlák keresése, például: find status:overdue petz; keresés nélkül: mind
    sort MEZŐ — sorrend egy mező szerint, például: sort due, vagy: sort -gross a legnagyobbal elöl
    payments KERESÉS — fizetések keresése, például: payments dátum:múlt-hónap partner:petz; keresés nélkül: mind
    contacts KERESÉS — vevők és szállítók keresése, például: contacts hátralék>0; keresés nélkül: mind
    entries KERESÉS — banki tételek keresése, például: entries párosítás:nyitott összeg>0; keresés nélkül: mind
    more, back — a következő tíz, az előző tíz
    open N — az utolsó lista N. tétele vagy egy számú számla, minden adatával; csoportoknál a csoport sorai
    group OSZLOP SORREND — az utolsó lista csoportosítva, részösszegekkel, például: group partner, vagy: group kelt value; magában: az oszlopok
    groups — az utolsó csoportok újra
    sync CÉG — egy cég szinkronja; név nélkül: mind
    log KERESÉS — az utolsó szinkronok, például: log status:failed; keresés nélkül: mind
    messages KERESÉS — a program naplója, például: messages szint:error,warn; keresés nélkül: mind
    report FAJTA KERESÉS — aging, months, fulfilled, vat, partners, cash, statuses, companies, paid, days, delay
    changes NAPOK KERESÉS — mi változott az utóbbi napokban: régi és új érték, például: changes 7 mező:status
    a parancssor minden parancsa, például: company add NÉV, export FÁJL KERESÉS, invoice N --pdf FÁJL, logs, status; a help PARANCS elmagyaráz egyet
    quit — vége
plain-unknown = Ismeretlen parancs: „{ $command }”; a „help” felsorolja őket.
plain-nothing = semmi
plain-empty-companies = Még nincs cég. A „company add NÉV” felveszi az elsőt.
plain-company = { $id }. { $name }: { $light }, { $health }. Utolsó szinkron: { $last }. { $count } számla. Kintlévőség: { $outstanding }. Lejárt: { $overdue }.
plain-company-own = { $id }. { $name }: { $light }, { $health }. { $count } számla. Kintlévőség: { $outstanding }. Lejárt: { $overdue }.
plain-found = { $count ->
    [0] Nincs találat.
   *[other] { $count } számla.
}
plain-sum = { $currency }: { $count }, összesen { $gross }.
plain-sum-uncounted = { $currency }: { $count }, összesen { $gross }, nem forgalom (piszkozat, díjbekérő és hasonló).
plain-invoice = { $place }. { $number }, { $partner }, { $gross }, { $state }, esedékes { $due }, cég: { $company }.
plain-more = még { $count }; a következők: „more”.
plain-no-invoice = Nincs „{ $wanted }” számla.
plain-change = { $number }, { $partner }, { $at }: { $field }, régen: { $old }, most: { $new }, cég: { $company }.
plain-change-event = { $number }, { $partner }, { $at }: { $what }, cég: { $company }.
plain-run = { $run }. futás: { $company }, { $at }, { $status }. { $created } új, { $updated } változott, { $skipped } kihagyva.
plain-message = { $at } { $level } { $part }: { $text }
plain-reports = Kimutatások: { $names }.
plain-report = { $group } { $side }: { $count } számla, { $sums }.
plain-report-gross = bruttó { $amount }
plain-report-open = nyitott { $amount }
plain-report-outstanding = kintlévőség { $amount }
plain-report-overdue = lejárt { $amount }
plain-report-credit = jóváírás { $amount }
plain-report-vat = áfa { $amount }
plain-report-expected = várható { $amount }
plain-report-together = addig összesen { $amount }
plain-no-more = Nincs több.
plain-payments-found = { $count ->
    [0] Nincs megfelelő fizetés.
   *[other] { $count } fizetés.
}
plain-payments-sum = { $currency }, { $side }: { $count }, összesen { $amount }, ebből fel nem használt { $unapplied }.
plain-payment = { $place }. { $date }, { $partner }, { $amount }, { $side }, { $state }, erre: { $invoices }, cég: { $company }.
plain-contacts-found = { $count ->
    [0] Nincs megfelelő partner.
   *[other] { $count } partner.
}
plain-contact = { $place }. { $name }, adószám: { $tax }, e-mail: { $email }, nyitott: { $open }, cég: { $company }.
plain-entries-found = { $count ->
    [0] Nincs megfelelő banki tétel.
   *[other] { $count } banki tétel.
}
plain-entries-sum = { $currency }: { $count }, jóváírás { $incoming }, terhelés { $outgoing }.
plain-entry = { $place }. { $date }, { $amount }, { $partner }, közlemény: { $text }, { $state }, erre: { $invoices }, cég: { $company }.
plain-group = { $place }. { $value }: { $count } sor.
plain-group-sum = { $side }, { $count }: { $amounts }.
plain-group-all = Összesen: { $sum }
plain-group-columns = Ezek szerint lehet csoportosítani: { $columns }. Sorrendek: { $orders }; „-” jellel az elején fordítva.
plain-group-none = Még nincs csoportosítás; a „group” az utolsó listát csoportosítja.
