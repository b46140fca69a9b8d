# The screens.
tui-tab-companies = Companies
tui-tab-invoices = Invoices
tui-tab-detail = Detail
tui-tab-log = Log

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
tui-col-open = Open
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
tui-col-unchanged = Unchanged
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
tui-never = never
tui-health-deferred = the service asked to wait until { $until }
tui-health-disabled = disabled: E enables it
tui-health-no-key = no API key: L sets it
tui-health-service-lost = its service is not known since a repair: faktura company add "{ $name }" --provider NAME
tui-health-never = never synced; press s
tui-health-damaged = its data was damaged and is not shown; press s to fetch all of it again
tui-health-incomplete = records of it are damaged, so nothing of it is shown; press s to fetch all of it again
tui-health-books-damaged = records of its own books are damaged, so nothing of it is shown; “faktura check” says how to restore them
tui-health-numbers-behind = the store went back in time: numbers of { $name } were given that it does not know. Restore the newer state, or run faktura books skip-lost
tui-health-key-lost = its sealed key or identity.age is gone or cannot be used: put it back, or L sets a key
tui-incomplete = figures are incomplete, data of { $companies } was damaged: press S to fetch it again
tui-incomplete-books = figures are incomplete, records of the own books of { $companies } were damaged: “faktura check --repair” restores them
tui-health-stale = last success { $age }; press s
tui-health-partial = { $count ->
    [one] { $count } invoice was skipped; tab 4 says why
   *[other] { $count } invoices were skipped; tab 4 says why
}
tui-health-nav-refused = NAV does not have the report of { $count ->
    [one] { $count } invoice
   *[other] { $count } invoices
}; find: has:nav_refused
tui-health-failed = the last sync failed { $age }; tab 4 tells more
tui-health-failed-why = failed { $age }: { $reason }
tui-progress-of = { $done } of { $total }
tui-progress-done = { $count } so far
tui-progress-rate = { $count }/s
tui-progress-left = { $time } left
tui-progress-quota = quota { $left } of { $limit }
tui-progress-waiting = the service wants a pause until { $until }
tui-own-none-issued = own books: nothing is issued yet
tui-about-own = own books
tui-about-no-key = no API key
tui-about-key = key set { $set }
tui-about-key-ending = key set { $set }, ends …{ $ending }
tui-about-run = { $started } · { $mode } · { $created } new, { $updated } changed, { $skipped } skipped
tui-sync-no-company = There is no company to sync.
tui-sync-disabled = This company is disabled.
tui-sync-no-key = This company has no API key.
tui-sync-running = It is syncing already.
tui-own-vat = { $name } keeps its books here: the VAT of its documents is set on each line, or for its client or the books.
tui-own-no-service = { $name } keeps its books here: no service has them, so there is nothing to sync and no key or login to set or test.
tui-cancelling = Cancelling after the current page…
tui-no-sync-runs = No sync is running.

# What syncs did.
tui-ended-completed = { $created } new, { $updated } changed{ $vanished ->
    [0] {""}
   *[other] , { $vanished } vanished
}
tui-ended-together = { $count } companies synced: { $all ->
    [0] nothing new
   *[other] { $created } new, { $updated } changed
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
tui-run-counts = { $processed ->
    [one] { $processed } invoice seen
   *[other] { $processed } invoices seen
}: { $created } new, { $updated } changed, { $unchanged } unchanged, { $skipped } skipped, { $vanished } vanished · { $items ->
    [one] { $items } line item
   *[other] { $items } line items
} · { $calls ->
    [one] { $calls } request
   *[other] { $calls } requests
}
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
tui-state-overdue-part = overdue { $count } d · part paid
tui-status-expired = expired
tui-status-none = nothing to pay
tui-status-outstanding = outstanding
tui-status-paid = paid
tui-status-partially-paid = part paid
tui-type-advance = advance
tui-type-bill = bill
tui-type-bill-credit = bill credit
tui-type-cancellation = cancellation
tui-type-cert-of-completion = certificate
tui-type-credit-note = credit note
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
tui-type-refund = refund
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
tui-method-aruhitel = consumer loan
tui-method-barion = Barion
tui-method-ep-kartya = health fund card
tui-method-paylike = Paylike
tui-method-payoneer = Payoneer
tui-method-paypal = PayPal
tui-method-paypal-utolag = PayPal afterwards
tui-method-payu = PayU
tui-method-pick-pack-pont = Pick Pack Pont
tui-method-skrill = Skrill
tui-method-transferwise = Wise
tui-method-upwork = Upwork
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
tui-nav-empty-organization-country-code = country of the company is missing
tui-nav-empty-partner-country-code = country of the partner is missing
tui-nav-empty-tax = tax number is missing
tui-nav-forbidden = refused: no right to report
tui-nav-invalid-address = address is not valid
tui-nav-invalid-client = user of NAV is not valid
tui-nav-invalid-conversion-rate = exchange rate is not valid
tui-nav-invalid-customer = partner is not valid
tui-nav-invalid-invoice-reference = reference to another invoice is not valid
tui-nav-invalid-postalcode = post code is not valid
tui-nav-invalid-security-user = login of NAV is not valid
tui-nav-invalid-tax = VAT is not valid
tui-nav-invalid-tax-number = tax number is not valid
tui-nav-invalid-user-relation = user of NAV belongs to another company
tui-nav-invalid-vat-data = VAT data are not valid
tui-nav-invoice-number-not-unique = number was reported before
tui-nav-kobak-processing = login at NAV is being processed
tui-nav-missing-document-item-name = an item has no name
tui-nav-no-online-szamla-settings = NAV is not set up
tui-nav-non-exist-tax-number = no such tax number
tui-nav-not-registered-customer = company is not registered at NAV
tui-nav-not-unique = reported twice
tui-nav-user-has-invalid-kobak = login at NAV is not valid
tui-nav-user-hasnot-kobak = no login at NAV
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
tui-empty-companies-hint = Press A to add one of Billingo by its API key.
    QuickBooks or Xero: press : and type logins. Own books: press t.
    Or quit with q and look around:
    faktura --demo
tui-empty-companies-there = Press 1, then A to add the first one: its name, its API key, and its invoices come.
tui-empty-companies-ask = An administrator adds the first one.
tui-empty-invoices = No invoices yet.
tui-empty-invoices-hint = Press S to sync every company.
tui-empty-invoices-ask = They come with the next sync.
tui-empty-own-hint = Own books are not synced: press : and type drafts to issue an invoice.
tui-empty-found = Nothing matches.
tui-empty-found-hint = Press Esc to clear the filter, or / for another one.
tui-empty-found-hint-here = Press a to look in all companies, Esc to clear the filter, or / for another one.
tui-nothing-here = Nothing is here.
tui-empty-detail = No invoice is open.
tui-empty-detail-hint = Press 2 and choose one with Enter.
tui-gone-detail = This invoice is no longer here.
tui-gone-detail-hint = Its company was removed. Press Esc to go back to the list.
tui-empty-log = No sync has run yet.
tui-empty-log-hint = Press S to sync every company; each run leaves a line here.
tui-empty-log-ask = Each sync leaves a line here.
tui-gone-run = This run is no longer here.
tui-gone-run-hint = Press Esc to go back to the list.

# Last line.
tui-key-open-company = invoices
tui-key-open = open
tui-key-open-run = errors
tui-key-sync = sync
tui-key-sync-all = sync all
tui-key-cancel = cancel sync
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
tui-key-yes = yes
tui-key-help = help
tui-key-quit = quit

# Help.
tui-help-here = Here
tui-help-moving = Moving
tui-help-everywhere = Everywhere
tui-help-query = What the filter understands
tui-help-query-text = petz inv-2025           words in number, partner, tax number, comment, items
    status:overdue          paid, outstanding, overdue, partially_paid…
    partner:"petz aladár"   a phrase
    gross>=100000           amounts: = < <= > >=, or 1000..5000
    issued:2025-01..2025-03 due<today due:none paid:last-month days>30
    company:medka currency:eur item:hosting has:warning
    -status:paid            not; “or” and ( ) combine
tui-help-open-company = open its invoices
tui-help-open-invoice = open the invoice
tui-help-open-run = show what the run did and its errors
tui-help-sync = sync this company
tui-help-sync-all = sync every company
tui-help-cancel = cancel the running sync (after the current page)
tui-help-reload = read everything again
tui-help-dismiss = take the notice away
tui-help-filter = new filter; ↑ brings back the last one
tui-help-sort = choose the column to sort by
tui-help-reverse = reverse the order
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
tui-help-yes = yes: do it
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
tui-report-fulfilled = By fulfilment
tui-report-vat = VAT
tui-report-rate = VAT rate
tui-total-uncounted = no turnover
tui-report-partners = Partners
tui-report-cash = Cash
tui-report-statuses = Statuses
tui-report-companies = Companies
tui-report-days = Days
tui-report-day = Day
tui-report-paid = By payment
tui-report-paid-month = Month paid
tui-report-delay = Payment delay
tui-report-late = Late
tui-report-month = Month
tui-report-week = Week
tui-report-expected = Expected
tui-report-together = Cumulative
tui-report-sum = total
tui-report-bar = Bar
tui-report-credit = Credit
tui-empty-report = There is nothing to report.
tui-empty-report-hint = Press S to sync every company, or ← and → for another report.
tui-empty-report-ask = The figures come with the next sync; ← and → lead to another report.
tui-help-tab-5 = reports
tui-help-open-report = the invoices behind a row
tui-help-next-report = next report
tui-help-previous-report = previous report
tui-help-currency = next currency
tui-key-open-report = invoices
tui-key-next-report = next report
tui-key-currency = currency
tui-tab-changes = Changes
tui-help-title = Help
tui-palette-title = Commands
tui-palette-hint = type a command, a view, a company; or “inv” and a query
tui-palette-find = Invoices: { $query }
tui-palette-view = View: { $name }
tui-palette-company = Company: { $name }
tui-pick-hint = type to narrow
tui-pick-none = Nothing matches.
tui-views-title = Views
tui-views-hint = type to narrow, or a new name to save what is shown
tui-views-save = Save what is shown as “{ $name }”
tui-view-saved = Saved as “{ $name }”.
tui-view-overdue = Overdue
tui-view-due-this-week = Due this week
tui-view-unpaid-90 = Unpaid for over 90 days
tui-view-changed = Changed since yesterday
tui-view-warnings = With warnings
tui-view-drafts = Drafts
tui-view-largest = Largest unpaid
tui-view-vanished = Vanished at the provider
tui-columns-title = Columns
tui-columns-automatic = automatic
tui-copy-title = Copy
tui-copy-number = number
tui-copy-row = row
tui-copy-table = table of what is marked or found
tui-copy-partner = partner
tui-copy-tax-number = tax number
tui-copy-iban = IBAN
tui-copy-ticket = command that opens this again
tui-copy-unknown = That is not known here; an IBAN is once the invoice is open.
tui-copied = Copied: { $text }
tui-copied-rows = { $count ->
    [one] { $count } row was copied.
   *[other] { $count } rows were copied.
}
tui-copy-too-many = { $total } rows are too many to copy (at most { $most }); e exports them.
tui-copy-too-long = That is too much for a terminal's clipboard; e exports it.
tui-export-title = Export
tui-export-csv = for every program
tui-export-xlsx = a workbook, with the items
tui-export-json = one object, for scripts
tui-export-ndjson = an invoice a line, for scripts
tui-export-book = a workbook
tui-export-lines = a record a line, for scripts
tui-export-done = { $count ->
    [one] { $count } invoice → { $place }
   *[other] { $count } invoices → { $place }
}
tui-export-masked-json = { $place }: with customers and amounts hidden only CSV and XLSX can be written.
tui-job-missing = PDF of { $number }
tui-pdf-done = { $count ->
    [one] { $count } PDF → { $place }
   *[other] { $count } PDFs → { $place }
}{ $missing ->
    [0] {""}
   *[other] ; { $missing } could not be had
}
tui-settings-title = Settings
tui-set-theme = theme
tui-set-lang = language
tui-set-mask = hide customers and amounts
tui-set-ascii = borders and signs in ASCII
tui-set-calm = reduced motion
tui-set-low-bandwidth = low bandwidth
tui-set-mouse = mouse
tui-theme-terminal = terminal
tui-theme-dark = dark
tui-theme-light = light
tui-theme-contrast = high contrast
tui-theme-safe = colour-blind safe
tui-theme-mono = none
tui-no-colors = none: NO_COLOR or --color never
tui-lang-en = English
tui-lang-hu = Hungarian
tui-jobs-title = Jobs
tui-jobs-none = Nothing runs, and nothing ran yet.
tui-jobs-running = { $count ->
    [one] { $count } job
   *[other] { $count } jobs
}
tui-job-sync = sync of { $name }
tui-job-export = export to { $place }
tui-job-pdf = PDFs to { $place }
tui-job-begins = begins…
tui-job-cancelled = It was cancelled; nothing was left behind.
tui-job-exists = { $place } is there already; choose another name.
tui-job-failed = { $place }: { $detail }
tui-marked = { $count } marked
tui-marks-gone = The marks were of all that was found before, and are gone.
tui-mark-too-long = A range has at most { $most } rows; * marks all that is found.
tui-prompt-file = { $count ->
    [one] Write { $count } invoice to
   *[other] Write { $count } invoices to
}
tui-prompt-rows = { $count ->
    [one] Write { $count } row to
   *[other] Write { $count } rows to
}
tui-prompt-folder = { $count ->
    [one] Save { $count } PDF in the folder
   *[other] Save { $count } PDFs in the folder
}
tui-prompt-hint = For your eyes only (0600); what is there already is not touched.
tui-prompt-masked = Customers and amounts stay hidden in the file.
tui-confirm-jobs = { $count ->
    [one] A job is running.
   *[other] { $count } jobs are running.
}
tui-confirm-jobs-lost = What it has not finished is not kept.
tui-confirm-quit-jobs = Quit and cancel
tui-confirm-no = No
tui-confirm-pdf = Download { $count } PDFs?
tui-confirm-pdf-cost = Each is a request that counts against the provider's quota.
tui-confirm-pdf-yes = Download { $count }
tui-confirm-cancel = End { $count } syncs?
tui-confirm-cancel-yes = End { $count } syncs
tui-confirm-forget = Forget the view “{ $name }”?
tui-confirm-forget-cost = No invoice is touched.
tui-confirm-forget-yes = Forget it
tui-read-only = read-only
tui-read-only-refused = This faktura only reads: nothing can be changed from here.
tui-masked = hidden
tui-masked-on = Customers and amounts are hidden; { $key } shows them again.
tui-masked-off = Customers and amounts are shown.
tui-masked-partners = While customers are hidden, nothing is looked for by their names.
tui-slow-terminal = The terminal is slow: fewer bytes from now on ( , changes that).
tui-configured = The configuration was read.
tui-nothing-failed = Nothing failed.
tui-keys-place = [screen] keys: there is no place “{ $place }”. Possible: { $possible }
tui-keys-action = [screen] keys: “{ $place }” has no action “{ $action }”. Possible: { $possible }
tui-keys-key = [screen] keys: “{ $key }” is no key. Possible: a letter, ctrl-x, alt-x, f1 to f12, enter, space, pgup…
tui-keys-letter = [screen] keys: “{ $key }” is a letter that one types in “{ $place }”.
tui-keys-conflict = [screen] keys: in “{ $place }” the key { $key } would be “{ $first }” and “{ $second }”.
tui-col-at = When
tui-col-what-changed = What changed
tui-col-by-run = Run
tui-period-last-sync = Last sync
tui-period-today = Today
tui-period-yesterday = Since yesterday
tui-period-last-look = Since you last looked
tui-news = Since you last looked ({ $age }): { $new } new, { $paid } paid, { $overdue } newly overdue, { $failed } failed
tui-period-week = 7 days
tui-period-month = 30 days
tui-changes-found = { $count ->
    [one] { $count } change
   *[other] { $count } changes
}
tui-empty-changes = Nothing changed.
tui-empty-changes-hint = Press → for a longer time, or S to sync every company.
tui-from = Where this comes from
tui-from-provider = service
tui-from-first = first seen
tui-from-changed = last changed
tui-key-sync-failed = sync what failed
tui-key-mark = mark
tui-key-views = views
tui-key-columns = columns
tui-key-export = export
tui-key-copy = copy
tui-key-complete = complete
tui-key-older = earlier ones
tui-key-next-warning = next warning
tui-key-pdf = PDF
tui-key-run-changes = what it changed
tui-key-next-period = next period
tui-key-choose = choose
tui-key-remove-view = forget
tui-key-earlier = earlier
tui-key-later = later
tui-key-wider = wider
tui-key-narrower = narrower
tui-key-cancel-job = cancel
tui-key-accept = go on
tui-key-palette = commands
tui-help-sync-failed = sync what failed or lacks something
tui-help-views = views: saved ones, and those built in
tui-help-columns = columns: which, in what order, how wide
tui-help-mark = mark the row, or take its mark away
tui-help-mark-range = mark from the last mark to here
tui-help-mark-all = mark all that is found
tui-help-unmark = take every mark away
tui-help-export = export what is marked, or all that is found
tui-help-pdf = download the PDF, or those of what is marked
tui-help-copy = copy to your own clipboard, also over SSH
tui-help-complete = put in what may come next
tui-help-complete-back = put in the one before
tui-help-older = an earlier query
tui-help-newer = a later query
tui-help-next-warning = to what causes the next warning
tui-help-run-changes = what this run changed
tui-help-next-period = a longer time
tui-help-previous-period = a shorter time
tui-help-choose = choose
tui-help-remove-view = forget the view
tui-help-earlier = an earlier place
tui-help-later = a later place
tui-help-wider = wider
tui-help-narrower = narrower
tui-help-cancel-job = cancel the job
tui-help-accept = begin
tui-help-palette = every command, view and company, by name
tui-help-tab-6 = changes
tui-help-jobs = jobs: what runs and what ran
tui-help-settings = settings: theme, language, mouse…
tui-help-mask = hide customers and amounts, or show them
tui-help-read-config = read the configuration again
tui-strip-success = last success
tui-strip-next = next sync
tui-strip-allowed = next call allowed
tui-strip-now = now
tui-strip-quota = quota left
tui-strip-key = key age
tui-place-everywhere = Everywhere
tui-place-moving = In every list
tui-place-companies = Companies
tui-place-invoices = Invoices
tui-place-filter = Typing a filter
tui-place-detail = One invoice
tui-place-deliveries = Deliveries
tui-place-runs = The log
tui-place-run = One run
tui-place-reports = Reports
tui-place-changes = Changes
tui-place-pick = A list that is narrowed by typing
tui-place-menu = A menu
tui-place-prompt = A line that is asked for
tui-place-confirm = A question
tui-place-editing = Wherever one types
tui-total-local = converted total
tui-masked-pdf = While customers and amounts are hidden no PDF is saved: nothing can be hidden in it.
tui-input-full = The line is full: { $most } characters at most.
tui-position = { $from }–{ $to } of { $total }
tui-history-first-many = { $count } invoices first seen
tui-changes-more = more than { $count } changes
tui-total-received = received
tui-total-found = sum of { $count }
tui-total-marked = sum of { $count } marked
tui-more-sums = { $count ->
    [one] +1 sum
   *[other] +{ $count } sums
}
tui-more-currencies = { $count ->
    [one] +{ $count } currency
   *[other] +{ $count } currencies
}

# Pictures.
tui-help-picture = the picture, or the figures
tui-key-picture = picture
tui-col-months = Issued, 12 months
tui-picture-empty = There is nothing to draw.
tui-picture-small = Not enough room for this picture; press P for the figures.
tui-picture-months = Issued and paid, by month
tui-picture-fulfilled = Fulfilled and paid, by month
tui-picture-series-issued = issued
tui-picture-series-fulfilled = fulfilled
tui-picture-series-paid = paid
tui-picture-aging = Outstanding by age, by company
tui-picture-aging-partners = Outstanding by age, by partner
tui-picture-issued = Issued, by month
tui-picture-delay = Payments by days after the due date
tui-picture-days = Issued, day by day
tui-picture-cash = Expected by week, without what is overdue
tui-picture-running = Expected, added up
tui-picture-duration = Duration of each sync
tui-picture-calls = Calls of each sync
tui-picture-errors = Errors of each sync
tui-picture-weekdays = Mo Tu We Th Fr Sa Su
tui-picture-none = none
tui-picture-less = less
tui-picture-most = most on { $day }: { $amount }
tui-health-login-ended = its login must be renewed: press L, or run “faktura login add --login ID”
tui-health-login-ends = its login ends { $day }: press L to renew it
## Payments and contacts
tui-col-id = Id
tui-col-pay-date = Date
tui-col-amount = Amount
tui-col-pay-direction = Direction
tui-col-reference = Reference
tui-col-unapplied = Unapplied
tui-col-pays = Pays
tui-col-name = Name
tui-col-email = E-mail
tui-col-phone = Phone
tui-col-customer = Customer
tui-col-supplier = Supplier
tui-col-active = Active
tui-pay-state-active = active
tui-pay-state-draft = draft
tui-pay-state-voided = voided
tui-pay-state-deleted = deleted
tui-pay-type-payment = payment
tui-pay-type-prepayment = prepayment
tui-pay-type-overpayment = overpayment
tui-pay-type-refund = refund
tui-pay-type-credit = credit
tui-col-pay-side = From/to
tui-pay-side-issued = customer
tui-pay-side-received = supplier
tui-pay-direction-issued = from customer
tui-pay-direction-received = to supplier
