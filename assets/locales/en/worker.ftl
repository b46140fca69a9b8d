# faktura worker.

help-cmd-worker = Sync, push and send what is due; any number of workers share the work
help-more-worker = A company is due if it was never synced, if its sync was interrupted, or if a time under [schedule] has passed since its last sync. One worker has a company at a time, by a lease that ends by itself if the worker dies. SIGTERM stops between two commits; another worker goes on from there.
help-arg-until-idle = End when nothing is due; exit codes as those of sync
help-arg-worker-companies = Number of companies synced at the same time, 1 to 16; without it sync.companies of the configuration

worker-ready = Working on { $path }.
worker-beside = Process { $pid } has the store { $path }; this one works through it. More workers on one machine share its limits.
worker-idle = Nothing is due.
worker-recovered = The store answers again.

config-store-url = { $place }: { $key } is { $value }, but must be a text with the address of a PostgreSQL database or the path of a file with it.
store-url-left-out = The store is to be on PostgreSQL, but this build of faktura has none.
store-url-left-out-hint = Install a build with the feature “postgres”, or remove store.url and FAKTURA_STORE_URL to use the files of this machine.
store-url-file = The file { $path } with the address of the store cannot be read: { $detail }
store-url-file-hint = Check that it is there and that you may read it; store.url_file names it.
store-shared-maintenance = “{ $command }” is for a store in files; this one is on a database.
store-shared-maintenance-hint = { $command ->
    [compact] The database returns space by itself (autovacuum).
    [backup] Back up the database with its own tools, such as pg_dump or base backups; the identity file is beside it.
    [restore] Restore the database with its own tools.
   *[other] Copy the store to files (faktura store copy --to FOLDER), do it there, and copy that store to an unused schema of the database.
}
worker-at-work = { $name } syncs { $count ->
    [one] one company
   *[other] { $count } companies
}.
worker-lag-companies = { $count ->
    [one] One company is due for a sync
   *[other] { $count } companies are due for a sync
}, the first since { $time }.
worker-lag-queue = { $queue ->
    [alert] Alerts
    [push] Writes
   *[other] Mails
} that are due: { $count }, the first since { $time }.
worker-lag-behind = What other processes commit has not been seen for { $seconds } s.
