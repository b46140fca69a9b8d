# What --help, the man pages and the completions say.
help-usage = Usage
help-usage-options = OPTIONS
help-usage-command = COMMAND
help-commands = Commands
help-arguments = Arguments
help-options = Options
help-globals = Everywhere
help-default = otherwise { $value }

help-mistake-unknown = There is no option “{ $arg }”.
help-mistake-command = There is no command “{ $command }”.
help-mistake-value = “{ $value }” will not do for { $arg }.
help-mistake-no-value = { $arg } needs a value.
help-mistake-conflict = { $arg } and { $other } do not go together.
help-mistake-missing = Something is missing: { $arg }
help-mistake-utf8 = An argument is not valid text (UTF-8).
help-mistake-other = This cannot be understood: { $arg }
help-mistake-suggest = Did you mean “{ $word }”?
help-mistake-known = It may be: { $words }
help-mistake-hint = “{ $command } --help” tells what there is.

help-cmd-faktura = Every invoice of every company, in one terminal. Without a command: the screen.
help-more-faktura = First steps:
      faktura --demo                                look around in a pretend account
      faktura company add NAME --provider billingo  add a company; the key is asked for
      faktura sync                                  fetch its invoices
      faktura                                       look at them

    Exit codes: 0 done, 1 unexpected, 2 wrong usage, 3 partial, 4 failed, 5 another process has
    the store and does not answer, 6 configuration or credentials, 7 not allowed, 130 interrupted.
help-arg-home = Keep everything in this folder: config.toml, store/, logs/, identity.age; also FAKTURA_HOME
help-arg-config = Read this configuration file
help-arg-lang = Language
help-arg-color = When to use colours
help-arg-verbosity = Log more; twice for everything
help-arg-quiet = Say nothing but errors and what was asked for
help-arg-help = Show this help
help-arg-version = Show the version
help-arg-headless = Sync every enabled company once and exit, as cron does; takes the options of sync
help-arg-screenshots = Draw the screens of the demo into files of this folder
help-arg-demo = Use a pretend account on this machine; nothing of yours is touched
help-arg-company = Only this company; may be repeated
help-arg-query = Begin with the invoices that this query finds
help-arg-tab = Begin on this tab
help-arg-full = Walk the whole account, also where its changes would do
help-arg-verbose = A block per company with all counts and errors
help-arg-json = JSON for machines

help-cmd-sync = Fetch invoices from the accounting services
help-more-sync = Exit codes: 0 all companies completed, 3 some invoices or companies failed, 4 nothing was synced,
    6 there is no company, or every company failed for its key or address, 130 interrupted.
help-cmd-company = Add, show and change companies and their API keys
help-cmd-company-add = Add a company; its API key is tested before it is kept
help-more-company-add = The key is read from standard input (--api-key-stdin), from the variable FAKTURA_API_KEY, or asked for
    on a terminal. It is sealed before it is kept and never shown again.
help-arg-company-add-name = Name that people will see
help-arg-company-add-provider = Accounting service, such as billingo
help-arg-base-url = Where the service's API is, when not at its usual place; without TLS on this machine only
help-arg-api-key-stdin = Read the API key from standard input
help-arg-no-test = Keep the key without asking the service
help-cmd-company-list = List the companies
help-cmd-company-show = Show one company
help-cmd-company-rename = Give a company another name
help-cmd-company-enable = Sync a company again
help-cmd-company-disable = Sync a company no longer; its data stays
help-cmd-company-remove = Remove a company with everything of it; asks twice
help-cmd-company-set-key = Replace a company's API key
help-cmd-company-test = Test a company's API key
help-arg-company-show-company = Name or number of the company
help-arg-company-rename-company = Name or number of the company
help-arg-company-rename-name = Its new name
help-arg-company-enable-company = Name or number of the company
help-arg-company-disable-company = Name or number of the company
help-arg-company-remove-company = Name or number of the company
help-arg-company-set-key-company = Name or number of the company
help-arg-company-test-company = Name or number of the company
help-arg-yes = Do not ask

help-cmd-invoices = List invoices, with their totals per currency
help-more-invoices = A query narrows the list:
      faktura invoices status:overdue currency:eur
      faktura invoices 'partner:"petz aladár"' 'gross>=100000' issued:2025-01..2025-03
      faktura invoices petz -status:paid
help-arg-invoices-query = Words and terms to look for
help-arg-sort = Order by this field; -FIELD for the largest or newest first
help-arg-limit = At most so many
help-arg-columns = Columns of the table, separated by commas, by their names in JSON
help-arg-format = Format
help-cmd-invoice = Show one invoice
help-more-invoice = Exit codes: 2 several invoices have this number, 4 there is none.
help-arg-invoice = Number, or the service's identifier
help-arg-pdf = Save the document as PDF; - for standard output
help-arg-history = Also what changed on it, and when
help-arg-live = Also ask the service for payments, the tax authority's answer and the public link
help-cmd-logs = List sync runs, newest first
help-arg-logs-status = Only runs of this status
help-cmd-logs-show = Show one run with its errors
help-arg-run = Number of the run
help-cmd-status = Health of every company
help-more-status = Exit codes, by the worst light: 0 green, 3 yellow, 4 red; 6 there is no company.
help-cmd-export = Write invoices to a file
help-arg-export-file = The file; its ending is the format: .csv, .xlsx, .json or .ndjson
help-arg-export-query = Words and terms to look for; all invoices without

help-cmd-check = Look at every record of the store
help-more-check = Exit codes: 0 all is well, 3 there was damage and it was repaired, 4 there is damage.
help-arg-repair = Mend what can be mended
help-cmd-backup = Write everything into one encrypted file
help-arg-backup-file = The file to write
help-cmd-restore = Put a backup in the place of the store, once it is found whole
help-arg-restore-file = The backup
help-cmd-compact = Give space that the store no longer uses back to the disk
help-cmd-key = The identity that API keys and backups are sealed to
help-cmd-key-init = Make the identity, where there is none
help-cmd-key-show = Show where it is, and its public half
help-cmd-key-rotate = Make a new identity and seal every key to it

help-cmd-audit = Who did what: syncs, companies, keys, exports
help-cmd-audit-verify = Tell whether a line was changed or taken away; exit code 4 if so
help-cmd-serve = Stay, share the store with whoever comes, and sync at the configured times
help-more-serve = Times, zone and jitter are in the configuration under [schedule]. SIGHUP reads it again,
    SIGTERM ends between two commits. assets/faktura.service is a unit for systemd.
help-cmd-schedule = The configured times for other schedulers
help-cmd-schedule-print = Print what to put into a crontab, a systemd timer, launchd or the Task Scheduler
help-arg-target = For which
help-cmd-sandbox = Serve a pretend accounting service on this machine
help-arg-port = Port; 0 takes a free one
help-arg-invoices = How many invoices it has
help-arg-seed = The same number makes the same invoices
help-arg-fault = What goes wrong, such as status=500@3; may be repeated
help-arg-quirks = Also what the real service is known to send beyond its specification
help-arg-latency = Every answer takes this many milliseconds longer
help-arg-rate-limit = At most so many requests a minute for each key
help-arg-gzip = Compress answers for those who take it
help-arg-today = The day that the accounts end on, for the same invoices every day
help-cmd-completions = Write completions for a shell to standard output
help-arg-shell = Shell
help-cmd-man = Write a man page for every command
help-arg-dir = The folder to write to
help-cmd-help = Show the help of a command
help-arg-command = The command
help-cmd-token = Who may ask over the network
help-cmd-token-add = Make a token; it is shown once, and only its hash is kept
help-arg-token-add-name = A name for it, such as that of the program that will use it
help-arg-role = What whoever has it may do: read, or everything
help-arg-token-add-company = Only in this company; may be repeated
help-arg-expires = Until when it is good
help-cmd-token-list = Every token, and until when it is good
help-cmd-token-revoke = Take a token back; it lets nobody in from now on
help-arg-token = The token's name or number
help-arg-listen = Also serve the HTTP API at this address of this machine, such as 127.0.0.1:8470
help-cmd-alert = Whom faktura tells what is wrong
help-cmd-alert-list = What is set, what is wrong now, and what waits to be sent
help-cmd-alert-test = Send a test through every channel, or through one
help-more-alert-test = Exit codes: 0 all went, 3 some did, 4 none did, 6 nothing is configured.
help-arg-channel = The channel
help-cmd-alert-set-secret = Seal a secret that a channel needs; it is asked for without showing it
help-cmd-alert-remove-secret = Forget a secret
help-arg-secret = Which
help-arg-stdin = It is the first line of standard input
help-cmd-report = What is owed and how late, by month, by partner
help-more-report = aging: outstanding by days late. months: by month of issue. partners: who owes most.
    cash: expected by week, and together. statuses, companies: the same sums by status and company.
    Only claims that stand count: no drafts, proformas, cancelled or vanished ones. Currencies never mix.
help-arg-kind = Which report
help-arg-report-query = Words and terms to look for; all invoices without
help-arg-report-limit = Rows of each currency at most; 0 for all. Partners in a table: 20
help-arg-nagios = One line and exit codes of a monitoring plugin: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN
help-arg-read-only = Nothing can be changed from here: no sync is started or ended
help-arg-low-bandwidth = Fewer bytes to the terminal: lists turn pages, what runs is drawn once a second
help-arg-plain = Line by line, without borders and movement: for screen readers and Braille lines
help-keys = Keys of the screen
