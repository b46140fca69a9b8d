# Több rész közös szavai.
unit-invoices = { $count ->
    [one] { $count } számla
   *[other] { $count } számla
}
unit-documents = { $count ->
    [one] { $count } bizonylat
   *[other] { $count } bizonylat
}
unit-payments = { $count ->
    [one] { $count } fizetés
   *[other] { $count } fizetés
}
unit-contacts = { $count ->
    [one] { $count } partner
   *[other] { $count } partner
}
warning-sum = a tételek összege { $sum }, a végösszeg { $total }: { $difference } az eltérés
warning-sum-net = a tételek nettó összege { $sum }, a nettó végösszeg { $total }: { $difference } az eltérés
warning-sum-vat = a tételek áfája összesen { $sum }, a bizonylat áfája { $total }: { $difference } az eltérés
warning-vat-summary = a(z) { $rate } áfakulcsú tételek összege { $sum }, az áfaösszesítőben { $total } áll: { $difference } az eltérés
warning-vat-summary-items = a tételek összege { $sum }, az áfaösszesítőben { $total } áll: { $difference } az eltérés
warning-vat-summary-total = az áfaösszesítő összege { $sum }, a végösszeg { $total }: { $difference } az eltérés
warning-nav-refused = a NAV-adatszolgáltatás elutasítva vagy nem ment el: { $status }
warning-local-total = { $rate } árfolyamon a végösszeg { $sum }, a helyi végösszeg { $total }: { $difference } az eltérés
warning-balance-unknown = részben fizetve; a fizetéseiből nem derül ki, mennyi maradt, ezért a teljes összeg számít kifizetetlennek
warning-tax-number-missing = { $who ->
    [seller] az eladónak
   *[other] a vevőnek
} van adószáma, de ezen a bizonylaton nem szerepel
warning-tax-number-wrong = { $who ->
    [seller] az eladó
   *[other] a vevő
} { $number } adószámának ellenőrző számjegye hibás
warning-iban-wrong = { $who ->
    [seller] az eladó
   *[other] a vevő
} { $iban } IBAN-számának ellenőrző összege hibás
warning-due-before-issue = határideje { $due }, a { $issued } kiállítás előtti
warning-rate-missing = { $currency } pénznemű, de nincs árfolyama
report-overdue = lejárt
report-not-due = még nem esedékes
report-late = { $from }–{ $to } nap
report-later = { $than } napon túl
report-early = { $from }–{ $to } nappal előbb
report-earlier = több mint { $than } nappal előbb
report-on-day = határidőre
report-paid-late = { $from }–{ $to } nap késéssel
report-paid-later = több mint { $than } nap késéssel
report-no-date = dátum nélkül
report-nobody = (névtelen)
report-no-rate = (áfakulcs nélkül)
