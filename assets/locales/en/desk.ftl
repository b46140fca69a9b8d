# The page of the bank.
tui-tab-bank = Bank
tui-help-bank = bank entries, statements and accounts
bank-section-entries = Entries
bank-section-statements = Statements
bank-section-accounts = Accounts
unit-entries = { $count ->
    [one] { $count } entry
   *[other] { $count } entries
 }
unit-statements = { $count ->
    [one] { $count } statement
   *[other] { $count } statements
 }
unit-accounts = { $count ->
    [one] { $count } account
   *[other] { $count } accounts
 }
tui-empty-bank = No bank statement yet.
tui-empty-bank-hint = Press I to import a file: camt, MT940, OFX, CSV or XLSX.
tui-empty-bank-ask = Entries come from the statements that are imported here.
tui-help-bank-accept = match the entry, or the marked ones, as proposed
tui-key-accept-match = match
tui-help-bank-others = other proposals, or a document that you name
tui-key-others = others
tui-help-bank-certain = match everything that is certain
tui-key-certain = all certain
tui-help-bank-take-back = take the match back
tui-key-take-back = take back
tui-help-bank-import = import a file of statements
tui-key-import = import
tui-help-open-entries = the entries of the row
tui-key-open-entries = entries
tui-offers-title = Choose
tui-bank-in = in
tui-bank-out = out
tui-bank-state-booked = booked
tui-bank-state-pending = announced
tui-bank-state-info = information
tui-bank-match-open = open
tui-bank-match-settled = by a person
tui-bank-match-automatic = automatic
tui-bank-match-batch = batch
tui-bank-match-unbooked = announced
tui-bank-proof-equal = adds up
tui-bank-proof-differs = differs
tui-bank-proof-unknown = no balances
tui-bank-follows-equal = complete
tui-bank-follows-gap = a statement is missing
tui-bank-follows-unknown = –
tui-col-account = Account
tui-col-bank-text = Text
tui-col-bank-code = Code
tui-col-bank-match = Match
bank-col-from = From
bank-col-until = Until
bank-col-entries = Entries
bank-col-opening = Opening
bank-col-sum = Booked
bank-col-closing = Closing
bank-col-proof = Proof
bank-col-format = Format
bank-col-file = File
bank-col-balance = Balance
bank-col-day = On
bank-col-week = ≤ 7 d
bank-col-month = ≤ 30 d
bank-col-quarter = ≤ 90 d
bank-col-older = Older
bank-col-in = Unmatched in
bank-col-out = Unmatched out
bank-col-doubtful = Doubtful
tui-bank-state-doubtful = perhaps told before
tui-bank-state-same = told before
tui-bank-match-doubtful = perhaps told before
tui-bank-match-same = told before
bank-doubtful-long = A file of another form perhaps told this money before. It counts nowhere until you say which it is.
bank-doubtful-keys = Press Y to say which.
bank-same-long = This is the same money as an earlier entry, where it counts. Press U if that was wrong.
bank-proven-long = This is the same money as an earlier entry, where it counts: a later statement has all entries of the day. Press U if that was wrong.
bank-doubtful-count = { $count ->
    [one] 1 entry
   *[other] { $count } entries
 }
bank-verdict-same = The same money as before: it counts once
bank-verdict-another = Other money: it counts, and can be matched
bank-col-follows = Follows on
bank-cash = Cash
bank-cash-unknown = { $count ->
    [one] 1 account without a balance
   *[other] { $count } accounts without a balance
 }
column-bank-part = Part
column-bank-statement = Statement
column-bank-account = Account
column-bank-booked = Booked
column-bank-state = State
column-bank-other = Account of the other side
column-bank-text = Text
column-bank-code = Code
column-bank-match = Match
column-bank-reversal = Reversal
export-sheet-entries = Bank entries
bank-field-valued = value
bank-field-other = account
bank-field-end-to-end = payer's reference
bank-field-code = code
bank-field-charges = charges
bank-by-program = matched by itself
bank-by-person = matched by a person
bank-nothing-fits = Nothing open fits. Press Ctrl-O to name a document.
bank-score = { $score } %
bank-side-amount = amount
bank-side-name = name
bank-side-day = day
bank-proof = Proof of the statement
bank-adds-up = ✓ { $opening } and { $sum } make { $closing }
bank-adds-not = ✗ { $opening } and { $sum } do not make { $closing }
bank-not-all = Mark the entries themselves; C matches everything that is certain
bank-none-clear = None of these has one clear proposal; press Ctrl-O on each
bank-none-settled = None of these is matched
bank-is-settled = The entry is matched already; press U to take the match back
bank-is-none = The entry pays nothing: it is announced, or a batch whose parts are matched
bank-busy = The matches before are still being stored
bank-matching = Matching what is certain…
bank-matched = Matched: { $parts }
bank-matched-many = { $count ->
    [one] 1 entry is matched
   *[other] { $count } entries are matched
 }; { $skipped ->
    [0] none was left out
    [one] 1 needs your choice
   *[other] { $skipped } need your choice
 }
bank-taken-back = Open again: { $parts }
bank-question-again = Perhaps told before: press Y to say which
bank-taken-back-many = { $count ->
    [one] 1 match is taken back
   *[other] { $count } matches are taken back
 }
bank-other-document = Another document…
bank-outdated = What was shown for the entry { $entry } is proposed no more
bank-outdated-hint = Look at the entry again: a document was paid or changed meanwhile
tui-job-statement = Import { $place }
tui-job-refused-line = Line { $number } of the statement
tui-job-refused = The statement
bank-import-refused = { $kind ->
    [lines] { $count ->
        [one] 1 line is refused
       *[other] { $count } lines are refused
     }
    [statements] { $statements ->
        [one] 1 statement does not add up
       *[other] { $statements } statements do not add up
     }
   *[both] { $count ->
        [one] 1 line is refused
       *[other] { $count } lines are refused
     }, { $statements ->
        [one] 1 statement does not add up
       *[other] { $statements } statements do not add up
     }
 }: nothing was imported. Press w to see which; the form can leave them out.
bank-import-done = { $accounts }: { $entries ->
    [one] 1 entry
   *[other] { $entries } entries
 }, { $new } new, { $refused } refused{ $doubtful ->
    [0] {""}
    [one] ; 1 was perhaps told before and counts when you say so (match:doubtful)
   *[other] ; { $doubtful } were perhaps told before and count when you say so (match:doubtful)
 }{ $decided ->
    [0] {""}
    [one] ; it proves what 1 doubtful entry was
   *[other] ; it proves what { $decided } doubtful entries were
 }{ $statements ->
    [0] {""}
    [one] ; 1 statement does not add up
   *[other] ; { $statements } statements do not add up
 }
manage-confirm-certain = Match every certain entry of { $name }?
manage-confirm-certain-cost = Only what one document alone fits is matched. U takes a match back.
manage-confirm-certain-yes = match
form-statement-title = Import a bank statement
form-statement-outcome = The file is checked as a whole first; entries that are here already stay as they are.
form-file = File
form-by-account = by the account
form-skip = Leave out lines that are refused
form-import-account = Account, if the file tells none
form-import-currency = Currency, if the file tells none
form-import-mapping = Mapping file, for a new table
form-match-title = { $amount } { $name }
form-match-outcome = The entry is matched with these documents, and the account of the other side is learned.
form-documents = Invoices, with commas between; an amount after =
form-difference = What a difference is
form-match-rate = Rate, such as 391.25 HUF/EUR
form-no-difference = no difference

# The page of the outbox.
tui-tab-outbox = Outbox
tui-help-tab-9 = outbox
outbox-section-items = Planned and sent
outbox-section-links = Reconciliation
unit-items = { $count ->
    [one] { $count } item
   *[other] { $count } items
 }
unit-links = { $count ->
    [one] { $count } link
   *[other] { $count } links
 }
tui-empty-outbox = Nothing is planned and nothing was sent.
tui-empty-outbox-hint = Press Ctrl-T to plan what documents become at another company. Nothing is sent before you approve it.
tui-empty-outbox-ask = Nothing is sent before a person approves it here.
tui-empty-links = Nothing was written yet.
tui-empty-links-hint = What is written from here is compared with what is there, field by field.
tui-help-push-approve = approve what is marked, or the plan of the company, after a question
tui-key-approve = approve
tui-help-push-plan = plan what documents become at a company
tui-key-plan = plan
tui-help-push-map = set what is missing, or choose again what was set: account, item, tax code, term, customer
tui-key-map = set
tui-help-push-retry = take the item up again
tui-key-retry = retry
tui-help-push-discard = drop the item
tui-key-discard = drop
tui-help-push-pause = pause writing at every service, or let it go on
tui-key-pause = pause
tui-help-push-adopt = take over what the other side has
tui-key-adopt = take theirs
tui-help-push-ignore = say why the difference is right
tui-key-ignore = ignore
tui-help-push-unlink = forget the link; a plan may write it again
tui-key-unlink = unlink
tui-help-open-item = the item with what it becomes
tui-help-open-link = the document at the other side
push-col-kind = Kind
push-col-queued = Approved
push-col-ours = Ours
push-col-theirs = Theirs
push-col-reason = Reason
tui-push-kind-contact = customer
tui-push-kind-invoice = invoice
tui-push-kind-credit-note = credit note
tui-push-kind-payment = payment
tui-push-kind-void = void
tui-push-kind-mail = e-mail
tui-push-state-planned = planned
tui-push-state-queued = queued
tui-push-state-sending = sending
tui-push-state-sent = sent
tui-push-state-rejected = rejected
tui-push-state-conflict = conflict
tui-push-state-unknown = unknown
tui-push-state-discarded = dropped
tui-push-standing-equal = equal
tui-push-standing-drifted = differs
tui-push-standing-missing-here = missing here
tui-push-standing-missing-there = missing there
tui-push-standing-ignored = ignored
tui-push-field-gross-total = gross
tui-push-field-source-total = our gross
tui-push-field-balance = open
tui-push-field-currency = currency
tui-push-reason-tax-number = same tax number
tui-push-reason-email = same e-mail
tui-push-reason-name = same name
tui-push-reason-rate = same rate
tui-push-reason-usual = usual there
outbox-none-ready = Nothing of this company can be written yet; press Ctrl-O to set what is missing
outbox-and-more = … and { $count } more
outbox-sum = total { $sum }
outbox-lacks-nothing = The item lacks no mapping
outbox-other-id = Another identifier…
outbox-choose-again = Choose again
outbox-mapping-tax = tax code for { $rate }
outbox-mapping-contact = contact
outbox-mapping-document = document
outbox-mapping-sales-account = account of sales
outbox-mapping-payment-account = account of payments
outbox-mapping-item = item
outbox-mapping-term = payment term
outbox-mapping = Setting the mapping and planning again…
outbox-nothing-to-retry = Only what was rejected, is in conflict or unknown is taken up again
outbox-nothing-to-discard = What was sent cannot be dropped
outbox-nothing-differs = The link does not differ
outbox-one-reason = Give each difference a reason of its own: mark none
outbox-and-customers = … and the customers that they need
outbox-applying = Approving…
outbox-mapped = Set and planned again: { $ready } can be written, { $lacking } cannot yet
outbox-mapped-alone = Set
outbox-planned = { $ready } can be written, { $lacking } cannot yet
outbox-applied = { $count ->
    [one] 1 item is approved
   *[other] { $count } items are approved
 }
outbox-settled = The difference is settled
outbox-paused = Writing is paused
outbox-summary = { $planned } planned · { $waiting } on the way · { $sent } sent
outbox-needs-you = { $count ->
    [one] 1 needs you
   *[other] { $count } need you
 }
outbox-missing = Missing
outbox-becomes = What is written
outbox-attempts = attempts
outbox-due = again at
outbox-term = term
outbox-tax-code = tax code
outbox-account = account
outbox-rate = rate
outbox-item = item
outbox-tax = tax
outbox-planning = Planning…
manage-confirm-apply = Write this at { $name }?
manage-confirm-apply-cost = Each is written once. What changed since it was planned is not written.
manage-confirm-apply-yes = write
manage-confirm-discard = Drop { $count ->
    [one] 1 item
   *[other] { $count } items
 }?
manage-confirm-discard-cost = What was already written stays at the service.
manage-confirm-discard-yes = drop
manage-confirm-unlink = Forget { $count ->
    [one] 1 link
   *[other] { $count } links
 }?
manage-confirm-unlink-cost = The records stay on both sides; a plan may write them again.
manage-confirm-unlink-yes = forget
form-plan-title = Plan what documents become at a company
form-plan-outcome = Nothing is sent: you look at the plan first.
form-plan-hint = Choose the company that the documents come from, or name a file.
form-plan-to = Write to
form-plan-from = Documents of
form-from-file = a file
form-plan-query = Which, as in the filter of invoices
form-plan-payments = What
form-plan-documents = documents
form-plan-with-payments = documents and their payments
form-plan-matches = payments that bank entries of the company show
form-plan-payments-back = payments back, for the documents that it was written from
form-mapping-title = What is “{ $mapping }” there?
form-mapping-id = Identifier or code at the service
form-mapping-outcome = It is kept for every later document, and what was planned is planned again.
form-ignore-title = Why is the difference of { $what } right?
form-ignore-reason = Reason
form-ignore-outcome = The difference is no longer told as one. The reason is kept with your name.

# Groups.
tui-tab-groups = Groups
tui-group-title = Group by
tui-help-group = group by a column, with subtotals
tui-key-group = group
tui-help-open-group = the rows of the group
tui-key-open-group = rows
tui-help-unfold = every sum of the group
tui-key-unfold = unfold
tui-help-fold = only the first sum
tui-key-fold = fold
tui-empty-groups = Nothing is grouped yet.
tui-empty-groups-hint = Press ( in a list and choose a column.
group-order-rows = Rows
group-order-value = Value
group-order-sum = First sum
group-none = – none –
group-no-rows = The rows of this group cannot be asked for
group-no-column = { $column } is no column to group by
group-head = { $count ->
    [one] 1 group
   *[other] { $count } groups
 } by { $by }
group-left-out = { $count ->
    [one] 1 row of a further group is left out
   *[other] { $count } rows of further groups are left out
 }
group-col-rows = Rows
group-col-count = Summed
group-summed = { $count } summed
tui-group-sum-gross = Gross
tui-group-sum-net = Net
tui-group-sum-vat = VAT
tui-group-sum-balance = Balance
tui-group-sum-amount = Amount
tui-group-sum-unapplied = Unapplied
tui-group-sum-incoming = In
tui-group-sum-outgoing = Out

# The page of the log.
tui-tab-messages = Messages
messages-subject = log of the program
messages-col-at = Time
messages-col-level = Level
messages-col-part = Part
messages-col-text = Message
messages-masked = The log names customers.
messages-masked-hint = It is hidden while customers are hidden; H shows them again.
tui-empty-messages = The log is empty.
tui-empty-messages-hint = What is written into it is set by level under [log] in the configuration.
unit-lines = { $count ->
    [one] { $count } line
   *[other] { $count } lines
 }
tui-help-open-line = the whole line below the list
log-unread = The log in { $place } cannot be read: { $detail }

# Titles of the keys.
tui-place-bank = Bank: entries
tui-place-entry = One bank entry
tui-place-statements = Bank: statements
tui-place-accounts = Bank: accounts
tui-place-outbox = Outbox
tui-place-item = One item of the outbox
tui-place-links = Reconciliation
tui-place-groups = Groups
tui-place-messages = Messages

# Notifications.
tui-set-notify = notify the terminal of what ended
tui-notify-off = off
tui-notify-bell = bell
tui-notify-osc9 = OSC 9
tui-notify-osc777 = OSC 777

# Commands of the user's own.
tui-help-commands = your own commands on the marked rows
tui-commands-title = Commands
tui-said-title = What it said
command-none = None is set for this page: [screen] commands in the configuration
command-no-row = There is no row to run it on; mark rows themselves
command-too-many = A command is run on { $most } rows at the most
command-masked = No command is run while customers are hidden
command-no-field = The rows of this list have no field { $field }
command-dash = “{ $value }” would be taken for an option; put "--" before the field in the configuration
command-done = { $name }: done, { $count ->
    [one] 1 row
   *[other] { $count } rows
 }
command-failed = { $name }: failed on { $failed } of { $count ->
    [one] 1 row
   *[other] { $count } rows
 }
tui-job-row = not done: { $number }
tui-job-rows = { $count ->
    [one] what failed of the marked rows: 1
   *[other] what failed of the marked rows: { $count }
}
tui-job-command = { $place }
manage-confirm-command = Run “{ $name }” on { $count ->
    [one] 1 row
   *[other] { $count } rows
 }?
manage-confirm-command-cost = It is a program of yours; what it does is up to it.
manage-confirm-command-yes = run

# What is done with an invoice.
tui-help-invoice-acts = pay, send, credit or void the invoice, write it as an e-invoice, turn its reminders off; pay, send or silence those that are marked
tui-key-invoice-acts = pay, send…
invoice-pay = Record a payment
invoice-pay-title = Payment of { $number }: { $open } open, { $partner }
invoice-pay-outcome = The payment is recorded and the invoice settled as far as it goes; what is more becomes a credit of the client.
invoice-by = What settles it
invoice-by-money = money
invoice-by-credit = credit of the client
invoice-by-write-off = a decision: it is written off
invoice-by-refund = money that goes back
invoice-send = Send it by mail
invoice-send-title = { $number } by mail to { $partner }
invoice-send-to = To (empty: the buyer's addresses)
invoice-send-text = Text (empty: the usual one)
invoice-send-again = Also if it was sent already or cancelled
invoice-send-outcome = A mail with the invoice is queued and sent at once; the page Deliveries shows what becomes of it.
invoice-sent = { $number } is on its way to { $to }
invoice-hush = Turn its reminders off
invoice-unhush = Turn its reminders on again
invoice-is-hushed = no reminders
invoice-partner-is-hushed = no reminders to this buyer
invoice-credit = Credit it
invoice-credit-title = Credit note for { $number }, { $partner }
invoice-credit-parts = Parts, such as 2=1.5 or 2=net:5000 (empty: the whole)
invoice-not-a-part = { $text } is no part: the line, = and a quantity, or net: and an amount
invoice-credit-outcome = A credit note with a number of its own is issued, after a question.
invoice-void = Void it
invoice-void-title = Cancellation of { $number }, { $partner }
invoice-void-outcome = A cancellation with a number of its own is issued, after a question.
invoice-write-off = Why its time is written off (empty: it may be billed again)
invoice-confirm-void = Void { $number } over { $amount }?
invoice-confirm-credit = Credit the whole of { $number }, { $amount }?
invoice-confirm-credit-parts = Credit parts of { $number }?
invoice-of-many = { $count } marked invoices
invoice-credited = credited by { $numbers }
invoice-credited-part = credited in part by { $numbers }
invoice-too-many = Something is done with { $most } invoices at most: narrow the filter, or mark fewer.
invoice-pay-many-title = One payment of { $count } marked invoices, { $partner }
invoice-pay-many-amount = Amount (empty: all that is open)
invoice-pay-many-outcome = The payment settles them one after another as far as it goes; what is more becomes a credit of the client.
invoice-send-many-title = { $count } marked invoices by mail
invoice-send-many-outcome = Each goes to the addresses of its buyer; the page Deliveries shows what becomes of the mails.
invoice-sent-many = { $sent ->
    [0] No mail is on its way
    [one] { $sent } mail is on its way
   *[other] { $sent } mails are on their way
}{ $left ->
    [0] {""}
    [one] ; { $left } invoice is not sent: { $why }
   *[other] ; { $left } invoices are not sent: { $why }
}
draft-no-amount = ! no price
draft-no-vat = ! no VAT
draft-no-draft = ! Enter: why

# Openers.
tui-help-outside = open the PDF, the public address or the folder with your own program
tui-key-outside = open outside
tui-open-title = Open outside
tui-open-pdf = PDF
tui-open-url = public address
tui-open-folder = folder of the PDFs
tui-open-copies = shown as a link, and copied
tui-open-masked = Not while customers and amounts are hidden
tui-open-nowhere = This screen keeps no PDFs
tui-open-bad-url = The public address of { $number } is none that can be opened
tui-open-copied = Copied: { $place }
tui-opened = { $place } is opened by { $program }
tui-open-failed = { $program } did not open it: { $detail }
tui-job-open = open { $place }

# Panes.
tui-help-pane-wider = give the list more room beside the detail
tui-help-pane-narrower = give the detail more room beside the list

# What was done to several rows together.
tui-one-at-a-time = This is done to one row at a time: u removes the marks.
each-failed = { $done } of { $count } done. Not { $why }
each-drafts-discarded = { $count ->
    [one] Discarded the draft to { $name }
   *[other] Discarded { $count } drafts
 }
each-hushed = { $count ->
    [one] { $name } gets no reminders from now on
   *[other] { $count } invoices get no reminders from now on
 }
each-unhushed = { $count ->
    [one] { $name } gets reminders again
   *[other] { $count } invoices get reminders again
 }
each-sent-again = { $count ->
    [one] { $name } is sent again
   *[other] { $count } mails are sent again
 }
each-mails-dropped = { $count ->
    [one] { $name } is dropped
   *[other] { $count } mails are dropped
 }
each-retried = { $count ->
    [one] { $name } is taken up again
   *[other] { $count } items are taken up again
 }
each-items-dropped = { $count ->
    [one] { $name } is dropped
   *[other] { $count } items are dropped
 }
each-unlinked = { $count ->
    [one] The link of { $name } is forgotten
   *[other] { $count } links are forgotten
 }
each-settled = { $count ->
    [one] The difference of { $name } is settled
   *[other] { $count } differences are settled
 }

# What a person adds to documents.
tui-help-sender = what the company says of itself on its documents
tui-help-vat = what words of VAT mean on the documents of the company
tui-help-buyer = what documents say of it where its service tells nothing
tui-key-buyer = change
tui-client-elsewhere = Clients of your own books are changed on the page of projects (:projects, R).
form-nothing-changed = Nothing was changed.
form-buyer-title = { $name } on documents
form-buyer-outcome = These fields stand where neither the invoice nor the contact at the service tells something. An empty field takes its text back.
form-sender-title = { $name } on its own documents
form-sender-outcome = These fields stand beside what the invoices and the account tell. An empty field takes its text back.
form-vat-title = What a word of VAT means on documents of { $name }
form-vat-word = Word (empty: lines without one)
form-vat-means = Means (empty: what it says)
form-vat-outcome = A rate in percent (20), a category without VAT (Z zero, E exempt, AE reverse charge, K within the EU, G export, O outside the scope) or a reason (AAM, EUFAD37…). It goes before what the word says, and changes no stored invoice.
own-not-a-meaning = “{ $text }” is no rate, category or reason: 20, E, AE, AAM…
own-not-a-word = “{ $text }” is several rates: no line has such a word
invoice-write = Write an e-invoice or a printed one
invoice-write-title = { $number } as a document, { $partner }
invoice-write-outcome = It is checked by the rules of its form and written to a new file; the ending is added. What is missing is named.
invoice-buyer = Complete its buyer
invoice-vat = Say what its words of VAT mean
form-document-form = Form
form-document-reference = Reference of the buyer, such as a Leitweg-ID
form-document-endpoint = Electronic address of the buyer, such as 9930:DE123456789
form-document-delivered = Day of delivery, where the invoice tells none
form-document-file = File
form-document-done = { $number } is written to { $place }.
form-document-done-lacking = { $number } is written to { $place }. The font lacks these characters; their numbers are printed: { $characters }
form-document-hint = Complete the data at the service and sync, or here: on the invoice Ctrl-O completes its buyer and says what its words of VAT mean, on the page of companies Ctrl-O completes the company; for this document alone the fields above.
form-document-own-hint = The company's side: Ctrl-O on the page of companies. Names, tax numbers and addresses are those of the day of issue: complete the client (:projects, R) and the books, cancel the invoice and issue it again.

# Secrets of channels.
tui-help-alert-secret = set a password or a hidden address of alerts and mails
tui-key-secret = secret
form-secret-title = Set a secret of alerts and mails
form-secret-which = Secret
form-secret-value = Its text
form-secret-outcome = It is stored encrypted and not shown again; one that was set before is replaced.
form-secret-kept = The secret is saved, encrypted.
manage-secret-webhook-url = address of the webhook
manage-secret-webhook-secret = signing key of the webhook
manage-secret-smtp-password = password of the mail server of alerts
manage-secret-mail-password = password of the mail server of invoices
manage-secret-slack-webhook = address of the webhook at Slack
manage-secret-slack-token = token of the bot at Slack
