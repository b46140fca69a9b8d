# Alerts: what is told, and why it was not.
alert-failed = { $company }: the sync failed
alert-partial = { $company }: the sync skipped some invoices
alert-deferred = { $company }: the service asks to wait
alert-stale = { $company }: no successful sync for a long time
alert-nav-refused = { $company }: NAV refused reports of invoices
alert-nav-refused-count = { $count ->
    [one] { $count } invoice
   *[other] { $count } invoices
}: faktura invoices has:nav_refused
alert-login-ends = { $company }: its login must be renewed soon
alert-login-ends-on = Login { $login } ends on { $day }. Renew it: faktura login add --login { $login }
alert-next-renew = Next step: renew the login as said above; until then the company is synced as usual.
alert-undelivered = { $company }: mails with documents did not go out
alert-undelivered-count = { $count ->
    [one] 1 mail was refused or given up: { $error }
   *[other] { $count } mails were refused or given up; the last one: { $error }
}
alert-overdue = { $company }: invoices are overdue
alert-overdue-count = { $count ->
    [one] 1 invoice is overdue by { $days ->
        [one] 1 day
       *[other] { $days } days
     }: { $amounts }
   *[other] { $count } invoices are overdue, the oldest by { $days ->
        [one] 1 day
       *[other] { $days } days
     }: { $amounts }
}
alert-lost = { $company }: documents of the books, or numbers of them, are lost
alert-next-undelivered = Next step: faktura deliveries --state failed shows them; faktura deliveries retry sends one again.
alert-next-overdue = Next step: faktura invoices status:overdue shows them; faktura remind sends reminders.
alert-next-lost = Next step: as said above; faktura status says more.
alert-recovered = { $company }: in order again
alert-again = Still: { $line }
alert-test = Test alert from faktura on { $machine }; nothing is wrong
alert-since = Since { $time }
alert-run = More: faktura logs show { $run }
alert-machine = On { $machine }
alert-body-test = This is a test. Nothing is wrong and nothing needs to be done.
alert-body-company = Company: { $company } (number { $id })
alert-body-reason = Reason: { $reason }
alert-body-run = Sync run: { $run }
alert-next-run = Details: faktura logs show { $run }
alert-next-sync = Next step: remove the cause, then run: faktura sync --company { $id }
alert-next-wait = Next step: none; the first sync after the wait continues.
alert-next-nothing = Next step: none.
alert-not-set = “{ $channel }” is not configured.
alert-not-set-hint = See [alerts] in config.example.toml.
alert-no-address = The webhook's address is not set.
alert-no-address-hint = Set it: faktura alert set-secret webhook-url
alert-bad-address = This is not a valid webhook address.
alert-bad-address-hint = Use an https:// address; http:// is accepted for this machine only.
alert-no-start = Cannot run { $program }: { $detail }
alert-ended = { $program } failed ({ $detail })
alert-too-slow = “{ $channel }” took too long.
alert-unreachable = Cannot reach the webhook: { $detail }
alert-refused = The webhook answered with HTTP { $status }.
alert-left-out = This build of faktura sends no mail.
alert-left-out-hint = Set up a webhook or a command in [alerts], or build it with the feature "mail".
alert-mail = Cannot send the mail: { $detail }
