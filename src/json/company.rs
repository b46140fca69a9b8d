//! Companies and their health.

use serde::Serialize;

use super::incomplete::IncompleteJson;
use super::lag::LagJson;
use super::value::{Instant, Shown, TotalJson, open};
use super::worker::WorkerJson;
use crate::domain::{Gap, Light, Login};
use crate::locale::Locale;
use crate::service::CompanyView;
use crate::service::cases::{StatusView, WorkerView};

/// `faktura status --json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = Status))]
pub struct StatusJson {
    /// The worst light of all companies: `green`, `yellow` or `red`; `red` where there is no company.
    pub status: &'static str,
    /// Companies of which something is missing here; only where there are any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "api", schema(required = false))]
    pub incomplete: Vec<IncompleteJson>,
    /// Companies with bank entries that were perhaps told before, of which a person says what they are; only where there are any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "api", schema(required = false))]
    pub bank_doubtful: Vec<BankDoubtfulJson>,
    /// Each company.
    pub companies: Vec<CompanyJson>,
    /// Processes that sync companies now; only where there are any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "api", schema(required = false))]
    pub workers: Vec<WorkerJson>,
    /// What is due and not done yet; not in `company list --json`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "api", schema(required = false))]
    pub lag: Option<LagJson>,
}

/// A company with doubtful bank entries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = BankDoubtful))]
pub struct BankDoubtfulJson {
    /// The company.
    pub company_id: u32,
    /// How many entries wait.
    pub entries: u64,
}

/// A company as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = Company))]
#[expect(missing_docs, reason = "the names are the promise; CompanyView explains them")]
pub struct CompanyJson {
    pub id: u32,
    pub name: String,
    pub provider: String,
    pub base_url: Option<String>,
    pub enabled: bool,
    pub tax_number: Option<String>,
    pub legal_name: Option<String>,
    /// `green`, `yellow` or `red`.
    pub status: &'static str,
    /// Why.
    pub health: &'static str,
    pub has_api_key: bool,
    pub key_set: Option<Instant>,
    pub key_ending: Option<String>,
    /// Number of its login at a service that asks for consent; null for one with an API key.
    pub login: Option<u32>,
    /// `authorising`, `active`, `expired`, `revoked` or `error`.
    pub login_status: Option<&'static str>,
    /// When a person must renew the login at the latest.
    pub renew_by: Option<Instant>,
    /// When its last run ended, however it did.
    pub last_sync: Option<Instant>,
    pub last_status: Option<&'static str>,
    pub last_success: Option<Instant>,
    /// Why its last run failed, where it did.
    pub failure: Option<String>,
    pub invoices: u64,
    pub outstanding: Vec<TotalJson>,
    pub overdue: Vec<TotalJson>,
    /// Negative amounts that are open: owed to buyers. They reduce neither of the two above.
    pub credit: Vec<TotalJson>,
    pub oldest_overdue_days: Option<i32>,
    pub warnings: u64,
    /// Invoices rejected by the tax authority.
    pub nav_refused: u64,
    pub deferred_until: Option<Instant>,
}

/// One company, with what is looked for only where one is asked about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = CompanyDetail))]
pub struct CompanyDetailJson {
    /// The company.
    #[serde(flatten)]
    pub company: CompanyJson,
    /// Numbers that no document of their series has; null where not all documents are known.
    pub number_gaps: Option<Vec<GapJson>>,
}

/// Numbers that are missing, one behind the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = NumberGap))]
pub struct GapJson {
    /// What the numbers of the series have in common before the counter.
    pub series: String,
    /// The first one that is missing.
    pub first: String,
    /// The last one that is missing.
    pub last: String,
    /// How many are missing.
    pub count: u64,
    /// The number before them.
    pub previous: String,
    /// The number after them.
    pub next: String,
}

impl CompanyDetailJson {
    /// What scripts see of one company.
    #[must_use]
    pub fn new(view: &CompanyView, gaps: Option<Vec<Gap>>, locale: &Locale) -> Self {
        let gap = |Gap { series, first, last, count, previous, next }| GapJson { series, first, last, count, previous, next };
        Self { company: CompanyJson::new(view, locale), number_gaps: gaps.map(|gaps| gaps.into_iter().map(gap).collect()) }
    }
}

impl StatusJson {
    /// What scripts see of all companies.
    #[must_use]
    pub fn new(companies: &[CompanyView], workers: &[WorkerView], locale: &Locale) -> Self {
        let worst = Light::worst(companies.iter().map(|view| view.health.light()));
        Self {
            status: worst.as_str(),
            incomplete: IncompleteJson::of(companies),
            bank_doubtful: Vec::new(),
            companies: companies.iter().map(|view| CompanyJson::new(view, locale)).collect(),
            workers: WorkerJson::of(workers),
            lag: None,
        }
    }

    /// The same with what is due.
    #[must_use]
    pub fn of(stands: &StatusView, locale: &Locale) -> Self {
        let doubtful = stands.doubtful.iter();
        Self {
            lag: Some(LagJson::new(&stands.lag)),
            bank_doubtful: doubtful
                .map(|(company, entries)| BankDoubtfulJson { company_id: company.0, entries: *entries })
                .collect(),
            ..Self::new(&stands.companies, &stands.workers, locale)
        }
    }
}

impl CompanyJson {
    /// What scripts see of a company.
    #[must_use]
    pub fn new(view: &CompanyView, locale: &Locale) -> Self {
        let company = &view.company;
        let consent = view.login.as_ref().filter(|login| login.grant.is_some());
        Self {
            id: company.id.0,
            name: company.name.clone(),
            provider: company.provider.clone(),
            base_url: company.base_url.clone(),
            enabled: company.enabled,
            tax_number: company.tax_number.clone(),
            legal_name: company.legal_name.clone(),
            status: view.health.light().as_str(),
            health: view.health.as_str(),
            has_api_key: view.login.as_ref().is_some_and(|login| login.grant.is_none()),
            key_set: view.key().filter(|_| consent.is_none()).map(|key| Shown(key.set)),
            key_ending: view.key().filter(|_| consent.is_none()).map(|key| key.ending.clone()),
            login: consent.map(|login| login.id.0),
            login_status: consent.map(|login| login.state.as_str()),
            renew_by: consent.and_then(Login::renew_by).map(Shown),
            last_sync: view.last_ended.map(Shown),
            last_status: view.last_run.as_ref().map(|run| run.status.as_str()),
            last_success: view.last_success.as_ref().and_then(|run| run.ended).map(Shown),
            failure: view.failure().map(|failure| locale.text(&failure.message)),
            invoices: view.invoices,
            outstanding: open(&view.outstanding),
            overdue: open(&view.overdue),
            credit: open(&view.credit),
            oldest_overdue_days: view.oldest_overdue_days,
            warnings: view.warnings,
            nav_refused: view.nav_refused,
            deferred_until: view.deferred_until.map(Shown),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Health;
    use crate::json::samples::company;
    use crate::locale::english;

    #[test]
    fn the_whole_is_as_bad_as_its_worst() {
        let json = serde_json::to_value(StatusJson::new(
            &[company("MEDKA Kft.", Health::Fresh, None), company("MEDKA Kft.", Health::Ageing, None)],
            &[WorkerView { name: "desk, pid 7, 0".to_owned(), companies: vec![crate::domain::CompanyId(2)], until: None }],
            english(),
        ))
        .unwrap();
        assert_eq!(json["status"], "yellow");
        assert_eq!(json["companies"][0]["status"], "green");
        assert_eq!(json["companies"][1]["health"], "ageing");
        assert_eq!(json["companies"][0]["key_ending"], "01c9");
        assert_eq!(
            json["companies"][0]["outstanding"].to_string(),
            r#"[{"balance":"1150.50","count":1,"currency":"EUR","direction":"issued","gross":"1150.50","net":"0.00","vat":"0.00"}]"#
        );
        assert_eq!(json["workers"].to_string(), r#"[{"companies":[2],"lease_until":null,"name":"desk, pid 7, 0"}]"#);
        assert_eq!(StatusJson::new(&[], &[], english()).status, "red", "where there is no company, nothing is right");
    }
}
