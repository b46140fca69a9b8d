# The command line.
cli-error = error:
cli-warning = warning:
cli-hint = hint:
cli-interrupted = Interrupted.
cli-yes = yes
cli-no = no
cli-more-currencies = { $count } more
cli-never = never
cli-seconds = { $seconds } s
cli-deferred-until = The service asks to wait until { $time }.

# Mistakes.
cli-error-key-missing = No API key was given.
cli-error-key-missing-hint = Use --api-key-stdin or FAKTURA_API_KEY, or run the command on a terminal to be asked. A key is never taken from the command line: other users of this machine could read it there.
cli-error-key-unreadable = Standard input does not contain an API key.
cli-error-not-confirmed = Nothing was removed: “{ $name }” stays.
cli-error-needs-yes = Removing “{ $name }” deletes all of its data; without a terminal it cannot be confirmed.
cli-error-removal-needs-yes = “{ $name }” is to be removed; without a terminal that cannot be confirmed.
cli-error-needs-yes-hint = To remove it without confirmation, add --yes.
cli-error-not-in-full = --yes removes nothing for a part of a name: the company is “{ $name }”.
cli-error-not-in-full-hint = Give its whole name or its number.
cli-error-restore-needs-yes = The store has data; without a terminal its replacement cannot be confirmed.
cli-error-restore-needs-yes-hint = To replace it without confirmation, add --yes. The replaced store is kept beside the new one.
cli-error-not-restored = Nothing was restored; the store was not changed.
cli-error-give-up-needs-yes = Without a terminal it cannot be confirmed that lost records are given up.
cli-error-give-up-needs-yes-hint = To give them up without confirmation, add --yes.
cli-error-not-given-up = Nothing was given up.
cli-error-binary = Binary data is not written to a terminal.
cli-error-binary-hint = Redirect standard output to a file or a pipe, or name a file.
cli-error-invoice-not-found = No invoice “{ $wanted }” in the store.
cli-error-invoice-not-found-hint = Run “faktura sync” first, or search for a part of the number: faktura invoices QUERY
cli-error-invoice-ambiguous = { $count } invoices have the number “{ $wanted }”:
cli-error-invoice-ambiguous-hint = Use the id, or add --company.
cli-error-run-not-found = No sync run { $wanted }.
cli-error-run-not-found-hint = “faktura logs” lists the runs.
cli-error-bare-only = { $option } cannot be used before a command.
cli-error-bare-only-hint = Put it after the command if the command has this option, or leave the command out.
cli-error-one-company = The screen shows one company or all: give --company once.
cli-error-which-company = There are { $count } companies; it is not known which one is meant.
cli-error-which-company-hint = Name the company with --company; “faktura company list” shows them.
cli-error-no-terminal = The screen needs a terminal.
cli-error-no-terminal-hint = From cron or a pipe use “faktura --headless”; “faktura help” lists the commands.
cli-error-file = { $path }: { $detail }
cli-error-system = System error: { $detail }

# Questions.
cli-ask-key = API key of “{ $name }” (not shown):
cli-ask-passphrase = Passphrase of the identity (not shown):
cli-ask-remove = Remove “{ $name }” with { $invoices } { $invoices ->
    [one] invoice
   *[other] invoices
}, { $changes } history { $changes ->
    [one] entry
   *[other] entries
}, { $runs } sync { $runs ->
    [one] run
   *[other] runs
} and its API key? What the service has stays there. [y/N]
cli-ask-remove-books = Remove “{ $name }” with { $invoices } { $invoices ->
    [one] invoice
   *[other] invoices
} and all its clients, projects, time, drafts, payments and bank entries? Nothing else has them: make a backup first (faktura backup). [y/N]
cli-ask-remove-name = This cannot be undone. Type its name to remove it:
cli-ask-restore = Replace the store ({ $companies ->
    [one] { $companies } company
   *[other] { $companies } companies
}: { $names }; { $invoices ->
    [one] { $invoices } invoice
   *[other] { $invoices } invoices
}, { $runs ->
    [one] { $runs } sync run
   *[other] { $runs } sync runs
}, { $keys ->
    [one] { $keys } API key
   *[other] { $keys } API keys
}, { $entries ->
    [one] { $entries } audit entry
   *[other] { $entries } audit entries
}) with the backup? Companies, keys, runs and audit entries newer than the backup will be missing; the replaced store is kept in a folder beside it. [y/N]
cli-restore-audit = The audit log of the backup ends earlier: { $count ->
    [one] { $count } entry of this store is not in it.
   *[other] { $count } entries of this store are not in it.
}
cli-ask-restore-unreadable = Replace the store with the backup? Companies, keys, runs and audit entries newer than the backup will be missing; the replaced store is kept in a folder beside it. [y/N]
cli-ask-give-up = Go on with what is left of the books of { $company }? What is lost stays lost, its next invoices begin a new series, and a backup that is restored later replaces what is entered from now on. [y/N]

# Companies.
cli-ask-same-account = { $told } Every total over all companies would count it twice. Continue anyway? [y/N]
cli-company-added = Added “{ $name }” as company { $id }.
cli-company-not-added-hint = Nothing was added. Check the key, or make a new one at { $page }, then run “faktura company add” again.
cli-company-added-next = Next: faktura sync --company { $name }
cli-company-renamed = “{ $old }” is now “{ $name }”.
cli-company-enabled = “{ $name }” is synced from now on.
cli-company-disabled = “{ $name }” is no longer synced; its data stays.
cli-books-enabled = “{ $name }” is enabled. Its books are kept here: nothing is synced.
cli-books-disabled = “{ $name }” is disabled; its books stay, there was nothing to sync.
cli-company-removed = Removed “{ $name }” with { $invoices } { $invoices ->
    [one] invoice
   *[other] invoices
}.
cli-key-works = The key works.
cli-key-kept = Saved the key of “{ $name }”: { $key }.
cli-key-none = no key
cli-key-set = key set { $date }, ends …{ $ending }
cli-key-set-short = key set { $date }

# Headings of columns.
cli-col-id = Id
cli-col-company = Company
cli-col-provider = Service
cli-col-enabled = Synced
cli-col-key = Key
cli-col-light = Light
cli-col-health = Health
cli-col-last-sync = Last sync
cli-col-invoices = Invoices
cli-col-outstanding = Outstanding
cli-col-overdue = Overdue
cli-col-warnings = Warnings
cli-col-status = Status
cli-col-mode = Mode
cli-col-time = Time
cli-col-result = Result
cli-col-method = Method
cli-col-issued = Issued
cli-col-fulfilled = Fulfilled
cli-col-due = Due
cli-col-paid = Paid
cli-col-tax-number = Tax number
cli-col-currency = Currency
cli-col-gross = Gross
cli-col-net = Net
cli-col-vat = VAT
cli-col-comment = Comment
cli-col-nav = NAV
cli-col-run = Run
cli-col-started = Started
cli-col-trigger = By
cli-col-actor = User
cli-col-processed = Processed
cli-col-created = New
cli-col-updated = Changed
cli-col-skipped = Skipped
cli-col-errors = Errors

# Names of fields.
cli-field-address = Address
cli-field-left = Left to pay
cli-field-paid-part = Paid so far
cli-field-number-gaps = Missing numbers
cli-number-gaps-unknown = not known: not every document has been read yet
cli-number-gap = { $first } is missing: between { $previous } and { $next }
cli-number-gap-several = { $first } to { $last } are missing ({ $count }): between { $previous } and { $next }
cli-number-gaps-more = and { $count ->
    [one] 1 more gap
   *[other] { $count } more gaps
 }; all of them: --json
cli-field-legal-name = Name at the service
cli-field-tax-number = Tax number
cli-field-documents = Documents
cli-field-added = Added
cli-field-run = Run
cli-field-started = Started
cli-field-duration = Duration
cli-field-processed = Invoices processed
cli-field-created = created
cli-field-updated = updated
cli-field-unchanged = unchanged
cli-field-skipped = skipped
cli-field-vanished = vanished
cli-field-items = Line items
cli-field-calls = API calls
cli-field-reason = Reason
cli-field-errors = Errors
cli-field-trigger = Started by
cli-field-actor = User

# A sync in words.
cli-count-created = { $count } new
cli-count-updated = { $count } changed
cli-count-unchanged = { $count } unchanged
cli-count-skipped = { $count } skipped
cli-count-vanished = { $count } vanished
cli-count-items = { $count ->
    [one] { $count } item
   *[other] { $count } items
}
cli-count-calls = { $count ->
    [one] { $count } API call
   *[other] { $count } API calls
}
cli-sync-summary = { $total ->
    [one] { $total } company
   *[other] { $total } companies
}: { $how }; { $counts }; { $time }
cli-sync-how = { $ok } synced, { $failed } failed
cli-sync-how-cancelled = { $count } cancelled
cli-sync-key-hint = “{ $name }” needs another key: faktura company set-key { $quoted }
cli-sync-log-hint = Skipped invoices of “{ $name }” and the reasons: faktura logs show { $run }
cli-run-running = running
cli-run-completed = completed
cli-run-partial = partial
cli-run-failed = failed
cli-run-cancelled = cancelled
cli-run-interrupted = interrupted
cli-run-deferred = deferred
cli-mode-full = full
cli-mode-incremental = incremental
cli-mode-reconcile = reconcile
cli-trigger-command = command
cli-trigger-headless = headless
cli-trigger-screen = screen
cli-trigger-schedule = schedule
cli-trigger-api = api
cli-light-green = green
cli-light-yellow = yellow
cli-light-red = red
cli-status-failed = { $company }: the last sync failed ({ $time }): { $reason }
cli-field-failure = Last failure
cli-health-fresh = in sync
cli-health-partial = some invoices skipped
cli-health-nav-refused = NAV refused reports
cli-health-ageing = older than a day
cli-health-stale = older than two days
cli-health-failed = last sync failed
cli-health-never = never synced
cli-health-no-key = no key
cli-health-service-lost = service not known; add it again
cli-health-disabled = disabled
cli-health-damaged = damaged; sync again
cli-health-incomplete = damaged records; sync again
cli-status-doubtful = { $company }: { $count ->
    [one] 1 bank entry was perhaps told before and counts nowhere
   *[other] { $count } bank entries were perhaps told before and count nowhere
 }; `faktura bank list --doubtful`
cli-health-books-damaged = damaged; run faktura check
cli-health-numbers-behind = the store went back in time
cli-health-key-lost = key or identity missing or unusable

# Invoices.
cli-invoices-none = No invoice matches.
cli-invoices-shown = { $shown } of { $invoices }
cli-invoices-overflow = (too large to sum up completely)
cli-invoices-uncounted = (no turnover: drafts, proformas and the like)
cli-export-done = Wrote { $invoices } to { $path }.
cli-export-kept = The file { $path } was left as it is. Run “faktura sync”, then export again; or name a new file.
cli-payment-paid = paid
cli-payment-outstanding = outstanding
cli-payment-partially-paid = partly paid
cli-payment-expired = expired
cli-payment-none = –
cli-payment-overdue = overdue
cli-payment-cancelled = cancelled
cli-payment-vanished = vanished

# One invoice.
cli-history-line = { $time }  { $what }  (run { $run })
cli-history-own = { $time }  { $what }
cli-saved = Saved { $path } ({ $size }).
cli-live-no-payments = no payments
cli-part-seller = Seller
cli-part-buyer = Buyer
cli-part-items = Line items
cli-part-vat = VAT summary
cli-part-warnings = Warnings
cli-part-history = History
cli-part-payments = Payments
cli-part-tax = Tax authority
cli-part-url = Public link
cli-col-quantity = Quantity
cli-col-unit = Unit
cli-col-unit-price = Net unit price
cli-col-vat-rate = Rate
cli-field-name = Name
cli-field-eu-tax-number = EU VAT number
cli-field-postal = Address
cli-field-emails = E-mail
cli-field-phone = Telephone
cli-field-bank = Bank
cli-field-account = Account
cli-field-iban = IBAN
cli-field-swift = SWIFT
cli-field-correction = Correction
cli-field-rate = Rate
cli-field-discount = Discount
cli-field-order = Order number
cli-field-related = Related
cli-field-tags = Tags
cli-field-first-seen = First seen
cli-field-changed = Last changed
cli-field-transaction = Transaction

# Progress.
cli-progress-pages = { $pages ->
    [one] { $pages } page
   *[other] { $pages } pages
}
cli-progress-pages-of = { $pages }/{ $total } { $total ->
    [one] page
   *[other] pages
}
cli-progress-invoices-of = { $count }/{ $total } invoices
cli-progress-rate = { $rate }/s
cli-progress-left = { $time } left
cli-progress-quota = { $left } of { $limit } requests
cli-progress-waiting = waiting for the service until { $time }

# Runs.
cli-logs-none = No sync run matches.

# The store and the identity.
cli-col-damage = Damage
cli-col-place = Place
cli-damage-checksum = checksum mismatch
cli-damage-undecodable = unreadable record
cli-damage-orphan = refers to a missing record
cli-damage-index = wrong index
cli-damage-journal = journal and database differ
cli-damage-missing = missing
cli-damage-lost = damaged before; not whole yet
cli-damage-unusable = cannot be used
cli-damage-closed = encrypted to another identity
cli-check-more = … and { $count } more
cli-check-summary = { $count ->
    [0] Checked { $records } records: OK
    [one] Checked { $records } records: { $count } damaged place
   *[other] Checked { $records } records: { $count } damaged places
}
cli-check-repaired = Repaired: { $count }
cli-check-relisted = Rows of own books written anew: { $count }
cli-check-hint = Run “faktura check --repair” to repair.
cli-check-restore = The rest cannot be repaired: restore the files from a copy, or the store from a backup with “faktura restore FILE”.
cli-check-restore-database = The rest cannot be repaired: restore the database from a backup with its own tools.
cli-check-resync = Company { $id } needs a full sync: faktura sync --company { $id } --full
cli-check-books-lack = Company { $id }: its own books lack records that the journal lost too. Restore the store from a backup: faktura restore FILE. Without one, go on with what is left: faktura check --repair --give-up { $id }
cli-check-books-lack-database = Company { $id }: its own books lack records that the journal lost too. Restore the database from a backup with its own tools. Without one, go on with what is left: faktura check --repair --give-up { $id }
cli-check-given-up = The books of { $company } go on with what is left. Their next numbers begin with { $prefix }, so that no number of a lost invoice is given again; “faktura books edit --prefix TEXT” changes that.
cli-backup-done = Wrote backup { $path } ({ $size }). Restoring it needs identity.age; store a copy of that elsewhere.
cli-restore-done = Restored { $companies ->
    [one] { $companies } company
   *[other] { $companies } companies
}, { $invoices ->
    [one] { $invoices } invoice
   *[other] { $invoices } invoices
}, { $runs ->
    [one] { $runs } run
   *[other] { $runs } runs
}.
cli-restore-books = The numbers of { $company } go on where this backup ends: those of invoices that were issued after it would be given again. If there are any, begin a new series first: faktura books edit --prefix TEXT --company "{ $company }"
cli-restore-aside = The previous store was moved to { $path }.
cli-compact-done = Compacted the store: { $before } → { $after }
cli-copy-copies = copied
cli-copy-compares = compared with the source
cli-copy-contacts = Contacts
cli-copy-changes = Changes
cli-copy-runs = Runs
cli-copy-own = Own records
cli-copy-done = Copied { $from } to { $to }. Everything was read back and compared; the audit log has { $lines ->
    [one] { $lines } line
   *[other] { $lines } lines
}.
cli-copy-next-folder = To work with the copy, put the folder where a home has its store (HOME/store) and open that home: faktura --home HOME. Remove [store] url from its configuration if that names a database. Its secrets open with the same identity.age. Do not work with both: what waits in the outbox would be sent twice.
cli-copy-next = To work with the copy, name its database in [store] url. Its secrets open with the same identity.age. Do not work with both: what waits in the outbox would be sent twice.
cli-copy-changed = Other processes wrote to { $from } meanwhile: the copy has its state from before. Stop the workers, empty the target and copy again.
cli-copy-password = Other users of this machine can read a password in an argument: give the address with --to-stdin.
cli-identity-made = Created an identity. Keep a copy of the file in a safe place: keys and backups cannot be decrypted without it.
cli-identity-there = An identity exists already; nothing was changed.
cli-identity-rotated = Created a new identity and encrypted { $count ->
    [one] { $count } secret
   *[other] { $count } secrets
} to it.
cli-identity-backups = Earlier backups need the old identity: make a new backup.
cli-field-file = File
cli-field-recipient = Public key
cli-man-done = Wrote { $count } pages to { $path }.

# The pretend account.
cli-col-api-key = API key
cli-sandbox-hint = Add one: faktura company add Sandbox --provider billingo --base-url { $url } — Ctrl-C ends it.
cli-demo-banner = demo: pretend accounts, none of your data
cli-demo-headless = Demo: pretend accounts on this machine, in a temporary folder; your data is not touched.
cli-demo-plain = A demo: pretend accounts on this machine; nothing of yours is touched. Syncing them first…
cli-serve-ready = Serving { $path }.
cli-serve-waits = Process { $pid } has the store { $path } open; this one takes over when it ends.
cli-serve-next = Next sync: { $time }
cli-serve-never = No sync is scheduled; set times under [schedule] in the configuration.
cli-serve-begins = Scheduled sync started.
cli-serve-late = Catching up on a missed sync.
cli-serve-reloaded = Configuration reloaded.
cli-serve-stops = Stopping.
cli-error-path-not-said = { $target } has no way to write the path “{ $path }”.
cli-error-path-not-said-hint = Use a folder and a program without such characters in their names, or “faktura serve”, which needs no entry elsewhere.
cli-error-not-said = { $target } cannot express the time “{ $time }”.
cli-error-not-said-hint = Use a simpler time, or “faktura serve”, which supports all of them.
cli-error-zone = { $target } goes by the zone of the machine ({ $machine }), and the schedule by { $zone }: “{ $time }” is not the same time there all year.
cli-error-zone-hint = Use systemd or “faktura serve”, which know zones, or set schedule.zone to the machine's.
cli-error-no-times = The schedule is empty: schedule.times in config.toml has no time.
cli-schedule-store-url = The address of the store is in FAKTURA_STORE_URL, which { $target } does not know. Put it into a file that [store] url_file names.
cli-schedule-zones = Times are those of { $machine }, the machine's zone; the schedule is in { $zone }.
cli-schedule-skipped = Days when the clocks skip one of these times; systemd would skip the sync.
cli-error-threads = The system gives faktura too few threads: { $detail }
cli-error-threads-hint = It needs 16 and the memory for them. Look at “ulimit -u”, “ulimit -v” and, under systemd, TasksMax.
cli-error-files = The system lets faktura open too few files: { $detail }
cli-error-files-hint = Raise the limit: ulimit -n 1024 (under systemd: LimitNOFILE=1024).
cli-col-at = When
cli-col-who = User
cli-col-action = Action
cli-col-subject = Subject
cli-col-from = From
cli-audit-none = The audit log is empty.
cli-audit-whole = Audit log verified: { $count ->
    [one] { $count } entry
   *[other] { $count } entries
}, no gaps or changes.
cli-audit-fault = Audit log: an entry was changed or removed at { $place }.
cli-audit-loss-hint = This loss was recorded and stays on record. Nothing needs to be done, unless “faktura check” finds damage.
cli-serve-listens = The API listens at http://{ $address }.
cli-token-made = Token “{ $name }”, shown this once:
cli-token-none = No tokens; the API cannot be used over the network.
cli-token-revoked = Revoked the token “{ $name }”.
cli-token-all = all
cli-col-name = Name
cli-col-role = Role
cli-col-companies = Companies
cli-col-expires = Expires
cli-col-made-by = Created by
cli-role-admin = admin
cli-role-viewer = viewer
cli-role-member = member
cli-error-expiry = “{ $given }” is not a time in the future.
cli-error-expiry-hint = Use days (90d, at most 3650d), a last day (2027-06-30) or “never”.
cli-alert-none-set = No alert can be sent: the configuration has no channel under [alerts].
cli-alert-went = { $channel }: sent
cli-alert-failed = { $channel }: { $why }
cli-alert-secret-set = Saved the secret “{ $name }”, encrypted.
cli-alert-secret-removed = Removed the secret “{ $name }”.
cli-alert-secret-since = { $name } (set { $day })
cli-ask-secret = { $name ->
    [webhook-url] Address of the webhook
    [webhook-secret] Secret that signs what goes to the webhook
    [smtp-password] Password of the mail server for alerts
    [mail-password] Password of the mail server
    [slack-webhook] Address of the webhook at Slack
    [slack-token] Token of the bot at Slack
   *[other] { $name }
 }:
cli-field-channels = Channels
cli-field-secrets = Secrets
cli-field-incidents = Open incidents
cli-field-waiting = Waiting to be sent
cli-col-alert = Alert
cli-col-since = Since
cli-col-told = Sent
cli-col-channel = Channel
cli-col-tries = Tries
cli-col-next = Next try
cli-col-why = Reason
cli-channel-command = command
cli-channel-webhook = webhook
cli-channel-email = e-mail
cli-alert-kind-failed = failed
cli-alert-kind-partial = partial
cli-alert-kind-deferred = deferred
cli-alert-kind-stale = stale
cli-alert-kind-login-ends = login ends
cli-alert-kind-nav-refused = NAV refused
cli-alert-kind-undelivered = mail refused
cli-alert-kind-overdue = overdue
cli-alert-kind-lost = documents lost
cli-alert-kind-recovered = recovered
cli-error-secret-missing = No secret was given.
cli-error-secret-missing-hint = Type it on a terminal, or pass it as the first line of standard input with { $option }.
cli-report-more = { $count ->
    [one] One more row; --limit 0 shows all.
   *[other] { $count } more rows; --limit 0 shows all.
}
cli-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
cli-col-late = Late
cli-col-month = Month
cli-col-fulfilled-month = Month of fulfilment
cli-col-day = Day of issue
cli-col-paid-month = Month of payment
cli-col-delay = Paid
cli-col-rate = VAT rate
cli-col-credit = Credit
cli-report-by = --by goes with “report months”: issued, fulfilled or paid.
cli-col-week = Week
cli-col-expected = Expected
cli-col-oldest = Oldest
cli-col-running = Cumulative
cli-col-partner = Partner
cli-restored-tokens = { $count ->
    [one] 1 token is no longer valid: backups contain no tokens.
   *[other] { $count } tokens are no longer valid: backups contain no tokens.
}
cli-error-columns = “{ $columns }” is not a list of columns. Use names separated by commas, each with a width if wanted: number,partner:30,gross
cli-login-open = Open this address in a browser, and consent at { $title }:
cli-login-adds-writing = This consent asks { $title } for permission to write as well: invoices, payments and contacts can be pushed with it.
cli-login-then = Then finish with “faktura login finish { $login }”, and paste the whole address that the browser was sent to. You have ten minutes.
cli-login-waiting = Waiting for the browser to come back to { $uri }. If it runs on another machine, press Ctrl-C and paste its address with “faktura login finish { $login }”.
cli-login-ask-secret = Client secret of your app (it stays hidden):
cli-login-paste = Paste the whole address that the browser was sent to (it stays hidden):
cli-login-page = <!DOCTYPE html><html><body><p>The answer arrived: the terminal says how it goes on. You can close this page.</p></body></html>
cli-login-late = No answer came within ten minutes.
cli-login-late-hint = If the browser showed an error, the service never answered here: compare the client id, the redirect address (exactly as registered) and the permissions with the app's registration, then begin again.
cli-login-choose = The login opens several companies:
cli-login-ask-choice = Numbers of the companies to connect, such as 1,3:
cli-login-not-chosen = The login works, but no company was chosen. It opens: { $known }
cli-login-choose-hint = Connect with “faktura login finish { $login } --tenant ID”, or all of them with “--all-tenants”.
cli-login-connected = Connected { $name } (company { $id }).
cli-login-none = There is no login. Connect with “faktura login add quickbooks” or “faktura login add xero”.
cli-login-works = Login { $login } works; it opens { $count ->
    [one] one company.
   *[other] { $count } companies.
  }
cli-login-ask-remove = Remove login { $login }? Its companies and their data stay. (y/N)
cli-login-removed = Removed login { $login }; { $count ->
    [0] it had no company.
    [one] its company stays, disconnected.
   *[other] its { $count } companies stay, disconnected.
  }
cli-login-state-authorising = waits for consent
cli-login-state-active = active
cli-login-state-expired = expired
cli-login-state-revoked = revoked
cli-login-state-error = app refused
cli-login-state-refused = consent refused
cli-login-state-late = consent ran out
cli-login-refused = Login { $login }: consent was refused at { $title } ({ $reason }). Ask for it again with “faktura login add --login { $login }”, or remove the login with “faktura login remove { $login }”.
cli-login-ran-out = Login { $login }: nothing came back from { $title } within ten minutes. Ask for consent again with “faktura login add --login { $login }”, or remove the login with “faktura login remove { $login }”.
cli-col-login-state = State
cli-col-login-renewed = Renewed
cli-col-login-renew-by = Renew by
cli-login-reason = Reason
cli-login-client = Client id
cli-login-redirect = Redirect address
cli-login-scopes = Permissions
cli-login-writes = May write
cli-login-ends = Ends for good
cli-error-address-missing = The address that the browser was sent to is missing.
cli-error-address-missing-hint = Give it with “--redirect-stdin” on standard input.
cli-health-login-ended = login must be renewed
cli-health-login-ends = login ends soon

## Payments and contacts
cli-error-record-ambiguous = { $count } companies have a record “{ $wanted }”.
cli-error-record-ambiguous-hint = Name the company with --company.
cli-payments-none = No payment matches.
cli-contacts-none = No contact matches.
cli-col-payments = Payments
