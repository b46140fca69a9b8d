# What faktura doctor finds.
doctor-level-ok = ok
doctor-level-warn = warn
doctor-level-fail = fail
doctor-area-version = version
doctor-area-config = config
doctor-area-database = database
doctor-area-folders = folders
doctor-area-disk = disk
doctor-area-host = host
doctor-area-access = access
doctor-area-store = store
doctor-area-numbers = numbers
doctor-area-identity = identity
doctor-area-keys = keys
doctor-area-limits = limits
doctor-area-clock = clock
doctor-area-terminal = terminal
doctor-area-schedule = schedule
doctor-area-alerts = alerts
doctor-area-backup = backup
doctor-area-service = service
doctor-well = No problem found.
doctor-summary = { $failures ->
    [one] 1 failure
   *[other] { $failures } failures
}, { $warnings ->
    [one] 1 warning
   *[other] { $warnings } warnings
}.
doctor-run = To open it, run: { $command }
doctor-no-thread = The system cannot start a thread: { $detail }
doctor-no-runtime = The host could not be asked: the system has no room for another event queue.
doctor-hangs = The check of { $area } took longer than { $seconds } seconds; the other checks were skipped.
doctor-no-file = not a regular file
doctor-unreadable = { $path } cannot be looked at: { $detail }
doctor-version = faktura { $version } at { $path }, run by { $user }
doctor-config = { $path }
doctor-config-none = { $path } does not exist; the defaults hold
doctor-config-open = Other users can change { $path }, and with it what faktura runs for you.
doctor-config-owner = { $path } belongs to { $owner }, who can change what faktura runs for you.
doctor-config-guest = Syncs, keys and alerts follow the settings of { $owner }
doctor-store = { $path } ({ $mode }, { $owner })
doctor-store-none = { $path } does not exist yet
doctor-store-foreign = { $path } belongs to { $owner }
doctor-store-no-folder = { $path } is not a folder.
doctor-store-cannot = No store can be made: you may not write to { $path }.
doctor-store-cannot-hint = name another folder with --home, or ask its owner for the right to write
doctor-store-closed = You may not write to { $path } ({ $mode }, { $owner }).
doctor-store-open = Other users can enter { $path } ({ $mode }).
doctor-files-open = { $count ->
    [one] Other users can read a file of the store: { $files }.
   *[other] Other users can read { $count } files of the store: { $files }.
}
doctor-files-foreign = { $count ->
    [one] A file of the store does not belong to { $owner }, so that faktura may fail there: { $files }.
   *[other] { $count } files of the store do not belong to { $owner }, so that faktura may fail there: { $files }.
}
doctor-files-unreadable = { $count ->
    [one] A file of the store cannot be read: { $files }.
   *[other] { $count } files of the store cannot be read: { $files }.
}
doctor-logs = log files in { $path }
doctor-logs-none = No log of your own: { $path } cannot be written; the host of the store writes one.
doctor-logs-closed = There is no log: you may not write to { $path }.
doctor-disk = { $free } free
doctor-disk-low = Only { $free } are free on the disk of { $path }; a large sync, compact and repair need { $needed }.
doctor-disk-full = Only { $free } are free on the disk of { $path }; below { $least } no store is opened.
doctor-disk-caches = Only { $free } are free on the disk of { $path }: logs and the index of invoices are not kept. The store itself is in the database.
doctor-disk-hint = free some space, or move the store with --home
doctor-disk-read-only = The disk of { $path } is mounted read-only.
doctor-disk-read-only-hint = mount it for writing; a disk with errors is often switched to read-only by the system
doctor-disk-inodes = The disk of { $path } has room for only { $count } more files.
doctor-disk-inodes-hint = remove small files
doctor-disk-network = { $path } is on a network file system ({ $kind }): locks between machines and writes after a lost connection are not safe there.
doctor-disk-network-hint = keep the store on a local disk
doctor-maintenance = Process { $pid } has the store for maintenance; others wait until it ends.
doctor-host = process { $pid } ({ $user }, faktura { $version }) has the store since { $since } and answers
doctor-host-none = no process has the store open
doctor-host-left = no process has the store open; the next one replaces { $path }, left by one that died
doctor-host-stopped = Process { $pid } ({ $name }, { $user }) has the store and is stopped (state T).
doctor-host-waits = Process { $pid } ({ $name }, { $user }) has the store and waits for a disk (state D).
doctor-host-silent = Process { $pid } ({ $name }, { $user }) has the store and does not answer.
doctor-host-elsewhere = A process that cannot be seen from here ({ $pid }) has the store, such as one in another container.
doctor-host-none-other = { $owner } has no process that serves the store.
doctor-host-silent-other = The process of { $owner } that has the store does not answer.
doctor-path-closed = { $path } is closed to { $user }.
doctor-socket-closed = The socket { $path } is closed to { $user }.
doctor-ask-owner = ask { $owner } to run “faktura doctor” and the commands that it names under “access”
doctor-ask-serve = ask { $owner } to run “faktura serve”
doctor-access-none = only you may use the store
doctor-access = members of { $group } reach the store; they name it with --home or FAKTURA_HOME
doctor-access-guest = { $count ->
    [one] { $owner } lets { $user } in; 1 company is visible
   *[other] { $owner } lets { $user } in; { $count } companies are visible
}
doctor-access-no-group = Roles are given, but no group that may reach the store.
doctor-access-no-group-hint = set group = "…" under [access] in config.toml
doctor-access-no-roles = The group { $group } may reach the store, but no user or group has a role.
doctor-access-no-roles-hint = set admins or viewers under [access] in config.toml
doctor-group-unknown = The group { $group } of [access] does not exist.
doctor-owner-no-member = { $owner } owns the store and is not in the group { $group }, so that faktura cannot open the store to it.
doctor-owner-login = { $owner } is in the group { $group }, but this session began before that.
doctor-owner-login-hint = log out and in again, and restart “faktura serve”
doctor-folder-closed = The folder { $path } ({ $mode }) is closed to the group { $group }, so that its members cannot reach the store.
doctor-socket-unshared = The socket { $path } is not open to the group { $group }.
doctor-socket-unshared-hint = restart the process that has the store: it opens the socket when it starts
doctor-user-unknown = The user { $user } of [access] is not in /etc/passwd.
doctor-user-unknown-hint = correct the name in config.toml; users of a directory service are known by /etc/passwd only
doctor-named-group-unknown = The group { $group } of [access] is not in /etc/group.
doctor-user-no-member = { $user } has a role but is not in the group { $group }, and cannot reach the store.
doctor-access-company = [access] gives roles in a company that does not exist: { $company }.
doctor-access-company-hint = correct the name in config.toml
doctor-rule-company = { $section } names a company that does not exist: { $company }.
doctor-store-form = format { $form }, written by faktura { $version }, { $size } MB
doctor-store-newer = The store has format { $form }, written by faktura { $version }; this version cannot read it.
doctor-store-newer-hint = install that version
doctor-database = { $place } answers; format { $form }, written by faktura { $version }
doctor-database-work = Workers at work: { $workers }, companies under a lease: { $companies }; no alert, write or mail is due
doctor-database-due = Workers at work: { $workers }, companies under a lease: { $companies }; alerts, writes and mails that are due: { $due }, the first for { $minutes } min
doctor-database-empty = { $place } answers; it has no tables yet, the first command makes them
doctor-database-rights = The role of faktura lacks rights on { $place }: { $names }
doctor-database-missing = Tables that faktura made in { $place } are not there any more: { $names }
doctor-database-damaged = { $count ->
    [one] A place in { $place } is damaged or lost: { $names }
   *[other] { $count } places in { $place } are damaged or lost: { $names }
}
doctor-database-keys = Sealed keys and logins in the database that the identity opens: { $count }
doctor-database-keys-lost = Sealed keys or logins that are not in the database any more: { $count }
doctor-database-keys-closed = The identity { $path } does not open { $count } of { $all } sealed keys and logins in the database
doctor-database-keys-closed-hint = Copy identity.age from a machine where they open; until then workers here leave these companies to others.
doctor-store-no-stamp = The format file of the store (FORMAT) is missing.
doctor-store-companies = { $count ->
    [one] 1 company
   *[other] { $count } companies
}
doctor-store-part = { $path } is missing or empty.
doctor-store-same = { $company } and { $other } are the same account (tax number { $number }): totals of both count it twice
doctor-numbers-damaged = Some of { $path } does not read back: of those series it is not remembered here which numbers were given
doctor-store-aside = { $count ->
    [one] A damaged file was set aside: { $path }.
   *[other] { $count } damaged files were set aside, such as { $path }.
}
doctor-store-check = records are not read here; they are verified by
doctor-identity = { $path } ({ $kind }, { $mode })
doctor-identity-none = no identity yet; the first key makes one
doctor-identity-locked = { $path } needs its passphrase, so that no key was tried; FAKTURA_PASSPHRASE gives it
doctor-identity-old = { $count ->
    [one] 1 former identity in { $path }; backups from before the rotation need it
   *[other] { $count } former identities in { $path }; backups from before the rotations need them
}
doctor-keys = { $count ->
    [one] 1 API key opens
   *[other] { $count } API keys open
}
doctor-key-none = { $company } has no API key.
doctor-key-missing = The sealed API key of { $company } is missing.
doctor-key-damaged = The sealed API key of { $company } is damaged: { $detail }
doctor-key-closed = The identity does not open the API key of { $company }: { $detail }
doctor-limits = threads, open files, memory: enough
doctor-limit-files = Only { $limit } files may be open at a time; a busy host needs { $needed }.
doctor-limit-files-hint = raise it: ulimit -n 1024
doctor-limit-space = Only { $limit } MB of address space are allowed; large stores need { $needed } MB.
doctor-limit-space-hint = raise it: ulimit -v unlimited
doctor-limit-length = Files may have { $limit } MB at most; the database may need { $needed } MB.
doctor-limit-length-hint = raise it: ulimit -f unlimited
doctor-limit-threads = Only { $limit } more threads are allowed for this user; faktura needs { $needed }.
doctor-limit-threads-hint = end other programs of this user, or raise it: ulimit -u
doctor-limit-pids = Only { $limit } more threads are allowed in the control group { $path }; faktura needs { $needed }.
doctor-limit-pids-hint = raise pids.max (TasksMax= in systemd, --pids-limit in containers)
doctor-limit-memory = Only { $limit } MB of memory are allowed in the control group { $path }; a large sync needs { $needed } MB.
doctor-limit-memory-hint = raise memory.max (MemoryMax= in systemd, --memory in containers)
doctor-clock = { $time } ({ $zone })
doctor-clock-year = The clock says { $time }, which cannot be right.
doctor-clock-back = The clock says { $time }, but the store was written at { $last }.
doctor-clock-hint = set the clock of this machine, such as with: timedatectl set-ntp true
doctor-zone-unknown = The time zone of this machine is not known (TZ: “{ $zone }”); times are shown in UTC.
doctor-zone-hint = set it: timedatectl set-timezone Europe/Budapest
doctor-zone-schedule = the schedule uses { $schedule }, this machine { $zone }
doctor-terminal = { $term }, { $columns } × { $rows }, { $colors } colours, UTF-8
doctor-terminal-none = standard output is not a terminal
doctor-terminal-dumb = The terminal (TERM: “{ $term }”) cannot show the screen.
doctor-terminal-small = The terminal has { $columns } columns and { $rows } rows; the screen needs 40 and 12.
doctor-terminal-small-hint = make the window larger
doctor-terminal-locale = The locale { $locale } is not UTF-8; letters and borders may be wrong.
doctor-terminal-tmux = in tmux, copying reaches your clipboard after
doctor-terminal-screen = in screen, copying does not reach your clipboard; use tmux, or select with the mouse
doctor-schedule = { $times }; next at { $next }
doctor-schedule-never = no time is set
doctor-schedule-kept = syncs are started by { $by }
doctor-schedule-nobody = no serve, cron or systemd starts a sync; to have one
doctor-schedule-last = last successful sync { $time }, { $hours } h ago
doctor-schedule-written = the store was last written at { $time }, { $hours } h ago
doctor-schedule-late-hint = look for the reason with “faktura logs”
doctor-alerts = { $channels }; try them with
doctor-alerts-none = no channel is set
doctor-alerts-off = Channels are set, but [alerts] on is empty: nothing is sent.
doctor-alerts-off-hint = name what to send under on in [alerts]
doctor-alerts-program = The program { $program } of [alerts] command is not there, or may not be run.
doctor-alerts-program-hint = give its whole path, and make it executable
doctor-alerts-webhook = The webhook's address is not set.
doctor-slack-secret = Messages to Slack have no secret: the address of the webhook or the token of the bot.
doctor-alerts-password = The password of the mail server is not set.
doctor-backup = last backup { $date }, { $days ->
    [0] today
    [one] 1 day ago
   *[other] { $days } days ago
 }
doctor-backup-none = no backup is on record; to make one
doctor-service = { $company }: the service answers and takes the key; clocks differ by { $seconds } s
doctor-service-clock = { $company }: the service's clock and this machine's differ by { $seconds } s.
doctor-service-failed = { $company }: { $detail }
doctor-service-unknown = { $company }: this version does not know the service { $provider }.
doctor-service-no-key = The services were not asked: the identity does not open.
doctor-logins = { $count ->
    [one] The login of 1 company is active
   *[other] The logins of { $count } companies are active
}
doctor-login-none = { $company } has no login.
doctor-login-missing = What is sealed of the login of { $company } is missing or damaged.
doctor-login-authorising = The login of { $company } waits for consent.
doctor-login-expired = The login of { $company } must be renewed.
doctor-login-revoked = The login of { $company } was revoked at the service.
doctor-login-error = The service refuses the login of { $company }.
