# The use cases.
service-no-such-company = No company “{ $wanted }”.
service-no-such-company-hint = “faktura company list” shows the companies.
service-meant-company = Did you mean “{ $name }”?
service-ambiguous-company = “{ $wanted }” fits several companies: { $candidates }{ $more ->
    [0] .
   *[other] {" "}and { $more } more.
}
service-ambiguous-company-hint = Write more of the name, or the number that “faktura company list” shows.
service-no-companies = There is no company yet.
service-no-companies-hint = Add one: faktura company add "My Company" --provider billingo
service-none-enabled = Every company is disabled.
service-none-enabled-hint = Enable one: faktura company enable NAME
service-own-books = “{ $company }” keeps its own books here: it has no account at a service, and no key.
service-name-taken = A company named “{ $name }” exists already.
service-bad-name = Invalid company name “{ $name }”.
service-same-key = This API key is already in use by company { $id }, “{ $company }”.
service-same-account = The account with tax number { $number } is already here as company { $id }, “{ $company }”.
service-same-unseen = This account is already here as another company, which you do not have access to.
service-other-account = This key opens the account with tax number { $told }, and “{ $company }” has { $known }. Nothing was changed.
service-other-account-hint = A full sync would replace the documents of the company by those of another account. Add the account as a company of its own; if the company itself has another tax number now, add --force.
service-same-account-hint = Adding it twice doubles every total over all companies. To do it anyway, add --force.
service-bad-name-hint = A name has 1 to 100 characters, no control characters among them, and at least one that is not a digit.
service-no-such-provider = Unknown provider “{ $wanted }”.
service-no-such-provider-hint = [possible values: { $known }]
service-no-key = { $company } has no API key.
service-no-key-hint = Set it: faktura company set-key "{ $company }"
service-damaged = The data of { $company } was damaged ({ $place }).
service-damaged-hint = Run “faktura sync --company "{ $company }"”: it fetches all invoices again.
service-damaged-books-hint = Run “faktura check --repair”: it restores own books from the journal.
service-gone-hint = The journal lost it too. Restore a backup: faktura restore FILE. Without one, go on with what is left: faktura check --repair --give-up "{ $company }"
service-key-again = The key of { $company } cannot be used. Set it again: faktura company set-key { $id }
service-login-again = What is sealed of the login of { $company } cannot be used. Give your consent again: faktura login add --login { $login }
service-provider-lost = The service and the address of { $company } are not known any more, so it is disabled and nothing is sent. Name them again, with its name as it is here: faktura company add "{ $company }" --provider NAME [--base-url URL]; where the service asks for consent, run faktura login add NAME and remove this company.
service-provider-unknown = The service of { $company } is not known.
service-restore-identity = No identity that is kept here opens it; name the former one with --identity FILE.
service-syncing = { $company } is being synced.
service-syncing-hint = Wait until the sync ends, or cancel it, and try again.
service-no-such-invoice = No invoice “{ $wanted }” in the store.
service-no-such-invoice-hint = “faktura invoices WORDS” finds one by any part of its number, partner or comment; “faktura sync” fetches what is new.
service-no-such-payment = No payment “{ $wanted }” in the store.
service-no-such-payment-hint = “faktura payments WORDS” finds one by any part of its reference, partner or invoice; “faktura sync” fetches what is new.
service-no-such-contact = No contact “{ $wanted }” in the store.
service-no-such-contact-hint = “faktura contacts WORDS” finds one by any part of its name, tax number or e-mail address; “faktura sync” fetches what is new.
service-pdf-not-ready = The provider is still making the PDF of { $number }.
service-pdf-not-ready-hint = Try again in a minute.
service-not-allowed = { $actor } may not do this (role: { $role }).
service-not-allowed-hint = An admin can do it, or give you the role under [access] in the configuration.
service-not-allowed-token-hint = Use a token whose role allows it: faktura token add NAME --role ROLE
service-host-lost = The process that had the store ended before it answered.
service-host-lost-hint = Check whether the change was made; repeat it if not.
service-task-died = A part of faktura ended unexpectedly.
service-task-died-hint = Everything committed is safe. See the log file; please report this.
service-database-rebuilt = The database was rebuilt from the journal; the next sync of every company fetches all its invoices.
service-interrupted = { $count ->
    [one] A sync did not end properly last time (marked INTERRUPTED); the next one goes on where its last page was committed.
   *[other] { $count } syncs did not end properly last time (marked INTERRUPTED); the next ones go on where their last page was committed.
}
# Several processes on one store.
guest-unreachable = Cannot reach the process that has the store: { $detail }.
guest-silent = The process that has the store does not answer.
guest-silent-pid = The process that has the store (process { $pid }) does not answer.
guest-stopped = The process that has the store (process { $pid }) was stopped (state T) before it answered.
guest-silent-hint = If it is stopped or hangs, end it and try again; what was committed is safe.
guest-version = The store is in use by faktura { $version } (process { $pid }), another version than this one.
guest-version-hint = Quit that program or stop its service, then try again.
guest-version-syncs = It is syncing. Try again when the sync is done, or quit that program.
guest-version-yielded = faktura { $version } (process { $pid }) closed the store for this version and waits. Restart it to update it.
guest-refused = You have no role in this store.
guest-refused-hint = Ask its owner to name you, or a group of yours, under [access] in config.toml.
guest-garbled = Invalid answer from the process that has the store: { $detail }.
# Tokens of the HTTP API.
service-no-such-token = No token “{ $wanted }”.
service-no-such-token-hint = “faktura token list” shows the tokens.
service-token-name-taken = A token named “{ $name }” exists already.
service-bad-token-name = Invalid token name “{ $name }”.
service-bad-token-name-hint = A name has 1 to 64 characters, and at least one that is not a digit.
service-token-unknown = Unknown token; it may have been revoked.
service-token-expired = The token “{ $name }” expired at { $time }.
service-token-hint = An admin can create a new one: faktura token add NAME
service-no-randomness = The system provides no random numbers: { $detail }.
service-no-such-secret = “{ $name }” is not set.
service-sync-runs = A sync is running.
service-read-only = Read-only mode: nothing can be changed.
service-read-only-hint = Start faktura without --read-only and without read_only under [screen].
service-backup-place = { $path } belongs to faktura itself; a backup there would destroy it. Name another file.
service-store-closed = The store at { $path } belongs to { $owner }, and { $actor } cannot reach it.
service-store-closed-hint = Ask { $owner } for access: [access] in config.toml gives roles and the group, “faktura doctor” names the closed folders.
service-store-not-served = The store at { $path } belongs to { $owner }, and no process of { $owner } has it open.
service-store-not-served-hint = Ask { $owner } to keep “faktura serve” running.
service-store-owner-only = The store at { $path } belongs to { $owner }: only { $owner } can do this.
service-store-owner-only-hint = Run the command as { $owner }, such as: sudo -u { $owner } faktura …
service-local-address = The address { $url } is on this machine or in a private network; only the owner of the store may name it.
service-local-address-hint = Ask the owner to do it, or to set local_addresses = true under [access] in config.toml.
service-backup-lacks-all = The backup has no invoices of { $company }: its data was damaged ({ $place }). Run “faktura sync”, then make the backup again.
service-backup-lacks-records = The backup lacks damaged records of { $company } ({ $place }). Run “faktura sync”, then make the backup again.
service-backup-lacks-books = The backup lacks damaged records of the own books of { $company } ({ $place }). Run “faktura check --repair”, then make the backup again.
service-copy-nothing = There is no store at { $place } that could be copied.
service-copy-nothing-hint = The store that is copied is the one of this configuration: see --home, [store] url and FAKTURA_STORE_URL.
service-copy-lacks = The store cannot be copied: records of { $company } are missing or damaged ({ $place }).
service-copy-lacks-hint = Run “faktura sync --full”, which fetches them again, or “faktura check --repair”; then copy again.
service-copy-place = The place for the copy is neither a folder nor the address of a PostgreSQL database.
service-copy-address = The address of the database for the copy is not valid: { $detail }.
service-copy-place-hint = Write postgres://USER:PASSWORD@HOST:PORT/DATABASE?sslmode=verify-full or the path of a folder.
service-no-backup = { $path } is not a backup of faktura, or its beginning is damaged.
service-no-backup-hint = Name a file that “faktura backup” wrote.
service-no-such-login = There is no login “{ $wanted }”.
service-login-list-hint = “faktura login list” shows the logins with their numbers.
service-several-pending = Several logins wait for consent; the address belongs to none of them.
service-none-pending = No login waits for consent.
service-no-grant = What was kept of login { $login } cannot be read.
service-by-key = { $provider } connects with an API key, not with a login.
service-by-key-hint = Add the company with “faktura company add NAME --provider { $name }”.
service-by-consent = { $provider } has no API keys; it connects with a login.
service-by-consent-hint = Connect with “faktura login add { $name }”.
service-disconnected = { $company } has no login.
service-other-provider = Login { $login } is at { $provider }.
service-tenants-lost = The login no longer opens: { $companies }.
