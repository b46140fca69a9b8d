# Forms and the page to manage.
tui-tab-manage = Manage
tui-place-manage = Manage: tokens
tui-place-roles = Manage: roles
tui-place-alerts = Manage: alerts
tui-place-schedule = Manage: schedule
tui-place-form = A form
tui-help-manage = tokens, roles, alerts, schedule
tui-help-add = add a company
tui-key-add = add
tui-help-set-key = set the key of the company, or renew its login
tui-key-set-key = key
tui-help-test = test the key or the login
tui-key-test = test
tui-help-delete = remove the company or the login
tui-key-delete = remove
tui-help-add-token = make a token for the REST API
tui-help-revoke-token = revoke the token
tui-help-add-role = give a user or a group a role
tui-help-role-form = change the role
tui-help-remove-role = take the role away, or those of the marked rows
tui-help-alerts-form = which alerts are sent, and where
tui-help-test-alerts = send test alerts
tui-help-schedule-form = when companies are synced
tui-help-open-form = open the form that changes it
tui-help-rename = rename the company
tui-help-enable = enable or disable the company
tui-help-next-section = next list
tui-key-next-section = next list
tui-help-previous-section = previous list
tui-help-form-go = do it, or go to the field that is missing
tui-key-form-go = do it
tui-help-form-next = next field
tui-key-form-next = next field
tui-help-form-previous = previous field
tui-help-form-leave = leave the form; nothing is changed
tui-key-form-leave = leave

form-name = Name
form-new-name = New name
form-its-name = Its name
form-service = Service
form-key = API key
form-address = Address of the API
form-sync = Sync at once
form-force = Take it all the same
form-role = Role
form-scope = Companies
form-expiry = Ends after
form-never = never
form-missing = is missing
form-too-long = has more than { $most } characters
form-only-digits = needs a character that is not a digit
form-taken = is the name of another company
form-bad-user = is no name of a user, or of a group after @
form-bad-address = begins with https://
form-other-name = is another name
form-waiting = The service is being asked…
form-company-title = Add a company
form-company-outcome = The key is tested at the service, then stored encrypted. The address stays empty unless the service is not at its usual place.
form-not-added-hint = Nothing was added. Check the key, or make a new one at the service.
form-force-hint = Adding it twice doubles every total over all companies. To do it anyway, set the checkbox with Space.
form-rename-title = Rename “{ $name }”
form-rename-outcome = Only the name changes; roles that [access] gives by the old name no longer hold.
form-key-title = Key of “{ $name }”
form-key-outcome = { $service } is asked with the new key. It replaces the old one only if the service accepts it.
form-remove-title = Remove “{ $name }”: type its name
form-remove-counting = “{ $name }” goes with all its data.
form-remove-outcome = { $invoices } { $invoices ->
    [one] invoice goes
   *[other] invoices go
}, with { $changes } history { $changes ->
    [one] entry
   *[other] entries
}, { $runs } sync { $runs ->
    [one] run
   *[other] runs
} and the key. This cannot be undone; the audit log keeps its entries.
form-remove-outcome-books = { $invoices } { $invoices ->
    [one] invoice goes
   *[other] invoices go
}, with all clients, projects, time, drafts, payments and bank entries of these books. Nothing else has them: make a backup first. This cannot be undone; the audit log keeps its entries.
form-token-title = Make a token for the REST API
form-token-outcome = The token is shown once; only its hash is stored.
form-token-made = Token “{ $name }”
form-token-once = Copy it now: it is not shown again. Enter closes this page.
form-holder = User, or @group
form-grant-title = Give a role
form-grant-change = Change a role
form-grant-outcome = Enter writes it below [access] in { $path }. It holds once the process that has the store reads the file: “faktura serve” after SIGHUP, others when they start again.
form-grant-no-group = Enter writes it below [access] in { $path }. No group is set there: until then only the owner reaches the store, whatever role is given.
form-not-owner = The store is another user's: the configuration of its owner decides this.
form-configured = Written into { $path }. “faktura serve” reads it when it starts again, or after SIGHUP.
form-configured-same = { $path } says that already.
form-alerts-title = Alerts
form-alerts-on = Send
form-alerts-stale = No sync for
form-alerts-remind = Send again after
form-alerts-webhook = Webhook (empty: as it is)
form-alerts-command = Program with arguments
form-alerts-from = E-mail from
form-alerts-host = Mail server
form-alerts-port = Port
form-alerts-security = Encryption
form-alerts-user = User there
form-alerts-to = E-mail to, with commas
form-alerts-outcome = Enter writes what you changed below [alerts] in { $path }; an empty line is the default. L in the list sets passwords and hidden addresses, T tests the channels.
form-schedule-title = Schedule
form-schedule-times = Times, with ; between
form-schedule-zone = Time zone
form-schedule-jitter = Later at random, up to
form-schedule-catch-up = Catch up on a missed sync
form-schedule-outcome = A time is minute, hour, day, month, day of the week: 30 5 * * 1-5 is 5:30 on working days. Enter writes what you changed below [schedule] in { $path }; an empty line is the default.

manage-logins = Logins
manage-tokens = Tokens
manage-roles = Roles
manage-alerts = Alerts
manage-schedule = Schedule
manage-col-state = State
manage-col-age = Set
manage-col-ends = Renew by
manage-col-made = Made by
manage-col-on = Made on
manage-col-holds = Holds
manage-col-who = User, @group or token
manage-col-from = From
manage-col-what = What
manage-col-told = Sent
manage-col-since = Since, next
manage-col-next = Next sync
manage-role-admin = admin
manage-role-viewer = viewer
manage-role-member = member
manage-owner = owner of the store
manage-by-owner = the file system
manage-by-config = [access] in the configuration
manage-by-token = token
manage-no-login = no key
manage-no-tokens = No token yet.
manage-no-tokens-hint = Press A to make one for a script that uses the REST API.
manage-no-alerts-hint = Press Enter to send them by e-mail, to a webhook or to a program.
manage-no-tokens-ask = Administrators make them for scripts that use the REST API.
manage-channel-set = configured
manage-tries = { $count } { $count ->
    [one] attempt
   *[other] attempts
}
manage-zone-system = time zone of the system
manage-no-scheduler = no “faktura serve” runs
manage-not-allowed = Your role does not allow this.
manage-added = “{ $name }” is added: the service accepted the key.
manage-key-works = “{ $name }”: the service accepted the key.
manage-renamed = It is called “{ $name }” now.
manage-testing = Testing the key of “{ $name }”…
manage-revoked = The token “{ $name }” is revoked.
manage-alerts-testing = Sending test alerts…
manage-alerts-went = { $count } { $count ->
    [one] test alert
   *[other] test alerts
} sent.
manage-confirm-remove = Remove “{ $name }” for good?
manage-confirm-remove-cost = This cannot be undone.
manage-confirm-remove-yes = Remove it
manage-confirm-revoke = Revoke the token “{ $name }”?
manage-confirm-revoke-cost = Programs that use it are refused from then on.
manage-confirm-revoke-yes = Revoke it
manage-confirm-disable = Disable { $count ->
    [one] 1 company
   *[other] { $count } companies
 }?
manage-confirm-disable-cost = They are no longer synced; their data stays.
manage-confirm-disable-yes = Disable them
manage-confirm-enable = Enable { $count ->
    [one] 1 company
   *[other] { $count } companies
 }?
manage-confirm-enable-cost = They are synced from then on.
manage-confirm-enable-yes = Enable them
manage-confirm-test = Test the keys and logins of { $count ->
    [one] 1 company
   *[other] { $count } companies
 }?
manage-confirm-test-cost = The service of each is asked once.
manage-confirm-test-yes = Test them
manage-many-disabled = { $count ->
    [one] 1 company is
   *[other] { $count } companies are
} no longer synced; their data stays.
manage-many-enabled = { $count ->
    [one] 1 company is
   *[other] { $count } companies are
} synced from now on.
manage-many-tested = The services accepted the keys and logins of { $count ->
    [one] 1 company
   *[other] { $count } companies
}.
manage-one-token-at-a-time = Tokens are revoked one at a time: u removes the marks.
manage-role-elsewhere = Only roles of the configuration are changed here: that of the owner stays, that of a token ends with it.
manage-confirm-role = Take { $count ->
    [one] this role
   *[other] these { $count } roles
 } away?
manage-confirm-role-cost = It is taken out of the configuration, and ends once the process that has the store reads that.
manage-confirm-role-yes = Take away
manage-one-at-a-time = This is done to one company at a time: u removes the marks.

tui-role-admin = admin
tui-role-viewer = viewer
tui-role-member = member
tui-holds-now = in force
tui-holds-soon = not read yet
tui-holds-leaving = gone from the file
tui-alert-row-channel = channel
tui-alert-row-problem = problem
tui-alert-row-waiting = waiting
tui-schedule-row-time = time
tui-schedule-row-company = company
unit-tokens = { $count ->
    [one] { $count } token
   *[other] { $count } tokens
 }
unit-roles = { $count ->
    [one] { $count } role
   *[other] { $count } roles
 }
unit-alert-rows = { $count ->
    [one] { $count } row
   *[other] { $count } rows
 }
unit-schedule-rows = { $count ->
    [one] { $count } row
   *[other] { $count } rows
 }
tui-login-authorising = waits for consent
tui-login-active = active
tui-login-expired = must be renewed
tui-login-revoked = revoked
tui-login-error = error
tui-login-refused = refused, L asks again
tui-login-late = ran out, L asks again
tui-channel-command = command
tui-channel-webhook = webhook
tui-channel-email = e-mail
tui-alert-kind-failed = sync failed
tui-alert-kind-partial = sync partial
tui-alert-kind-deferred = deferred
tui-alert-kind-stale = no sync for a long time
tui-alert-kind-login-ends = login ends soon
tui-alert-kind-recovered = recovered
tui-alert-kind-nav-refused = NAV refused
tui-alert-kind-undelivered = mails refused
tui-alert-kind-overdue = invoices overdue
tui-alert-kind-lost = documents lost
