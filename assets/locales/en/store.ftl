# The store.
store-in-use = The store in { $path } is in use by another faktura.
store-in-use-by = The store in { $path } is in use by another faktura (process { $pid }).
store-in-use-hint = Quit that one, or wait until its sync is done, and try again.
store-no-locks = File locks do not work on the file system of { $path }; faktura does not open a store there.
store-stopped = The store in { $path } is in use by process { $pid }, which is stopped (state T).
store-stopped-hint = Let it continue with “kill -CONT { $pid }”, or end it with “kill -KILL { $pid }”: nothing that was committed is lost.
store-newer = The store was written by faktura { $version }, which is newer than this one.
store-newer-hint = Update faktura; the store was not changed.
store-disk-full = There is no space left on the disk of { $path }.
store-no-room = Not enough space on the disk of { $path }: { $free } MB free, { $needed } MB needed.
store-borrowed = { $path } cannot be written to; reading from a copy. Syncs and changes are refused.
store-disk-full-hint = Free some space and try again; what was committed before is safe.
store-read-only = The folder { $path } is not writable.
store-read-only-hint = Check who owns it (it should be you, mode 0700), or name another one with --home.
store-read-only-disk = The file system of { $path } is mounted read-only.
store-read-only-disk-hint = Mount it for writing; the system often makes a disk with errors read-only. Lists, reports, exports, backups to another place and “faktura check” work as it is.
store-file = { $path }: { $detail }
store-misplaced = { $path } is not what belongs there: a file or folder of the store was replaced, such as by a pipe, a device or a folder.
store-misplaced-hint = Move it away, then run “faktura check --repair”, which restores what it can; “faktura restore FILE” replaces the store with a backup.
store-damaged = The store is damaged at { $place }.
store-damaged-hint = “faktura check” shows all damage, “faktura check --repair” repairs what it can, “faktura restore FILE” replaces the store with a backup.
store-set-aside = The database was damaged; it was set aside as { $path }. Run “faktura sync” to fetch the invoices again.
store-set-aside-books = The database was damaged; it was set aside as { $path }. Own books were rebuilt from the journal.
store-set-aside-gone = The database was damaged; it was set aside as { $path }. The journal has not all of own books: see “faktura check”.
store-books-restored = Records of own books could not be read ({ $place }); they were restored from the journal.
store-too-large = { $what } is too large to store.
store-backup = Not a valid backup: { $detail }.
store-database = Database error: { $detail }
store-corrupt = The database is damaged at { $place }.
store-corrupt-hint = The next command sets it aside and begins a new one with what the journal has; “faktura sync” then fetches the invoices of services again.
doubt-all = { $company }: its data was damaged, so nothing of it is shown ({ $place }). Run “faktura sync” to fetch all of its invoices again.
doubt-records = { $company }: records of it are damaged, so nothing of it is shown ({ $place }). Run “faktura sync” to fetch all of its invoices again.
doubt-books = { $company }: records of its own books are damaged, so nothing of it is shown ({ $place }). Run “faktura check --repair”: it restores them from the journal.
doubt-gone = { $company }: own records are lost, in the database and in the journal ({ $place }). Nothing of it is shown. Restore a backup: faktura restore FILE. Without one, go on with what is left: faktura check --repair --give-up "{ $company }"
store-invalid = The store refused a change that breaks its rules ({ $rule }); nothing was written. Please report this.
store-stale = The record { $what } was changed by another user or process meanwhile; nothing was written.
store-stale-hint = Look at it again and repeat the change.
store-queue-full = The outbox is full: at most { $limit } items can wait. Nothing was queued.
store-queue-full-hint = Wait until some are sent, or discard what is not needed.
store-leased = Another process ({ $holder }) syncs this company, at least until { $until }.
store-lease-lost = Another process took over the sync of company { $company }; this one wrote nothing more.
store-leased-hint = See “faktura logs” for how the other sync goes.
store-journal-torn = The journal was cut off at its end; the damaged part was moved to { $path }.
store-journal-lost = The journal lacks entries that it had. “faktura check --repair” writes again what the database has of them; the loss stays in the audit log.
store-told-again = The journal lost entries. What the tables have of them is told again at its end; the rest is lost, and “faktura audit verify” reports it from now on.
store-replayed = The database had lost its last commits; { $count ->
    [one] one came back
   *[other] { $count } came back
 } from the journal, and the next sync fetches the invoices again.

# The store on PostgreSQL.
store-address = The address of the database ([store] url) is not valid: { $detail }.
store-address-hint = Write it as postgres://USER:PASSWORD@HOST:PORT/DATABASE?sslmode=verify-full.
store-unreachable = No connection to the database { $place }: { $detail }
store-unreachable-hint = Check that the database runs and is reachable from here. If the connection broke while something was written, it may be there: look before you repeat it.
store-certificate-hint = Name the authority that signed the certificate of the database with sslrootcert=FILE at the end of the address; the certificate must be for the host that the address names.
store-crowded = The database { $place } takes no more connections: { $detail }
store-crowded-hint = Each process of faktura uses up to 8. Raise max_connections of the database, or the CONNECTION LIMIT of the role, or run fewer processes; then try again.
store-denied = The database { $place } refused: { $detail }
store-denied-hint = Check the user and the password. The role needs the right to create a schema the first time, later USAGE on the schema and SELECT, INSERT, UPDATE and DELETE on its tables; “faktura doctor” names what is missing.
store-foreign-table = The schema { $schema } of the database { $place } has a table { $table } that is not faktura’s.
store-foreign-table-hint = Name another schema at the end of the address, such as ?schema=faktura; faktura makes it where it is not there.
store-table-missing = The database { $place } lacks something that faktura made there: { $detail }
store-table-missing-hint = Restore the database with its own tools, such as pg_restore; “faktura doctor” names what is missing.
store-server-full = The database { $place } has no disk space left; nothing was written.
store-server-full-hint = Free some space on its server and try again.
store-server-read-only = The database { $place } is read-only: a replica, or a server that was told to take no writes.
store-role-passes = The role of faktura on the database { $place } is a superuser or has BYPASSRLS: the row security that keeps companies apart does not hold for it. Give it a role without either.
store-filled = There is something at { $place } already: a store is copied to an empty place only. Nothing was changed.
store-filled-hint = Name a database or schema that faktura has not used yet (schema=NAME at the end of the address), or a folder that is empty or not there.
store-differs = The copy differs from the store it was made of ({ $place }); nothing of it was kept.
store-differs-hint = Run “faktura check” on the store that is copied, then try again.
store-server-read-only-hint = Name the primary server in [store] url.
