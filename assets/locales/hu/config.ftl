# A beállításfájl és a környezet.
config-unreadable = Nem olvasható beállításfájl: { $path }: { $detail }
config-unreadable-hint = Nézze meg, hogy fájl-e, és olvashatja-e, vagy adjon meg másikat a --config kapcsolóval.
config-syntax = { $place }: { $detail }
config-unknown-key = { $place }: nincs „{ $key }” nevű beállítás.
config-nearest-hint = Erre gondolt: „{ $key }”?
config-example-hint = A config.example.toml minden beállítást felsorol az alapértékével.
config-number = { $place }: { $key } értéke { $value }, pedig { $min } és { $max } közötti egész számnak kell lennie.
config-span = { $place }: { $key } értéke { $value }, pedig "{ $min }" és "{ $max }" közötti időtartamnak kell lennie.
config-size = { $place }: { $key } értéke { $value }, pedig "{ $min }" és "{ $max }" közötti méretnek kell lennie.
config-choice = { $place }: { $key } értéke { $value }, pedig ezek egyike lehet: { $allowed }.
config-level = { $place }: { $key } értéke { $value }, pedig ezek egyike lehet: off, error, warn, info, debug, trace; vagy részenként, például "info,faktura::sync=debug".
config-identity = { $place }: { $key } értéke { $value }, pedig ezek egyike lehet: "file", "passphrase" vagy {"{"} ssh = "~/.ssh/id_ed25519" {"}"}.
config-names = { $place }: { $key } értéke { $value }, de neveknek kell lenniük, például "anna", vagy csoportnál "@penzugy".
config-companies = { $place }: { $key } értéke { $value }, de cégenkénti szerepköröknek kell lenniük, például {"{"} "Cégem" = {"{"} viewers = ["anna"] {"}"} {"}"}.
config-times = { $place }: { $key } értéke { $value }, de ötmezős cron-kifejezések listájának kell lennie, például ["15 4 * * *"].
config-times-field = { $place }: { $key }: „{ $time }” kifejezésben { $field ->
    [1] „{ $part }” nem perc (0–59)
    [2] „{ $part }” nem óra (0–23)
    [3] „{ $part }” nem nap (1–31)
    [4] „{ $part }” nem hónap (1–12)
   *[5] „{ $part }” nem a hét napja (0–7, a vasárnap 0)
}.
config-times-never = { $place }: { $key }: „{ $time }” soha nem következik be, mert nincs hozzá illő nap.
config-zone = { $place }: { $key } értéke { $value }, de időzónának kell lennie, például "Europe/Budapest", vagy "" a rendszeréhez.
config-push-rules = { $place }: { $key } értéke { $value }, pedig ilyen listának kell lennie: [{"{"} company = "NÉV", kinds = ["invoice"], limit = "1000 EUR", hours = "8-18" {"}"}].
config-section = { $place }: { $key } értéke { $value }, pedig beállításokat tartalmazó szakasznak kell lennie.
config-no-folders = A saját mappa ismeretlen (be van állítva a HOME?).
config-no-folders-hint = Adjon meg egy mappát a --home kapcsolóval vagy a FAKTURA_HOME változóban.
config-path = { $path } nem használható útvonal: { $detail }

# Naplófájlok.
logging-file = Nem készül napló: { $path } nem írható: { $detail }
logging-file-hint = Minden más működik. Nézze meg, kié a mappa, és van-e hely a lemezen.
logging-lost = A napló { $lines } sora elveszett: a fájl nem volt írható, vagy a lemez túl lassú.
logging-started = A naplózás már elindult.
config-command = { $place }: { $key } értéke { $value }, pedig szövegek listájának kell lennie: egy program és az argumentumai, például ["/usr/local/bin/szol", "nekem"].
config-s3-word = { $place }: { $key } értéke { $value }, pedig csak betű, számjegy, pont, kötőjel, aláhúzás és törtvonal lehet benne.
config-s3-endpoint = { $place }: { $key } értéke { $value }, pedig https:// címnek kell lennie (http:// csak ezen a gépen).
config-slack-channel = { $place }: { $key } értéke { $value }, pedig a channel beállításban egy Slack-csatorna azonosítója vagy neve kell, például C012AB3CD vagy #konyveles.
config-alerts-slack = { $place }: { $key } értéke { $value }, ehhez [slack] post = "webhook" vagy "bot" kell.
config-client-id = { $place }: { $key } értéke { $value }, pedig az alkalmazás ügyfélazonosítójának kell lennie, szóköz nélkül; "", ha nincs.
config-redirect = { $place }: { $key } értéke { $value }, pedig az alkalmazásnál regisztrált átirányítási címnek kell lennie: https://…, vagy http://localhost egy porttal; "" a szokásos cím.
config-webhook = { $place }: { $key } értéke { $value }, pedig https:// címnek (http:// csak ezen a gépen) vagy a "sealed" szónak kell lennie.
config-addresses = { $place }: { $key } értéke { $value }, pedig e-mail-címnek kell lennie, például "Anna <anna@example.com>".
config-smtp-host = { $place }: { $key } értéke { $value }, pedig egy levelezőkiszolgáló nevének kell lennie, például "smtp.example.com".
config-email-incomplete = { $place }: { $key } mellé email_from és smtp_host is kell.
config-smtp-open = { $place }: { $key } értéke { $value }, ami csak ezen a gépen futó levelezőkiszolgálóhoz való.
config-program = { $place }: { $key } értéke { $value }, de egy program kell az argumentumaival, például ["zathura", "--fork"]; a [] egyet sem indít.
config-commands = { $place }: { $key } értéke { $value }, de programokat kell megneveznie az argumentumaikkal, például { "{" } mail = { "{" } run = ["mail-it", "{ "{" }number{ "}" }"], pages = ["invoices"], confirm = true { "}" } { "}" }.
config-keys = { $place }: { $key } értéke { $value }, de hely és művelet szerint kell billentyűket megneveznie, például { "{" } invoices = { "{" } export = "x" { "}" } { "}" }.
config-theme = hibás témafájl: { $path }, sor: { $detail }
config-mail-incomplete = { $place }: a(z) { $key } mellé meg kell adni a from beállítást, a feladó címét.
config-template = { $place }: { $key } értéke { $value }, de kapcsos zárójelben csak number, company, partner, total, balance, issued, due, days, fee és interest állhat.
config-forms = { $place }: { $key } értéke { $value }, de formátumok listája kell, például ["factur-x", "ubl"].
config-company-names = { $place }: { $key } értéke { $value }, de cégnevek listája kell; "books" minden saját könyvet, "*" minden céget jelent.
config-steps = { $place }: { $key } értéke { $value }, de -365 és 365 közötti napok listája kell, például [-3, 3, 14, 30].
config-fees = { $place }: { $key } értéke { $value }, de pénznemmel megadott összegek listája kell, például ["40 EUR", "15000 HUF"].
config-percent = { $place }: { $key } értéke { $value }, de 0 és 100 közötti százalék kell, például "8.5".
config-day = { $place }: { $key } értéke { $value }, de egy nap kell, például "2026-11-01", vagy "".
