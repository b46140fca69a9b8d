# The store.
store-in-use = The store in { $path } is in use by another faktura.
store-in-use-by = The store in { $path } is in use by another faktura (process { $pid }).
store-in-use-hint = Quit that one, or wait until its sync is done, and try again.
store-no-locks = The file system of { $path } has no working file locks; faktura does not open a store there.
store-newer = The store was written by faktura { $version }, which is newer than this one.
store-newer-hint = Update this faktura; the store was left untouched.
store-disk-full = There is no space left on the disk of { $path }.
store-disk-full-hint = Free some space and try again; what was committed before is safe.
store-read-only = The folder { $path } cannot be written to.
store-read-only-hint = Check who owns it (it should be you, mode 0700), or name another one with --home.
store-file = { $path }: { $detail }
store-damaged = The store is damaged at { $place }.
store-damaged-hint = Run “faktura check” for the whole picture and “faktura check --repair” to mend what can be mended; “faktura restore FILE” puts a backup in its place.
store-set-aside = The database could not be opened; it was set aside as { $path }.
store-set-aside-hint = A new one was begun. Runs and history come back from the journal; “faktura sync --full” fetches the invoices again.
store-too-large = { $what } is too large to keep.
store-backup = This is not a backup that can be restored: { $detail }.
store-database = The database failed: { $detail }
store-invalid = The store refused a change that breaks its rules ({ $rule }); nothing was written. Please report this.
store-journal-torn = The journal had lost its end, which should have been whole; what was there is kept as { $path }.
store-journal-lost = The journal lacks entries that the database has; “faktura check --repair” writes them again.
store-replayed = The database had lost its last commits; { $count ->
    [one] one came back
   *[other] { $count } came back
 } from the journal, and the next sync fetches the invoices again.
