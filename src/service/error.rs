//! Errors of use cases, in words for people.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::domain::{CompanyId, Message, OWN_BOOKS};
use crate::error::{Describe, ErrorKind};

/// Why a use case was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ServiceError {
    /// No company of this name or number.
    NoSuchCompany {
        /// Text as given.
        wanted: String,
        /// The name that may have been meant.
        meant: Option<String>,
    },
    /// A part of a name that several companies have.
    AmbiguousCompany {
        /// Text as given.
        wanted: String,
        /// Names of companies that have it.
        candidates: Vec<String>,
        /// Number of further candidates.
        more: usize,
    },
    /// There is no company.
    NoCompanies,
    /// No company is enabled.
    NoneEnabled,
    /// A company of own books has no account, and so no key.
    OwnBooks {
        /// Its name.
        company: String,
    },
    /// Another company has this name.
    NameTaken {
        /// The name.
        name: String,
    },
    /// Another company has this key at the same service.
    SameKey {
        /// Its name.
        company: String,
        /// Its number.
        id: CompanyId,
    },
    /// Another company has an account with this tax number at the same service.
    SameAccount {
        /// Its name.
        company: String,
        /// Its number.
        id: CompanyId,
        /// The tax number.
        tax_number: String,
    },
    /// Another company, which the caller does not see, is the same account.
    SameUnseen,
    /// A key opens an account with another tax number than the company's.
    OtherAccount {
        /// Name of the company.
        company: String,
        /// Its tax number.
        known: String,
        /// That of the account.
        told: String,
    },
    /// A name must say something: not empty, not only digits, not longer than 100 characters.
    BadName {
        /// The name.
        name: String,
    },
    /// No provider of this name.
    NoSuchProvider {
        /// Text as given.
        wanted: String,
        /// Known values.
        known: String,
    },
    /// Data of the company was lost: nothing of it is shown until a full sync is done.
    Damaged {
        /// Its name.
        company: String,
        /// Place of the damage.
        place: String,
        /// Whether its books are own ones.
        own: bool,
        /// Whether the journal lost them too.
        gone: bool,
    },
    /// The company has no key.
    NoKey {
        /// Its name.
        company: String,
    },
    /// The company has a sync running.
    Syncing {
        /// Its name.
        company: String,
    },
    /// The invoice is not here.
    NoSuchInvoice {
        /// As asked for.
        wanted: String,
    },
    /// No payment has this identifier.
    NoSuchPayment {
        /// As asked for.
        wanted: String,
    },
    /// No contact has this identifier.
    NoSuchContact {
        /// Text as given.
        wanted: String,
    },
    /// The provider is still making the PDF.
    PdfNotReady {
        /// The invoice's number.
        number: String,
    },
    /// Their role does not allow it.
    NotAllowed {
        /// User.
        actor: String,
        /// Their role.
        role: &'static str,
    },
    /// The store is another user's, and its socket cannot be reached.
    Closed {
        /// The store's folder.
        path: PathBuf,
        /// Its owner.
        owner: String,
        /// User.
        actor: String,
    },
    /// The store is another user's, and no process of theirs serves it.
    NotServed {
        /// The store's folder.
        path: PathBuf,
        /// Its owner.
        owner: String,
    },
    /// Only the owner of the store may do this.
    OwnerOnly {
        /// The store's folder.
        path: PathBuf,
        /// Its owner.
        owner: String,
    },
    /// An address on this machine or in a private network, given by a user or token that may not name one.
    LocalAddress {
        /// The address.
        url: String,
    },
    /// Read-only mode.
    ReadOnly,
    /// No token of this name or number.
    NoSuchToken {
        /// Text as given.
        wanted: String,
    },
    /// Another token has this name.
    TokenNameTaken {
        /// The name.
        name: String,
    },
    /// A token's name must say something.
    BadTokenName {
        /// The name.
        name: String,
    },
    /// The token is unknown or revoked.
    TokenUnknown,
    /// The token was good once.
    TokenExpired {
        /// Its name.
        name: String,
        /// Time of expiry.
        expired: Timestamp,
    },
    /// A secret of alerts that is not set.
    NoSuchSecret {
        /// Which.
        name: &'static str,
    },
    /// The system gives no random numbers.
    NoRandomness {
        /// Detail.
        detail: String,
    },
    /// A maintenance command needs the store while a sync runs.
    SyncRuns,
    /// The process that has the store went away in the middle of a change.
    HostLost,
    /// A task of ours died.
    TaskDied,
}

impl Describe for ServiceError {
    fn message(&self) -> Message {
        match self {
            Self::NoSuchCompany { wanted, .. } => Message::new("service-no-such-company").with("wanted", wanted.as_str()),
            Self::AmbiguousCompany { wanted, candidates, more } => Message::new("service-ambiguous-company")
                .with("wanted", wanted.as_str())
                .with("candidates", candidates.join(", "))
                .with("more", *more),
            Self::NoCompanies => Message::new("service-no-companies"),
            Self::NoneEnabled => Message::new("service-none-enabled"),
            Self::OwnBooks { company } => Message::new("service-own-books").with("company", company.as_str()),
            Self::NameTaken { name } => Message::new("service-name-taken").with("name", name.as_str()),
            Self::SameKey { company, id } => {
                Message::new("service-same-key").with("company", company.as_str()).with("id", id.to_string())
            }
            Self::SameAccount { company, id, tax_number } => Message::new("service-same-account")
                .with("company", company.as_str())
                .with("id", id.to_string())
                .with("number", tax_number.as_str()),
            Self::SameUnseen => Message::new("service-same-unseen"),
            Self::OtherAccount { company, known, told } => Message::new("service-other-account")
                .with("company", company.as_str())
                .with("known", known.as_str())
                .with("told", told.as_str()),
            Self::BadName { name } => Message::new("service-bad-name").with("name", name.as_str()),
            Self::NoSuchProvider { wanted, .. } if wanted == OWN_BOOKS => Message::new("service-books-unserved"),
            Self::NoSuchProvider { wanted, .. } => Message::new("service-no-such-provider").with("wanted", wanted.as_str()),
            Self::Damaged { company, place, .. } => {
                Message::new("service-damaged").with("company", company.as_str()).with("place", place.as_str())
            }
            Self::NoKey { company } => Message::new("service-no-key").with("company", company.as_str()),
            Self::Syncing { company } => Message::new("service-syncing").with("company", company.as_str()),
            Self::NoSuchInvoice { wanted } => Message::new("service-no-such-invoice").with("wanted", wanted.as_str()),
            Self::NoSuchPayment { wanted } => Message::new("service-no-such-payment").with("wanted", wanted.as_str()),
            Self::NoSuchContact { wanted } => Message::new("service-no-such-contact").with("wanted", wanted.as_str()),
            Self::PdfNotReady { number } => Message::new("service-pdf-not-ready").with("number", number.as_str()),
            Self::Closed { path, owner, actor } => of_store("service-store-closed", path, owner).with("actor", actor.as_str()),
            Self::NotServed { path, owner } => of_store("service-store-not-served", path, owner),
            Self::OwnerOnly { path, owner } => of_store("service-store-owner-only", path, owner),
            Self::LocalAddress { url } => Message::new("service-local-address").with("url", url.as_str()),
            Self::ReadOnly => Message::new("service-read-only"),
            Self::NotAllowed { actor, role } => {
                Message::new("service-not-allowed").with("actor", actor.as_str()).with("role", *role)
            }
            Self::NoSuchToken { wanted } => Message::new("service-no-such-token").with("wanted", wanted.as_str()),
            Self::TokenNameTaken { name } => Message::new("service-token-name-taken").with("name", name.as_str()),
            Self::BadTokenName { name } => Message::new("service-bad-token-name").with("name", name.as_str()),
            Self::TokenUnknown => Message::new("service-token-unknown"),
            Self::TokenExpired { name, expired } => {
                Message::new("service-token-expired").with("name", name.as_str()).with("time", expired.to_string())
            }
            Self::NoSuchSecret { name } => Message::new("service-no-such-secret").with("name", *name),
            Self::NoRandomness { detail } => Message::new("service-no-randomness").with("detail", detail.as_str()),
            Self::SyncRuns => Message::new("service-sync-runs"),
            Self::HostLost => Message::new("service-host-lost"),
            Self::TaskDied => Message::new("service-task-died"),
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(match self {
            Self::NoSuchCompany { meant: Some(meant), .. } => Message::new("service-meant-company").with("name", meant.as_str()),
            Self::NoSuchCompany { meant: None, .. } => Message::new("service-no-such-company-hint"),
            Self::AmbiguousCompany { .. } => Message::new("service-ambiguous-company-hint"),
            Self::NoCompanies => Message::new("service-no-companies-hint"),
            Self::NoneEnabled => Message::new("service-none-enabled-hint"),
            Self::SameKey { .. } | Self::SameAccount { .. } | Self::SameUnseen => Message::new("service-same-account-hint"),
            Self::OtherAccount { .. } => Message::new("service-other-account-hint"),
            Self::BadName { .. } => Message::new("service-bad-name-hint"),
            Self::NoSuchProvider { known, .. } => Message::new("service-no-such-provider-hint").with("known", known.as_str()),
            Self::Damaged { gone: true, company, .. } => Message::new("service-gone-hint").with("company", company.as_str()),
            Self::Damaged { own: true, .. } => Message::new("service-damaged-books-hint"),
            Self::Damaged { company, .. } => Message::new("service-damaged-hint").with("company", company.as_str()),
            Self::NoKey { company } => Message::new("service-no-key-hint").with("company", company.as_str()),
            Self::Syncing { .. } | Self::SyncRuns => Message::new("service-syncing-hint"),
            Self::NoSuchInvoice { .. } => Message::new("service-no-such-invoice-hint"),
            Self::NoSuchPayment { .. } => Message::new("service-no-such-payment-hint"),
            Self::NoSuchContact { .. } => Message::new("service-no-such-contact-hint"),
            Self::PdfNotReady { .. } => Message::new("service-pdf-not-ready-hint"),
            Self::Closed { path, owner, .. } => of_store("service-store-closed-hint", path, owner),
            Self::NotServed { path, owner } => of_store("service-store-not-served-hint", path, owner),
            Self::OwnerOnly { path, owner } => of_store("service-store-owner-only-hint", path, owner),
            Self::LocalAddress { .. } => Message::new("service-local-address-hint"),
            Self::ReadOnly => Message::new("service-read-only-hint"),
            Self::NotAllowed { actor, .. } if actor.starts_with("token:") => Message::new("service-not-allowed-token-hint"),
            Self::NotAllowed { .. } => Message::new("service-not-allowed-hint"),
            Self::HostLost => Message::new("service-host-lost-hint"),
            Self::TaskDied => Message::new("service-task-died-hint"),
            Self::NoSuchToken { .. } => Message::new("service-no-such-token-hint"),
            Self::BadTokenName { .. } => Message::new("service-bad-token-name-hint"),
            Self::TokenUnknown | Self::TokenExpired { .. } => Message::new("service-token-hint"),
            Self::OwnBooks { .. }
            | Self::NameTaken { .. }
            | Self::TokenNameTaken { .. }
            | Self::NoSuchSecret { .. }
            | Self::NoRandomness { .. } => return None,
        })
    }

    fn kind(&self) -> ErrorKind {
        match self {
            Self::NoSuchCompany { .. }
            | Self::AmbiguousCompany { .. }
            | Self::OwnBooks { .. }
            | Self::NameTaken { .. }
            | Self::SameKey { .. }
            | Self::SameAccount { .. }
            | Self::SameUnseen
            | Self::OtherAccount { .. }
            | Self::BadName { .. }
            | Self::NoSuchProvider { .. }
            | Self::NoSuchToken { .. }
            | Self::TokenNameTaken { .. }
            | Self::NoSuchSecret { .. }
            | Self::BadTokenName { .. } => ErrorKind::Usage,
            Self::NoCompanies | Self::NoneEnabled => ErrorKind::Config,
            Self::NoKey { .. } => ErrorKind::Credentials,
            Self::Syncing { .. }
            | Self::NoSuchInvoice { .. }
            | Self::NoSuchPayment { .. }
            | Self::NoSuchContact { .. }
            | Self::PdfNotReady { .. }
            | Self::Damaged { .. } => ErrorKind::Failed,
            Self::NotAllowed { .. }
            | Self::Closed { .. }
            | Self::OwnerOnly { .. }
            | Self::LocalAddress { .. }
            | Self::ReadOnly
            | Self::TokenUnknown
            | Self::TokenExpired { .. } => ErrorKind::NotAllowed,
            Self::SyncRuns | Self::NotServed { .. } => ErrorKind::InUse,
            Self::HostLost | Self::TaskDied | Self::NoRandomness { .. } => ErrorKind::Unexpected,
        }
    }
}

fn of_store(id: &'static str, path: &Path, owner: &str) -> Message {
    Message::new(id).with("path", path.display().to_string()).with("owner", owner)
}

crate::localized_error!(ServiceError);
