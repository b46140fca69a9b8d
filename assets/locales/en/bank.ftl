# Reading statements.
bank-unknown = The file is no bank statement that faktura knows.
bank-unknown-hint = camt.052/053/054, MT940, MT942, OFX, MagNet XML, and CSV or XLSX with a mapping are read; write a mapping and give it with --mapping.
bank-file = The file cannot be read: { $detail }
bank-file-changed = The file changed while it was read. Import it again.
bank-malformed = The file looks like { $format } but is damaged at line { $line }: { $detail }
bank-malformed-hint = Download the statement again; nothing was imported.
bank-too-large = Line { $line } of the file holds more than any statement has.
bank-declares = Line { $line } of the file declares or uses entities, which no statement does.
bank-no-mapping = No mapping knows a table with these columns: { $columns }
bank-no-mapping-hint = Write a mapping file that names its columns and give it with --mapping, or in the form; see README, Bank.
bank-mapping = The mapping file has a mistake: { $detail }
bank-mapping-line = The mapping file has a mistake in line { $line }: { $detail }
bank-mapping-hint = What it may hold is in README, under Bank.
bank-mapping-lacks = The mapping file lacks { $keys }
bank-mapping-value = Line { $line } of the mapping file: { $key } = "{ $value }" is none of: { $known }
bank-mapping-number = Line { $line } of the mapping file: columns.{ $key } = "{ $column }" is no number of a column; with titles = false columns have numbers, the first is "1"
bank-mapping-no-title = The mapping { $name } is of another table: line { $line } has no title “{ $column }” (columns.{ $key }); it has: { $seen }
bank-mapping-no-column = The mapping { $name } is of another table: line { $line } has no column { $column } (columns.{ $key }); it has { $count ->
    [one] one column
   *[other] { $count } columns
}
bank-mapping-no-day = The mapping { $name } is of another table: column { $column } (columns.booked) of line { $line } has no day in it, but “{ $seen }”
bank-no-preset = There is no preset or kept mapping { $wanted }; there are { $known }
bank-no-payments = A list of payments needs the titles name, account and amount in its first line; it has: { $columns }
bank-empty = The file holds no statement.
bank-packed = The file is an archive, not a statement.
bank-packed-hint = Unpack it, and import the statements in it one by one.
bank-old-workbook = The file is a workbook of an older form (.xls), which is not read.
bank-old-workbook-hint = Open it, save it as .xlsx, and import that.
bank-no-account = The file does not say of which account it is.
bank-no-account-hint = Give the account with --account, or in the form.
bank-bad-account = { $account } is no account number: its check digits or its length are wrong.
bank-refused-balance = a balance that is none
bank-refused-line = an entry without a day, a mark or an amount that means something
bank-refused-amount = an entry without an amount that means something
bank-refused-amount-cell = “{ $value }” is no amount, or can mean two
bank-refused-decimals = an entry of { $amount }, which has more decimals than { $currency } has: what it means is not certain
bank-refused-side = an entry that is neither credit nor debit
bank-refused-batch = a batch with too many transactions
bank-refused-part = a batch with a transaction without amount
bank-refused-day = an entry without a day, or with one that is none
bank-refused-day-cell = “{ $value }” is no day, or can mean two
bank-refused-side-cell = “{ $value }” says neither credit nor debit
bank-refused-debit-cell = “{ $value }” may be a debit or one that was taken back: other debits of the file have the other sign
bank-refused-currency = an entry in another currency than the account's
bank-refused-no-currency = an entry without a currency; give it with --currency
bank-refused-balances = the balances beside the entries do not follow from them
bank-refused-sum = Statement { $number } of { $account } does not add up: { $opening } plus { $sum } is not { $closing }
bank-refused-balance-decimals = Statement { $number } of { $account } has a balance of { $amount }, which has more decimals than { $currency } has: what it means is not certain
bank-warning-gap = { $account }: the page before closed with { $closing }, this one opens with { $opening }; a page is missing

# What is refused about entries and matches.
bank-not-found = There is no entry, statement or match { $wanted }
bank-not-found-hint = `faktura bank list` and `faktura bank statements` show the identifiers; the first signs are enough where they are unique.
bank-ambiguous = Several entries begin with { $wanted }
bank-taken = The entry { $entry } pays something already.
bank-taken-hint = `faktura match undo` takes it back.
bank-not-booked = The entry { $entry } is not booked yet, so it pays nothing.
bank-doubtful = A file of another form perhaps told the entry { $entry } before: it pays nothing until you say which money it is.
bank-doubtful-hint = `faktura bank show ENTRY` tells which entry it may be; then `faktura bank same ENTRY` or `faktura bank another ENTRY`.
bank-not-doubtful = The entry { $entry } was never doubtful: it counts as it is.
bank-not-doubtful-hint = `faktura bank list --doubtful` shows the entries that wait for you.
bank-perhaps-told = perhaps told before
bank-told-before = told before
bank-decided-same = { $count ->
    [0] No entry is doubtful
    [one] 1 entry is the same money as an earlier one: it counts there
   *[other] { $count } entries are the same money as earlier ones: they count there
 }
bank-decided-another = { $count ->
    [0] No entry is doubtful
    [one] 1 entry is other money: it counts, and can be matched
   *[other] { $count } entries are other money: they count, and can be matched
 }
cli-bank-doubtful = { $count ->
    [one] 1 entry was perhaps told before by a file of another form: it counts nowhere until you say so. `faktura bank list --doubtful` shows it;
   *[other] { $count } entries were perhaps told before by a file of another form: they count nowhere until you say so. `faktura bank list --doubtful` shows them;
 } `faktura bank same ENTRY` or `faktura bank another ENTRY` decides, --all decides all
cli-bank-doubtful-account = { $account }: { $count ->
    [one] 1 entry, { $amount }, was
   *[other] { $count } entries, { $amount } together, were
 } perhaps told before: `faktura bank list --doubtful`
cli-bank-proven = { $count ->
    [one] 1 entry that was doubtful is decided by this file
   *[other] { $count } entries that were doubtful are decided by this file
 }; `faktura audit` tells how
cli-bank-is-same = { $entry } is the same money as an earlier entry, which counts: a person said so
cli-bank-is-proven = { $entry } is the same money as an earlier entry, which counts: a later statement has all entries of the day
cli-bank-perhaps = Perhaps the same money as { $entry }: { $day } { $name } { $text }
bank-nothing-proposed = Nothing is proposed for the entry { $entry }
bank-nothing-proposed-hint = Name the documents: faktura match accept ENTRY INVOICE…
bank-no-document = No open document of the company has the number { $document }
bank-several-documents = Several open documents have the number { $document }; give the identifier.
bank-several-back = Several entries paid { $document } with this amount: it is not known which of them is taken back.
bank-several-back-hint = Name the entry in place of the document: faktura match accept ENTRY EARLIER-ENTRY.
bank-not-back = What goes back is no whole payment of { $document }, and more than was paid beyond it.
bank-not-back-hint = Credit the part that goes back, and accept the entry for the credit note; or name the entry that is taken back.
bank-contradiction = The entry cannot pay these documents: the money goes the other way, or amounts are in several currencies.
bank-bad-rate = “{ $rate }” is no rate of exchange.
bank-bad-rate-hint = Write it with both currencies: 391.25 HUF/EUR is 391.25 forints for one euro.
bank-no-rate = { $number } is in { $currency } and the entry in { $money }: how much of { $number } it pays is not known.
bank-no-rate-hint = Give the rate with both currencies (--rate '391.25 HUF/EUR'), with --difference fx where the entry settles { $number } whole; or name what it pays in { $currency }: { $number }=AMOUNT.
bank-other-rate = { $rate } is no rate between { $money } of the entry and { $currency } of { $number }.
bank-changed = Another import or match of this account came in between; nothing was stored
bank-changed-hint = Repeat the command
bank-parts = The entry { $entry } is a batch, or has no such part
bank-parts-hint = `faktura bank show` lists its parts; name one with --part
bank-of-another = The account { $account } is known as another company's
bank-which-company = It is not known whose account { $account } is
bank-which-company-hint = Name the company once with --company; later statements of the account need it no more

# Parts and reasons of matches.
bank-part-principal = paid
bank-part-fee = bank fee
bank-part-fx = exchange difference
bank-part-rounding = rounding
bank-part-discount = discount
bank-part-overpayment = overpayment
bank-reason-number = number in the text
bank-reason-broken-number = number in pieces
bank-reason-part-of-number = part of a number
bank-reason-reference = reference
bank-reason-amount = exact amount
bank-reason-amount-and-charges = amount with the bank's charges
bank-reason-ordered-amount = amount of the order
bank-reason-sum = sum of several
bank-reason-less = less than open
bank-reason-more = more than open
bank-reason-account = known account
bank-reason-name = same name
bank-reason-day = near the due date
bank-reason-chosen = chosen
bank-reason-reversal = taken back

# The command line.
cli-bank-none = No bank statement has been imported yet
cli-bank-more = { $shown } of { $total } entries are shown; --limit shows more
cli-bank-pending = announced
cli-bank-adds-up = adds up
cli-bank-differs = differs
cli-bank-no-balances = no balances
cli-bank-gap = { $account }: the last statement does not open with what the one before closed with; a statement is missing
cli-bank-of-account = Account of the other side: { $value }
cli-bank-reference = The bank's reference: { $value }
cli-bank-end-to-end = Reference of the payer: { $value }
cli-bank-code = Kind: { $value }
cli-bank-part = Part { $number }: { $amount } { $name } { $text }
cli-bank-raw = Wrote the file of the statement to { $path }
cli-bank-refused = Line { $line }: { $reason }
cli-bank-refused-cell = Line { $line }, column { $column }: { $reason }
cli-bank-all-refused = { $count ->
    [one] The only line was refused
   *[other] All { $count } lines were refused
 }: nothing was imported
cli-bank-nothing = { $count ->
    [one] 1 line was refused
   *[other] { $count } lines were refused
 }: nothing was imported; --skip-refused imports the rest
cli-bank-imported = { $account }: { $entries ->
    [one] 1 entry
   *[other] { $entries } entries
 }, { $new } new; opening { $opening }, closing { $closing }
cli-bank-found = { $account }: { $entries ->
    [one] 1 entry
   *[other] { $entries } entries
 }; opening { $opening }, closing { $closing }; nothing was stored
cli-match-proposed = { $entry }  { $amount } { $name } → { $parts }  ({ $score } %: { $reasons })
cli-match-settled = { $entry } → { $parts }  ({ $reasons })
cli-bank-question-again = { $entry } waits for a decision again: `faktura bank same` or `faktura bank another`
cli-match-back = { $entry } pays nothing: it takes an earlier entry back, or was taken back
cli-match-back-undone = { $entry } takes nothing back any more, nor is it taken back
cli-match-undone = { $entry } no longer pays { $parts }
cli-match-sum = { $settled } settled, { $proposed } proposed, { $unknown } without a proposal
cli-col-entry = Entry
cli-col-pays = Pays
cli-col-statement = Statement
cli-col-until = Until
cli-col-entries = Entries
cli-col-opening = Opening
cli-col-closing = Closing
cli-col-proof = Proof
cli-col-unmatched-7 = ≤ 7 days
cli-col-unmatched-30 = ≤ 30
cli-col-unmatched-90 = ≤ 90
cli-col-unmatched-older = Older
cli-col-account = Account
cli-col-number = Number
cli-col-amount = Amount
cli-col-text = Text
cli-col-balance = Balance
cli-col-executed = Executed
cli-col-payer = Paid from
cli-col-urgent = Urgent
cli-urgent = yes

# Transfers.
transfer-nothing = There is nothing to pay: name received documents, or give a list with --payments
transfer-which-account = Several accounts can pay what is in { $currency }: { $known }
transfer-no-account = No statement told of an account in { $currency } that can pay
transfer-no-named-account = No statement told that one of the named accounts is in { $currency }: import one of it, name that account in the column payer of a list (--payments), or give one --account alone
transfer-which-account-hint = Name the account with --account; --account may be given for each currency, and a list (--payments) may name one for each payment in its column payer. One --account alone pays everything, in other currencies too
transfer-own-account = { $account } is no account number that can pay
transfer-no-document = No open received document of the company has the number { $document }
transfer-no-payee = The document { $document } does not tell the account of its seller; pay it by a list with --payments
transfer-account = The account of { $name } is wrong: { $account } has the wrong length or check digits
transfer-amount = The amount { $amount } for { $name } cannot be paid: it must be above zero and have no more decimals than the currency and no more than 18 digits
transfer-name = A payee has no name, or none in letters that the file may have
transfer-currency = “{ $currency }”, the currency of a payment for { $name }, is no code of a currency
transfer-version = There is no version { $version } of pain.001 here; there are 03 and 09
transfer-changed = { $name } is to be paid to { $account }, but was known with { $known }: ask the partner by telephone before you pay
transfer-two-accounts = { $name } is to be paid to { $account } and to { $known }: ask the partner by telephone before you pay
transfer-to-itself = { $name } is to be paid to { $account }, which is the account that pays
transfer-shared = { $name } is to be paid to { $account }, which is also the account of { $others }: ask the partner by telephone before you pay
transfer-card = { $name } is to be paid to { $account }, which may be the number of a payment card and no account: ask the partner before you pay
transfer-before = { $number } was in a transfer of { $day } already
transfer-twice = { $name } is paid { $amount } twice in this list
transfer-needs-yes = Nothing was made; --yes answers these questions
transfer-ask = Make the transfers all the same? Type yes:
transfer-yes = yes
transfer-stopped = Nothing was made
transfer-noted = { $count ->
    [one] One payment counts
   *[other] { $count } payments count
} as made, and the file was not written. Make it once more with --yes; the bank has none of it.
transfer-made = Wrote { $path }: { $count ->
    [one] 1 payment
   *[other] { $count } payments
 }, control sum { $sum }, from { $account } on { $day }
transfer-none = No transfers were made yet
transfer-batch = { $day } from { $account }, made by { $author }
cli-match-pushed = { $count ->
    [one] { $count } payment recorded at its service
   *[other] { $count } payments recorded at their services
}
cli-match-not-pushed = The payment of { $number } is not recorded at its service: { $reason }
cli-bank-cash = { $accounts } accounts together: { $balance }
cli-bank-col-day = Day
bank-repeated-document = { $document } is named twice: give it once, with its amount after =
bank-refused-balance-currency = a balance in another currency than the account's
bank-refused-batch-sum = a batch whose transactions come to more than its amount and the bank's charges
bank-refused-both = an entry with a credit and a debit: which of them is meant is not known
bank-refused-urgent = “{ $value }” in the column urgent is neither yes nor no
bank-refused-payment-currency = a payment without a currency, and the account that pays has none that is known; fill in the column currency
bank-no-currency = The file does not tell the currency of the account { $account } (OFX tells it in CURDEF, MT940 in :60F:), and no earlier statement did.
bank-no-currency-hint = Give the currency with --currency, or in the form.
bank-bad-amount = { $number } cannot be paid with { $amount }: give an amount above zero.
bank-more-than-open = { $number } waits for { $open }; { $amount } is more.
bank-more-than-open-hint = Give at most what is open; what the entry has beyond it is kept as overpayment.
bank-more-than-money = { $number } cannot get { $amount }: the entry has { $left } left for it.
bank-more-than-money-hint = Give at most that amount, or name what is missing with --difference: fee, rounding, discount.
bank-rounding = { $number } would be rounded by { $amount }: rounding is at most { $most }.
bank-rounding-hint = Name the difference as what it is with --difference: fee, fx, discount.
bank-several-partners = The entry has { $over } more than these documents wait for, and they are of several clients: it is not known whose the rest is.
bank-several-partners-hint = Name more documents, or those of one client only; --difference names a rest that is no overpayment.
cli-match-closed = { $count ->
    [one] 1 certain match was not made: it would change a closed day
   *[other] { $count } certain matches were not made: they would change closed days
 }
