//! Companies.

use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_with::{DeserializeAs, DisplayFromStr, SerializeAs, serde_as};

use super::invoice::TotalsShape;
use super::stands_for;
use super::sync::{IdShape, ProgressShape, RunShape};
use crate::domain::{Company, CompanyId, Doubt, Extent, Gap, Health, KeyInfo, SyncRun, Totals};
use crate::provider::Account;
use crate::service::{CompanyCount, CompanyView, NewCompany, NewKey, Removal, Tested};
use crate::sync::Progress;

type At = DisplayFromStr;

/// A key on its way to the process that seals it, over a socket that only its owner can open.
pub(super) struct Secret;

impl SerializeAs<SecretString> for Secret {
    fn serialize_as<S: Serializer>(value: &SecretString, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(value.expose_secret())
    }
}

impl<'de> DeserializeAs<'de, SecretString> for Secret {
    fn deserialize_as<D: Deserializer<'de>>(deserializer: D) -> Result<SecretString, D::Error> {
        String::deserialize(deserializer).map(SecretString::from)
    }
}

#[serde_as]
#[derive(Serialize, Deserialize)]
#[serde(remote = "Company")]
pub(super) struct CompanyShape {
    #[serde_as(as = "IdShape")]
    id: CompanyId,
    name: String,
    provider: String,
    base_url: Option<String>,
    enabled: bool,
    tax_number: Option<String>,
    legal_name: Option<String>,
    #[serde_as(as = "At")]
    added: Timestamp,
    #[serde_as(as = "Option<KeyShape>")]
    key: Option<KeyInfo>,
}

#[serde_as]
#[derive(Serialize, Deserialize)]
#[serde(remote = "KeyInfo")]
struct KeyShape {
    #[serde_as(as = "At")]
    set: Timestamp,
    ending: String,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Health")]
enum HealthShape {
    Fresh,
    Partial,
    NavRefused,
    Ageing,
    Stale,
    Failed,
    Never,
    NoKey,
    Disabled,
    Damaged,
    Incomplete,
    KeyLost,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Extent")]
enum ExtentShape {
    All,
    Records,
}

#[serde_as]
#[derive(Serialize, Deserialize)]
#[serde(remote = "Doubt")]
pub(super) struct DoubtShape {
    #[serde_as(as = "IdShape")]
    company: CompanyId,
    #[serde_as(as = "ExtentShape")]
    extent: Extent,
    place: String,
}

#[serde_as]
#[derive(Serialize, Deserialize)]
#[serde(remote = "CompanyView")]
pub(super) struct ViewShape {
    #[serde_as(as = "CompanyShape")]
    company: Company,
    #[serde_as(as = "HealthShape")]
    health: Health,
    #[serde_as(as = "Option<RunShape>")]
    last_run: Option<SyncRun>,
    #[serde_as(as = "Option<At>")]
    last_ended: Option<Timestamp>,
    #[serde_as(as = "Option<RunShape>")]
    last_success: Option<SyncRun>,
    invoices: u64,
    #[serde_as(as = "TotalsShape")]
    outstanding: Totals,
    #[serde_as(as = "TotalsShape")]
    overdue: Totals,
    #[serde_as(as = "TotalsShape")]
    credit: Totals,
    oldest_overdue_days: Option<i32>,
    warnings: u64,
    nav_refused: u64,
    #[serde_as(as = "Option<ProgressShape>")]
    progress: Option<Progress>,
    #[serde_as(as = "Option<At>")]
    deferred_until: Option<Timestamp>,
    #[serde_as(as = "Option<At>")]
    next_run: Option<Timestamp>,
}

#[serde_as]
#[derive(Serialize, Deserialize)]
#[serde(remote = "NewCompany")]
pub(super) struct NewShape {
    name: String,
    provider: String,
    base_url: Option<String>,
    #[serde_as(as = "Option<Secret>")]
    key: Option<SecretString>,
    test: bool,
    force: bool,
}

#[serde_as]
#[derive(Serialize, Deserialize)]
#[serde(remote = "NewKey")]
pub(super) struct NewKeyShape {
    #[serde_as(as = "Secret")]
    key: SecretString,
    test: bool,
    force: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Account")]
struct AccountShape {
    name: Option<String>,
    tax_number: Option<String>,
    documents: Option<u64>,
    requests: u32,
}

#[serde_as]
#[derive(Serialize, Deserialize)]
#[serde(remote = "Tested")]
pub(super) struct TestedShape {
    #[serde_as(as = "CompanyShape")]
    company: Company,
    #[serde_as(as = "Option<AccountShape>")]
    account: Option<Account>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "CompanyCount")]
struct CountShape {
    invoices: u64,
    vanished: u64,
    changes: u64,
    runs: u64,
}

#[serde_as]
#[derive(Serialize, Deserialize)]
#[serde(remote = "Removal")]
pub(super) struct RemovalShape {
    #[serde_as(as = "CompanyShape")]
    company: Company,
    #[serde_as(as = "CountShape")]
    count: CompanyCount,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Gap")]
pub(super) struct GapShape {
    series: String,
    first: String,
    last: String,
    count: u64,
    previous: String,
    next: String,
}

stands_for! {
    GapShape: Gap, DoubtShape: Doubt, ExtentShape: Extent,
    CompanyShape: Company, KeyShape: KeyInfo, HealthShape: Health, ViewShape: CompanyView, NewShape: NewCompany, NewKeyShape: NewKey,
    AccountShape: Account, TestedShape: Tested, CountShape: CompanyCount, RemovalShape: Removal,
}
