# What --help, the man pages and the completions say.
help-usage = Usage
help-usage-options = OPTIONS
help-usage-command = COMMAND
help-commands = Commands
help-arguments = Arguments
help-options = Options
help-globals = Everywhere
help-default = default: { $value }

help-mistake-unknown = unexpected option “{ $arg }”
help-mistake-command = unknown command “{ $command }”
help-mistake-value = invalid value “{ $value }” for { $arg }
help-mistake-no-value = { $arg } needs a value
help-mistake-conflict = { $arg } cannot be used with { $other }
help-mistake-missing = missing required { $what ->
    [option] option
   *[other] argument
} { $arg }
help-mistake-utf8 = an argument is not valid UTF-8
help-mistake-other = unexpected argument { $arg }
help-mistake-suggest = Did you mean “{ $word }”?
help-mistake-known = [possible values: { $words }]
help-mistake-hint = For more information, try “{ $command } --help”.

help-cmd-faktura = Every invoice of every company, in one terminal. Without a command: the screen.
help-more-faktura = First steps:
      faktura --demo                                explore a pretend account
      faktura company add NAME --provider billingo  add a company; asks for the API key
      faktura sync                                  fetch its invoices
      faktura                                       open the screen

    Exit codes: 0 done, 1 unexpected, 2 wrong usage, 3 partial, 4 failed, 5 another process has the store and does not answer, 6 configuration or credentials, 7 not allowed, 130 interrupted.
help-arg-home = Keep everything in this folder: config.toml, store/, logs/, identity.age; also FAKTURA_HOME
help-arg-config = Read this configuration file
help-arg-lang = Language
help-arg-color = When to use colours
help-arg-verbosity = Log more; twice for everything
help-arg-quiet = Print only errors and results
help-arg-help = Show this help
help-arg-version = Show the version
help-arg-headless = Sync every enabled company once and exit, as cron does; takes the options of sync
help-arg-screenshots = Draw the screens of the demo into files of this folder
help-arg-demo = Use pretend accounts on this machine; your data is not touched
help-arg-company = Only this company (name, part of the name, or number); may be repeated
help-arg-query = Start with the invoices that match this query
help-arg-tab = Start on this tab
help-arg-full = Fetch all invoices, not only those changed since the last sync
help-arg-verbose = Print a block per company with all counts and errors
help-arg-json = Print JSON

help-cmd-sync = Fetch invoices from the accounting services
help-more-sync = Exit codes: 0 all companies completed, 3 some invoices or companies failed, 4 nothing was synced, 6 there is no company, or every company failed for its key or address, 130 interrupted.
help-cmd-company = Add, show and change companies and their API keys
help-cmd-company-add = Add a company; its API key is tested before it is saved
help-more-company-add = The key is read from standard input (--api-key-stdin) or from FAKTURA_API_KEY; otherwise a terminal asks for it. It is encrypted before it is saved and never shown again.
help-arg-company-add-name = Display name
help-arg-company-add-provider = Accounting service; the default is billingo
help-arg-base-url = Address of the service's API if it is not the default; without TLS on this machine only
help-arg-api-key-stdin = Read the API key from standard input
help-arg-no-test = Save the key without testing it
help-arg-company-add-force = Add it even if the same account is already here as another company
help-cmd-company-list = List the companies
help-cmd-company-show = Show one company, and the numbers missing in its series
help-cmd-company-rename = Rename a company
help-cmd-company-enable = Sync a company again
help-cmd-company-disable = Stop syncing a company; its data stays
help-cmd-company-remove = Remove a company and all of its data; asks twice
help-cmd-company-set-key = Replace a company's API key
help-arg-company-set-key-force = Keep it even if it opens the account of another company
help-cmd-company-test = Test a company's API key
help-arg-company-show-company = Name, part of the name, or number of the company
help-arg-company-rename-company = Name, part of the name, or number of the company
help-arg-company-rename-name = New name
help-arg-company-enable-company = Name, part of the name, or number of the company
help-arg-company-disable-company = Name, part of the name, or number of the company
help-arg-company-remove-company = Name (whole with --yes) or number of the company
help-arg-company-set-key-company = Name, part of the name, or number of the company
help-arg-company-test-company = Name, part of the name, or number of the company
help-arg-yes = Do not ask for confirmation

help-cmd-invoices = List invoices, with their totals per currency
help-more-invoices = A query narrows the list:
      faktura invoices status:overdue currency:eur
      faktura invoices 'partner:"petz aladár"' 'gross>=100000' issued:2025-01..2025-03
      faktura invoices petz -status:paid
      faktura invoices 'days>30' issued:2025.11.05. due:today..+30d
    Words find texts that contain them, whatever the case and the accents. “-” negates, “or” and parentheses combine.
    Fields: status, type, partner, tax, number, company, currency, gross, net, vat, balance, issued, fulfilled, due, paid, changed,
    method, nav, has, item, tag, comment, id, days, direction, provider. Hungarian words work too: státusz:lejárt határidő<ma kelt:múlt-hónap
help-arg-invoices-query = Words and terms to search for
help-arg-sort = Order by this field; -FIELD: largest or newest first
help-arg-limit = Maximum number of rows
help-arg-columns = Columns of the table, separated by commas, by their names in JSON
help-arg-format = Format
help-cmd-invoice = Show one invoice
help-more-invoice = Exit codes: 2 several invoices have this number, 4 no invoice has it.
help-arg-invoice = Number, or the service's identifier
help-arg-pdf = Save the document as PDF; - is standard output
help-arg-history = Also show what changed and when
help-arg-live = Also query the service for payments, the tax authority's answer and the public link
help-cmd-logs = List sync runs, newest first
help-arg-logs-status = Only runs of this status
help-cmd-logs-show = Show one run with its errors
help-arg-run = Number of the run
help-cmd-status = Health of every company
help-more-status = Exit codes, by the worst light: 0 green, 3 yellow, 4 red; 6 there is no company.
help-cmd-export = Write invoices to a file
help-arg-export-file = File; its ending is the format: .csv, .xlsx, .json or .ndjson. - is standard output
help-arg-force = Replace existing files
help-arg-csv = CSV for programs (plain: comma, decimal point), for Excel (excel: the same with a byte order mark) or for a Hungarian Excel (hu: semicolon, decimal comma, byte order mark); default: hu if faktura's own language is set to Hungarian, else plain
help-arg-delimiter = Delimiter of CSV
help-arg-decimal = Decimal mark of amounts in CSV
help-arg-bom = Begin CSV with a byte order mark, by which Excel recognises UTF-8
help-more-export = FILE - is standard output and needs --format; a file of that name is ./-. An existing file is replaced only with --force (exit code 2 otherwise), in one step and only by a complete one; pipes and devices need no --force.
help-arg-export-query = Words and terms to search for; default: all invoices

help-cmd-doctor = Find what could keep this installation from working
help-more-doctor =
    Checks folders, access of groups, the host, disk, identity and keys, limits, clock, terminal, schedule, alerts and backups;
    changes nothing and opens no store. “faktura check” verifies the records.
    Exit codes: 0 no problem, 3 warnings, 4 failures.
help-arg-doctor-online = Send one request to each company's service as well
help-cmd-check = Verify the integrity of the store
help-more-check = A company whose data was damaged is refused until its next sync, which fetches all of its invoices again. Exit codes: 0 no damage, 3 damage found and repaired, 4 damage found.
help-arg-repair = Repair as much as possible
help-cmd-backup = Write everything into one encrypted file
help-arg-backup-file = File to write; - is standard output
help-more-backup = Restoring needs the identity (identity.age): store a copy of it elsewhere. An existing file is replaced only with --force (exit code 2 otherwise).
help-cmd-restore = Verify a backup and replace the store with it
help-arg-restore-file = Backup file
help-arg-restore-identity = The former identity that the backup is sealed to
help-arg-restore-yes = Replace the store's data without asking
help-more-restore = Asks before it replaces data; without a terminal it needs --yes (exit code 2 otherwise). The replaced store is kept beside the new one. API tokens are not in backups.
help-cmd-compact = Return unused space of the store to the disk
help-cmd-key = Manage the encryption key for API keys and backups
help-cmd-key-init = Create the identity if there is none
help-cmd-key-show = Show the path of the identity and its public key
help-cmd-key-rotate = Create a new identity and encrypt every secret to it

help-cmd-audit = Show the audit log: syncs, companies, keys, exports
help-cmd-audit-verify = Verify the audit log; exit code 4 if an entry was changed or removed
help-cmd-serve = Run as a daemon: sync on schedule and serve other faktura processes
help-more-serve = Times, zone and jitter are set under [schedule] in the configuration. SIGHUP reloads it, SIGTERM stops between two commits. assets/faktura.service is a unit for systemd.
help-cmd-schedule = Use the configured times with another scheduler
help-cmd-schedule-print = Print a crontab, systemd timer, launchd job or Task Scheduler entry
help-arg-target = Scheduler
help-cmd-sandbox = Serve a pretend accounting service on this machine
help-arg-port = Port; 0: any free port
help-arg-invoices = Number of invoices
help-arg-seed = Seed; the same number gives the same invoices
help-arg-fault = Fault to inject, such as status=500@3; may be repeated
help-arg-quirks = Also send what the real service sends beyond its specification
help-arg-latency = Delay every answer by this many milliseconds
help-arg-rate-limit = Maximum number of requests a minute per key
help-arg-gzip = Compress answers for clients that accept it
help-arg-today = Last day of the accounts, for the same invoices every day
help-cmd-completions = Write completions for a shell to standard output
help-arg-shell = Shell
help-cmd-man = Write a man page for every command
help-arg-dir = Folder to write to
help-cmd-help = Show the help of a command
help-arg-command = Command
help-cmd-token = Manage API tokens
help-cmd-token-add = Create a token; it is shown once and only its hash is stored
help-arg-token-add-name = Name of the token, such as the program that uses it
help-arg-role = Permission of the token: read only, or everything
help-arg-token-add-company = Only in this company; may be repeated
help-arg-expires = When the token expires
help-cmd-token-list = List the tokens and when they expire
help-cmd-token-revoke = Revoke a token
help-arg-token = Name or number of the token
help-arg-listen = Also serve the HTTP API at this address of this machine, such as 127.0.0.1:8470
help-cmd-alert = Configure and test alerts
help-cmd-alert-list = Show channels, open incidents and alerts waiting to be sent
help-cmd-alert-test = Send a test alert through every channel, or through one
help-more-alert-test = Exit codes: 0 all sent, 3 some sent, 4 none sent, 6 nothing is configured.
help-arg-channel = Channel
help-cmd-alert-set-secret = Save a secret of a channel, encrypted; the terminal asks for it
help-cmd-alert-remove-secret = Remove a secret
help-arg-secret = Secret
help-arg-stdin = Read it from the first line of standard input
help-cmd-report = Show totals and debts by age, month, VAT rate, partner, week, status or company
help-more-report = aging: outstanding by days late. months: by month of issue, or with --by fulfilled of fulfilment (also: report fulfilled). vat: by VAT rate; narrow it with a query such as fulfilled:last-month. partners: largest debts first. cash: expected by week, and cumulative. statuses, companies: the same sums by status and company. Every issued document counts with its sign in its own period, a cancelled one and its cancellation both; drafts, proformas, offers, orders, waybills and vanished documents never. Outstanding and overdue are what is left of unpaid documents; open negative amounts are credit, a column of its own. Currencies never mix.
help-arg-kind = Report
help-arg-by = Date that months are grouped by
help-arg-report-query = Words and terms to search for; default: all invoices
help-arg-report-limit = Maximum number of rows per currency; 0: all. Default for partners in a table: 20
help-arg-nagios = One line and the exit codes of a monitoring plugin: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN
help-arg-read-only = Disable every change: no sync can be started or cancelled
help-arg-low-bandwidth = Reduce output to the terminal: lists turn pages, progress is drawn once a second
help-arg-plain = Line by line, without borders or movement: for screen readers and Braille displays
help-notes = Notes
help-keys = Keys of the screen
