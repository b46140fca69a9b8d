//! The services: whether each answers, takes the key, and has our time. Only where that is asked for.

use std::sync::Arc;

use jiff::SignedDuration;
use secrecy::SecretString;

use super::secrets::takes_consent;
use super::{Finding, Known, Level, Surroundings};
use crate::domain::{Company, Message};
use crate::error::Describe;
use crate::provider::{self, ApiKey, Connection, ProviderError};
use crate::remote::{self, Pool, QuotaKey, RemoteError, Target, Timed};
use crate::store::inspect;
use crate::vault::Vault;

const AREA: &str = "service";
/// Clocks may differ by so much.
const SLACK: SignedDuration = SignedDuration::from_mins(5);

/// Sends one request for each enabled company.
pub(super) fn look(it: &Surroundings, known: &mut Known) -> Vec<Finding> {
    if !it.online || known.owner.is_some() {
        return Vec::new();
    }
    let companies = inspect::companies(&it.paths.store).unwrap_or_default();
    let opened = Vault::open_existing(&it.config.identity, &it.paths.identity, &|| it.passphrase.clone());
    let (Ok(vault), Ok(runtime)) = (opened, tokio::runtime::Builder::new_current_thread().enable_all().build()) else {
        return vec![Finding::warn(AREA, "doctor-service-no-key")];
    };
    // The token of a consent is refreshed by the process that has the store: `faktura login test` asks with it.
    let enabled = companies.iter().filter(|company| company.enabled && !takes_consent(company));
    let keyed = enabled.filter_map(|company| {
        let blob = inspect::sealed_key(&it.paths.store, company).ok()??;
        Some((company, vault.open(&blob).ok()?))
    });
    keyed.map(|(company, key)| runtime.block_on(ask(it, company, key))).collect()
}

async fn ask(it: &Surroundings, company: &Company, key: SecretString) -> Finding {
    let config = &it.config;
    let credentials = match ApiKey::new(&key) {
        Ok(key) => Arc::new(key),
        Err(error) => return failed(company, &error),
    };
    let connection = Connection {
        base_url: company.base_url.clone(),
        tenant: None,
        currency: None,
        credentials,
        connect_timeout: config.connect_timeout.min(super::PATIENCE / 3),
        read_timeout: config.read_timeout.min(super::PATIENCE / 3),
        answer_timeout: config.answer_timeout.min(super::PATIENCE),
    };
    let say = |finding: Finding| finding.with("company", company.name.as_str());
    let Some(entry) = provider::find(&company.provider) else {
        return say(Finding::fail(AREA, "doctor-service-unknown").with("provider", company.provider.as_str()));
    };
    // A single request each: doctor says how it is now.
    let once = remote::Settings { retries: 0, ..config.remote.clone() };
    let account =
        match Pool::new(once, Arc::clone(&it.clock)).connect(Target { entry, connection, quota: QuotaKey::of(company.id) }) {
            Ok(account) => account,
            Err(error) => return failed(company, &error),
        };
    let session = account.question();
    let asked = match session.server_time().await {
        Ok(Timed { answer, .. }) => Ok(answer.date.unwrap_or(answer.value.now)),
        // A service without a clock shows with a record that it takes the key, and its time with the date of the answer.
        Err(RemoteError::Failed(ProviderError::Unsupported)) => {
            session.newest().await.map(|listed| listed.answer.date.unwrap_or(it.clock.now()))
        }
        Err(error) => Err(error),
    };
    match asked {
        Ok(theirs) => {
            let apart = it.clock.now().duration_since(theirs);
            let level = if apart.abs() > SLACK { Level::Warn } else { Level::Ok };
            let id = if level == Level::Ok { "doctor-service" } else { "doctor-service-clock" };
            let answered = say(Finding::new(level, AREA, id).with("seconds", apart.as_secs()));
            if level == Level::Ok { answered } else { answered.hint(Message::new("doctor-clock-hint")) }
        }
        Err(error) => failed(company, &error),
    }
}

fn failed(company: &Company, error: &(impl Describe + std::fmt::Display)) -> Finding {
    let hint = Finding::of(Level::Fail, AREA, error).next;
    let failed = Finding::fail(AREA, "doctor-service-failed").with("company", company.name.as_str());
    Finding { next: hint, ..failed.with("detail", error.to_string()) }
}
