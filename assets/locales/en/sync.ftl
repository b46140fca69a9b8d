# The sync engine.
sync-cancelled = Cancelled; the next sync continues from here.
sync-deferred = The service asks to wait until { $until }.
sync-deferred-hint = Nothing is sent before that time; the first sync after it continues from here.
sync-endless = The service sends far more pages than it announces; stopped at page { $page }.
sync-endless-hint = The invoices fetched so far are kept. Try again later; if it persists, report it to the service.
sync-panicked = An internal error ended this sync.
sync-panicked-hint = The invoices fetched so far are kept. See the log; please report this.
sync-repeats = The service sends the same documents page after page; stopped at page { $page }.
sync-repeats-hint = The invoices fetched so far are kept. Try again later; if it persists, report it to the service.
sync-left-out = The service fails with HTTP { $status } over this record: { $detail }
sync-unsteady = The account kept changing: { $walks } readings in a row differed from the service's total. The invoices fetched are kept, nothing was marked as vanished, and the next sync reads it again.
schedule-missing = On { $day } the clocks of { $zone } skip { $time }: the sync comes at { $instead } that day. Times from 04:00 to 21:00 exist every day.
schedule-missing-elsewhere = On { $day } the clocks of { $zone } skip { $time }, and { $target } may leave the sync out. Choose a time from 04:00 to 21:00, which exists every day.
sync-missing = { $missing } of { $known } { $kind ->
    [payment] payments
    [contact] contacts
   *[document] documents
} that were synced before are no longer there. Nothing was marked as vanished.
sync-missing-hint = Check whether the key or login still belongs to this account. If the records were deleted at the service: faktura sync --company { $company } --accept-deletions
sync-accept-of-which = Deletions are accepted only for companies that are named.
sync-only-refused = None of the last { $count } documents from the service could be read; stopped at page { $page }.
sync-only-refused-hint = The reasons are in the run: faktura logs show RUN. If the address is right, tell the service about it.
sync-balances-missing = What is left to pay of { $count ->
    [one] { $count } partly paid invoice
   *[other] { $count } partly paid invoices
} is not known yet. The next sync asks for it.
