//! Settles an entry as a person says.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::bank::account::canonical;
use crate::bank::matching::{Matcher, Misfit, Proposal, Rate};
use crate::domain::bank::{BankLine, BankMatch, EntryState, MatchPart, PartKind, Taught};
use crate::domain::{CompanyId, Message, RemoteId};
use crate::service::bank_named::{first_of_equal, is_named};
use crate::service::bank::{BankRefusal, Chosen, MatchAsked, Writing, lines, matched, money, pays, units, versions};
use crate::service::bank_claims::matcher;
use crate::service::bank_back;
use crate::service::books::check_amount;
use crate::service::companies::name_of;
use crate::service::{
    Action, Audit, Context, Given, Kind, Param, Patience, Repeat, Result, Route, Routed, Scope, UseCase, bad_value,
};

/// Settles an entry: by its best proposal, or by documents that are named. The account of the other side is learned. One document, or an
/// earlier entry, may be named for money that goes back.
#[derive(Debug, Serialize, Deserialize)]
pub struct AcceptMatch {
    /// Company.
    pub company: CompanyId,
    /// Beginning of the identifier of the entry.
    pub entry: String,
    /// Part of a batch; 0 for the whole.
    pub part: u32,
    /// Documents; empty for the best proposal.
    pub documents: Vec<Chosen>,
    /// What a difference is.
    pub difference: Option<PartKind>,
    /// The rate at which money of another currency pays the documents.
    pub rate: Option<Rate>,
    /// The proposal that a person looked at, which is taken in place of the best one; empty where none was shown. It is refused if it is
    /// proposed no more.
    pub seen: Vec<MatchPart>,
    /// A key of the caller's: a call that is repeated with it settles nothing more, and gets what the first one settled.
    pub key: Option<String>,
}

impl Routed for AcceptMatch {
    type Body = MatchAsked;
    const ROUTE: Route = Route::post("/v1/bank/{company}/entries/{entry}/match", "accept_match", "bank").keyed()
        .about(
            "Settles an entry: by its best proposal, or by documents that are named. With the header Idempotency-Key a repeated request gets what the first one settled.",
        )
        .params(&[
            Param::new("company", Kind::Number, "The number of the company"),
            Param::new("entry", Kind::Text, "The entry; its first signs are enough"),
        ])
        .optional_body();

    fn read(given: &Given, asked: MatchAsked) -> Result<Self> {
        let amount = |text: String| match crate::bank::amount(&text, Some('.')) {
            Some(amount) => Ok(amount),
            None => Err(bad_value("amount", &text, Message::new("api-amount"))),
        };
        let documents = asked.documents.into_iter().map(|(document, text)| {
            Ok(Chosen { document, amount: text.map(amount).transpose()? })
        });
        let difference = asked.difference.map(|word| {
            PartKind::parse(&word).ok_or_else(|| bad_value("difference", &word, Message::new("api-difference")))
        });
        let rate = asked.rate.map(|text| text.parse().map_err(|_| bad_value("rate", &text, Message::new("api-rate"))));
        Ok(Self {
            company: given.company()?,
            entry: given.part("entry").to_owned(),
            part: asked.part,
            documents: documents.collect::<Result<_>>()?,
            difference: difference.transpose()?,
            rate: rate.transpose()?,
            seen: Vec::new(),
            key: given.key.clone(),
        })
    }
}

impl UseCase for AcceptMatch {
    type Answer = BankMatch;
    const ACTION: Action = Action::Bank;
    const REPEAT: Repeat = Repeat::Once;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Certain(|case, names| {
        let documents: Vec<&str> = case.documents.iter().map(|one| one.document.as_str()).collect();
        let rate = case.rate.as_ref().map(|rate| format!(" ({rate})")).unwrap_or_default();
        ("match.accept", format!("{}: {} {}{rate}", name_of(names, case.company), case.entry, documents.join(", ")))
    });

    fn scope(&mut self) -> Scope<'_> {
        Scope::Record(self.company)
    }

    async fn run(self, cx: Context) -> Result<BankMatch> {
        cx.blocking(move |cx| {
            let line = find(cx, self.company, &self.entry)?;
            let entry = line.entry.id.to_string();
            match line.entry.state {
                EntryState::Booked => {}
                EntryState::Doubtful => return Err(BankRefusal::Doubtful { entry }.into()),
                EntryState::Same => return Err(BankRefusal::Taken { entry }.into()),
                EntryState::Pending | EntryState::Info => return Err(BankRefusal::NotBooked { entry }.into()),
            }
            let unit = units(&line.entry).into_iter().find(|(part, _)| *part == self.part);
            let Some((part, detail)) = unit else { return Err(BankRefusal::Parts { entry }.into()) };
            let first = line.matches.iter().find(|one| one.part == part && self.key.is_some() && one.call.as_deref() == self.key.as_deref());
            if let Some(first) = first {
                return Ok(first.clone());
            }
            if pays(&line, part) {
                return Err(BankRefusal::Taken { entry }.into());
            }
            if let ([named], None, None) = (self.documents.as_slice(), self.difference, &self.rate)
                && named.amount.is_none()
                && let Some(back) = bank_back::named(cx, &line, &named.document)?
            {
                let one = bank_back::settle(cx, &line, back, self.key.as_deref())?;
                cx.local.note_matched(&[self.company]);
                return Ok(one);
            }
            let matcher = matcher(&cx.local, self.company)?;
            let money = money(&line, part, detail);
            let amounts = self.documents.iter().filter_map(|one| one.amount);
            amounts.into_iter().try_for_each(|amount| check_amount(amount, money.currency))?;
            let proposal = if self.documents.is_empty() {
                let mut all = matcher.propose(&money).into_iter();
                if self.seen.is_empty() {
                    all.next().ok_or(BankRefusal::NothingProposed { entry })?
                } else {
                    all.find(|one| one.parts == self.seen).ok_or(BankRefusal::Outdated { entry })?
                }
            } else {
                self.chosen(cx, &matcher, &money)?
            };
            let mut one = matched(&line, part, &proposal, false);
            if let Some(partner) = matcher.partner(&proposal)
                && !detail.account.is_empty()
            {
                one.taught = Some(Taught { account: canonical(&detail.account).into(), partner: partner.into() });
            }
            one.call = self.key.as_deref().map(Into::into);
            let version = versions(&cx.local, self.company)?.get(&one.id).copied().unwrap_or_default();
            let mut writing = Writing::new(cx, self.company);
            writing.add(&one, version, money.day, &line.currency)?;
            writing.must_be_open()?;
            cx.note()?;
            writing.end()?;
            cx.local.note_matched(&[self.company]);
            Ok(one)
        })
        .await
    }
}

impl AcceptMatch {
    fn chosen(&self, cx: &Context, matcher: &Matcher, money: &crate::bank::matching::Money<'_>) -> Result<Proposal> {
        let mut documents: Vec<(RemoteId, Option<Decimal>)> = Vec::new();
        for chosen in &self.documents {
            let wanted = vec![self.company];
            let mut rows = cx.local.store.ask(|index| index.lookup(chosen.document.trim(), &wanted))?;
            rows.retain(|row| !row.open_amount().is_zero());
            let document = chosen.document.clone();
            match rows.as_slice() {
                [] => return Err(BankRefusal::NoDocument { document }.into()),
                [row] if documents.iter().any(|(id, _)| *id == row.id) => return Err(BankRefusal::Repeated { document }.into()),
                [row] => documents.push((row.id.clone(), chosen.amount)),
                _ => return Err(BankRefusal::SeveralDocuments { document }.into()),
            }
        }
        let proposal = matcher.chosen(money, &documents, self.difference, self.rate.as_ref())?;
        if proposal.parts.is_empty() { Err(Misfit::Contradiction.into()) } else { Ok(proposal) }
    }
}

/// The entry with an identifier that begins so.
fn find(cx: &Context, company: CompanyId, wanted: &str) -> Result<BankLine> {
    let mut found = lines(&cx.local, company, &|_| true)?;
    found.retain(|line| is_named(line.entry.id.as_str(), wanted));
    if let Some(whole) = found.iter().position(|line| line.entry.id.as_str() == wanted) {
        return Ok(found.swap_remove(whole));
    }
    first_of_equal(&mut found, |line| line.entry.id.as_str());
    match found.len() {
        0 => Err(BankRefusal::NotFound { wanted: wanted.to_owned() }.into()),
        1 => Ok(found.swap_remove(0)),
        _ => Err(BankRefusal::Ambiguous { wanted: wanted.to_owned() }.into()),
    }
}
