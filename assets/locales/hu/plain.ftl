# faktura --plain.
plain-welcome = faktura, soronként. A „help” felsorolja a parancsokat, a „quit” kilép.
plain-prompt = Parancs:
plain-help = companies — hogyan állnak a cégek
    find KERESÉS — számlák keresése, például: find status:overdue petz; keresés nélkül: mind
    sort MEZŐ — sorrend egy mező szerint, például: sort due, vagy: sort -gross a legnagyobbal elöl
    more, back — a következő tíz, az előző tíz
    open N — az utolsó lista N. számlája, vagy egy számú, tételekkel és történettel
    sync CÉG — egy cég szinkronja; név nélkül: mind
    log — az utolsó szinkronok
    report FAJTA KERESÉS — aging, months, fulfilled, vat, partners, cash, statuses, companies
    quit — vége
plain-unknown = Ismeretlen parancs: „{ $command }”; a „help” felsorolja őket.
plain-nothing = semmi
plain-company = { $id }. { $name }: { $light }, { $health }. Utolsó szinkron: { $last }. { $count } számla. Kintlévőség: { $outstanding }. Lejárt: { $overdue }.
plain-found = { $count ->
    [0] Nincs találat.
   *[other] { $count } számla.
}
plain-sum = { $currency }: { $count }, összesen { $gross }.
plain-sum-uncounted = { $currency }: { $count }, összesen { $gross }, nem forgalom (piszkozat, díjbekérő és hasonló).
plain-invoice = { $place }. { $number }, { $partner }, { $gross }, { $state }, esedékes { $due }, cég: { $company }.
plain-more = még { $count }; a következők: „more”.
plain-no-invoice = Nincs „{ $wanted }” számla.
plain-run = { $run }. futás: { $company }, { $at }, { $status }. { $created } új, { $updated } változott, { $skipped } kihagyva.
plain-reports = Kimutatások: { $names }.
plain-report = { $group } { $side }: { $count } számla, { $gross }, ebből kintlévőség { $outstanding }.
