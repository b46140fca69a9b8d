//! Examples of every command, for `--help` and the manual pages.
//!
//! For: the help. Uses: nothing. Never: texts that need a translation: an example is a command line.

/// Examples of a command, by its words after `faktura`.
pub(super) fn of(path: &str) -> &'static [&'static str] {
    EXAMPLES.iter().find(|(known, _)| *known == path).map_or(&[], |(_, examples)| examples)
}

/// Command lines that can be pasted once their names and numbers are replaced. A test parses each.
const EXAMPLES: &[(&str, &[&str])] = &[
    ("sync", &["faktura sync", "faktura sync --company \"My Company Kft.\" --full --json"]),
    (
        "company add",
        &[
            "faktura company add \"My Company Kft.\" --provider billingo",
            "printf %s \"$KEY\" | faktura company add \"My Company Kft.\" --api-key-stdin",
        ],
    ),
    ("company list", &["faktura company list --json"]),
    ("company show", &["faktura company show medka"]),
    ("company rename", &["faktura company rename medka \"Medka Zrt.\""]),
    ("company enable", &["faktura company enable medka"]),
    ("company disable", &["faktura company disable medka"]),
    ("company remove", &["faktura company remove medka", "faktura company remove \"Medka Kft.\" --yes"]),
    ("company set-key", &["faktura company set-key medka", "printf %s \"$KEY\" | faktura company set-key medka --api-key-stdin"]),
    ("company test", &["faktura company test medka"]),
    (
        "company sender",
        &[
            "faktura company sender medka",
            "faktura company sender medka --contact \"Ann Byrne\" --iban HU42117730161111101800000000",
        ],
    ),
    (
        "company buyer",
        &[
            "faktura company buyer medka \"Harbour Bakery\"",
            "faktura company buyer medka \"Harbour Bakery\" --country IE --vat-number IE6388047V",
        ],
    ),
    ("company vat", &["faktura company vat medka", "faktura company vat medka NON E"]),
    ("login add", &["faktura login add xero --client-id YOUR_CLIENT_ID", "faktura login add --login 1"]),
    ("login begin", &["faktura login begin xero --client-id YOUR_CLIENT_ID"]),
    ("login finish", &["printf %s \"$ADDRESS\" | faktura login finish --redirect-stdin --all-tenants"]),
    ("login list", &["faktura login list"]),
    ("login show", &["faktura login show 1"]),
    ("login test", &["faktura login test 1"]),
    ("login remove", &["faktura login remove 1 --revoke"]),
    ("invoices", &["faktura invoices status:overdue --sort -gross --limit 20"]),
    (
        "invoice",
        &[
            "faktura invoice INV-2026-59 --history",
            "faktura invoice INV-2026-59 --pdf INV-2026-59.pdf",
            "faktura invoice INV-2026-59 --einvoice peppol INV-2026-59.xml",
        ],
    ),
    ("payments", &["faktura payments date:last-month"]),
    ("payment", &["faktura payment 1234 --company medka"]),
    ("contacts", &["faktura contacts 'outstanding>0'"]),
    ("contact", &["faktura contact 1234 --company medka"]),
    ("logs", &["faktura logs --status failed,partial"]),
    ("logs show", &["faktura logs show 42"]),
    ("status", &["faktura status", "faktura status --watch 10", "faktura status --nagios"]),
    (
        "export",
        &[
            "faktura export october.xlsx issued:2026-10",
            "faktura export - --format ndjson overdue",
            "faktura export --records payments payments.csv date:last-month",
            "faktura export october.zip --documents factur-x issued:2026-10",
        ],
    ),
    (
        "report",
        &[
            "faktura report aging",
            "faktura report months --by paid issued:2026",
            "faktura report time --by week --from 2026-10-01 --until 2026-10-31",
            "faktura report profit --by project",
        ],
    ),
    ("audit", &["faktura audit --limit 100"]),
    ("audit verify", &["faktura audit verify"]),
    ("check", &["faktura check", "faktura check --repair"]),
    ("config show", &["faktura config show mail", "faktura config show --changed --json"]),
    ("config check", &["faktura config check", "faktura config check new.toml"]),
    (
        "config set",
        &[
            "faktura config set sync.pages 6",
            "faktura config set reminders.steps -3 3 14 30",
            "printf %s \"$URL\" | faktura config set store.url --value-stdin",
        ],
    ),
    ("config unset", &["faktura config unset sync.pages"]),
    ("doctor", &["faktura doctor", "faktura doctor --online"]),
    ("backup", &["faktura backup faktura.age", "faktura backup --to s3"]),
    ("restore", &["faktura restore faktura.age", "faktura restore faktura.age --identity identity.age --yes"]),
    ("compact", &["faktura compact"]),
    ("store copy", &["printf %s \"$URL\" | faktura store copy --to-stdin", "faktura store copy --to /srv/faktura/store --json"]),
    ("key init", &["faktura key init"]),
    ("key show", &["faktura key show"]),
    ("key rotate", &["faktura key rotate"]),
    ("token add", &["faktura token add dashboard", "faktura token add robot --role admin --company medka --expires 2027-06-30"]),
    ("token list", &["faktura token list"]),
    ("token revoke", &["faktura token revoke dashboard"]),
    ("alert list", &["faktura alert list"]),
    ("alert test", &["faktura alert test", "faktura alert test webhook"]),
    ("alert set-secret", &["faktura alert set-secret webhook-url"]),
    ("alert remove-secret", &["faktura alert remove-secret webhook-url"]),
    ("hook list", &["faktura hook list"]),
    ("hook set-secret", &["faktura hook set-secret xero"]),
    ("hook remove-secret", &["faktura hook remove-secret xero"]),
    (
        "push plan",
        &[
            "faktura push plan issued:2026-10 --from \"My Company Kft.\" --to \"Harbour Ltd\"",
            "faktura push plan --matched --to \"Harbour Ltd\"",
        ],
    ),
    ("push apply", &["faktura push apply --company \"Harbour Ltd\"", "faktura push apply --by-rule"]),
    ("push list", &["faktura push list --json"]),
    ("push show", &["faktura push show INV-2026-59"]),
    ("push retry", &["faktura push retry INV-2026-59"]),
    ("push discard", &["faktura push discard INV-2026-59"]),
    ("push links", &["faktura push links --company \"Harbour Ltd\""]),
    ("push unlink", &["faktura push unlink 1:document:45210282 --company \"Harbour Ltd\""]),
    ("push map list", &["faktura push map list --company \"Harbour Ltd\""]),
    ("push map set", &["faktura push map set sales-account 200 --company \"Harbour Ltd\""]),
    ("push map unset", &["faktura push map unset sales-account --company \"Harbour Ltd\""]),
    ("push void", &["faktura push void INV-2026-59"]),
    ("push credit", &["faktura push credit INV-2026-59"]),
    ("push mail", &["faktura push mail INV-2026-59 --address ann@example.com"]),
    ("push reconcile", &["faktura push reconcile"]),
    ("push adopt", &["faktura push adopt 1:document:45210282 --company \"Harbour Ltd\""]),
    ("push ignore", &["faktura push ignore 1:document:45210282 --company \"Harbour Ltd\" --reason \"rounded there\""]),
    ("push pause", &["faktura push pause"]),
    ("push resume", &["faktura push resume"]),
    (
        "bank import",
        &[
            "faktura bank import statement.xml --company \"Own Kft.\"",
            "faktura bank import table.csv --mapping own.toml --preview",
        ],
    ),
    ("bank list", &["faktura bank list --unmatched"]),
    ("bank statements", &["faktura bank statements"]),
    ("bank show", &["faktura bank show 3f2a91c07b", "faktura bank show 3f2a91c07b --raw statement.xml"]),
    ("bank accounts", &["faktura bank accounts"]),
    ("bank same", &["faktura bank same 3f2a91c07b", "faktura bank same --all"]),
    ("bank another", &["faktura bank another 3f2a91c07b"]),
    ("match propose", &["faktura match propose", "faktura match propose 3f2a91c07b"]),
    ("match auto", &["faktura match auto"]),
    (
        "match accept",
        &["faktura match accept 3f2a91c07b INV-2026-59", "faktura match accept 3f2a91c07b INV-2026-59=12700 --difference fee"],
    ),
    ("match undo", &["faktura match undo 3f2a91c07b"]),
    (
        "transfers make",
        &["faktura transfers make pay.xml B-2026-7", "faktura transfers make pay.xml --payments list.csv --day 2026-11-10"],
    ),
    ("transfers list", &["faktura transfers list"]),
    ("serve", &["faktura serve", "faktura serve --listen 127.0.0.1:8470"]),
    ("worker", &["faktura worker", "faktura worker --until-idle"]),
    ("books add", &["faktura books add \"Own Kft.\" --country HU --currency HUF --tax-number 32560682-2-43 --vat 27"]),
    (
        "books edit",
        &[
            "faktura books edit --post-code 1011 --city Budapest --street \"Fő utca 1.\" --iban HU42117730161111101800000000",
            "faktura books edit --closed-until 2026-09-30",
        ],
    ),
    ("books show", &["faktura books show"]),
    ("books check", &["faktura books check"]),
    ("books skip-lost", &["faktura books skip-lost --company \"Own Kft.\""]),
    ("client add", &["faktura client add \"Acme Kft.\" --tax-number 13114505-2-41 --email invoices@acme.example"]),
    ("client list", &["faktura client list"]),
    ("client show", &["faktura client show acme"]),
    ("client edit", &["faktura client edit acme --email invoices@acme.example --terms 15"]),
    ("client archive", &["faktura client archive acme"]),
    ("client delete", &["faktura client delete acme"]),
    ("project add", &["faktura project add Site --client acme --budget-hours 120"]),
    ("project list", &["faktura project list"]),
    ("project show", &["faktura project show Site"]),
    ("project edit", &["faktura project edit Site --step 15m --state on_hold"]),
    ("project archive", &["faktura project archive Site"]),
    ("project delete", &["faktura project delete Site"]),
    ("person add", &["faktura person add Anna --user anna --cost 8000"]),
    ("person list", &["faktura person list"]),
    ("person edit", &["faktura person edit Anna --cost 8500"]),
    ("person delete", &["faktura person delete Anna"]),
    (
        "rate set",
        &[
            "faktura rate set --project Site --amount 18000 --per hour --from 2026-01-01",
            "faktura rate set --project Site --amount 400000 --per retainer --included 20 --overage 18000",
        ],
    ),
    ("rate list", &["faktura rate list --project Site --date 2026-10-27"]),
    (
        "time add",
        &[
            "faktura time add 2h30 --project Site --note Review",
            "faktura time add --project Site --start 2026-10-25T01:30 --end 2026-10-25T04:00 --zone Europe/Budapest",
        ],
    ),
    ("time list", &["faktura time list --week", "faktura time list project:site status:pending --format json"]),
    ("time edit", &["faktura time edit 7f3a9c01 9-11:30 --note Review"]),
    ("time split", &["faktura time split 7f3a9c01 10:30"]),
    ("time move", &["faktura time move 7f3a9c01 1be2d004 --project Site"]),
    ("time merge", &["faktura time merge 7f3a9c01 1be2d004"]),
    ("time mend", &["faktura time mend 7f3a9c01"]),
    ("time copy", &["faktura time copy 2026-10-26 2026-10-27"]),
    ("time delete", &["faktura time delete 7f3a9c01"]),
    (
        "time import",
        &["faktura time import toggl.csv --dry-run", "faktura time import hours.csv --column date=Day --column hours=Hours"],
    ),
    ("time export", &["faktura time export october.csv --from 2026-10-01 --until 2026-10-31"]),
    (
        "time map",
        &["faktura time map", "faktura time map \"client:web\" --project Site", "faktura time map deep --tag --project Site"],
    ),
    ("time lint", &["faktura time lint --week"]),
    ("time approve", &["faktura time approve --until 2026-10-31"]),
    ("time unapprove", &["faktura time unapprove --entry 7f3a9c01"]),
    ("time write-off", &["faktura time write-off --entry 7f3a9c01 --reason \"learning\""]),
    ("time restore", &["faktura time restore --entry 7f3a9c01"]),
    ("timer start", &["faktura timer start --project Site --note Review"]),
    ("timer switch", &["faktura timer switch --project Hosting"]),
    ("timer stop", &["faktura timer stop", "faktura timer stop --at 17:00"]),
    ("timer status", &["faktura timer status"]),
    ("timer discard", &["faktura timer discard"]),
    (
        "draft make",
        &[
            "faktura draft make --client acme --from 2026-10-01 --until 2026-10-31 --vat 27",
            "faktura draft make --client acme --advance --line \"Advance=100000\"",
            "faktura draft make --client acme --until 2026-10-31 --as-if 20000 --dry-run",
        ],
    ),
    ("draft list", &["faktura draft list --all"]),
    ("draft show", &["faktura draft show 5f3a91c2"]),
    ("draft explain", &["faktura draft explain 5f3a91c2"]),
    ("draft edit", &["faktura draft edit 5f3a91c2 --text \"1=Consulting\" --discount 10"]),
    ("draft discard", &["faktura draft discard 5f3a91c2"]),
    ("recurring add", &["faktura recurring add Hosting --client acme --next 2026-12-01 --line \"Hosting=1x12000\""]),
    ("recurring edit", &["faktura recurring edit Hosting --every 3"]),
    ("recurring list", &["faktura recurring list"]),
    ("recurring pause", &["faktura recurring pause Hosting"]),
    ("recurring resume", &["faktura recurring resume Hosting"]),
    ("recurring delete", &["faktura recurring delete Hosting"]),
    ("recurring run", &["faktura recurring run"]),
    ("issue", &["faktura issue 5f3a91c2 --date 2026-11-01 --due 2026-11-15"]),
    ("credit", &["faktura credit INV-2026-00001", "faktura credit INV-2026-00001 --line 1=2 --line 2=net:5000"]),
    ("void", &["faktura void INV-2026-00001 --reason \"wrong buyer\""]),
    (
        "pay",
        &[
            "faktura pay INV-2026-00001 --amount 50000 --method wire_transfer",
            "faktura pay INV-2026-00002 --by credit",
            "faktura pay INV-2026-00003 --by write-off --note \"bankrupt\"",
        ],
    ),
    (
        "calendar add",
        &[
            "faktura calendar add Work --url https://cloud.example/remote.php/dav/calendars/anna/work/ --user anna",
            "faktura calendar add Private --ical",
        ],
    ),
    ("calendar list", &["faktura calendar list"]),
    ("calendar show", &["faktura calendar show Work"]),
    ("calendar test", &["faktura calendar test Work"]),
    ("calendar sync", &["faktura calendar sync", "faktura calendar sync Work"]),
    ("calendar propose", &["faktura calendar propose --from 2026-10-01"]),
    ("calendar accept", &["faktura calendar accept 3f9c 81d2 --project Site"]),
    ("calendar dismiss", &["faktura calendar dismiss 3f9c"]),
    ("calendar resolve", &["faktura calendar resolve Work 7f3a9c01 --keep calendar"]),
    ("calendar set-secret", &["faktura calendar set-secret Work"]),
    ("calendar remove", &["faktura calendar remove Work"]),
    ("archive run", &["faktura archive run"]),
    ("archive list", &["faktura archive list --json"]),
    ("archive verify", &["faktura archive verify"]),
    (
        "archive get",
        &["faktura archive get INV-2026-00001 invoice.pdf", "faktura archive get INV-2026-00001 invoice.xml --form ubl"],
    ),
    ("archive set-key", &["faktura archive set-key"]),
    ("archive remove-key", &["faktura archive remove-key"]),
    ("slack add", &["faktura slack add U012AB3CD --person Anna --project Site"]),
    ("slack list", &["faktura slack list"]),
    ("slack remove", &["faktura slack remove U012AB3CD"]),
    ("slack summary", &["faktura slack summary --dry-run"]),
    ("slack test", &["faktura slack test"]),
    ("slack set-secret", &["faktura slack set-secret webhook"]),
    ("slack remove-secret", &["faktura slack remove-secret webhook"]),
    (
        "send",
        &[
            "faktura send INV-2026-59 --dry-run",
            "faktura send \"issued:2026-10 status:outstanding\"",
            "faktura send INV-2026-59 --to ann@example.com --attach pdf,peppol --again",
        ],
    ),
    ("remind", &["faktura remind --dry-run", "faktura remind --company \"Own Kft.\""]),
    ("remind off", &["faktura remind off INV-2026-59", "faktura remind off --partner \"Acme Kft.\""]),
    ("remind on", &["faktura remind on --partner \"Acme Kft.\""]),
    ("remind list", &["faktura remind list"]),
    ("deliveries summary", &["faktura deliveries summary --dry-run"]),
    ("deliveries list", &["faktura deliveries list --state failed,unknown"]),
    ("deliveries retry", &["faktura deliveries retry INV-2026-59"]),
    ("deliveries cancel", &["faktura deliveries cancel INV-2026-59"]),
    ("deliveries set-password", &["faktura deliveries set-password"]),
    ("deliveries remove-password", &["faktura deliveries remove-password"]),
    ("deliveries test", &["faktura deliveries test me@example.com"]),
    ("schedule print", &["faktura schedule print crontab", "faktura schedule print systemd"]),
    (
        "sandbox",
        &[
            "faktura sandbox --invoices 100",
            "faktura sandbox --provider xero --port 8080 --fault status=500@3",
            "faktura sandbox --provider quickbooks --set multicurrency=on --set tax=automated:8.25",
        ],
    ),
    ("completions", &["faktura completions bash > ~/.local/share/bash-completion/completions/faktura"]),
    ("man", &["faktura man ~/.local/share/man/man1"]),
    ("help", &["faktura help push plan"]),
];

#[cfg(test)]
mod tests {
    use clap::{Command, CommandFactory};

    use super::*;
    use crate::cli::args::Cli;

    fn paths(command: &Command, path: &str, found: &mut Vec<String>) {
        for sub in command.get_subcommands() {
            let path = format!("{path} {}", sub.get_name()).trim_start().to_owned();
            if !sub.has_subcommands() || !sub.is_subcommand_required_set() {
                found.push(path.clone());
            }
            paths(sub, &path, found);
        }
    }

    /// Words of the part of a line that is faktura's, as a shell reads it.
    fn words(line: &str) -> Vec<String> {
        let line = line.split_once("| ").map_or(line, |(_, after)| after);
        let line = line.split_once(" > ").map_or(line, |(before, _)| before);
        let mut words = vec![String::new()];
        let mut quote = None;
        for c in line.chars() {
            match (quote, c) {
                (Some(open), c) if c == open => quote = None,
                (None, '"' | '\'') => quote = Some(c),
                (None, ' ') => words.push(String::new()),
                (_, c) => words.last_mut().expect("one at least").push(c),
            }
        }
        assert!(quote.is_none(), "{line}");
        words
    }

    #[test]
    fn every_command_has_examples_and_each_is_understood() {
        let mut all = Vec::new();
        paths(&Cli::command(), "", &mut all);
        assert!(all.len() > 150, "{}", all.len());
        for path in &all {
            assert!(!of(path).is_empty(), "no example of {path}");
        }
        for (path, examples) in EXAMPLES {
            assert!(all.iter().any(|known| known == path), "there is no {path}");
            assert_eq!(EXAMPLES.iter().filter(|(known, _)| known == path).count(), 1, "{path} is there once");
            for example in *examples {
                let words = words(example);
                assert_eq!(words[1..].iter().take(path.split(' ').count()).cloned().collect::<Vec<_>>().join(" "), *path);
                let parsed = Cli::command().try_get_matches_from(&words);
                assert!(parsed.is_ok(), "{example}: {}", parsed.err().map(|error| error.to_string()).unwrap_or_default());
            }
        }
    }
}
