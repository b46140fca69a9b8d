# Own books: time, clients, projects, rates, drafts, documents.
time-not-a-duration = “{ $text }” is no amount of time: write it as 2h30, 1.5, 90m or 9-11:30
time-duration-out-of-range = “{ $text }” is not between a second and a week
time-not-a-time = “{ $text }” is no time: write it as 2026-10-25T01:30, 09:30, or with an offset as 2026-10-25T02:30+01:00
time-twice = { $time } occurs twice in { $zone }: add the offset, as in 2026-10-25T02:30+01:00
time-never = { $time } does not exist in { $zone }: the clocks are put forward then
time-unreachable = { $time } in { $zone } is outside the years that are known
time-unknown-zone = unknown time zone “{ $zone }”: write it as Europe/Budapest

billing-no-rate = no rate is in force for entry { $entry } of { $date } ({ $note }) on { $project } on { $day }
billing-no-rate-hint = Set a rate from that day on: faktura rate set --project PROJECT --amount AMOUNT --from DATE. Or give the entry a price of its own: faktura time edit ENTRY --rate AMOUNT
billing-rate-currency = the rate of entry { $entry } of { $date } ({ $note }) is in { $has }, but the invoice is in { $wanted }
billing-retainer-currency = the retainer of { $month } is in { $has }, but the invoice is in { $wanted }
billing-amount-too-large = the rate of entry { $entry } of { $date } ({ $note }) has more digits than an amount can have
billing-sum-too-large = a sum is too large for an amount
billing-no-lines = a draft without lines cannot be issued
billing-seller-tax-number = { $name } has no tax number: an invoice needs the seller's
billing-buyer-tax-number = line { $line } ({ $text }) has { $vat } and needs a VAT number of { $client }
billing-outside-mixed = line { $line } ({ $text }) is outside the scope of VAT ({ $vat }): no other line may stand on that invoice
billing-no-exchange-rate = an invoice in { $currency } needs the exchange rate to { $base } with its source and date: --rate, --rate-source, --rate-date

books-not-own = the books of { $company } are not kept here
books-not-own-hint = Own books are added with: faktura books add NAME --country CC --currency CUR --tax-number NUMBER
books-no-profile = { $company } has no profile: its data is incomplete
books-no-sync = the books of { $company } are kept here: there is nothing to sync
books-closed = { $date } is closed (until { $closed }): nothing on it changes
books-closed-credit-hint = The credit is what a payment of that day has left. Open the day (faktura books edit --closed-until DATE), use the credit, and close it again.
books-no-client = no client “{ $wanted }”
books-no-client-hint = Clients are listed by: faktura client list
books-several-clients = “{ $wanted }” fits several clients: { $names }
books-no-project = no project “{ $wanted }”
books-no-project-hint = Projects are listed by: faktura project list
books-several-projects = “{ $wanted }” fits several projects: { $names }
books-no-person = no person “{ $wanted }”
books-no-person-hint = People are listed by: faktura person list
books-several-people = “{ $wanted }” fits several people: { $names }
books-no-draft = no draft “{ $wanted }”
books-no-draft-hint = Drafts are listed by: faktura draft list --all. Documents that were issued have numbers: faktura invoices
books-no-document = no document “{ $wanted }” was issued here
books-no-document-hint = Documents are listed by: faktura invoices
books-no-entry = no time entry “{ $wanted }”
books-nothing = nothing has the identifier “{ $wanted }”
books-bad-name = “{ $name }” is no name: it must not be empty, nor longer than 200 characters
books-name-taken = there is another one called “{ $name }”
books-user-taken = another person has the user “{ $user }”
books-client-archived = { $client } is archived and takes no new projects
books-in-use = “{ $name }” cannot be deleted: time, drafts, documents or rates refer to it
books-in-use-hint = Archive it instead.
books-bad-country = “{ $text }” is no country: write it as its two letters, such as HU
books-bad-email = “{ $text }” is no e-mail address: it is a name, an @ and a host, such as billing@example.com
books-bad-email-hint = Give each address on its own: --email ADDRESS --email ADDRESS.
books-bad-endpoint = “{ $text }” is no electronic address for e-invoices: write it as the number of its scheme and the identifier, such as 9930:DE136695976
books-doubt-tax-number = tax number { $value }: this is no Hungarian tax number, a digit is wrong or missing
books-doubt-group-number = group tax number { $value }: this is no Hungarian tax number, a digit is wrong or missing
books-doubt-eu-number = EU tax number { $value }: this is no EU tax number, it begins with the letters of its country, or a digit is wrong or missing
books-doubt-iban = IBAN { $value }: its check digits or its length are wrong
books-doubt-account = account number { $value }: its check digits are wrong
books-doubt-swift = BIC { $value }: a BIC has 8 or 11 letters and digits, such as OTPVHUHB
books-doubt-place = VAT { $value }: does not fit a buyer in { $country }
books-doubt-closed = { $value } is fulfilled on { $date }: its VAT changes days that are closed (until { $closed })
books-doubt-vat = VAT { $value }: no such rate is known in the country
books-bad-text = “{ $text }” has characters that cannot be printed
books-copy-same-day = { $date } cannot be copied onto itself
books-early-date = { $date } is before the year 2000: is the year right?
books-far-date = { $date } is more than { $years ->
    [one] a year
   *[other] { $years } years
} ahead: is the year right?
books-bad-surcharge = a rate has at most { $most } surcharges, each on weekdays from Monday to Sunday, within one day, of 0 to 1000 percent with at most 4 decimals
books-rate-whole = a retainer has no surcharges and no cap, a fixed amount no surcharges: its amount is the same on every day
books-bad-amount = “{ $amount }” is no amount that can be used here
books-thousands = “{ $amount }” may be read in two ways: write { $whole }, or { $short }
books-cash-nothing = { $open } HUF are open, which cash rounds to nothing: write them off with --by write-off, or say how they were paid
books-pay-decimals = { $decimals ->
    [0] { $amount } { $currency } cannot be paid: amounts in { $currency } are whole numbers
   *[other] { $amount } { $currency } cannot be paid: amounts in { $currency } have { $decimals } decimals
}
books-rate-person-project = the rate of a person needs the project too: --person and --project
books-rate-empty = the rate would end on or before its first day, { $from }
books-not-own-time = your role records and changes your own time alone
books-project-closed = { $project } takes no time: it is { $state ->
    [archived] archived
   *[other] on hold
}
books-no-time = no time is given: an amount (2h30, 1.5, 90m), a range (9-11:30), or --start and --end
books-time-contradicts = the times contradict each other: give a start and an end, a start and an amount, or a range
books-end-before-start = the end { $end } is before the start { $start }
books-entry-approved = entry { $entry } of { $date } is approved and cannot be changed
books-entry-billed = entry { $entry } of { $date } is on a draft or an invoice, or written off, and cannot be changed
books-locked-hint = Take the approval back (faktura time unapprove), or discard its draft or credit its invoice first.
books-split-outside = “{ $at }” is not inside entry { $entry }
books-merge-two = name at least two entries to join
books-merge-apart = entry { $entry } does not follow the one before it: only entries of one person and project without time between them are joined
books-private-number = { $client } has the tax number { $number }: a private person has none
books-merge-differs = entry { $entry } has another price or task than the one before it: change one of them first (time edit), or leave them apart
books-no-entries-on = you have no entries on { $date }
books-no-timer = no timer is running
books-timer-runs = a timer is running since { $since }
books-timer-runs-hint = faktura timer switch stops it and starts the next; faktura timer stop stops it.
books-timer-end = the timer cannot stop at { $end }: it started at { $start } and cannot end in the future
books-timer-future = a timer cannot start in the future
books-overlap = { $count ->
    [one] two entries overlap
   *[other] { $count } overlaps of entries
}, nothing is approved: { $entries }
books-overlap-hint = Change one of them (faktura time edit, split), or approve them as they are with --overlaps.
books-project-of-other = the project belongs to another client than { $client }
books-period-empty = the period ends before it begins
books-no-vat = no VAT is given
books-no-vat-hint = Give it with --vat 27 or a reason such as --vat AAM, or once for the client or the company: faktura client edit NAME --vat 27
books-bad-discount = a discount of { $percent } percent is not possible
books-nothing-to-bill = there is no approved time of { $client } to bill in that period
books-nothing-to-bill-hint = Approve time first: faktura time approve. See what waits: faktura time list client:NAME status:pending
books-bad-fx = an exchange rate must be greater than zero
books-negative-price = the price of “{ $text }” is negative: give a negative quantity instead
books-draft-not-open = draft { $draft } was issued or discarded already
books-issue-count = name at least one draft, and at most { $most } without --each
books-due-before = the due date { $due } is before the date of issue { $date }
books-negative-total = draft { $draft } has a negative total: issue a credit note instead
books-not-an-invoice = { $number } is no invoice: only invoices are credited or cancelled
books-corrected = { $number } was corrected already, by { $by }
books-correct-before = the date { $date } is before the date of issue of { $number }, { $issued }
books-deduct-before = the date { $date } is before the date of issue of the advance invoice { $number }, { $issued }
books-void-paid = { $number } has payments and cannot be cancelled
books-void-paid-hint = Credit it instead: faktura credit NUMBER; what was paid becomes credit of the client.
books-pay-cancelled = { $number } is cancelled: nothing is to be paid
books-pay-different = { $number } is of another client or in another currency than the first document
books-pay-none = name at least one document
books-nothing-open = nothing is open of { $number }: to keep an advance as credit, give --amount
books-write-off-more = more would be written off than the { $open } that are open
books-refund-more = more would be paid back than there is: { $most } of it was paid or is credit
books-no-credit = { $client } has no credit in this currency
books-check-seconds = entry { $entry }: draft { $draft } has { $billed } of its seconds, the entry says { $claimed }
books-check-twice = entry { $entry }: parts of it are billed twice, or it is billed without approval
books-check-behind = { $count ->
    [one] the number { $first } was given, and the store does not know it any more: restore its newer state, or leave it out with faktura books skip-lost
   *[other] the numbers { $first } to { $last } were given, and the store does not know them any more: restore its newer state, or leave them out with faktura books skip-lost
}
books-check-replaced = the document that had the number { $first } before is lost, and another one has it: restore the state that knows it, or accept that with faktura books skip-lost
books-check-number = number { $number } was given { $count } times
books-check-time = { $client }, { $month }: { $approved } seconds were approved, but { $billed } are billed, { $off } written off and { $unbilled } unbilled
books-check-money = { $client }, { $month }, { $currency }: { $invoiced } was invoiced, but { $paid } is paid, { $credited } credited, { $off } written off and { $open } open
books-check-receipt = receipt { $receipt } settles a document that is cancelled, unknown, or of another client or currency
books-check-sums = { $number }: its lines, its VAT and its total do not add up, or are not those of its draft
books-check-document = { $number }: the list does not show what was issued and paid
books-check-absent = { $what }: no list has this payment or contact of the books
books-behind = { $count ->
    [one] { $company }: the store does not know the number { $first } any more, which was given before (remembered { $date }). It went back to an earlier state, or the company was removed and added again. No number of this series is given until that is settled.
   *[other] { $company }: the store does not know the numbers { $first } to { $last } any more, which were given before (remembered { $date }). It went back to an earlier state, or the company was removed and added again. No number of this series is given until that is settled.
}
books-replaced = { $company }: the number { $first } was given before (remembered { $date }) to a document that the store does not know. The store went back to an earlier state, and its series went on: another document has this number now.
books-behind-hint = { $count ->
    [one] Restore the newer state of the store. If there is none: faktura books skip-lost --company "{ $company }" leaves the lost number out; the series goes on after it.
   *[other] Restore the newer state of the store. If there is none: faktura books skip-lost --company "{ $company }" leaves the lost numbers out; the series goes on after { $last }.
}
books-replaced-hint = Compare both documents, and cancel or credit the one that should not be. Then faktura books skip-lost --company "{ $company }" notes that the first one is lost, and this warning ends.
books-not-behind = The books of { $company } know every number that this machine saw being given.
books-nothing-lost = The books of { $company } lack nothing that could be given up.
books-nothing-left = Too little is left of the books of { $company } to go on with.
books-nothing-left-hint = Restore a backup: faktura restore FILE. Without one, remove the company: faktura company remove "{ $company }"

books-state-pending = pending
books-state-approved = approved
books-state-billed = billed
books-project-active = active
books-project-on-hold = on hold
books-project-archived = archived
books-draft-open = open
books-draft-issued = issued
books-draft-discarded = discarded
books-lint-overlap = overlaps another entry
books-lint-long = longer than twelve hours
books-lint-empty = no time at all
books-lint-midnight = goes over midnight
books-lint-clock-change = the clocks changed while it ran
books-lint-gap = gap before it
books-lint-unassigned = no project
books-level-company = company
books-level-client = client
books-level-project = project
books-level-person-project = person on project
books-per-hour = hour
books-per-day = day
books-per-fixed = fixed
books-per-retainer = month
books-unit-hour = h
books-unit-day = d
books-unit-month = mo
books-unit-piece = pcs
books-unit-one-piece = pc
books-round-entry = each entry
books-round-day = each day
books-round-line = the line

cli-books-added = Added the books of { $name } (number { $id })
cli-books-which-currency = In which currency are books of the country “{ $country }” kept? Say it with --currency, such as --currency EUR
cli-books-changed = Changed { $name }
cli-books-client = Saved the client { $name }
cli-books-project = Saved the project { $name }
cli-books-person = Saved { $name }
cli-books-rate-past = It holds before { $until } only: another rate holds from then on. To replace that one, say from when: --from DATE
cli-books-rate = Set the rate { $name }
cli-books-deleted = Deleted { $name }
cli-books-none = There are no own books yet.
cli-books-none-hint = Add them: faktura books add NAME --country HU --currency HUF --tax-number NUMBER
cli-books-which = Several companies have own books: name one with --company ({ $names })
cli-check-books = { $company }: { $what }
cli-books-skipped = { $count ->
    [one] Left out: { $first }. Its document is lost; the next number is the one after it.
   *[other] Left out: { $first } to { $last }. Their documents are lost; the next number is the one after them.
}
cli-books-replaced = Noted: the first document with the number { $first } is lost; another one has it.
cli-books-sound = The books add up: every approved second is billed once, written off or unbilled, and no number is missing
cli-books-currency = Currency
cli-books-zone = Time zone
cli-books-closed = Closed until
cli-books-clients = Clients
cli-books-projects = Projects
books-col-amount = Amount
cli-col-budget = Budget used
cli-col-client = Client
cli-col-date = Date
cli-col-for = For
cli-col-hours = Hours
cli-col-level = Level
cli-col-note = Note
books-col-number = Number
cli-col-open = Open
cli-col-other = Other entry
cli-col-per = Per
cli-col-person = Person
cli-col-project = Project
cli-col-state = State
cli-col-unbilled = Unbilled
books-col-until = Until
cli-col-user = User
cli-col-what = What
cli-not-a-date = “{ $text }” is no date: write it as 2026-10-25, 2026.10.25., today, yesterday or tomorrow
cli-not-a-vat = “{ $text }” is no VAT: a rate such as 27, or one of { $known }
cli-not-a-unit = “{ $text }” is no unit: hour, day, fixed or retainer
cli-retainer-needs = a retainer needs --included and --overage
cli-not-a-state = “{ $text }” is no state: active, on_hold or archived
cli-not-a-contact = “{ $text }” is no contact: write it as COMPANY:CONTACT, such as 1:1234
cli-not-a-surcharge = “{ $text }” is no surcharge: write it as sat-sun:0-24:100 or mon-fri:22-24:50
cli-not-a-word = “{ $text }” is not known here: see --help
cli-not-a-line = “{ $text }” is no line: write it as “Train ticket=4500” or “Licence=3x12000@27”
cli-not-a-line-number = “{ $text }” is no line: “{ $number }” is no number
cli-not-a-number-hint = Write numbers as digits with a decimal point, without blanks, signs or a currency, and an x between quantity and price: “Licence=1.5x12000”.
cli-not-a-method = “{ $text }” is no payment method: { $known }
cli-pay-future = { $date } is in the future: the payment counts from now on
cli-time-added = { $count ->
    [one] Recorded { $hours }
   *[other] Recorded { $count } entries, { $hours }
}
cli-time-changed = { $count ->
    [one] Changed the entry: { $hours }
   *[other] Changed { $count } entries, { $hours }
}
cli-time-deleted = Deleted
cli-time-approved = { $count ->
    [one] Approved one entry, { $hours }
   *[other] Approved { $count } entries, { $hours }
}
cli-time-unapproved = { $count ->
    [one] Took the approval of one entry back
   *[other] Took the approval of { $count } entries back
}
cli-time-written-off = { $count ->
    [one] Wrote off what was left of one entry
   *[other] Wrote off what was left of { $count } entries
}
cli-time-restored = { $count ->
    [one] One entry can be billed again
   *[other] { $count } entries can be billed again
}
cli-time-total = { $count ->
    [one] One entry, { $hours }
   *[other] { $count } entries, { $hours }
}
cli-time-lint = { $date } { $entry }: { $what } ({ $hours })
cli-time-no-lints = Nothing is worth a look
cli-timer-stopped = Stopped after { $hours }: entry { $entry }
cli-timer-runs = Running since { $start } ({ $hours }) on { $project }
cli-timer-forgotten = The timer was probably forgotten. Stop it at a time: faktura timer stop --at TIME (proposed: { $end })
cli-timer-dropped = Dropped the timer; nothing was recorded
cli-timer-none = No timer is running
cli-draft-rounded = { $raw } recorded, { $billed } billed: steps of { $step } on { $level }; exactly { $exact }, rounded once to { $net }
cli-draft-raw = { $raw } recorded and billed; exactly { $exact }, rounded once to { $net }
cli-draft-tax = VAT { $vat }: { $tax } on { $net }
cli-draft-local = VAT in the currency of the books: { $tax }, at { $rate } ({ $source }, { $date })
cli-draft-total = Net { $net }, VAT { $vat }, gross { $gross }
cli-draft-unbilled = { $hours } of approved time of this client stay unbilled
books-line-discount = Discount of { $percent } %
cli-draft-refused = Draft { $draft } was not issued: { $why }
cli-paid = Recorded { $amount }
cli-paid-credit = { $amount } of it are credit of the client: faktura pay NUMBER --by credit
cli-paid-by-credit = Paid with credit of the client

# Commands and arguments.
help-cmd-books = Keep books of your own: the company on your invoices
help-cmd-books-add = Add a company whose books are kept here
help-arg-books-add-force = Add them even if books with the same tax number are already here
help-cmd-books-edit = Change the profile, or close days
help-cmd-books-show = Show the profile
help-cmd-books-check = Check that seconds, numbers and documents add up; exit code 4 where they do not
help-cmd-books-skip-lost = After the store went back in time: leave out the numbers of lost documents, so that none is given again
help-cmd-client = Add, show and change clients
help-cmd-client-add = Add a client
help-cmd-client-list = List the clients
help-cmd-client-show = Show a client
help-cmd-client-edit = Change what is given of a client
help-cmd-client-archive = Archive a client: it takes no new projects
help-cmd-client-delete = Delete a client that nothing refers to
help-cmd-project = Add, show and change projects
help-cmd-project-add = Add a project
help-cmd-project-list = List the projects with their time and budget
help-cmd-project-show = Show a project
help-cmd-project-edit = Change what is given of a project
help-cmd-project-archive = Archive a project: it takes no time
help-cmd-project-delete = Delete a project that nothing refers to
help-cmd-person = Add, show and change the people that record time
help-cmd-person-add = Add a person
help-cmd-person-list = List the people
help-cmd-person-edit = Change what is given of a person
help-cmd-person-delete = Delete a person that nothing refers to
help-cmd-rate = Set and list the prices that time is billed at
help-cmd-rate-set = Set a rate from a day on; the one before it at the same level ends there
help-cmd-rate-list = List the rates, or what would apply to a project, a person and a day
help-cmd-time = Record, list and approve time
help-cmd-time-add = Record time: an amount, a range, or a start and an end
help-cmd-time-list = List time with its totals and what is worth a look
help-cmd-time-edit = Change what is given of an entry that is not approved
help-cmd-time-split = Split an entry in two
help-cmd-time-move = Move entries to another project
help-cmd-time-merge = Join entries that follow each other
help-cmd-time-copy = Copy your entries of a day to another day
help-cmd-time-delete = Delete entries that are not approved
help-cmd-time-lint = List overlaps, gaps, long and empty entries
help-cmd-time-approve = Approve pending time; overlaps are refused
help-cmd-time-unapprove = Take approvals back, of time that is not billed
help-cmd-time-write-off = Decide not to bill what is left of approved time
help-cmd-time-restore = Make time that was written off billable again
help-cmd-timer = Measure time with a timer
help-cmd-timer-start = Start the timer
help-cmd-timer-switch = Stop the timer and start the next
help-cmd-timer-stop = Stop the timer: it becomes an entry
help-cmd-timer-status = Show the timer
help-cmd-timer-discard = Drop the timer without an entry
help-cmd-draft = Make and explain drafts of invoices
help-cmd-draft-make = Make a draft from approved time of a client
help-cmd-draft-list = List the open drafts
help-cmd-draft-show = Show a draft
help-cmd-draft-explain = Show what each line is made of: entries, seconds, rates, roundings
help-cmd-draft-discard = Give a draft up: its time is free again
help-cmd-issue = Issue drafts as invoices: numbered and frozen
help-cmd-credit = Credit an invoice, or some of its lines, by a credit note
help-more-credit = Without --line the whole invoice is credited: the note pays what is open of it, what was paid becomes credit of the client (pay NUMBER --by credit, or --by refund), and its time can be billed again. A credit note on some lines frees no time. Each invoice is credited as a whole, or cancelled, once.
help-cmd-void = Cancel an unpaid invoice by a cancelling document with a number of its own
help-more-void = An invoice that something was paid on is not cancelled: credit it. Its time can be billed again, unless --write-off-time says why it will not be.
help-cmd-pay = Record a payment, credit, write-off or refund
help-arg-account-number = Domestic account number
help-arg-all = Also issued and discarded drafts
help-arg-archived = Whether the person has left
help-arg-bank = Name of the bank
help-arg-billable = Whether its time is meant for invoices
help-arg-books = The company with own books (name, part of the name, or number); needed if there are several
help-arg-budget = Budget as a net amount
help-arg-budget-hours = Budget in hours
help-arg-client-reference = Reference that the buyer wants on its e-invoices
help-arg-by-entry = Only this entry; may be repeated
help-arg-by-person = Person; you where it is left out
help-arg-cap = Most that an invoice bills by this rate; not of a retainer
help-arg-city = Town
help-arg-client = The client
help-arg-closed-until = Close days up to this one: nothing on them changes; none opens them
help-arg-contact = The contact of a synced company that this client is
help-arg-country = Country, two letters; the default of own books is HU
help-arg-books-currency = Currency
help-arg-day = Length of a day, with --per day
help-arg-discount = Discount in percent, as a line for each VAT
help-arg-document = Number or identifier of the invoice
help-arg-documents = Numbers or identifiers, settled in this order
help-arg-draft = The draft: its identifier, or the end of it
help-arg-draft-client = The client
help-arg-draft-project = Only this project
help-arg-draft-vat = VAT of the lines: 27, 5, 0, AAM, EU, …; that of the client or the company where it is left out
help-arg-drafts = The drafts: their identifiers, or the ends of them
help-arg-dry-run = Show the draft without keeping it
help-arg-due = Due date; by the terms of the client or the company where it is left out
help-arg-each = Issue each draft that can be; without it all or none
help-arg-email = E-mail address; may be repeated
help-arg-end = End: 2026-10-25T04:00, 11:30
help-arg-endpoint = Electronic address for e-invoices
help-arg-entries = Entries: their identifiers, or the ends of them
help-arg-entry = The entry: its identifier, or the end of it
help-arg-entry-billable = Whether it is meant for an invoice
help-arg-entry-currency = Currency of --rate
help-arg-entry-date = Day of an amount or a range; today where it is left out
help-arg-entry-note = Note; it may stand on the invoice
help-arg-entry-rate = Price of an hour of this entry, stronger than every rate
help-arg-entry-zone = Time zone, such as Europe/Budapest; that of the company where it is left out
help-arg-eu-tax-number = EU VAT number
help-arg-exchange-rate = Exchange rate of an invoice in another currency than that of the books
help-arg-expense = An expense: “Train ticket=4500”, with its VAT “…=4500@27”; may be repeated
help-arg-first-day = First day
help-arg-from-day = The day to copy
help-arg-fulfilled = Date of fulfilment; the end of the period where it is left out
help-arg-group = A line for each entry, day, task, person, project or week
help-arg-group-tax-number = Tax number of the VAT group
help-arg-iban = International account number
help-arg-issue-date = Date of issue; today where it is left out
help-arg-private = Whether it is a private person: data of NAV have neither its name nor its address
help-arg-language = Language of its documents: en or hu
help-arg-last-day = Last day, included
help-arg-least = Shortest time that is billed, such as 30m
help-arg-legal-name = Name on documents, if it is another one
help-arg-line = A free line: “Licence=3x12000”, with its VAT “…@27”; may be repeated
help-arg-method = Payment method, such as wire_transfer, cash, bankcard
help-arg-most = Maximum number of entries; totals are of all
help-arg-name = Name
help-arg-nearest = Round to the nearest step instead of up
help-arg-note = Note
help-arg-of-client = For this client
help-arg-of-person = For this person; needs --project
help-arg-of-project = For this project
help-arg-on-date = What is in force on this day
help-arg-on-project = Project; empty for none
help-arg-overlaps = Approve entries although they overlap
help-arg-paid-amount = Amount; what is open where it is left out. More than is open becomes credit of the client
help-arg-paid-date = Day of the payment; today where it is left out
help-arg-paid-note = Note, such as the reason of a write-off
help-arg-per = Unit of the amount: hour, day, fixed (once on each invoice) or retainer
help-arg-person-email = E-mail address
help-arg-phone = Telephone number
help-arg-post-code = Post code
help-arg-prefix = Beginning of the numbers of documents
help-arg-printed-note = Note that is printed on the invoice
help-arg-printed-reason = Reason that is printed on the document
help-arg-rate-amount = Amount for a unit
help-arg-rate-date = Day of the exchange rate
help-arg-rate-source = Source of the exchange rate, such as MNB
help-arg-off-reason = Reason
help-arg-reference = Reference of the transfer
help-arg-rename = New name
help-arg-restore = Take it out of the archive
help-arg-round = Where steps of billed time are applied: to each entry, to each day or to the line
help-arg-since = Start at this time instead of now
help-arg-split-at = Where it is split: a time (10:30), or the length of the first part (45m)
help-arg-start = Start: 2026-10-25T01:30, 09:30
help-arg-state = State: active, on_hold or archived
help-arg-step = Bill time in steps of this length, such as 15m
help-arg-street = Street and number
help-arg-subject = Name, part of the name, or identifier
help-arg-surcharge = Addition in percent by weekday and hour: sat-sun:0-24:100; may be repeated; of hourly and daily rates
help-arg-swift = Bank identifier
help-arg-tag = Tag; may be repeated
help-arg-task = Task
help-arg-tax-number = Tax number
help-arg-terms = Days until an invoice is due
help-arg-time = Time, such as 2h30, 1.5, 90m or 9-11:30
help-arg-time-format = Format
help-arg-time-query = Words and terms to search for: project:site status:pending date:last-week
help-arg-timer-note = Note
help-arg-timer-project = Project
help-arg-timer-tag = Tag; may be repeated
help-arg-timer-task = Task
help-arg-to-day = The day that gets the copy
help-arg-to-project = The project to move them to
help-arg-until-time = Stop at this time instead of now
help-arg-user = The user, or token:NAME, with which the person records time
help-arg-valid-from = First day on which it is in force
help-arg-valid-until = The day on which it is no longer in force
help-arg-vat = VAT of lines: 27, AAM, EU, …
help-arg-week = The week of this day; this week without one
help-arg-write-off-time = Write its time off for this reason, instead of letting it be billed again
help-arg-zone = Time zone, such as Europe/Budapest
help-arg-pay-by = What settles them: money, credit of the client, a write-off, or a refund, which goes back
help-arg-included = Hours that the month of a retainer includes
help-arg-overage = Amount for each hour above the included ones
help-arg-as-if = Try this amount for an hour instead of the rates; nothing is kept

books-no-advance = { $number } is no advance invoice
books-advance-of-other = advance invoice { $number } is of another client or in another currency
books-advance-corrected = advance invoice { $number } was credited or cancelled
books-advance-deducted = advance invoice { $number } is deducted on another draft or invoice: discard that draft or correct that invoice first
books-credit-no-line = the document has no line { $line }
books-credit-amount = that cannot be credited of line { $line } ({ $text }): give more than nothing and at most what the line has
books-credit-more = more would be credited than is left: { $left }
books-draft-no-line = draft { $draft } has no line { $line }
books-draft-line-fixed = line { $line } ({ $text }) is computed: only its text and VAT can be changed, or the line removed
books-draft-line-derived = line { $line } ({ $text }) has the VAT of the lines that it belongs to: change theirs
books-draft-line-again = line { $line } ({ $text }) would be made again: other lines of the same discount or cap stay
books-draft-line-again-hint = Remove all of its lines at once: { $lines }
books-draft-line-large = a line with the time of more than { $most } entries cannot be removed: discard the draft and make it again
books-draft-empty = the draft would have no lines
books-draft-empty-hint = Discard it instead: faktura draft discard DRAFT
books-no-recurring = no recurring invoice “{ $wanted }”
books-recurring-future = { $date } is in the future: recurring invoices are drafted when their day has come
books-recurring-months = an invoice recurs every 1 to 120 months, not every { $months }
books-recurring-empty = a recurring invoice needs lines (--line) or time (--time true)

books-line-advance = Advance { $number }
cli-recurring-refused = { $title } could not be drafted: { $why }
cli-recurring-none-due = No recurring invoice is due.
cli-recurring-ended = ended
cli-recurring-needs = a recurring invoice needs { $option }
cli-not-a-credit = “{ $text }” is no part of a line: write it as 2=1.5 for a quantity, or 2=net:5000 for an amount
cli-not-a-line-change = “{ $text }” is no change of a line: write it as LINE=VALUE, such as 2=1.5
cli-books-recurring = Saved the recurring invoice { $name }
cli-books-map = Mapped { $name }
cli-map-needs = a name is mapped to a project: --project NAME, or --project none to forget it
cli-map-tag = tag
cli-map-project = project
cli-col-months = Months
cli-col-next-draft = Next

help-cmd-draft-edit = Change lines, discount, texts, VAT or exchange rate of an open draft
help-more-draft-edit = Lines count from 1, as they are shown:
      faktura draft edit 5f3a91 --text "1=Consulting, October" --line "Licence=3x12000" --discount 10
      faktura draft edit 5f3a91 --remove 2 --quantity 3=4 --vat 1=AAM
    A line of time keeps its amount: its text and VAT can be changed, or the line removed; its time is free again then.
help-cmd-recurring = Invoices that recur
help-cmd-recurring-add = Add a recurring invoice
help-more-recurring-add = Each one is drafted on its day and bills the months before it:
      faktura recurring add "Hosting Acme" --client Acme --next 2026-12-01 --line "Hosting=1x12000"
      faktura recurring add "Support Acme" --client Acme --next 2026-12-01 --time true
    faktura recurring run drafts what is due, each once, however many days were missed.
help-cmd-recurring-edit = Change a recurring invoice
help-cmd-recurring-list = List the recurring invoices
help-cmd-recurring-pause = Draft no more of them until they are resumed
help-cmd-recurring-resume = Draft them again; what came due while they were paused is left out
help-cmd-recurring-delete = Delete a recurring invoice; its drafts stay
help-cmd-recurring-run = Draft what is due, each once
help-cmd-time-map = Map names and tags of time files to projects, or list them
help-arg-recurring-client = The client
help-arg-recurring-project = Only time of this project
help-arg-every = Months from one to the next; 1 where it is left out
help-arg-next = The day of the next one
help-arg-recurring-until = The last day on which one may be due
help-arg-recurring-time = Whether it bills time and retainers; true where it has no lines
help-arg-recurring-vat = VAT of the lines; that of the client or the company where it is left out
help-arg-recurring-note = Note that is printed
help-arg-recurring-title = Title, for lists
help-arg-recurring = Title, identifier, or the end of the identifier
help-arg-run-until = Draft what was due up to this day; today where it is left out
help-arg-mapped-name = The name of a project in files, or the tag
help-arg-mapped-project = The project that it stands for; none forgets the name
help-arg-mapped-tag = The name is a tag
help-arg-advance = Make an advance invoice of the given lines; no time is billed
help-arg-deduct = Deduct this advance invoice with its VAT; may be repeated
help-arg-text = Another text of a line: 2=Text; may be repeated
help-arg-line-vat = Another VAT of a line: 2=AAM; may be repeated
help-arg-quantity = Another quantity of a free line: 2=4; may be repeated
help-arg-price = Another price of a free line: 2=1500; may be repeated
help-arg-remove = Remove this line; may be repeated
help-arg-credited-line = Credit only this: a quantity of a line (2=1.5), less what a discount or a cap took off it, or a net amount (2=net:5000), as it is; may be repeated
help-arg-cost = What an hour of the person costs you, for “report profit”
help-arg-cost-currency = Currency of --cost
books-currency-stays = The books have documents already: their currency stays { $currency }
books-bad-currency = “{ $text }” is no currency: write it as its three letters, such as HUF
books-bad-prefix = “{ $text }” is no beginning of numbers: 1 to 20 letters, digits, dashes and slashes
books-text-too-long = a text has more than { $most } characters
books-no-reason = a write-off needs its reason
books-key-other-call = the key “{ $key }” was used for another call: take a new one

books-report-by = this report is grouped by { $known } only
books-report-now = this report is of how things are now: it takes no query, --from or --until
books-report-not-allowed = your role sees the report of your own time alone
cli-report-uncosted = { $hours } of this have no cost an hour and count as free. Set it: faktura person edit NAME --cost AMOUNT
cli-report-no-rows = Nothing to report
cli-report-period = --from and --until are of reports of own books; narrow this one with a query, such as issued:2026-10
cli-col-billable = Billable
cli-col-approved = Approved
cli-col-billed = Billed
cli-col-cost = Cost
cli-col-profit = Profit
cli-col-hourly = Per hour
cli-col-whole = Budget
cli-col-used = Used
cli-col-left = Left
cli-col-ends = Ends on
cli-col-unpriced = Without a rate
cli-col-recurring = Recurring
cli-col-drafted = In drafts
cli-col-retainers = Retainers
cli-col-tag = Tag
help-arg-report-from = First day, of a report of own books
help-arg-report-until = Last day, of a report of own books
books-credit-twice = line { $line } is named twice: give it once, with all of what is credited
books-credit-negative = line { $line } ({ $text }) takes something off: to credit it would ask for more
books-credit-more-line = of “{ $text }” no more than { $left } is left to credit
books-credit-more-quantity = of line { $line } ({ $text }) no more than a quantity of { $left } is left to credit
books-void-parts = { $number } can only be cancelled as a whole: --line is for “faktura credit”
books-advance-vat = draft { $draft } deducts { $deducted } of advance invoice { $number } at { $vat }, but bills only { $billed } at that VAT
books-advance-vat-hint = Give the lines that the advance paid its VAT (faktura draft edit { $draft } --vat LINE=VAT). Or discard the draft, credit { $number }, and bill without deducting it: what was paid is then credit of the client.
books-import-other = “{ $id }” was imported before as an entry of { $known }, and is one of { $date } here: if it is only the number of a row, leave its column out; else change the entry
books-import-locked = was { $was } when it was imported and is { $now } now, but is approved, billed or on a closed day here: take that back first, or leave the line out with --skip-refused
books-credit-nothing = nothing of { $number } would be credited: a cap or a discount took all of that off
books-advance-twice = advance invoice { $number } is named twice: deduct it once
