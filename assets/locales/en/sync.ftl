# The sync engine.
sync-cancelled = Cancelled; the next sync goes on from here.
sync-deferred = The service asks not to be called before { $until }.
sync-deferred-hint = Nothing is sent before that time; the next sync after it goes on from here.
sync-endless = The service gives far more pages than it says there are; stopped at page { $page }.
sync-endless-hint = What was fetched is kept. Try again later; if it stays so, tell the service about it.
sync-panicked = A mistake in faktura itself ended this sync.
sync-panicked-hint = What was fetched is kept. The log tells more; please report it.
sync-repeats = The service gives the same documents page after page; stopped at page { $page }.
sync-repeats-hint = What was fetched is kept. Try again later; if it stays so, tell the service about it.
sync-unsteady = The account kept changing: { $walks } readings in a row differed from what the service says it has. What was fetched is kept, nothing was flagged as vanished, and the next sync reads it again.
