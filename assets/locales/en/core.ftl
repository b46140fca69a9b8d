# Words that several parts use.
unit-invoices = { $count ->
    [one] { $count } invoice
   *[other] { $count } invoices
}
unit-documents = { $count ->
    [one] { $count } document
   *[other] { $count } documents
}
unit-payments = { $count ->
    [one] { $count } payment
   *[other] { $count } payments
}
unit-contacts = { $count ->
    [one] { $count } contact
   *[other] { $count } contacts
}
warning-sum = items add up to { $sum }, the total is { $total }: { $difference } apart
warning-sum-net = items add up to { $sum } net, the net total is { $total }: { $difference } apart
warning-sum-vat = the VAT of the items adds up to { $sum }, the total VAT is { $total }: { $difference } apart
warning-vat-summary = items at VAT rate { $rate } add up to { $sum }, the VAT summary says { $total }: { $difference } apart
warning-vat-summary-items = items add up to { $sum }, the VAT summary says { $total }: { $difference } apart
warning-vat-summary-total = the VAT summary adds up to { $sum }, the total is { $total }: { $difference } apart
warning-nav-refused = the report to NAV was refused or not sent: { $status }
warning-local-total = at rate { $rate } the total is { $sum }, the local total says { $total }: { $difference } apart
warning-balance-unknown = paid in part; its payments do not tell what is left, so the whole total counts as unpaid
warning-tax-number-missing = the { $who ->
    [seller] seller
   *[other] buyer
} has a tax number, but not on this document
warning-tax-number-wrong = tax number { $number } of the { $who ->
    [seller] seller
   *[other] buyer
} has a wrong check digit
warning-iban-wrong = IBAN { $iban } of the { $who ->
    [seller] seller
   *[other] buyer
} has a wrong checksum
warning-due-before-issue = due { $due }, before it was issued { $issued }
warning-rate-missing = in { $currency }, but no rate is given
report-overdue = overdue
report-not-due = not due
report-late = { $from }–{ $to } days
report-later = over { $than } days
report-early = { $from }–{ $to } days early
report-earlier = over { $than } days early
report-on-day = on the due date
report-paid-late = { $from }–{ $to } days late
report-paid-later = over { $than } days late
report-no-date = without date
report-nobody = (no name)
report-no-rate = (no rate)
