//! Forms: a page with one field a line, its error beside it while one types, and what will happen as the last line.
//!
//! For: everything that is added or changed on the screen. Pure: a form knows its fields and what is wrong with them; what
//! follows from it is data ([`Order`]). Esc leaves nothing behind. Never: the shared state, a use case.

pub(crate) mod alone;
pub(crate) mod books;
pub(crate) mod company;
pub(crate) mod configured;
pub(crate) mod deed;
pub(crate) mod details;
pub(crate) mod document;
pub(crate) mod draw;
pub(crate) mod each;
pub(crate) mod field;
pub(crate) mod hidden;
pub(crate) mod invoice;
pub(crate) mod keys;
pub(crate) mod links;
pub(crate) mod make;
pub(crate) mod order;
pub(crate) mod outcome;
pub(crate) mod refused;
pub(crate) mod setting;
pub(crate) mod taken;
pub(crate) mod together;

use field::{Field, Name, Value};

use super::key::Key;
use crate::domain::{CompanyId, HookSource, LoginId, Message, RecordKey, RemoteId};

/// What a plan of writing is made of, in words, in the order of [`crate::domain::outgoing::PlanOf::ALL`].
const PLANS: [&str; 4] = ["documents", "with-payments", "matches", "payments-back"];

/// What a form is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Add a company.
    Company,
    /// Give a company another name.
    Rename(CompanyId),
    /// Give a company another key.
    Key(CompanyId),
    /// Remove a company.
    Remove(CompanyId),
    /// Make a token.
    Token,
    /// Begin a consent at a service; at the one of this name where it is known.
    Login(Option<String>),
    /// Begin another consent of a login.
    Renew(LoginId),
    /// Finish the consent of a login.
    Consent(LoginId),
    /// Choose the companies that a login connects.
    Tenants(LoginId),
    /// Something of own books.
    Books(books::Books),
    /// Import a file of bank statements, of this company where it is known.
    Statement(Option<CompanyId>),
    /// Name the documents that an entry, or a part of a batch, pays.
    Match { company: CompanyId, entry: RemoteId, part: u32 },
    /// Plan what documents become at a company.
    Plan,
    /// Say what a name stands for at a company.
    Mapping { company: CompanyId, name: String },
    /// Say why a difference of a link is right.
    Ignore { company: CompanyId, source: String },
    /// Pay, send, credit or void an invoice; pay or send several.
    Deed(deed::Deed, Vec<RecordKey>),
    /// Change a setting of the configuration.
    Setting(&'static str),
    /// Give a role in the configuration, in place of this one.
    Grant(Option<crate::config::Grant>),
    /// Change several settings of the configuration together.
    Configure(Part),
    /// Connect something on the page of integrations.
    Connect(Connect),
    /// Change what is added to the documents of a company.
    Detail(Detail),
}

/// What a form of details is about: what a person adds to the documents of a company, as data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Detail {
    /// What is kept of a contact.
    Buyer { company: CompanyId, contact: RemoteId },
    /// What a company says of itself.
    Sender(CompanyId),
    /// What words of VAT mean at a company.
    Vat(CompanyId),
}

/// How far an order about details is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// What is kept is read into the form.
    Read,
    /// What was changed is kept.
    Keep,
}

/// How far a document is that is written to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Making {
    /// It is made.
    Made,
    /// It is written.
    Saved,
}

/// What is connected on the pages of integrations and of alerts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Connect {
    /// A calendar, with own books.
    Calendar,
    /// The webhooks of a service, by the key of their signatures.
    Key(HookSource),
    /// A user of Slack, with a person of own books.
    Person,
    /// A channel of alerts or of mails, by its secret.
    Secret,
}

/// What was asked of the service, to be told apart when the answer comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// Add a company; then sync it, or not.
    Add { sync: bool },
    /// Rename a company.
    Rename,
    /// Enable or disable a company.
    Enable,
    /// Set a key.
    SetKey,
    /// Test a key.
    TestKey,
    /// Count what removing a company removes.
    Count,
    /// Remove a company.
    Remove,
    /// Make a token.
    AddToken,
    /// Revoke a token.
    Revoke,
    /// Send test alerts.
    TestAlerts,
    /// Begin a consent.
    BeginLogin,
    /// Finish a consent, or connect the companies that were chosen.
    FinishLogin,
    /// Test a login.
    TestLogin,
    /// Remove a login.
    RemoveLogin,
    /// Something of own books.
    Books(books::Told),
    /// Match an entry.
    Match,
    /// Send an invoice.
    Send,
    /// One of several of these numbers: what became of them is told together.
    Each { together: u64, index: usize },
    /// Change a setting of the configuration.
    Setting,
    /// Change roles or several settings of the configuration.
    Configured,
    /// Connect something on the page of integrations.
    Connect(Connect),
    /// Change what is added to the documents of a company.
    Detail(Step),
    /// Write an invoice as a document.
    Document(Making),
}

/// A part of the configuration with a form of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Alerts,
    Schedule,
}

/// How far a form is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum State {
    /// It is filled in.
    Open,
    /// The service works on it.
    Waiting,
    /// The service refused it: the error, and a hint.
    Refused(Message, Option<Message>),
    /// It is done, and this is shown once.
    Told(hidden::Hidden),
}

/// A form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Form {
    /// What it is for.
    pub(crate) purpose: Purpose,
    /// Its title.
    pub(crate) title: Message,
    /// What will happen, as the last line.
    pub(crate) outcome: Message,
    /// An address to open, below the fields.
    pub(crate) shown: Option<String>,
    /// The address alone is on the screen, from this line of it on.
    pub(crate) alone: Option<usize>,
    /// Identifiers of the companies to choose from, in the order of their fields.
    pub(crate) tenants: Vec<String>,
    /// Texts of fields as they were at first, where what stays is not sent.
    pub(crate) before: Vec<(Name, String)>,
    /// The customers and the amount that the question after the form names.
    pub(crate) shown_in_question: Option<(String, String)>,
    /// Its fields.
    pub(crate) fields: Vec<Field>,
    /// The field under the cursor.
    pub(crate) at: usize,
    /// How far it is.
    pub(crate) state: State,
}

impl Form {
    /// A form with the cursor on its first field.
    pub(crate) fn new(purpose: Purpose, title: Message, outcome: Message, fields: Vec<Field>) -> Self {
        Self {
            purpose,
            title,
            outcome,
            shown: None,
            alone: None,
            tenants: Vec::new(),
            before: Vec::new(),
            shown_in_question: None,
            fields,
            at: 0,
            state: State::Open,
        }
    }

    /// The field of a name.
    pub(crate) fn field(&self, name: Name) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The text of a field without blanks around it; empty if there is no such field.
    pub(crate) fn text(&self, name: Name) -> String {
        match self.field(name).map(|field| &field.value) {
            Some(Value::Text(input)) => input.text().trim().to_owned(),
            Some(Value::Choice { options, at }) => options.get(*at).map(|(word, _)| word.clone()).unwrap_or_default(),
            _ => String::new(),
        }
    }

    /// True if a checkbox is set.
    pub(crate) fn is_set(&self, name: Name) -> bool {
        matches!(self.field(name), Some(Field { value: Value::Check(true), .. }))
    }

    /// Takes a key that is text or changes the field; returns false if it did not fit.
    pub(crate) fn typed(&mut self, key: Key) -> bool {
        self.alone = None;
        if !self.is_editable() {
            return true;
        }
        let Some(field) = self.fields.get_mut(self.at) else { return true };
        let fits = key.typed().is_none() || !field.is_full();
        if field.key(key) {
            self.state = State::Open;
        }
        fits
    }

    /// Takes text that was pasted; returns false if it did not fit.
    pub(crate) fn pasted(&mut self, text: &str) -> bool {
        self.alone = None;
        if !self.is_editable() {
            return true;
        }
        self.state = State::Open;
        self.fields.get_mut(self.at).is_none_or(|field| field.paste(text))
    }

    /// Does what a click on a field means, at a column of its value if that was hit: the cursor goes there, and a switch is turned.
    pub(crate) fn point(&mut self, index: usize, column: Option<u16>) {
        if !self.is_editable() {
            return;
        }
        self.at = index;
        if let Some((field, column)) = self.fields.get_mut(index).zip(column)
            && field.point(column)
        {
            self.state = State::Open;
        }
    }

    /// True while it can be changed.
    pub(crate) const fn is_editable(&self) -> bool {
        matches!(self.state, State::Open | State::Refused(..))
    }

    /// Moves to the next field, or to the previous one, round the end.
    pub(crate) fn step(&mut self, forward: bool) {
        if let Some(field) = self.fields.get_mut(self.at) {
            field.sought.clear();
        }
        let count = self.fields.len().max(1);
        self.at = if forward { (self.at + 1) % count } else { (self.at + count - 1) % count };
    }

    /// Enter: moves to the first field that is wrong or missing and shows why; returns true if none is.
    pub(crate) fn is_complete(&mut self) -> bool {
        // A field that was passed by is looked at first: the others may not have been reached yet.
        let wrong = self.fields.iter().position(|field| field.error(false).is_some());
        let Some(wrong) = wrong else { return true };
        if wrong <= self.at
            && let Some(field) = self.fields.get_mut(wrong)
        {
            field.touched = true;
        }
        self.at = wrong;
        false
    }

    /// Adds a checkbox that takes what the service refused all the same; the cursor stays where it is.
    pub(crate) fn offer(&mut self, field: Field) {
        if self.field(field.name).is_none() {
            self.fields.push(field);
            self.at = self.fields.len() - 1;
        }
    }
}
