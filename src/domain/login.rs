//! A login: a credential at an accounting service, and the tenants that it opens.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::as_text;

/// A login of this store: 1, 2, 3… Never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LoginId(pub u32);

/// Identifier of one company of a login, at the service. None if a login opens one company only.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Tenant(pub Box<str>);

/// A credential at an accounting service. Its secret is not here, only the part that may be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Login {
    /// Its number in this store.
    pub id: LoginId,
    /// Name of the provider in the registry, such as `billingo`.
    pub provider: String,
    /// Whether it can be used.
    pub state: LoginState,
    /// When it was added.
    #[serde(with = "as_text")]
    pub added: Timestamp,
    /// The part of its secret that may be shown; `None` without a secret. Of a grant: when consent was given.
    pub secret: Option<KeyInfo>,
    /// What may be shown of its grant; `None` for an API key.
    pub grant: Option<Box<Grant>>,
}

/// The part of an OAuth grant that may be shown.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Grant {
    /// Identifier of the person's app at the service.
    pub client_id: String,
    /// Redirect address, as registered with the app.
    pub redirect_uri: String,
    /// Permissions that were asked for; once consent is given, the granted ones.
    pub scopes: Vec<String>,
    /// Whether it opens the service's test companies.
    pub sandbox: bool,
    /// Root of the API's host, if not the usual one.
    pub base_url: Option<String>,
    /// Root of the authorisation hosts, if not the usual ones.
    pub identity_url: Option<String>,
    /// Until when the consent that was begun last can be finished; `None` if none is pending.
    #[serde(with = "as_text")]
    pub asked_until: Option<Timestamp>,
    /// When the service last answered with tokens.
    #[serde(with = "as_text")]
    pub renewed: Option<Timestamp>,
    /// When its refresh token ends unless it is used before.
    #[serde(with = "as_text")]
    pub idle_until: Option<Timestamp>,
    /// When it ends however often it is used, where the service says so.
    #[serde(with = "as_text")]
    pub ends: Option<Timestamp>,
    /// The company of a consent for one company: the service names it once, in the redirect address.
    pub realm: Option<Tenant>,
    /// Why it is in its state: the service's code, such as `invalid_grant`.
    pub reason: Option<String>,
}

impl Login {
    /// Whether a request can be authenticated with it now.
    #[must_use]
    pub fn is_usable(&self) -> bool {
        self.state == LoginState::Active
    }

    /// How far its first consent is; `None` for one that worked already, and for an API key.
    #[must_use]
    pub fn consent(&self, now: Timestamp) -> Option<Consent> {
        let grant = self.grant.as_ref().filter(|_| self.state == LoginState::Authorising)?;
        Some(match (grant.asked_until, &grant.reason) {
            (Some(until), _) if now < until => Consent::Pending,
            (None, Some(_)) => Consent::Refused,
            _ => Consent::Late,
        })
    }

    /// The word of how it stands: of its consent where that cannot be given any more, else of its state.
    #[must_use]
    pub fn standing(&self, now: Timestamp) -> &'static str {
        match self.consent(now) {
            Some(over @ (Consent::Refused | Consent::Late)) => over.as_str(),
            Some(Consent::Pending) | None => self.state.as_str(),
        }
    }

    /// When a person must renew it at the latest; `None` if it is not known or never. Of a login that ended, when that was.
    #[must_use]
    pub fn renew_by(&self) -> Option<Timestamp> {
        let grant = self.grant.as_ref()?;
        grant.idle_until.into_iter().chain(grant.ends).min()
    }

    /// Ends it at this time, with the service's code where that is the cause: whatever end was ahead has come.
    pub fn end(&mut self, state: LoginState, reason: Option<String>, at: Timestamp) {
        self.state = state;
        let Some(grant) = &mut self.grant else { return };
        if reason.is_some() {
            grant.reason = reason;
        }
        grant.idle_until = Some(grant.idle_until.map_or(at, |until| until.min(at)));
        grant.ends = grant.ends.map(|ends| ends.min(at));
    }

    /// The login as it is shown: one that ended has no end ahead. Versions before [`Self::end`] left the dates that its tokens had.
    #[must_use]
    pub fn shown(mut self, now: Timestamp) -> Self {
        let ended = matches!(self.state, LoginState::Expired | LoginState::Revoked | LoginState::Error);
        if let Some(grant) = self.grant.as_mut().filter(|_| ended) {
            grant.idle_until = grant.idle_until.filter(|until| *until <= now);
            grant.ends = grant.ends.filter(|ends| *ends <= now);
        }
        self
    }
}

/// Whether a login can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum LoginState {
    /// Consent was asked for and is not given yet.
    Authorising,
    /// It can be used.
    Active,
    /// It must be renewed by a person.
    Expired,
    /// The service or its user withdrew it.
    Revoked,
    /// The service answers something unexpected.
    Error,
}

impl LoginState {
    /// Every state.
    pub const ALL: [Self; 5] = [Self::Authorising, Self::Active, Self::Expired, Self::Revoked, Self::Error];

    /// Its word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Authorising => "authorising",
            Self::Active => "active",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
            Self::Error => "error",
        }
    }
}

/// How far the first consent of a login is. It follows from what is kept, and is not kept itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Consent {
    /// A person can still give it.
    Pending,
    /// The person or the service refused it.
    Refused,
    /// Nothing came back in time.
    Late,
}

impl Consent {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Pending, Self::Refused, Self::Late];

    /// Its word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Refused => "refused",
            Self::Late => "late",
        }
    }
}

impl fmt::Display for LoginId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The part of a secret that may be shown: its last characters, and when it was set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyInfo {
    /// When it was set.
    #[serde(with = "as_text")]
    pub set: Timestamp,
    /// Its last four characters; empty for a key shorter than sixteen, of which nothing is shown.
    pub ending: String,
}

impl KeyInfo {
    /// The part of `secret` that may be shown.
    #[must_use]
    pub fn of(secret: &str, set: Timestamp) -> Self {
        let count = secret.chars().count();
        let ending = if count < 16 { String::new() } else { secret.chars().skip(count - 4).collect() };
        Self { set, ending }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_consent_that_cannot_be_given_any_more_is_told_from_one_that_is_waited_for() {
        let at = |second| Timestamp::from_second(second).expect("a time");
        let grant = |until: Option<i64>, reason: Option<&str>| Login {
            id: LoginId(1),
            provider: "xero".to_owned(),
            state: LoginState::Authorising,
            added: at(0),
            secret: None,
            grant: Some(Box::new(Grant { asked_until: until.map(at), reason: reason.map(str::to_owned), ..Grant::default() })),
        };
        for (until, reason, consent, word) in [
            (Some(600), None, Consent::Pending, "authorising"),
            (Some(100), None, Consent::Late, "late"),
            (None, Some("access_denied"), Consent::Refused, "refused"),
            // As older versions left it.
            (None, None, Consent::Late, "late"),
        ] {
            let login = grant(until, reason);
            assert_eq!((login.consent(at(100)), login.standing(at(100))), (Some(consent), word), "{until:?} {reason:?}");
        }
        let worked = Login { state: LoginState::Expired, ..grant(Some(600), Some("invalid_grant")) };
        assert_eq!((worked.consent(at(100)), worked.standing(at(100))), (None, "expired"));
        let key = Login { grant: None, ..grant(None, None) };
        assert_eq!(key.consent(at(100)), None);
    }

    #[test]
    fn a_login_that_ended_has_no_end_ahead() {
        let at = |second| Timestamp::from_second(second).expect("a time");
        let login = |idle: i64, ends: Option<i64>| Login {
            id: LoginId(1),
            provider: "quickbooks".to_owned(),
            state: LoginState::Active,
            added: at(0),
            secret: None,
            grant: Some(Box::new(Grant { idle_until: Some(at(idle)), ends: ends.map(at), ..Grant::default() })),
        };
        let ended = |mut login: Login| {
            login.end(LoginState::Expired, Some("invalid_grant".to_owned()), at(100));
            login
        };
        assert_eq!(login(900, Some(9000)).shown(at(100)).renew_by(), Some(at(900)), "it works");
        for (idle, ends, by) in [(900, Some(9000), 100), (60, Some(9000), 60), (900, Some(70), 70), (900, None, 100)] {
            let login = ended(login(idle, ends));
            assert_eq!((login.renew_by(), login.clone().shown(at(100))), (Some(at(by)), login), "{idle} {ends:?}");
        }
        // As an older version left it.
        let older = Login { state: LoginState::Revoked, ..login(900, Some(9000)) };
        assert_eq!(older.shown(at(100)).renew_by(), None);
    }

    #[test]
    fn only_the_end_of_a_long_key_is_shown() {
        let at = Timestamp::UNIX_EPOCH;
        assert_eq!(KeyInfo::of("4b6f7a1e-0000-4000-8000-0000000001c9", at).ending, "01c9");
        assert_eq!(KeyInfo::of("short", at).ending, "");
    }
}
