//! What unmatched entries may pay.

use serde::{Deserialize, Serialize};

use crate::domain::CompanyId;
use crate::domain::bank::EntryState;
use crate::service::bank_named::is_named;
use crate::service::bank::{Matched, Proposed, companies, lines, money, units};
use crate::service::bank_claims::matcher;
use crate::service::{Action, Audit, Context, Given, Kind, Param, Patience, Repeat, Result, Route, Routed, Scope, UseCase};

/// Proposals for booked entries that pay nothing yet; nothing is settled.
#[derive(Debug, Serialize, Deserialize)]
pub struct ProposeMatches {
    /// Companies; all where empty.
    pub companies: Vec<CompanyId>,
    /// Beginning of the identifier of an entry.
    pub entry: Option<String>,
}

impl Routed for ProposeMatches {
    type Body = ();
    const ROUTE: Route = Route::get("/v1/bank/proposals", "match_proposals", "bank")
        .about("What unmatched entries may pay, with reasons and scores. Nothing is settled.")
        .params(&[Param::COMPANIES, Param::new("entry", Kind::Text, "Only entries whose identifier begins so")]);

    fn read(given: &Given, (): ()) -> Result<Self> {
        Ok(Self { companies: given.companies()?, entry: given.one("entry")?.map(str::to_owned) })
    }
}

impl UseCase for ProposeMatches {
    type Answer = Matched;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Records(&mut self.companies)
    }

    async fn run(self, cx: Context) -> Result<Matched> {
        cx.blocking(move |cx| {
            let mut found = Matched::default();
            for company in companies(cx, &self.companies) {
                let mut open = lines(&cx.local, company, &|_| true)?;
                let is = |id: &str| self.entry.as_deref().is_none_or(|wanted| is_named(id, wanted));
                open.retain(|line| line.entry.state == EntryState::Booked && is(line.entry.id.as_str()));
                if open.is_empty() {
                    continue;
                }
                let matcher = matcher(&cx.local, company)?;
                for line in open {
                    for (part, detail) in units(&line.entry) {
                        if line.matches.iter().any(|one| one.part == part || one.parts.is_empty()) {
                            continue;
                        }
                        let proposals = matcher.propose(&money(&line, part, detail));
                        let proposals = proposals.into_iter().map(Into::into).collect();
                        found.proposed.push(Proposed { line: line.clone(), part, proposals });
                    }
                }
            }
            Ok(found)
        })
        .await
    }
}
