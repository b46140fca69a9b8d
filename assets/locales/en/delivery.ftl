# Mail to customers: invoices and reminders, and why one was not sent.
delivery-not-set = No mail server is configured.
delivery-not-set-hint = Set host and from in [mail] of config.toml; config.example.toml shows how. A running “faktura serve” reads it again on SIGHUP.
delivery-left-out = This build sends no mail.
delivery-left-out-hint = Use a build with the feature “mail”.
delivery-no-password = The mail server needs a password, and none is saved.
delivery-no-password-hint = Save it with: faktura deliveries set-password
delivery-no-token = { $program } gave no access token: { $detail }
delivery-no-token-hint = Run the program of [mail] token_command by hand; it must print the token.
delivery-unreachable = The mail server cannot be used: { $detail }
delivery-unreachable-hint = Check [mail] in config.toml and the password, then run: faktura deliveries test ADDRESS
delivery-unwritable = The mail cannot be written: { $detail }

delivery-no-such = No mail of “{ $delivery }” waits, failed or may have been lost: there is nothing to retry or cancel.
delivery-no-such-hint = faktura deliveries list shows all.
delivery-ambiguous = There are several deliveries of “{ $delivery }”; name one by its identifier.
delivery-not-now = The delivery { $delivery } is being sent, or is over.
delivery-bad-address = “{ $given }” is not an e-mail address.
delivery-bad-language = “{ $given }” is not a language of mails; en and hu are.
delivery-bad-state = “{ $given }” is not a state; there are queued, sending, sent, failed, cancelled and unknown.
delivery-too-many = At most { $most } invoices can be sent at once; narrow the query.
delivery-not-issued = { $number } is not sent: it was received, or is a draft.
delivery-cancelled-by = { $number } is not sent: { $by } cancels it.
delivery-cancelled = { $number } is not sent: it was cancelled.
delivery-credited = { $number } is not sent: { $by } credits the whole of it.
delivery-cancelled-hint = Send the document that takes it back. --again sends this one all the same.
delivery-vanished = { $number } is not sent: its service no longer has it.
delivery-gone = The document { $number } is not here any more.
delivery-no-address = { $number } is not sent: no e-mail address of { $partner } is known.
delivery-no-address-hint = Add the address to the client or contact, or name one with --to.
delivery-on-its-way = { $number } is on its way already, or may have been sent.
delivery-on-its-way-hint = Look with: faktura deliveries list
delivery-sent-already = { $number } was sent to { $to } already; --again sends it once more.
delivery-lacks = { $number } lacks something for { $form }: { $fields }
delivery-lacks-hint = faktura invoice NUMBER --einvoice FORM FILE names each field.
delivery-sent-in-part = { $number } was sent, but not to every address: { $why }
delivery-nothing-left = Nothing is left to pay.
delivery-hushed-meanwhile = Its reminders were turned off.
delivery-died-twice = faktura was killed twice while it sent this: the mail may have arrived, up to twice.
delivery-left-out-form = Left out: { $why }

delivery-ask = Send { $count ->
    [one] 1 invoice
   *[other] { $count } invoices
 }? [y/N]
delivery-not-waited = { $count ->
    [one] { $count } mail was
   *[other] { $count } mails were
} not tried within { $minutes } minutes and wait in the outbox. “faktura deliveries list” shows what becomes of them.
delivery-none = There are no deliveries.
delivery-tested = The mail server took the test mail to { $to }.
delivery-test-subject = Test mail from faktura
delivery-test-text = This is a test from faktura on { $machine }. Mail works; nothing needs to be done.

delivery-col-state = State
delivery-col-time = Time
delivery-col-company = Company
delivery-col-what = What
delivery-col-to = To
delivery-col-attempts = Attempts
delivery-col-delivery = Delivery
delivery-col-why = Why not
delivery-field-to = To
delivery-field-subject = Subject
delivery-field-files = Attached
delivery-state-queued = queued
delivery-state-sending = sending
delivery-state-sent = sent
delivery-state-failed = failed
delivery-state-cancelled = cancelled
delivery-state-unknown = unknown
delivery-what-before = reminder { $days ->
    [one] 1 day
   *[other] { $days } days
 } before, { $number }
delivery-what-reminder = reminder { $days ->
    [one] 1 day
   *[other] { $days } days
 } after, { $number }
delivery-what-summary = summary { $number }
delivery-what-daily = figures of { $number }

# What customers read.
delivery-subject-document = Invoice { $number } from { $company }
delivery-subject-before = Invoice { $number } from { $company } is due on { $due }
delivery-subject-reminder = Reminder: invoice { $number } from { $company }
delivery-text-greeting = Dear { $partner },
delivery-text-document = please find attached our document { $number } of { $issued } for { $total }.
delivery-text-due = The amount of { $balance } is due on { $due }.
delivery-text-before = our invoice { $number } of { $issued } is due on { $due }. { $balance } is open.
delivery-text-reminder = our invoice { $number } of { $issued } was due on { $due }, { $days ->
    [one] { $days } day ago
   *[other] { $days } days ago
}. { $balance } is still open. Please pay it now.
delivery-text-fee = Fee for this reminder: { $fee }
delivery-text-interest = Interest at { $rate } % a year since the due date: { $interest }
delivery-text-sum = Total to pay: { $sum }
delivery-text-crossed = If you have paid in the meantime, please ignore this mail.
delivery-text-account = Please pay to the account { $account }.
delivery-text-farewell = Kind regards,
    { $company }

# Help.
help-cmd-send = Send invoices by mail, with PDF and XML attached
help-more-send = Each argument is the number of an invoice; if one is not, all together are a query as in “faktura invoices”. The addresses are those of the client or contact. What was sent already or cancelled is not sent without --again. Exit codes: 0 all sent, 3 some not sent yet (faktura deliveries list says why), 4 none could be sent, 6 no mail server is configured.
help-arg-send-invoices = Numbers of invoices, or a query
help-arg-send-to = Send to this address instead of the buyer's; may be repeated
help-arg-send-attach = Attach these forms instead of those of [mail] attach, separated by commas
help-arg-send-text = Text of the mail instead of the usual one
help-arg-send-language = Language of the mail and the printed invoice
help-arg-send-buyer-reference = The buyer's reference (BT-10), such as a Leitweg-ID
help-arg-send-again = Send also what was sent already, and what was cancelled
help-arg-send-dry-run = Show the mails; send nothing
help-arg-send-no-wait = Queue the mails and return at once
help-cmd-deliveries = See mails with invoices and reminders, retry or cancel them, set up the mail server
help-cmd-deliveries-list = List mails and how far they are, the newest first
help-arg-deliveries-list-wanted = Only these: deliveries, or numbers of invoices
help-arg-deliveries-list-state = Only those in these states, separated by commas
help-cmd-deliveries-retry = Send mails again that failed or may have been lost, with the same Message-ID
help-arg-deliveries-retry-delivery = The deliveries, or the numbers of their invoices
help-cmd-deliveries-cancel = Drop mails that wait
help-arg-deliveries-cancel-delivery = The deliveries, or the numbers of their invoices
help-cmd-deliveries-set-password = Save the mail server's password, encrypted; the terminal asks for it
help-cmd-deliveries-remove-password = Remove the mail server's password
help-cmd-deliveries-test = Send a test mail at once
help-arg-deliveries-test-to = Address of the test mail

# Reminders.
help-cmd-remind = Remind buyers of open invoices by mail, each step once
help-more-remind = For companies in [reminders] of config.toml. Of several steps that were missed only the newest is sent; what is paid when its mail is sent is left alone. “faktura serve” does the same by itself. Exit codes: as send.
help-arg-remind-dry-run = Show the reminders; send nothing
help-arg-remind-no-wait = Queue the reminders and return at once
help-cmd-remind-off = Send no reminders of an invoice, or to a client or contact
help-arg-remind-off-invoice = Numbers, or the service's identifiers
help-arg-remind-off-partner = All invoices of the client or contact of this name
help-cmd-remind-on = Send reminders again
help-arg-remind-on-invoice = Numbers, or the service's identifiers
help-arg-remind-on-partner = All invoices of the client or contact of this name
help-cmd-remind-list = List what gets no reminders
help-cmd-deliveries-summary = Send the figures of the week before, once a week
help-arg-deliveries-summary-to = Send to this address instead of [mail] summary_to; may be repeated
help-arg-deliveries-summary-dry-run = Show the figures; send nothing
delivery-reminders-unknown = [reminders] names a company that does not exist: { $company }. Correct the name in config.toml.
delivery-reminders-off = Reminders are off: [reminders] companies in config.toml names no company that was asked for.
delivery-no-reminders = No reminder is due.
delivery-hushed = { $title } gets no reminders from now on.
delivery-unhushed = { $title } gets reminders again.
delivery-none-hushed = Everything open gets reminders.
delivery-no-partner = There is no client or contact called “{ $name }”.
delivery-partners = There are several called “{ $name }”; narrow with --company.
delivery-summary-subject = Figures of week { $week }
delivery-summary-head = Figures from { $from } to { $until }
delivery-summary-issued = issued: { $count ->
    [one] { $count } invoice
   *[other] { $count } invoices
}, { $amount }
delivery-summary-paid = paid: { $count ->
    [one] { $count } invoice
   *[other] { $count } invoices
}, { $amount }
delivery-summary-open = open now: { $count ->
    [one] { $count } invoice
   *[other] { $count } invoices
}, { $amount }
delivery-summary-overdue = overdue now: { $count ->
    [one] { $count } invoice
   *[other] { $count } invoices
}, { $amount }
delivery-summary-failed = { $count ->
    [one] { $count } mail was
   *[other] { $count } mails were
} not delivered: faktura deliveries list --state failed,unknown
delivery-summary-nothing = nothing

# Preview of a document.
help-arg-figures = Show the invoice in figures with the rules that it breaks; with a form, those of that form
preview-number = Number
preview-seller = Seller
preview-buyer = Buyer
preview-issued = Issued
preview-delivered = Supplied
preview-due = Due
preview-category = VAT category
preview-rate = Rate
preview-base = Net
preview-tax = VAT
preview-reason = Reason
preview-lines = Lines
preview-adjustments = Discounts and charges
preview-net = Net
preview-vat = VAT
preview-gross = Gross
preview-paid = Paid in advance
preview-rounding = Rounding
preview-difference = Difference to the lines
preview-payable = To pay
preview-valid = Follows every rule of { $form } that is checked here.
preview-breaches = Breaks rules of { $form }:

# The screen.
tui-tab-deliveries = Deliveries
tui-deliveries = { $count ->
    [one] { $count } delivery
   *[other] { $count } deliveries
}
tui-empty-deliveries = No mail was sent yet.
tui-empty-deliveries-hint = Press 2 and Ctrl-O to send an invoice, or those that are marked; Ctrl-T here shows the reminders that are due.
tui-help-send-again = send again what failed, waits or is in doubt: the marked mails, or the one here
tui-key-send-again = send again
tui-help-withdraw = drop what waits or failed: the marked mails, or the one here
tui-key-withdraw = drop
tui-delivery-sent-again = { $number } is sent again.
tui-delivery-withdrawn = { $number } is dropped.
tui-help-remind = show the reminders that are due, then send them
tui-key-remind = reminders
tui-reminders-looking = Looking for reminders that are due…
tui-reminders-sending = Queuing the reminders…
tui-reminders-none = No reminder is due. [reminders] in the configuration names the companies and the days.
tui-reminders-none-sent = No reminder can be sent; { $count } { $count ->
    [one] is
   *[other] are
} left out: { $why }
tui-reminders-left = { $count } { $count ->
    [one] is
   *[other] are
} left out: { $why }
tui-reminders-queued = { $count ->
    [one] One reminder is queued.
   *[other] { $count } reminders are queued.
}
tui-and-more = and { $count } more
manage-confirm-reminders = { $count ->
    [one] Send one reminder?
   *[other] Send { $count } reminders?
}
manage-confirm-reminders-cost = Each goes to the buyer by mail, each step once. What is paid meanwhile is left out.
manage-confirm-reminders-yes = Send
manage-confirm-mails-again = Send { $count } mails again?
manage-confirm-mails-again-cost = Each is the same mail as before.
manage-confirm-mails-again-yes = Send
manage-confirm-mails-drop = Drop { $count } mails?
manage-confirm-mails-drop-cost = They are not sent. An invoice can be sent anew; the step of a reminder is over.
manage-confirm-mails-drop-yes = Drop
tui-delivery-kind-invoice = invoice
tui-delivery-kind-reminder = reminder
tui-delivery-kind-summary = summary
tui-delivery-kind-daily = figures of the day
tui-col-kind = Kind
tui-help-figures = the document in figures, with the rules that it breaks
tui-key-figures = figures
tui-figures = In figures
delivery-summary-no-address = No address is configured for the figures of the week.
delivery-summary-no-address-hint = Set summary_to in [mail] of config.toml, or name one with --to.
