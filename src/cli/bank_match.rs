//! `faktura match`: what entries pay, proposed, settled and taken back.

use rust_decimal::Decimal;

use super::args::{BankScopeArgs, MatchAcceptArgs, MatchCommand, MatchProposeArgs, MatchUndoArgs};
use super::bank_table::short;
use super::context::{App, close};
use super::error::{Exit, Failure, Result};
use super::invoices::names;
use super::out::word;
use crate::bank::amount;
use crate::bank::matching::Rate;
use crate::domain::bank::{BankMatch, MatchPart, PartKind, Reason};
use crate::domain::{CompanyId, Message};
use crate::error::ErrorKind;
use crate::host::Service;
use crate::json::{MatchJson, MatchedJson};
use crate::service::bank::{BankRefusal, Chosen, Matched};
use crate::service::{PushView, cases};

/// Does one of the commands.
pub(super) async fn run(app: &mut App, command: MatchCommand) -> Result {
    let service = app.open_to_search().await?;
    let done = match command {
        MatchCommand::Propose(args) => propose(app, &service, args).await,
        MatchCommand::Auto(args) => auto(app, &service, args).await,
        MatchCommand::Accept(args) => accept(app, &service, args).await,
        MatchCommand::Undo(args) => undo(app, &service, args).await,
    };
    close(service).await;
    done
}

#[derive(serde::Serialize)]
struct One<'r> {
    #[serde(rename = "match")]
    one: MatchJson<'r>,
}

async fn propose(app: &mut App, service: &Service, args: MatchProposeArgs) -> Result {
    let companies = app.companies(service, &args.companies.company).await?;
    let found = service.ask(cases::ProposeMatches { companies: companies.clone(), entry: args.entry }).await?;
    tell(app, &found, args.json)?;
    lacking(app, service, &companies).await
}

/// Warns of companies that were left out because data of them is damaged.
async fn lacking(app: &mut App, service: &Service, asked: &[CompanyId]) -> Result {
    let doubts = app.doubts(service, asked).await?;
    if doubts.is_empty() {
        return Ok(Exit::Done);
    }
    let names = names(service).await?;
    Ok(app.incomplete(&doubts, &names))
}

async fn auto(app: &mut App, service: &Service, args: BankScopeArgs) -> Result {
    let companies = app.companies(service, &args.companies.company).await?;
    let found = service.ask(cases::SettleMatches { companies: companies.clone() }).await?;
    tell(app, &found, args.json)?;
    let done = lacking(app, service, &companies).await?;
    let pushed = push(app, service, companies).await?;
    Ok(if pushed { done } else { Exit::As(ErrorKind::Partial) })
}

fn tell(app: &mut App, found: &Matched, json: bool) -> Result {
    if json {
        app.out.json(&MatchedJson::from(found))?;
        return Ok(Exit::Done);
    }
    for (_, one) in &found.settled {
        say(app, one)?;
    }
    let mut unknown = 0u64;
    for proposed in &found.proposed {
        let line = &proposed.line;
        let Some(best) = proposed.proposals.first() else {
            unknown += 1;
            continue;
        };
        let detail =
            usize::try_from(proposed.part).ok().and_then(|part| part.checked_sub(1)).and_then(|part| line.entry.parts.get(part));
        let detail = detail.unwrap_or(&line.entry.whole);
        let message = Message::new("cli-match-proposed")
            .with("entry", short(line.entry.id.as_str()))
            .with("amount", app.out.locale().money(detail.amount, &line.currency))
            .with("name", &*detail.name)
            .with("parts", parts(app, &best.parts))
            .with("score", u64::from(best.score))
            .with("reasons", reasons(app, &best.reasons));
        app.out.say(&message)?;
    }
    let message = Message::new("cli-match-sum")
        .with("settled", found.settled.len())
        .with("proposed", found.proposed.len().saturating_sub(usize::try_from(unknown).unwrap_or_default()))
        .with("unknown", unknown);
    app.out.note(&message);
    if found.closed > 0 {
        app.out.warn(&Message::new("cli-match-closed").with("count", found.closed));
    }
    Ok(Exit::Done)
}

fn parts(app: &App, parts: &[MatchPart]) -> String {
    let locale = app.out.locale();
    let part = |part: &MatchPart| {
        let kind = (part.kind != PartKind::Principal).then(|| word(locale, "bank-part", part.kind.as_str()));
        let texts = [
            Some(part.number.to_string()).filter(|number| !number.is_empty()),
            kind,
            Some(locale.number(part.amount, part.amount.scale())),
        ];
        texts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    };
    parts.iter().map(part).collect::<Vec<_>>().join(", ")
}

fn reasons(app: &App, reasons: &[Reason]) -> String {
    reasons.iter().map(|reason| word(app.out.locale(), "bank-reason", reason.as_str())).collect::<Vec<_>>().join(", ")
}

/// Tells a match.
pub(super) fn say(app: &mut App, one: &BankMatch) -> Result<()> {
    let id = match (one.undone, one.parts.is_empty() && one.reasons.is_empty()) {
        (true, true) => "cli-bank-question-again",
        (_, false) if one.parts.is_empty() && one.reasons.contains(&Reason::Reversal) => {
            if one.undone {
                "cli-match-back-undone"
            } else {
                "cli-match-back"
            }
        }
        (true, false) => "cli-match-undone",
        // What was said of a doubtful entry, by a statement or a person.
        (false, false) if one.parts.is_empty() => {
            if one.automatic {
                "cli-bank-is-proven"
            } else {
                "cli-bank-is-same"
            }
        }
        (false, _) => "cli-match-settled",
    };
    let message = Message::new(id)
        .with("entry", short(one.entry.as_str()))
        .with("parts", parts(app, &one.parts))
        .with("reasons", reasons(app, &one.reasons));
    app.out.say(&message)?;
    Ok(())
}

/// The company that has an entry.
async fn owner(service: &Service, wanted: &str) -> Result<CompanyId> {
    let ask = cases::BankEntries {
        companies: Vec::new(),
        account: None,
        wanted: Some(wanted.to_owned()),
        unmatched: false,
        doubtful: false,
        offset: 0,
        limit: 2000,
    };
    let (_, lines) = service.ask(ask).await?;
    let mut companies: Vec<CompanyId> = lines.iter().map(|line| line.company).collect();
    companies.sort_unstable();
    companies.dedup();
    match companies.as_slice() {
        [one] => Ok(*one),
        [] => Err(Failure::from(BankRefusal::NotFound { wanted: wanted.to_owned() })),
        _ => Err(Failure::from(BankRefusal::Ambiguous { wanted: wanted.to_owned() })),
    }
}

async fn accept(app: &mut App, service: &Service, args: MatchAcceptArgs) -> Result {
    let company = owner(service, &args.entry).await?;
    let mut documents = Vec::with_capacity(args.invoices.len());
    for given in &args.invoices {
        // A number may have a `=` of its own: an amount after the last one is what is meant, if it is one.
        let split = given.rsplit_once('=').and_then(|(number, text)| Some((number, amount(text, Some('.'))?)));
        let (document, amount): (&str, Option<Decimal>) = split.map_or((given, None), |(number, amount)| (number, Some(amount)));
        documents.push(Chosen { document: document.to_owned(), amount });
    }
    let difference = args.difference.as_deref().and_then(PartKind::parse);
    let wrong = |text: &str| Failure::from(BankRefusal::BadRate { rate: text.to_owned() });
    let rate = args.rate.map(|text| text.parse::<Rate>().map_err(|_| wrong(&text))).transpose()?;
    let (entry, part, seen) = (args.entry, args.part, Vec::new());
    let ask = cases::AcceptMatch { company, entry, part, documents, difference, rate, seen, key: None };
    let one = service.ask(ask).await?;
    if args.json {
        app.out.json(&One { one: MatchJson::new(&one, Some(company)) })?;
    } else {
        say(app, &one)?;
    }
    let pushed = push(app, service, vec![company]).await?;
    Ok(if pushed { Exit::Done } else { Exit::As(ErrorKind::Partial) })
}

/// Waits until the payments that a rule permits are recorded at their services; whether all of them are.
async fn push(app: &mut App, service: &Service, companies: Vec<CompanyId>) -> Result<bool> {
    let list = service.ask(cases::PushMatched { companies: companies.clone() }).await?;
    if list.paused {
        app.out.warn(&Message::new("push-paused"));
        return Ok(true);
    }
    let items: Vec<String> = list.items.into_iter().map(|item| item.item).collect();
    let ended = super::push::until_final(service, &companies, &items).await?;
    let (sent, other): (Vec<&PushView>, Vec<&PushView>) = ended.items.iter().partition(|item| item.state == "sent");
    if !sent.is_empty() {
        app.out.note(&Message::new("cli-match-pushed").with("count", sent.len()));
    }
    for item in &other {
        let message = Message::new("cli-match-not-pushed").with("number", item.title.as_str());
        app.out.warn(&message.with("reason", item.error.clone().unwrap_or_default()));
    }
    Ok(other.is_empty())
}

async fn undo(app: &mut App, service: &Service, args: MatchUndoArgs) -> Result {
    let company = owner(service, args.entry.split('-').next().unwrap_or(&args.entry)).await?;
    let one = service.ask(cases::UndoMatch { company, wanted: args.entry }).await?;
    if args.json {
        app.out.json(&One { one: MatchJson::new(&one, Some(company)) })?;
    } else {
        say(app, &one)?;
    }
    Ok(Exit::Done)
}
