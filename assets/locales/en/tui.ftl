# The screens.
tui-tab-companies = Companies
tui-tab-invoices = Invoices
tui-tab-detail = Detail
tui-tab-log = Sync log

# First line.
tui-companies = { $count ->
    [one] { $count } company
   *[other] { $count } companies
}
tui-all-companies = all companies
tui-syncing = { $count } syncing
tui-runs = { $count ->
    [one] { $count } run
   *[other] { $count } runs
}
tui-found-of = { $place } of { $total }
tui-too-small = Too small: faktura needs { $width } columns and { $height } lines.
tui-loading = Loading…
tui-error-hint = Press r to try again; the log file tells more.

# Columns.
tui-col-company = Company
tui-col-last-sync = Last sync
tui-col-invoices = Invoices
tui-col-outstanding = Outstanding
tui-col-overdue = Overdue
tui-col-oldest = Oldest
tui-col-warnings = Warnings
tui-col-number = Number
tui-col-partner = Partner
tui-col-gross = Gross
tui-col-net = Net
tui-col-vat = VAT
tui-col-status = Status
tui-col-due = Due
tui-col-issued = Issued
tui-col-fulfilled = Fulfilled
tui-col-paid = Paid
tui-col-type = Type
tui-col-currency = Currency
tui-col-method = Method
tui-col-tax-number = Tax number
tui-col-changed = Last change
tui-col-run = Status
tui-col-started = Started
tui-col-mode = Mode
tui-col-new = New
tui-col-changed-count = Changed
tui-col-unchanged = Same
tui-col-skipped = Skipped
tui-col-duration = Took
tui-col-trigger = Started by
tui-col-actor = User
tui-item-name = Item
tui-item-quantity = Qty
tui-item-unit = Unit
tui-item-price = Unit price
tui-item-net = Net
tui-item-vat = VAT
tui-item-vat-amount = VAT amount
tui-item-gross = Gross

# Ages and times.
tui-ago-now = just now
tui-ago-minutes = { $count } min ago
tui-ago-hours = { $count } h ago
tui-ago-days = { $count ->
    [one] { $count } day ago
   *[other] { $count } days ago
}
tui-days = { $count } d
tui-duration-tenths = { $count } s
tui-duration-seconds = { $count } s
tui-duration-minutes = { $count } min
tui-duration-hours = { $count } h { $minutes } min

# Companies.
tui-health-deferred = the service asked to wait until { $until }
tui-health-disabled = disabled; “faktura company enable "{ $name }"” brings it back
tui-health-no-key = no API key; give it one with “faktura company set-key "{ $name }"”
tui-health-never = never synced; press s
tui-health-stale = last success { $age }; press s
tui-health-partial = { $count ->
    [one] { $count } invoice was skipped; tab 4 says why
   *[other] { $count } invoices were skipped; tab 4 says why
}
tui-health-failed = the last sync failed { $age }; tab 4 tells more
tui-health-failed-why = failed { $age }: { $reason }
tui-progress-of = { $done } of { $total }
tui-progress-done = { $count } so far
tui-progress-rate = { $count }/s
tui-progress-left = { $time } left
tui-progress-quota = quota { $left } of { $limit }
tui-progress-waiting = the service wants a pause until { $until }
tui-about-no-key = no API key
tui-about-key = key set { $set }
tui-about-key-ending = key set { $set }, ends …{ $ending }
tui-about-run = { $started } · { $mode } · { $created } new, { $updated } changed, { $skipped } skipped
tui-sync-no-company = There is no company to sync.
tui-sync-disabled = This company is disabled.
tui-sync-no-key = This company has no API key.
tui-sync-running = It is syncing already.
tui-cancelling = Ending after the page at hand…

# What syncs did.
tui-ended-completed = { $created } new, { $updated } changed{ $vanished ->
    [0] {""}
   *[other] , { $vanished } vanished
}
tui-ended-nothing = nothing new
tui-ended-partial = { $created } new, { $updated } changed, { $skipped } skipped
tui-ended-cancelled = cancelled; { $created } new and { $updated } changed were kept
tui-ended-failed = the sync failed
tui-ended-interrupted = the sync was interrupted; the next one goes on from there
tui-ended-deferred = the service asked to wait
tui-run-completed = completed
tui-run-partial = partial
tui-run-failed = failed
tui-run-cancelled = cancelled
tui-run-interrupted = interrupted
tui-run-deferred = deferred
tui-run-running = running
tui-mode-full = full
tui-mode-incremental = incremental
tui-mode-reconcile = reconcile
tui-trigger-command = command
tui-trigger-headless = headless
tui-trigger-screen = screen
tui-trigger-schedule = schedule
tui-trigger-api = api
tui-run-counts = { $processed } invoices seen: { $created } new, { $updated } changed, { $unchanged } the same, { $skipped } skipped, { $vanished } vanished · { $items } line items · { $calls } requests
tui-run-no-errors = no errors
tui-run-errors = { $count ->
    [one] { $count } error
   *[other] { $count } errors
}
tui-run-whole = whole run

# Invoices.
tui-filter-hint = press / and type a name, a number, status:overdue, gross>=100000…
tui-total-net = net
tui-total-vat = VAT
tui-total-gross = gross
tui-state-vanished = vanished
tui-state-cancelled = cancelled
tui-state-overdue = overdue { $count } d
tui-state-overdue-part = part paid { $count } d
tui-status-expired = expired
tui-status-none = no payment
tui-status-outstanding = outstanding
tui-status-paid = paid
tui-status-partially-paid = part paid
tui-type-advance = advance
tui-type-cancellation = cancellation
tui-type-cert-of-completion = certificate
tui-type-d-cert-of-completion = certificate
tui-type-dossier = dossier
tui-type-draft = draft
tui-type-draft-offer = draft offer
tui-type-draft-order-form = draft order
tui-type-draft-waybill = draft waybill
tui-type-invoice = invoice
tui-type-modification = modification
tui-type-offer = offer
tui-type-order-form = order
tui-type-proforma = pro forma
tui-type-receipt = receipt
tui-type-receipt-cancellation = receipt cancel.
tui-type-waybill = waybill
tui-correction-canceled = was cancelled
tui-correction-modified = was modified
tui-correction-cancellation = cancels another
tui-correction-modification = modifies another
tui-method-bankcard = bank card
tui-method-cash = cash
tui-method-cash-on-delivery = cash on delivery
tui-method-wire-transfer = wire transfer
tui-method-online-bankcard = online bank card
tui-method-other = other
tui-method-elore-utalas = prepaid transfer
tui-method-kompenzacio = compensation
tui-method-utalvany = voucher
tui-method-valto = bill of exchange
tui-method-coupon = coupon
tui-method-barter = barter
tui-method-szep-card = SZÉP card
tui-method-postai-csekk = postal cheque
tui-method-postautalvany = postal order
tui-method-levonas = deduction
tui-nav-done = reported
tui-nav-sent = sent
tui-nav-processing = being processed
tui-nav-received = received
tui-nav-saved = saved
tui-nav-started = started
tui-nav-aborted = aborted
tui-nav-nav-warn = reported with a warning
tui-nav-send-failed = sending failed
tui-nav-technical-error = technical error
tui-nav-not-checked = not checked
tui-nav-validation-ok = valid
tui-nav-under-tax-limit = below the limit
tui-nav-no-send-by-user = not sent by choice
tui-bool-true = yes
tui-bool-false = no

# Detail.
tui-date-issued = issued
tui-date-fulfilled = fulfilled
tui-date-due = due
tui-date-paid = paid
tui-fact-rate = rate
tui-fact-local = in local currency
tui-fact-discount = discount
tui-fact-company = company
tui-fact-order = order
tui-fact-electronic = electronic
tui-fact-language = language
tui-fact-id = ID
tui-fact-vanished = no longer at the provider since
tui-fact-tax-number = tax number
tui-fact-related = related documents
tui-fact-tags = tags
tui-fact-comment = Comment
tui-no-items = no line items
tui-vat-rate = VAT
tui-live = From the provider, just now
tui-live-asking = asking…
tui-live-none = none
tui-live-payments = payment
tui-live-report = NAV
tui-live-url = public link
tui-history = History
tui-history-run = run { $run }
tui-history-first = first seen
tui-history-vanished = vanished at the provider; kept here
tui-history-returned = is at the provider again
tui-field-item = item
tui-field-number = number
tui-field-type = type
tui-field-correction-type = correction
tui-field-cancelled = cancelled
tui-field-status = status
tui-field-payment-method = method
tui-field-currency = currency
tui-field-rate = rate
tui-field-gross = gross
tui-field-net = net
tui-field-vat = VAT
tui-field-gross-local = gross in local currency
tui-field-issued = date of issue
tui-field-fulfilled = date of fulfilment
tui-field-due = due date
tui-field-paid = date of payment
tui-field-seller = seller
tui-field-buyer = buyer
tui-field-name = name
tui-field-tax-number = tax number
tui-field-comment = comment
tui-field-tags = tags
tui-field-nav = NAV
tui-field-quantity = quantity
tui-field-unit = unit
tui-field-net-unit-amount = unit price
tui-field-net-amount = net
tui-field-vat-amount = VAT amount
tui-field-gross-amount = gross
tui-field-vat-summary = VAT summary
tui-field-related = related documents
tui-field-discount = discount

# Nothing to show.
tui-empty-companies = No company yet.
tui-empty-companies-hint = Quit with q and add one:
    faktura company add "My Company" --provider billingo
    Or look around in a pretend account first:
    faktura --demo
tui-empty-invoices = No invoices yet.
tui-empty-invoices-hint = Press S to sync every company.
tui-empty-found = Nothing matches.
tui-empty-found-hint = Press Esc to take the filter away, or / to change it.
tui-empty-detail = No invoice is open.
tui-empty-detail-hint = Press 2 and choose one with Enter.
tui-gone-detail = This invoice is no longer here.
tui-gone-detail-hint = Its company was removed. Press Esc to go back to the list.
tui-empty-log = No sync has run yet.
tui-empty-log-hint = Press S to sync every company; each run leaves a line here.
tui-gone-run = This run is no longer here.
tui-gone-run-hint = Press Esc to go back to the list.

# Last line.
tui-key-open-company = invoices
tui-key-open = open
tui-key-open-run = errors
tui-key-sync = sync
tui-key-sync-all = sync all
tui-key-cancel = cancel sync
tui-key-find = find
tui-key-filter = filter
tui-key-sort = sort
tui-key-reverse = reverse
tui-key-all = all companies
tui-key-keep = keep
tui-key-give-up = as before
tui-key-back = back
tui-key-next = next
tui-key-previous = previous
tui-key-ask = payments, NAV, link
tui-key-sort-apply = sort by this
tui-key-close = close
tui-key-confirm = choose
tui-key-other = the other
tui-key-quit-now = quit
tui-key-stay = stay
tui-key-help = help
tui-key-quit = quit

# Help.
tui-help-here = Here
tui-help-moving = Moving
tui-help-everywhere = Everywhere
tui-help-query = What the filter understands
tui-help-query-text = petz inv-2025           words in number, partner, tax number, comment
    status:overdue          paid, outstanding, overdue, partially_paid…
    partner:"petz aladár"   a phrase
    gross>=100000           amounts: = < <= > >=, or 1000..5000
    issued:2025-01..2025-03 due<today paid:last-month
    company:medka currency:eur type:invoice has:warning
    -status:paid            not; “or” and ( ) combine
tui-help-open-company = open its invoices
tui-help-open-invoice = open the invoice
tui-help-open-run = show what the run did and its errors
tui-help-sync = sync this company
tui-help-sync-all = sync every company
tui-help-cancel = end the running sync after the page at hand
tui-help-reload = read everything again
tui-help-find = find among all invoices
tui-help-dismiss = take the notice away
tui-help-filter = filter as you type
tui-help-sort = choose the column to sort by
tui-help-reverse = turn the order round
tui-help-all = invoices of all companies
tui-help-back-invoices = take the filter away, then back
tui-help-back-list = back to the list
tui-help-back-companies = back to the companies
tui-help-keep = keep the filter, back to the list
tui-help-give-up = the filter as it was before
tui-help-next = next invoice of the list
tui-help-previous = previous invoice of the list
tui-help-next-run = next run of the list
tui-help-previous-run = previous run of the list
tui-help-ask = ask the provider for payments, NAV state, public link
tui-help-sort-apply = sort by this column; again turns it round
tui-help-close = close
tui-help-confirm = do what is marked
tui-help-other = mark the other
tui-help-quit-now = quit and end the sync
tui-help-stay = stay
tui-help-down = down
tui-help-up = up
tui-help-page-down = a page down
tui-help-page-up = a page up
tui-help-first = to the top
tui-help-last = to the end
tui-help-help = this help
tui-help-quit = quit
tui-help-tab-1 = companies
tui-help-tab-2 = invoices
tui-help-tab-3 = detail
tui-help-tab-4 = sync log
tui-help-next-tab = next tab
tui-help-previous-tab = previous tab
tui-help-redraw = draw the screen anew
tui-help-suspend = to the shell; “fg” comes back
tui-more-below = { $count ->
    [one] { $count } more line below
   *[other] { $count } more lines below
}

# Panels.
tui-sort-title = Sort by
tui-confirm-running = { $count ->
    [one] A sync is running.
   *[other] { $count } syncs are running.
}
tui-confirm-nothing-lost = What was fetched is kept; the next sync goes on from there.
tui-confirm-handed-over = Another faktura that is open here goes on with what runs.
tui-confirm-hand-over = Quit and hand over
tui-confirm-stay = Stay
tui-confirm-quit = Quit and cancel the sync

# The terminal.
tui-error-no-terminal = The screen needs a terminal.
tui-error-no-terminal-hint = For scripts and cron there is “faktura --headless”.
tui-error-terminal = The terminal failed: { $detail }
tui-tab-reports = Reports
tui-report-aging = Aging
tui-report-months = Months
tui-report-partners = Partners
tui-report-cash = Cash
tui-report-statuses = Statuses
tui-report-companies = Companies
tui-report-late = Late
tui-report-month = Month
tui-report-week = Week
tui-report-expected = Expected
tui-report-together = Together
tui-report-sum = together
tui-empty-report = There is nothing to report.
tui-empty-report-hint = Press S to sync every company, or ← and → for another report.
tui-help-tab-5 = reports
tui-help-open-report = the invoices behind a row
tui-help-next-report = next report
tui-help-previous-report = previous report
tui-help-currency = next currency
tui-key-open-report = invoices
tui-key-next-report = next report
tui-key-currency = currency
