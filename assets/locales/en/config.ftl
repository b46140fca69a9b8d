# The configuration file and the environment.
config-unreadable = The configuration { $path } cannot be read: { $detail }
config-unreadable-hint = Check that it is a file and that you may read it, or name another one with --config.
config-syntax = { $place }: { $detail }
config-unknown-key = { $place }: there is no setting “{ $key }”.
config-nearest-hint = Did you mean “{ $key }”?
config-example-hint = config.example.toml lists every setting with its default.
config-number = { $place }: { $key } is { $value }, but must be a whole number from { $min } to { $max }.
config-span = { $place }: { $key } is { $value }, but must be a duration from "{ $min }" to "{ $max }".
config-size = { $place }: { $key } is { $value }, but must be a size from "{ $min }" to "{ $max }".
config-choice = { $place }: { $key } is { $value }, but must be one of { $allowed }.
config-level = { $place }: { $key } is { $value }, but must be one of off, error, warn, info, debug, trace, or by part, such as "info,faktura::sync=debug".
config-identity = { $place }: { $key } is { $value }, but must be "file", "passphrase" or {"{"} ssh = "~/.ssh/id_ed25519" {"}"}.
config-names = { $place }: { $key } is { $value }, but must be names such as "anna", or "@finance" for a group.
config-companies = { $place }: { $key } is { $value }, but must be roles by company, such as {"{"} "My Company" = {"{"} viewers = ["anna"] {"}"} {"}"}.
config-times = { $place }: { $key } is { $value }, but must be a list of cron expressions with five fields, such as ["15 4 * * *"].
config-times-field = { $place }: { $key }: in “{ $time }” the { $field ->
    [1] minute “{ $part }” is none (0 to 59)
    [2] hour “{ $part }” is none (0 to 23)
    [3] day of the month “{ $part }” is none (1 to 31)
    [4] month “{ $part }” is none (1 to 12)
   *[5] day of the week “{ $part }” is none (0 to 7, Sunday is 0)
}.
config-times-never = { $place }: { $key }: “{ $time }” never comes due, because no day matches it.
config-zone = { $place }: { $key } is { $value }, but must be a time zone such as "Europe/Budapest", or "" for the system's.
config-push-rules = { $place }: { $key } is { $value }, but must be a list such as [{"{"} company = "NAME", kinds = ["invoice"], limit = "1000 EUR", hours = "8-18" {"}"}].
config-section = { $place }: { $key } is { $value }, but must be a section with settings.
config-no-folders = The home folder is unknown (is HOME set?).
config-no-folders-hint = Name a folder with --home or FAKTURA_HOME.
config-path = { $path } is not a usable path: { $detail }

# Log files.
logging-file = No log is written: { $path } is not writable: { $detail }
logging-file-hint = Everything else works. Check who owns the folder and whether there is space on the disk.
logging-lost = { $lines ->
    [one] One line of the log was
   *[other] { $lines } lines of the log were
} lost: the file was not writable, or the disk too slow.
logging-started = The log is open already.
config-command = { $place }: { $key } is { $value }, but must be a list of texts: a program and its arguments, such as ["/usr/local/bin/tell", "me"].
config-s3-word = { $place }: { $key } is { $value }, but may only have letters, digits, dots, hyphens, underscores and slashes.
config-s3-endpoint = { $place }: { $key } is { $value }, but must be an https:// address (http:// for this machine only).
config-slack-channel = { $place }: { $key } is { $value }, but channel must be the identifier or name of a channel at Slack, such as C012AB3CD or #accounts.
config-alerts-slack = { $place }: { $key } is { $value }, which needs [slack] post = "webhook" or "bot".
config-client-id = { $place }: { $key } is { $value }, but must be the client id of your app, without blanks; "" for none.
config-redirect = { $place }: { $key } is { $value }, but must be a redirect address as registered with the app: https://…, or http://localhost with a port; "" for the usual one.
config-webhook = { $place }: { $key } is { $value }, but must be an https:// address (http:// for this machine only), or "sealed".
config-addresses = { $place }: { $key } is { $value }, but must be e-mail addresses, such as "Anna <anna@example.com>".
config-smtp-host = { $place }: { $key } is { $value }, but must be the name of a mail server, such as "smtp.example.com".
config-email-incomplete = { $place }: { $key } needs email_from and smtp_host beside it.
config-smtp-open = { $place }: { $key } is { $value }, which is for a mail server on this machine only.
config-program = { $place }: { $key } is { $value }, but must be a program with its arguments, such as ["zathura", "--fork"]; [] starts none.
config-commands = { $place }: { $key } is { $value }, but must name programs with their arguments, such as { "{" } mail = { "{" } run = ["mail-it", "{ "{" }number{ "}" }"], pages = ["invoices"], confirm = true { "}" } { "}" }.
config-keys = { $place }: { $key } is { $value }, but must name keys by place and action, such as { "{" } invoices = { "{" } export = "x" { "}" } { "}" }.
config-theme = the theme file { $path } is wrong, line { $detail }
config-mail-incomplete = { $place }: { $key } needs from beside it, the sender's address.
config-template = { $place }: { $key } is { $value }, but may have in braces only number, company, partner, total, balance, issued, due, days, fee and interest.
config-forms = { $place }: { $key } is { $value }, but must be a list of forms such as ["factur-x", "ubl"].
config-company-names = { $place }: { $key } is { $value }, but must be a list of names of companies; "books" stands for all own books, "*" for every company.
config-steps = { $place }: { $key } is { $value }, but must be a list of days from -365 to 365, such as [-3, 3, 14, 30].
config-fees = { $place }: { $key } is { $value }, but must be a list of amounts with their currencies, such as ["40 EUR", "15000 HUF"].
config-percent = { $place }: { $key } is { $value }, but must be a rate from 0 to 100 in percent, such as "8.5".
config-day = { $place }: { $key } is { $value }, but must be a day, such as "2026-11-01", or "".
