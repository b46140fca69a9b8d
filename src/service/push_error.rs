//! Why a use case of writing was refused.

use crate::domain::{LoginId, Message};
use crate::error::{Describe, ErrorKind};

/// Why a use case of writing was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum PushError {
    /// Nothing can be written at the company's service.
    NotWritable {
        /// The company.
        company: String,
        /// Its service.
        provider: String,
    },
    /// The company keeps its books here.
    OwnBooks {
        /// The company.
        company: String,
    },
    /// The company was never synced: what is there is not known.
    NeverSynced {
        /// The company.
        company: String,
    },
    /// A company cannot be written from itself.
    SameCompany,
    /// Neither a company nor a file was named.
    NoSource,
    /// Nothing was planned.
    NoPlan,
    /// A plan takes fewer documents.
    TooMany {
        /// How many there are.
        found: usize,
        /// How many it takes.
        most: usize,
    },
    /// There is no such item.
    NoSuchItem {
        /// As given.
        item: String,
    },
    /// The item is being sent, or is over.
    NotNow {
        /// The item.
        item: String,
    },
    /// There is no such mapping or link.
    NoSuchMapping {
        /// As given.
        name: String,
    },
    /// The record has a number that a mapping cannot stand for.
    NoSuchChoice {
        /// As given.
        id: String,
        /// The mapping.
        name: String,
    },
    /// The document is not what was synced.
    Changed {
        /// Its number.
        number: String,
    },
    /// The document does not stand at its service any more.
    Voided {
        /// Its number.
        number: String,
    },
    /// The process only reads.
    ReadOnly,
    /// The consent of the company's login does not permit writing.
    OnlyReads {
        /// The company.
        company: String,
        /// Its service.
        provider: String,
        /// The login.
        login: LoginId,
        /// The permissions that it lacks.
        scopes: String,
    },
    /// The service makes credit notes by voiding only.
    CreditByVoid {
        /// The service.
        provider: String,
    },
    /// The document was credited from here already.
    Credited {
        /// Its number.
        number: String,
    },
    /// Something of the document is credited at its service already.
    CreditedThere {
        /// Its number.
        number: String,
        /// How much, with the currency.
        amount: String,
    },
    /// The document is being voided or sent already, or was voided from here.
    Ordered {
        /// Its number.
        number: String,
    },
    /// The service sent the document already.
    Mailed {
        /// Its number.
        number: String,
        /// The addresses; empty for the customer's own.
        to: String,
    },
    /// What a link was written to is not there any more: nothing can be taken over.
    GoneThere {
        /// The source.
        name: String,
    },
    /// The document, or the one that it should be linked with, is linked already.
    Linked {
        /// The source of that link.
        source: String,
        /// What it is linked with.
        id: String,
    },
    /// The documents are not the same.
    Unlike {
        /// The source.
        name: String,
        /// In what.
        fields: String,
    },
    /// A link would differ as before once it was taken over.
    Unsettled {
        /// The source.
        name: String,
        /// In what.
        fields: String,
    },
    /// The credit note lacks something.
    NoCredit {
        /// Number of the document.
        number: String,
        /// Mappings that are not set.
        missing: Vec<String>,
        /// Why else.
        reasons: Vec<String>,
    },
}

impl Describe for PushError {
    fn message(&self) -> Message {
        match self {
            Self::NotWritable { company, provider } => {
                Message::new("push-not-writable").with("company", company.as_str()).with("provider", provider.as_str())
            }
            Self::OwnBooks { company } => Message::new("push-own-books").with("company", company.as_str()),
            Self::NeverSynced { company } => Message::new("push-never-synced").with("company", company.as_str()),
            Self::SameCompany => Message::new("push-same-company"),
            Self::NoSource => Message::new("push-no-source"),
            Self::NoPlan => Message::new("push-no-plan"),
            Self::TooMany { found, most } => Message::new("push-too-many").with("found", *found).with("most", *most),
            Self::NoSuchItem { item } => Message::new("push-no-such-item").with("item", item.as_str()),
            Self::NotNow { item } => Message::new("push-not-now").with("item", item.as_str()),
            Self::NoSuchMapping { name } => Message::new("push-no-such-mapping").with("name", name.as_str()),
            Self::NoSuchChoice { id, name } => {
                Message::new("push-no-such-choice").with("id", id.as_str()).with("name", name.as_str())
            }
            Self::Changed { number } => Message::new("push-document-changed").with("number", number.as_str()),
            Self::Voided { number } => Message::new("push-document-voided").with("number", number.as_str()),
            Self::ReadOnly => Message::new("push-read-only"),
            Self::OnlyReads { company, scopes, .. } => {
                Message::new("push-only-reads").with("company", company.as_str()).with("scopes", scopes.as_str())
            }
            Self::CreditByVoid { provider } => Message::new("push-credit-by-void").with("provider", provider.as_str()),
            Self::Credited { number } => Message::new("push-credited").with("number", number.as_str()),
            Self::CreditedThere { number, amount } => {
                Message::new("push-credited-there").with("number", number.as_str()).with("amount", amount.as_str())
            }
            Self::Ordered { number } => Message::new("push-ordered").with("number", number.as_str()),
            Self::Mailed { number, to } if to.is_empty() => Message::new("push-mailed-own").with("number", number.as_str()),
            Self::Mailed { number, to } => Message::new("push-mailed").with("number", number.as_str()).with("to", to.as_str()),
            Self::GoneThere { name } => Message::new("push-gone-there").with("source", name.as_str()),
            Self::Linked { source, id } => Message::new("push-linked").with("source", source.as_str()).with("id", id.as_str()),
            Self::Unlike { name, fields } => {
                Message::new("push-unlike").with("source", name.as_str()).with("fields", fields.as_str())
            }
            Self::Unsettled { name, fields } => {
                Message::new("push-unsettled").with("source", name.as_str()).with("fields", fields.as_str())
            }
            Self::NoCredit { number, missing, reasons } => {
                let why: Vec<&str> = missing.iter().chain(reasons).map(String::as_str).collect();
                Message::new("push-no-credit").with("number", number.as_str()).with("why", why.join(", "))
            }
        }
    }

    fn hint(&self) -> Option<Message> {
        let hint = match self {
            Self::OnlyReads { provider, login, .. } => {
                let hint = Message::new("push-only-reads-hint").with("provider", provider.as_str());
                return Some(hint.with("login", login.to_string()));
            }
            Self::NotWritable { .. } => "push-not-writable-hint",
            Self::OwnBooks { .. } => "push-own-books-hint",
            Self::NeverSynced { .. } | Self::Changed { .. } => "push-never-synced-hint",
            Self::NoSource => "push-no-source-hint",
            Self::NoPlan => "push-no-plan-hint",
            Self::TooMany { .. } => "push-too-many-hint",
            Self::NoSuchItem { .. } | Self::NotNow { .. } => "push-no-such-item-hint",
            Self::NoSuchMapping { .. } => "push-no-such-mapping-hint",
            Self::NoSuchChoice { .. } => "push-no-such-choice-hint",
            Self::NoCredit { .. } => "push-no-credit-hint",
            Self::GoneThere { .. } => "push-gone-there-hint",
            Self::Unsettled { .. } => "push-unsettled-hint",
            Self::CreditedThere { .. } => "push-credited-there-hint",
            Self::Ordered { .. } => "push-ordered-hint",
            Self::Mailed { .. } => "push-mailed-hint",
            Self::Linked { .. } => "push-linked-hint",
            Self::SameCompany
            | Self::ReadOnly
            | Self::CreditByVoid { .. }
            | Self::Credited { .. }
            | Self::Voided { .. }
            | Self::Unlike { .. } => {
                return None;
            }
        };
        Some(Message::new(hint))
    }

    fn kind(&self) -> ErrorKind {
        match self {
            Self::SameCompany | Self::NoSource | Self::TooMany { .. } | Self::NoSuchItem { .. } | Self::NoSuchMapping { .. } => {
                ErrorKind::Usage
            }
            Self::ReadOnly => ErrorKind::NotAllowed,
            Self::OnlyReads { .. } => ErrorKind::Credentials,
            Self::NotWritable { .. }
            | Self::OwnBooks { .. }
            | Self::NeverSynced { .. }
            | Self::NoPlan
            | Self::CreditByVoid { .. }
            | Self::Credited { .. }
            | Self::CreditedThere { .. }
            | Self::Ordered { .. }
            | Self::Mailed { .. }
            | Self::NoCredit { .. }
            | Self::GoneThere { .. }
            | Self::Unsettled { .. }
            | Self::Linked { .. }
            | Self::Unlike { .. }
            | Self::Changed { .. }
            | Self::Voided { .. }
            | Self::NotNow { .. }
            | Self::NoSuchChoice { .. } => ErrorKind::Failed,
        }
    }
}
