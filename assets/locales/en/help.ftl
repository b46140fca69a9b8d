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
help-mistake-amount = a number such as 1500.50, with at most 28 digits
help-mistake-date = a day such as 2026-11-29
help-mistake-number = a whole number
help-mistake-suggest = Did you mean “{ $word }”?
help-mistake-known = [possible values: { $words }]
help-mistake-hint = For more information, try “{ $command } --help”.

help-cmd-faktura = Every invoice of every company, in one terminal. Without a command: the screen.
help-more-faktura =
    First steps:
      faktura --demo                                explore a pretend account
      faktura company add NAME --provider billingo  add a company; asks for the API key
      faktura sync                                  fetch its invoices
      faktura                                       open the screen
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
help-arg-provider = Which service the demo pretends; without it, all
help-arg-demo = Use pretend accounts on this machine; your data is not touched
help-arg-company = Only this company (name, part of the name, or number); may be repeated
help-arg-query = Start with the invoices that match this query
help-arg-tab = Start on this tab
help-arg-accept-deletions = Mark as vanished what the companies' accounts no longer have, even if it is all or most of it
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
help-cmd-company-sender = Show or change what a company says of itself on its documents
help-more-company-sender = An invoice goes first: these fields stand where it and the account tell nothing, and give the contact, electronic address and account of e-invoices. An empty text removes a field: --phone ''.
help-arg-company-sender-company = Name, part of the name, or number of the company
help-arg-company-sender-name = Name
help-arg-company-sender-tax-number = Tax number of its own country
help-arg-company-sender-group-tax-number = Tax number of its VAT group
help-arg-company-sender-vat-number = VAT number with the prefix of its country
help-arg-company-sender-registration = Number in the register of companies
help-arg-company-sender-country = Country, two letters
help-arg-company-sender-post-code = Post code
help-arg-company-sender-city = Town
help-arg-company-sender-street = Street and number
help-arg-company-sender-contact = Name of the contact
help-arg-company-sender-phone = Telephone number of the contact
help-arg-company-sender-email = E-mail address of the contact
help-arg-company-sender-endpoint = Electronic address, such as 9910:HU12345678
help-arg-company-sender-iban = Account as IBAN
help-arg-company-sender-account = Account in domestic form
help-arg-company-sender-bic = Identifier of the bank
help-arg-company-sender-bank = Name of the bank
help-cmd-company-buyer = Show or change what is kept of a contact for documents
help-more-company-buyer = The invoice and the contact at the service go first: these fields stand where they tell nothing. The reference and the electronic address serve where the command names no other ones. An empty text removes a field: --email ''.
help-arg-company-buyer-company = Name, part of the name, or number of the company
help-arg-company-buyer-contact = Name or identifier of the contact
help-arg-company-buyer-tax-number = Tax number of its own country
help-arg-company-buyer-vat-number = VAT number with the prefix of its country
help-arg-company-buyer-country = Country, two letters
help-arg-company-buyer-post-code = Post code
help-arg-company-buyer-city = Town
help-arg-company-buyer-street = Street and number
help-arg-company-buyer-email = E-mail address
help-arg-company-buyer-endpoint = Electronic address, such as 9930:DE123456789
help-arg-company-buyer-reference = Reference that it wants on invoices, such as a Leitweg-ID
help-cmd-company-vat = Show or say what words of VAT mean in documents
help-more-company-vat = Services let companies name rates and codes as they like. A meaning is a rate in percent, a category of EN 16931 without VAT (Z zero rated, E exempt, AE reverse charge, K supply within the EU, G export, O outside the scope of VAT) or a reason of own books (AAM, EUFAD37…). It goes before what the word itself says, and changes no stored invoice. The word of lines without one is ''; an empty meaning takes it back.
help-arg-company-vat-company = Name, part of the name, or number of the company
help-arg-company-vat-word = The word, as “vat” of the lines in “faktura invoice NUMBER --json” has it
help-arg-company-vat-means = What it means, such as 20, E or AE
help-arg-yes = Do not ask for confirmation

help-cmd-invoices = List invoices, with their totals per currency
help-more-invoices = A query narrows the list:
      faktura invoices status:overdue currency:eur
      faktura invoices 'partner:"petz aladár"' 'gross>=100000' issued:2025-01..2025-03
      faktura invoices petz -status:paid
      faktura invoices 'days>30' issued:2025.11.05. due:today..+30d
      faktura invoices status:unpaid due:none
    Words find texts that contain them, whatever the case and the accents. “-” negates, “or” and parentheses combine. Fields: status, type, partner, tax, number, company, currency, gross, net, vat, balance, issued, fulfilled, due, paid, changed, method, nav, has, item, tag, comment, id, days, direction, provider, contact. Hungarian words work too (státusz:lejárt határidő<ma kelt:múlt-hónap).
help-arg-invoices-query = Words and terms to search for
help-arg-sort = Order by this field; -FIELD: largest or newest first
help-arg-limit = Maximum number of rows
help-arg-columns = Columns of the table, separated by commas, by their names in JSON
help-arg-format = Format
help-cmd-invoice = Show one invoice
help-more-invoice = Exit codes: 2 several invoices have this number, 4 no invoice has it, or it lacks what the form needs.
help-arg-invoice = Number, or the service's identifier
help-arg-pdf = Save the document as PDF; - is standard output
help-arg-einvoice = Write it as an e-invoice or as data for the tax authority. Forms: ubl, cii, xrechnung-ubl, xrechnung-cii, peppol, nav, factur-x, pdf; - is standard output
help-arg-buyer-reference = The buyer's reference, such as a Leitweg-ID
help-arg-buyer-endpoint = The buyer's electronic address, such as 9930:DE123456789
help-arg-invoice-delivered = Day of delivery, where the invoice tells none
help-arg-history = Also show what changed and when
help-arg-live = Also query the service for payments, the tax authority's answer and the public link
help-cmd-payments = List payments, with their totals per currency and direction
help-more-payments = A query narrows the list:
      faktura payments date:last-month direction:issued
      faktura payments 'partner:"petz aladár"' 'amount>=100000'
      faktura payments invoice:INV-2025-12
    Drafts, voided, deleted and vanished payments are listed and not summed. Exit codes: 3 a company's data is damaged and left out.
help-arg-payments-query = Words and terms to search for
help-cmd-payment = Show one payment and the invoices that it pays
help-more-payment = Exit codes: 2 several companies have a payment with this identifier, 4 no company has it.
help-arg-id = The service's identifier
help-cmd-contacts = List customers and suppliers, with what their open invoices expect
help-more-contacts = A query narrows the list:
      faktura contacts 'outstanding>0' --sort -outstanding
      faktura contacts supplier:true active:true
    Exit codes: 3 a company's data is damaged and left out.
help-arg-contacts-query = Words and terms to search for
help-cmd-contact = Show one customer or supplier
help-more-contact = Exit codes: 2 several companies have a contact with this identifier, 4 no company has it.

help-cmd-logs = List sync runs, newest first
help-arg-logs-status = Only runs of this status
help-cmd-logs-show = Show one run with its errors
help-arg-run = Number of the run
help-cmd-status = Health of every company
help-arg-status-watch = Print it again every so many seconds (5), until Ctrl-C: on a terminal in place, into a pipe only when something changed, with --json a line each time
help-more-status = Exit codes, by the worst light: 0 green, 3 yellow, 4 red; 6 there is no company.
help-cmd-export = Write invoices, payments, contacts or documents to a file
help-arg-records = What is written
help-arg-export-documents = Write the documents of the invoices found as one .zip, in this form: pdf, factur-x, ubl, cii, xrechnung-ubl, xrechnung-cii, peppol, nav
help-arg-export-file = File; its ending is the format: .csv, .xlsx, .json, .ndjson, or .zip with --documents. - is standard output
help-arg-force = Replace existing files
help-arg-csv = CSV for programs (plain: comma, decimal point), for Excel (excel: the same with a byte order mark) or for a Hungarian Excel (hu: semicolon, decimal comma, byte order mark); default: hu if faktura's own language is set to Hungarian, else plain
help-arg-delimiter = Delimiter of CSV
help-arg-decimal = Decimal mark of amounts in CSV
help-arg-bom = Begin CSV with a byte order mark, by which Excel recognises UTF-8
help-more-export = FILE - is standard output and needs --format or --documents; a file of that name is ./-. An existing file is replaced only with --force (exit code 2 otherwise), in one step and only by a complete one; pipes and devices need no --force. An invoice that lacks something for the form of --documents is named and left out: exit code 3, or 4 if none was written.
help-arg-export-query = Words and terms to search for; default: everything

help-cmd-doctor = Find what could keep this installation from working
help-more-doctor = Checks folders, access of groups, the host, disk, identity and keys, limits, clock, terminal, schedule, alerts and backups; changes nothing and opens no store. “faktura check” verifies the records. Exit codes: 0 no problem, 3 warnings, 4 failures.
help-arg-doctor-online = Send one request to each company's service as well
help-cmd-check = Verify the integrity of the store
help-more-check = A company whose data was damaged is refused until its next sync, which fetches all of its invoices again. Own books are restored from the journal; what the journal lost too is in a backup alone, or is given up with --give-up. Exit codes: 0 no damage, 3 damage found and repaired, 4 damage found.
help-arg-repair = Repair as much as possible
help-arg-check-give-up = Own books with lost records that no repair brings back: go on with what is left of them
help-arg-check-yes = Give lost records up without asking
help-cmd-backup = Write everything into one encrypted file
help-arg-backup-file = File to write; - is standard output
help-more-backup = Restoring needs the identity (identity.age): store a copy of it elsewhere. An existing file is replaced only with --force (exit code 2 otherwise).
help-cmd-restore = Verify a backup and replace the store with it
help-arg-restore-file = Backup file
help-arg-restore-identity = The former identity that the backup is encrypted to
help-arg-restore-yes = Replace the store's data without asking
help-more-restore = Asks before it replaces data; without a terminal it needs --yes (exit code 2 otherwise). The replaced store is kept beside the new one. API tokens are not in backups.
help-cmd-compact = Return unused space of the store to the disk
help-cmd-store = Move the store to another place
help-cmd-store-copy = Copy the whole store between files and PostgreSQL
help-more-store-copy = The store of the configuration is copied to an empty place: companies, logins, sealed secrets, records with their histories, runs, own books, bank statements, outbox, tokens and the audit log. Everything is read back and compared before it counts; a copy that fails or is killed leaves the target empty. A store in files is closed for the others meanwhile; from a database its state at one moment is copied. Settings, logs and identity.age are not copied. Exit codes: 0 copied, 3 copied while other processes wrote to the database, 4 nothing copied.
help-arg-store-copy-copy-to = Where to: the address of a PostgreSQL database (postgres://…) or a folder that is empty or not there
help-arg-store-copy-to-stdin = Read the address from the first line of standard input, for one with a password
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
help-arg-set = Setting of the pretend companies, such as custom-numbers=on; may be repeated; an unknown one names all
help-arg-quirks = Also send what the real service sends beyond its specification
help-arg-latency = Delay every answer by this many milliseconds
help-arg-rate-limit = Maximum number of requests a minute per key
help-arg-gzip = Compress answers for clients that accept it
help-arg-today = Last day of the accounts, for the same invoices every day
help-cmd-completions = Write completions for a shell to standard output
help-arg-shell = Shell
help-cmd-man = Write a man page for every command
help-arg-dir = Folder to write to; with “-” the main page goes to standard output
help-cmd-help = Show the help of a command
help-arg-command = Command
help-cmd-token = Manage API tokens
help-cmd-token-add = Create a token; it is shown once and only its hash is stored
help-arg-token-add-name = Name of the token, such as the program that uses it
help-arg-role = What the token may do: viewer reads, member also records time of its own, admin does everything
help-arg-token-add-company = Only in this company; may be repeated
help-arg-expires = When the token expires: in days (90d), on a day (2027-06-30) or never
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
help-cmd-report = Show totals and debts, or time, profit, budgets and forecasts of own books
help-more-report =
    Reports of documents:
      aging        outstanding by days late
      months       by month of issue; --by fulfilled: of fulfilment, --by paid: of payment (also: report fulfilled, report paid)
      days         by day of issue
      delay        paid claims by days between due date and payment
      vat          by VAT rate; narrow it with a query such as fulfilled:last-month
      partners     largest debts first
      cash         expected by week, and cumulative
      statuses     by status
      companies    by company
      syncs        how long each sync took, its calls and its errors, over time; --from, --until and a query of the sync log narrow it
      reconcile    what was written at services against what is there, as push reconcile
    Every issued document counts with its sign in its own period, a cancelled one and its cancellation both; drafts, proformas, offers, orders, waybills and vanished documents never. Outstanding and overdue are what is left of unpaid documents; open negative amounts are credit, a column of its own. Currencies never mix. In JSON, partners and companies also have the last twelve months and the outstanding amounts by days late.

    Reports of own books; --from, --until and a query narrow time and profit:
      time         hours, and how much of them is billable, approved and billed
      profit       what was billed, what the hours cost (person edit NAME --cost AMOUNT), and what an hour brought
      budget       budgets of projects, what is left, and when it ends
      unbilled     approved time that nothing has billed, at today's rates
      forecast     unbilled time, open drafts, recurring invoices, retainers and open documents by month
help-arg-kind = Report
help-arg-by = What rows are grouped by: months by issued, fulfilled or paid; time by client, project, person, tag, week or month; profit by the same without tag; unbilled by client or project
help-arg-report-query = Words and terms to search for; default: all invoices
help-arg-report-limit = Maximum number of rows per currency; 0: all. Default for partners in a table: 20
help-arg-nagios = One line and the exit codes of a monitoring plugin: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN
help-arg-read-only = Disable every change: no sync can be started or cancelled
help-arg-low-bandwidth = Reduce output to the terminal: lists turn pages, progress is drawn once a second
help-arg-plain = Line by line, without borders or movement: for screen readers and Braille displays
help-notes = Notes
help-keys = Keys of the screen
help-examples = Examples
help-exit-codes = Exit codes
help-exit-codes-all = 0 done, 1 unexpected, 2 wrong usage, 3 partial, 4 failed, 5 another process has the store and does not answer, 6 configuration or credentials, 7 not allowed, 130 interrupted.
help-cmd-login = Connect QuickBooks and Xero
help-cmd-login-add = Ask for consent, wait for the browser or the pasted address, and connect companies
help-cmd-login-begin = Begin a consent: print the address to open
help-cmd-login-finish = Finish a consent with the address that the browser was sent to
help-cmd-login-list = List the logins, their state, and when they must be renewed
help-cmd-login-show = Show one login
help-cmd-login-test = Renew a login's access and ask which companies it opens
help-cmd-login-remove = Remove a login; its companies and their data stay
help-arg-service = Accounting service
help-arg-login = Number of the login
help-arg-login-add-login = Renew this login instead of adding one
help-arg-login-begin-login = Renew this login instead of adding one
help-arg-sandbox = Test companies of the service
help-arg-client-id = Client id of your app at the service
help-arg-client-secret-stdin = Read the app's client secret from the first line of standard input (else FAKTURA_CLIENT_SECRET)
help-arg-redirect-uri = Redirect address, exactly as registered with the app
help-arg-identity-url = Root of the authorisation hosts, if not the usual ones
help-arg-login-add-base-url = Root of the API's host, if not the usual one
help-arg-login-begin-base-url = Root of the API's host, if not the usual one
help-arg-write = Ask for permission to write as well
help-arg-tenant = Connect this company, by its identifier or name at the service; may be repeated
help-arg-all-tenants = Connect every company that the consent opens
help-arg-listen-port = Listen on this port instead of the redirect address's
help-arg-redirect-stdin = Read the address from the first line of standard input
help-arg-revoke = Withdraw the whole consent at the service too
help-arg-sandbox-provider = Service to pretend; for quickbooks and xero the address is both --base-url and --identity-url of a login

# Bank.
help-cmd-bank = Import bank statements, and show their entries and accounts
help-cmd-bank-import = Import a statement: camt.052/053/054, MT940, MT942, OFX, MagNet XML, CSV or XLSX
help-more-bank-import = The format is told by the content. CSV and XLSX need a preset (otp, erste, revolut) or a mapping file, which is kept once an import by it succeeded. A refused line stops the whole import. An entry that a file of another form perhaps told before (same account, day and amount, and neither references nor balances prove which it is) counts nowhere until `bank same` or `bank another` decides. Exit codes: 3 some lines were refused and the rest was imported (--skip-refused), or entries wait for a decision; 4 lines were refused and nothing was imported.
help-arg-bank-import-file = File of the statement
help-arg-bank-import-company = Company that the account is of; needed with its first statement only
help-arg-preset = Mapping that comes with faktura, or that was kept
help-arg-mapping-file = Mapping file of the table's columns
help-arg-account = Account number
help-arg-bank-import-account = Account, where the file does not tell it
help-arg-currency = Currency, where the file does not tell it
help-arg-preview = Only show what the file would give
help-arg-skip-refused = Import what is not refused
help-cmd-bank-list = List the entries of statements, the newest first
help-arg-unmatched = Only booked entries that pay nothing yet
help-arg-doubtful = Only entries that a file of another form perhaps told before: they wait for `bank same` or `bank another`
help-cmd-bank-same = Say that doubtful entries are the same money as earlier ones: it counts once
help-more-bank-same = `faktura bank list --doubtful` shows what waits; `faktura bank show ENTRY` tells which entries it may be. `faktura match undo ENTRY` makes it a question again.
help-arg-bank-same-entries = Entries; the beginning of an identifier is enough
help-arg-bank-same-all = All that wait
help-cmd-bank-another = Say that doubtful entries are other money: they count, and can be matched
help-more-bank-another = `faktura bank same ENTRY` changes it while the entry pays nothing.
help-arg-bank-another-entries = Entries; the beginning of an identifier is enough
help-arg-bank-another-all = All that wait
help-cmd-bank-statements = List the statements, each with the proof of its balances
help-cmd-bank-show = Show an entry, or the entries of a statement
help-arg-wanted = Entry or statement; the beginning of its identifier is enough
help-arg-raw = Write the statement's file as it was imported; - is standard output
help-cmd-bank-accounts = Show the cash position: accounts, balances, unmatched entries by age
help-cmd-match = Find and settle what bank entries pay
help-cmd-match-propose = Propose documents for entries that pay nothing yet
help-arg-match-propose-entry = Only for this entry
help-cmd-match-auto = Settle what is certain, and propose the rest
help-more-match-auto = Certain is an entry whose text or reference names documents by their whole numbers, or whose reference is that of a transfer made here: all of them open, in one currency, issued by then, and together exactly its amount, or that with the bank's charges. Another document of such a number, an account that is known as another partner's, the name of another client with a document of that amount, a payment of it that was recorded already, or digits that may be a day, an amount, an order or a client, make it a proposal. What was undone once waits for a person.
help-cmd-match-accept = Settle an entry by its best proposal or by named documents
help-arg-match-accept-entry = Entry; the beginning of its identifier is enough
help-arg-match-accept-invoices = Number or identifier of a document, with an amount where not all of it is paid; for money that goes back, the document or the entry that paid it
help-arg-part = Number of the part of a batch
help-arg-difference = What a difference between the entry and the documents is
help-arg-match-accept-rate = Rate at which an entry of another currency pays the documents, with both currencies: 391.25 HUF/EUR is 391.25 forints for one euro. Without it an entry pays what the bank says was ordered in their currency, or the amounts that are named
help-cmd-match-undo = Take a match back; its documents are open again
help-arg-match-undo-entry = Entry or match; the beginning of its identifier is enough
help-cmd-transfers = Make payments as a file for the bank
help-cmd-transfers-make = Write a pain.001 file that pays received documents or a list
help-more-transfers-make = A list (--payments) has the titles name;account;amount;currency;text;reference;bank;payer;urgent, of which the first three are needed, with payer currency too: payer is the account that pays this payment, urgent is yes or no. Each payment goes from the only account of its currency unless --account or payer names one; the file has a block for each account, currency and level. Accounts are checked. A partner's changed account, one that is also another payee's or the account that pays, one that may be the number of a payment card, a document that was paid before and a payment that stands twice stop the command with a question. Exit codes: 2 an account, amount or document is wrong, 4 rows of the list are refused, or there are questions (--yes answers them).
help-arg-transfers-make-file = File to write; - is standard output
help-arg-transfers-make-invoices = Numbers of received documents
help-arg-payments = List of payments, CSV
help-arg-transfers-make-company = Company that pays
help-arg-transfers-make-account = Account that pays; several times: each pays what is in its currency
help-arg-transfers-make-urgent = Ask for urgent payments (service level URGP), which banks charge more for
help-arg-transfers-make-day = Day of execution; today without it
help-arg-pain-version = Version of pain.001
help-arg-transfers-make-force = Replace the file
help-arg-transfers-make-yes = Answer the questions with yes
help-cmd-transfers-list = List the transfers that were made, and when statements show them
