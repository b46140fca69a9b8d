# Words that several parts use.
unit-invoices = { $count ->
    [one] { $count } invoice
   *[other] { $count } invoices
}
warning-sum = items add up to { $sum }, the total is { $total }: { $difference } apart
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
report-no-date = without date
report-nobody = (no name)
