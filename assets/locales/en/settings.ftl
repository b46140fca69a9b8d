# Settings that are looked at and changed.
settings-no-such = There is no setting “{ $key }”.
settings-list-hint = “faktura config show” lists every setting.
settings-secret = “{ $key }” is a secret. Secrets are no settings: they are kept encrypted.
settings-secret-hint = The terminal asks for it: { $command }
settings-secret-typed = The address for { $key } may have a secret in it, and other users of this machine can read arguments.
settings-store-hint = Give it on standard input with --value-stdin, put it into a file and set store.url_file, or use FAKTURA_STORE_URL.
settings-webhook-hint = Save it encrypted with “faktura alert set-secret webhook-url” and set alerts.webhook to "sealed", or give it on standard input with --value-stdin.
settings-read-only = { $path } cannot be changed from here.
settings-paste-hint = Put the printed lines into it where it is made.
settings-not-written = { $path } was not written: { $detail }
settings-col-name = Setting
settings-col-value = Value
settings-col-origin = From
settings-from-default = default
settings-from-file = file
settings-from-line = file, line { $line }
settings-from-name = { $name }
settings-from-screen = kept by the screen

cli-settings-file = Settings in { $path }:
cli-settings-no-file = There is no { $path }: every setting has its default or comes from the environment.
cli-settings-valid = { $path } is right.
cli-settings-changed = { $key } is { $value } now. “faktura serve” and “faktura worker” read it when they start again, or after SIGHUP.
cli-settings-same = { $key } was { $value } already.
cli-settings-removed = Removed { $key }, which is no setting, from { $path }.

help-cmd-config = Show, check and change settings
help-more-config = Settings are in config.toml, all optional; config.example.toml describes each. Secrets are not among them.
help-cmd-config-show = List settings with their values and where these come from
help-more-config-show = A value comes from the default, the file, a variable of the environment or an option; “screen” is a choice that an earlier version kept beside the file. Passwords in addresses are left out. With --json: key, value, default, origin, line, name.
help-arg-config-show-setting-filter = Only settings with this in their name, such as “sync” or “mail.host”
help-arg-config-show-changed = Only settings that do not have their default
help-cmd-config-check = Check a configuration and tell everything that is wrong with it
help-more-config-check = Names line and column, what is allowed, and the setting that was probably meant. Exit code: 6 something is wrong.
help-arg-config-file = File to check; without it the configuration that is used
help-cmd-config-set = Change a setting in the configuration
help-more-config-set = Comments and order stay, and nothing is written that is wrong. A value is a text, a number, the entries of a list one after another, or TOML. For a file that cannot be changed the lines to paste are printed. Exit codes: 2 wrong name or value, 6 the file is wrong elsewhere or cannot be changed.
help-arg-setting = Name of the setting, such as sync.pages
help-arg-setting-value = Value, such as 6, “Own Kft. <a@example.com>” or '["40 EUR"]'
help-arg-config-set-value-stdin = Read the value from standard input, for addresses with a secret in them
help-cmd-config-unset = Give a setting its default again

tui-tab-settings = Settings
tui-place-settings = Settings
tui-help-change-setting = change the setting
tui-key-change-setting = change
unit-settings = { $count ->
    [one] { $count } setting
   *[other] { $count } settings
 }
settings-col-default = Default
settings-none = There is no configuration here.
settings-none-hint = A pretend account has none; start faktura without --demo.
settings-form-title = Change { $key }
settings-outcome = Enter writes it into { $path }. Default: { $default }
settings-outcome-over = Enter writes it into { $path }, but { $name } goes before the file. Default: { $default }
settings-saved = { $key } is { $value } now. “faktura serve” reads it when it starts again, or after SIGHUP.
settings-paste-screen = Put these lines into it where it is made:
settings-copied = The lines are on the clipboard.
settings-chosen = { $key } is { $value } now, in { $path }
settings-session = This screen changes nothing: the choice holds until you quit.
settings-session-paste = Until you quit only. Copied, to put into { $path }: { $lines }

# Calendars, webhooks, mail and archive on one page.
tui-tab-integrations = Integrations
tui-find-integrations = calendar slack s3 archive webhook
tui-find-deliveries = reminders remind mail send
tui-place-integrations = Integrations
unit-connections = { $count ->
    [one] { $count } connection
   *[other] { $count } connections
 }
links-col-name = Connection
links-col-kind = Kind
links-col-last = Last
links-col-next = Next
links-col-note = What it did
tui-links-kind-calendar = calendar
tui-links-kind-webhook = webhook
tui-links-kind-mail = mail
tui-links-kind-slack = Slack
tui-links-kind-archive = archive
tui-links-state-connected = connected
tui-links-state-waiting = waiting
tui-links-state-decide = look
tui-links-state-failed = failed
tui-links-state-off = not connected
links-empty = Nothing can be shown here.
links-empty-hint = Administrators see calendars, webhooks, mail and the archive.
links-testing = Testing { $name }…
links-syncing = Syncing { $name }…
links-reached = The calendar can be reached; nothing may be written there.
links-reached-writes = The calendar can be reached and written to.
links-not-for = { $name }: there is nothing to { $what ->
    [test] test
    [sync] sync
    [key] give a key to
   *[disconnect] disconnect
} here
links-synced = { $name }: { $events ->
    [one] 1 event
   *[other] { $events } events
 } and { $entries ->
    [one] 1 entry
   *[other] { $entries } entries
 } changed, { $proposals } proposed, { $conflicts } to decide.
links-archived = Archived { $written ->
    [one] 1 document
   *[other] { $written } documents
 }; not made in a form: { $refused }.
links-now-connected = Connected { $name }.
links-no-books = A calendar and users of Slack belong to own books, and there are none: faktura books add
form-calendar-title = Connect a calendar
form-calendar-outcome = It is asked before it is kept; the secret is saved encrypted. Events become time only once you accept them.
form-calendar-server = CalDAV
form-calendar-private = private iCalendar address, read only
form-calendar-address = Address of the calendar (CalDAV)
form-calendar-user = User at the server (CalDAV)
form-calendar-secret = Password, or the private address
form-calendar-write = Write entries as events (CalDAV)
form-calendar-person = Person (yourself if empty)
form-calendar-project = Project of its events
form-hook-title = Key of the signatures of { $service }
form-hook-key = Signing key
form-hook-outcome = It is saved encrypted; what is not signed with it is refused.
form-slack-title = Connect a user of Slack
form-slack-outcome = What this user types as /time is recorded as time of the person.
links-disconnected = Disconnected.
links-calendar = { $person }: { $events ->
    [one] 1 event
   *[other] { $events } events
 } there, { $linked } of entries, { $conflicts } to decide
links-webhook = { $taken } taken, { $refused } refused since the host started
links-webhook-none = No key for signatures is saved: faktura hook set-secret { $name }
links-archive = { $count ->
    [one] 1 document
   *[other] { $count } documents
 } archived
links-archive-none = Nothing is archived: faktura archive run
links-mail = { $sent } sent, { $waiting } waiting, { $failed } failed.
links-calendar-stays = Entries stay here, and events stay there.
links-webhook-refused = The key of its signatures is forgotten; what it sends is refused from then on.
manage-confirm-disconnect = Disconnect { $name }?
manage-confirm-disconnect-cost = It can be connected again.
manage-confirm-disconnect-yes = disconnect
tui-help-default = the default again
tui-key-default = default
tui-help-add-link = connect a calendar; on the line of Slack a user of it
tui-help-key-link = save the key of the service’s signatures
tui-key-signing-key = signing key
tui-help-sync-link = sync the calendar, or archive what is new
tui-help-test-link = test the calendar
tui-help-disconnect = disconnect
tui-key-disconnect = disconnect
