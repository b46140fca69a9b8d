//! Keeps one login usable: gives its access token, and renews it when it ends.
//!
//! For: every request of every company of the login. Uses: [`Host`], a [`Safe`]. Never: a retry that the caller can make itself.
//!
//! Single flight: a refresh runs on a task of its own, so that a caller that is cancelled does not end it half-way, and holds the
//! slot until its answer is durable; the [`Safe`]'s lease keeps other processes away, and its compare-and-swap refuses a writer that was late.
//!
//! A lost answer is asked for once more at once, with the same refresh token: the service takes it again within its grace. A kill
//! before the answer is durable is the same case in the next process.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures::FutureExt;
use futures::future::BoxFuture;
use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use tokio::time::Instant;
use tokio_util::task::TaskTracker;

use super::{App, Granted, Host, HostError, Sealed, Tokens};
use crate::clock::signed;
use crate::domain::{Failure, Login, LoginId, LoginState};
use crate::provider::{BodyFault, Credentials, OAuth, ProviderError};

/// An access token is not used in the last part of its life: a request with it must arrive.
const MARGIN: Duration = Duration::from_mins(1);

/// Longest wait for a refresher in another process.
const LEASE_PATIENCE: Duration = Duration::from_mins(1);
/// Pause between two looks at its lease.
const LEASE_PAUSE: Duration = Duration::from_millis(100);

/// Keeps what is sealed of logins. All calls block.
pub trait Safe: Send + Sync + fmt::Debug {
    /// What is kept of a login now, from disk; `None` if it is gone.
    fn load(&self, login: LoginId) -> Result<Option<Kept>, Failure>;
    /// Seals and keeps, durably, in place of what was loaded as `seen`. `None` if another writer was faster; nothing is changed then.
    fn save(
        &self,
        login: LoginId,
        seen: &[u8],
        sealed: &Sealed,
        shown: &mut dyn FnMut(&mut Login),
    ) -> Result<Option<Kept>, Failure>;
    /// Takes the lease of a login's refresh. `false` while another holder has it.
    fn lease(&self, login: LoginId) -> Result<bool, Failure>;
    /// Ends it.
    fn release(&self, login: LoginId);
    /// The time.
    fn now(&self) -> Timestamp;
}

/// What is kept of a login.
#[derive(Debug, Clone)]
pub struct Kept {
    /// What may be shown.
    pub login: Login,
    /// What is sealed.
    pub sealed: Sealed,
    /// The sealed bytes as they were read.
    pub seen: Vec<u8>,
}

impl Kept {
    /// The app that asks for its tokens.
    #[must_use]
    pub fn app(&self, oauth: &'static OAuth) -> App {
        let grant = self.login.grant.as_deref().cloned().unwrap_or_default();
        App {
            oauth,
            client_id: grant.client_id,
            client_secret: self.sealed.client_secret.clone(),
            identity_url: grant.identity_url,
        }
    }
}

/// An access token, in memory only.
#[derive(Debug, Clone)]
pub struct Access {
    token: SecretString,
    until: Instant,
}

/// Keeps one login usable.
pub struct Keeper {
    login: LoginId,
    oauth: &'static OAuth,
    host: Arc<Host>,
    safe: Arc<dyn Safe>,
    tasks: TaskTracker,
    access: Mutex<Option<Access>>,
    slot: tokio::sync::Mutex<Slot>,
}

/// What only the refresher touches.
#[derive(Default)]
struct Slot {
    /// Why the last refresh failed, for the callers that waited meanwhile.
    failed: Option<(Instant, ProviderError)>,
    /// Tokens that the service gave and the disk did not take: kept before the service is asked again.
    unsaved: Option<(Kept, Granted)>,
}

/// A [`Keeper`] as what requests authenticate with.
#[derive(Debug, Clone)]
pub struct Held(pub Arc<Keeper>);

impl fmt::Debug for Keeper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keeper").field("login", &self.login).finish_non_exhaustive()
    }
}

impl Credentials for Held {
    fn current(&self) -> BoxFuture<'_, Result<SecretString, ProviderError>> {
        self.0.token().boxed()
    }

    fn refused(&self, secret: &SecretString) {
        self.0.forget(secret);
    }
}

impl Access {
    /// The access token of an answer.
    #[must_use]
    pub fn of(granted: &Granted) -> Self {
        let margin = MARGIN.min(granted.expires_in / 4);
        Self { token: granted.access.clone(), until: granted.asked + granted.expires_in.saturating_sub(margin) }
    }
}

impl Tokens {
    /// The tokens after an answer. The former one stays usable for the service's grace.
    #[must_use]
    pub fn after(former: Option<&Self>, granted: &Granted, grace: Duration, now: Timestamp) -> Option<Self> {
        let Some(refresh) = granted.refresh.clone() else { return former.cloned() };
        let replaced = former.map(|former| &former.refresh).filter(|token| token.expose_secret() != refresh.expose_secret());
        let until = now.saturating_add(signed(grace)).unwrap_or(Timestamp::MAX);
        let previous = replaced.filter(|_| !grace.is_zero()).map(|token| (token.clone(), until));
        // The same token again: what was replaced before may still be in its grace.
        let previous = previous.or_else(|| former.filter(|_| replaced.is_none())?.previous.clone());
        Some(Self { refresh, previous })
    }
}

impl Keeper {
    /// Keeps a login. Refreshes run on `tasks`, which are waited for before the process ends.
    #[must_use]
    pub fn new(login: LoginId, oauth: &'static OAuth, host: Arc<Host>, safe: Arc<dyn Safe>, tasks: TaskTracker) -> Self {
        Self { login, oauth, host, safe, tasks, access: Mutex::default(), slot: tokio::sync::Mutex::default() }
    }

    /// The access token that is valid now. Renews it where there is none.
    pub async fn token(self: &Arc<Self>) -> Result<SecretString, ProviderError> {
        if let Some(token) = self.valid() {
            return Ok(token);
        }
        let (keeper, waiting) = (Arc::clone(self), Instant::now());
        let refresh = self.tasks.spawn(async move {
            let mut slot = keeper.slot.lock().await;
            if let Some(token) = keeper.valid() {
                return Ok(token);
            }
            if let Some((at, error)) = &slot.failed
                && *at >= waiting
            {
                return Err(error.clone());
            }
            let renewed = keeper.renew(&mut slot).await;
            match renewed {
                Ok(access) => {
                    slot.failed = None;
                    keeper.put(access.clone());
                    Ok(access.token)
                }
                Err(error) => {
                    slot.failed = Some((Instant::now(), error.clone()));
                    Err(error)
                }
            }
        });
        refresh.await.unwrap_or_else(|error| Err(ProviderError::Broken { detail: error.to_string() }))
    }

    /// Takes the access token of a consent that was just finished.
    pub fn put(&self, access: Access) {
        *self.access.lock().unwrap_or_else(PoisonError::into_inner) = Some(access);
    }

    /// Forgets the access token, if it is this one.
    pub fn forget(&self, refused: &SecretString) {
        let mut access = self.access.lock().unwrap_or_else(PoisonError::into_inner);
        if access.as_ref().is_some_and(|access| access.token.expose_secret() == refused.expose_secret()) {
            *access = None;
        }
    }

    /// Forgets the access token: the login was changed.
    pub fn clear(&self) {
        *self.access.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    fn valid(&self) -> Option<SecretString> {
        let access = self.access.lock().unwrap_or_else(PoisonError::into_inner);
        access.as_ref().filter(|access| Instant::now() < access.until).map(|access| access.token.clone())
    }

    async fn renew(&self, slot: &mut Slot) -> Result<Access, ProviderError> {
        let deadline = Instant::now() + LEASE_PATIENCE;
        let login = self.login;
        while !self.blocking(move |safe| safe.lease(login)).await? {
            if Instant::now() >= deadline {
                return Err(ProviderError::TokenHost { error: Box::new(ProviderError::Timeout) });
            }
            tokio::time::sleep(LEASE_PAUSE).await;
        }
        let renewed = self.renew_alone(slot).await;
        let released = self.blocking(move |safe| {
            safe.release(login);
            Ok(())
        });
        released.await?;
        renewed
    }

    async fn renew_alone(&self, slot: &mut Slot) -> Result<Access, ProviderError> {
        if let Some((kept, granted)) = slot.unsaved.take()
            && let Some(access) = self.keep(slot, kept, granted).await?
        {
            return Ok(access);
        }
        let mut kept = self.load().await?;
        let (mut reread, mut fallback, mut lost) = (false, false, false);
        loop {
            let tokens = kept.sealed.tokens.clone().filter(|_| kept.login.is_usable()).ok_or_else(|| self.ended(&kept.login))?;
            let now = self.safe.now();
            let previous = tokens.previous.filter(|(_, until)| now < *until).map(|(token, _)| token);
            let token = previous.clone().filter(|_| fallback).unwrap_or(tokens.refresh);
            match self.host.refresh(&kept.app(self.oauth), &token).await {
                Ok(granted) => match self.keep(slot, kept, granted).await? {
                    Some(access) => return Ok(access),
                    // A consent was finished meanwhile: the tokens that it brought count.
                    None => kept = self.load().await?,
                },
                Err(HostError::Refused { code, revoked }) if code == "invalid_grant" => {
                    // Another process may have kept a newer one.
                    let newest = self.load().await?;
                    let is_newer = newest.seen != kept.seen;
                    kept = newest;
                    if is_newer && !reread {
                        reread = true;
                    } else if previous.is_some() && !fallback {
                        fallback = true;
                    } else {
                        let state = if revoked { LoginState::Revoked } else { LoginState::Expired };
                        match self.end(&kept, state, code).await? {
                            Some(ended) => return Err(ended),
                            None => kept = self.load().await?,
                        }
                    }
                }
                Err(HostError::Refused { code, .. }) if matches!(code.as_str(), "invalid_client" | "unauthorized_client") => {
                    match self.end(&kept, LoginState::Error, code).await? {
                        Some(ended) => return Err(ended),
                        None => kept = self.load().await?,
                    }
                }
                Err(HostError::Refused { code, .. }) => {
                    let error = Box::new(ProviderError::Rejected { status: 400, detail: code });
                    return Err(ProviderError::TokenHost { error });
                }
                Err(HostError::Failed(error)) if is_lost(&error) && !lost => lost = true,
                Err(HostError::Failed(error)) => return Err(ProviderError::TokenHost { error: Box::new(error) }),
            }
        }
    }

    /// Keeps an answer, durably; `None` if another writer kept other tokens meanwhile. A writer that changed something else, such as a
    /// consent that was begun, does not make the answer worthless: it may be the only token that still lives.
    async fn keep(&self, slot: &mut Slot, mut kept: Kept, granted: Granted) -> Result<Option<Access>, ProviderError> {
        let (login, oauth, now) = (self.login, self.oauth, self.safe.now());
        loop {
            let (before, answer) = (kept.clone(), granted.clone());
            let saved = self.blocking(move |safe| {
                let tokens = Tokens::after(before.sealed.tokens.as_ref(), &answer, oauth.grace, now);
                let sealed = Sealed { tokens, ..before.sealed };
                safe.save(login, &before.seen, &sealed, &mut |login| note(login, oauth, &answer, now))
            });
            let newest = match saved.await {
                Ok(Some(_)) => {
                    tracing::info!(login = login.0, "access renewed");
                    return Ok(Some(Access::of(&granted)));
                }
                Ok(None) => self.load().await,
                Err(error) => Err(error),
            };
            match newest {
                Ok(newest) if newest.sealed.refreshes_with(&kept.sealed) => kept = newest,
                Ok(_) => return Ok(None),
                Err(error) => {
                    slot.unsaved = Some((kept, granted));
                    return Err(error);
                }
            }
        }
    }

    /// Ends the login as it was loaded, and tells so; `None` if another writer changed it meanwhile.
    async fn end(&self, kept: &Kept, state: LoginState, code: String) -> Result<Option<ProviderError>, ProviderError> {
        let (login, kept, reason, now) = (self.login, kept.clone(), code.clone(), self.safe.now());
        let saved = self.blocking(move |safe| {
            safe.save(login, &kept.seen, &kept.sealed, &mut |login| login.end(state, Some(reason.clone()), now))
        });
        if saved.await?.is_none() {
            return Ok(None);
        }
        tracing::warn!(login = login.0, state = state.as_str(), code, "a login ended");
        Ok(Some(ProviderError::LoginEnded { login, state }))
    }

    fn ended(&self, login: &Login) -> ProviderError {
        let state = if login.is_usable() { LoginState::Authorising } else { login.state };
        ProviderError::LoginEnded { login: self.login, state }
    }

    async fn load(&self) -> Result<Kept, ProviderError> {
        let login = self.login;
        let kept = self.blocking(move |safe| safe.load(login)).await?;
        kept.ok_or(ProviderError::LoginEnded { login, state: LoginState::Revoked })
    }

    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&dyn Safe) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, ProviderError> {
        let safe = Arc::clone(&self.safe);
        let done = tokio::task::spawn_blocking(move || work(&*safe)).await;
        let done = done.map_err(|error| ProviderError::Broken { detail: error.to_string() })?;
        done.map_err(|failure| ProviderError::TokenStore { failure })
    }
}

/// Notes an answer in what is shown of a login.
pub(crate) fn note(login: &mut Login, oauth: &OAuth, granted: &Granted, now: Timestamp) {
    login.state = LoginState::Active;
    let Some(grant) = &mut login.grant else { return };
    let at = |span: Duration| now.checked_add(signed(span)).ok();
    grant.renewed = Some(now);
    grant.idle_until = at(granted.idle.unwrap_or(oauth.idle));
    grant.ends = granted.hard.map_or(grant.ends, at);
    grant.reason = None;
    if let Some(scopes) = &granted.scopes {
        grant.scopes.clone_from(scopes);
    }
}

/// Whether the service may have carried out the refresh although no answer came.
const fn is_lost(error: &ProviderError) -> bool {
    matches!(
        error,
        ProviderError::Timeout
            | ProviderError::Broken { .. }
            | ProviderError::Body { reason: BodyFault::Empty | BodyFault::Truncated | BodyFault::Shape | BodyFault::TooLarge }
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::Pending;
    use crate::domain::Grant;

    /// A safe beside which another writer is at work.
    #[derive(Debug)]
    struct Shared {
        kept: Mutex<Kept>,
        /// What the other writer does before the next save.
        beside: Mutex<Option<fn(&mut Kept)>>,
    }

    impl Safe for Shared {
        fn load(&self, _: LoginId) -> Result<Option<Kept>, Failure> {
            Ok(Some(self.kept.lock().expect("free").clone()))
        }

        fn save(
            &self,
            _: LoginId,
            seen: &[u8],
            sealed: &Sealed,
            shown: &mut dyn FnMut(&mut Login),
        ) -> Result<Option<Kept>, Failure> {
            let mut kept = self.kept.lock().expect("free");
            if let Some(beside) = self.beside.lock().expect("free").take() {
                beside(&mut kept);
                kept.seen.push(0);
            }
            if kept.seen != seen {
                return Ok(None);
            }
            shown(&mut kept.login);
            (kept.sealed, kept.seen) = (sealed.clone(), [seen, &[1]].concat());
            Ok(Some(kept.clone()))
        }

        fn lease(&self, _: LoginId) -> Result<bool, Failure> {
            Ok(true)
        }

        fn release(&self, _: LoginId) {}

        fn now(&self) -> Timestamp {
            Timestamp::UNIX_EPOCH
        }
    }

    fn sealed(refresh: &str) -> Sealed {
        Sealed { tokens: Some(Tokens { refresh: refresh.to_owned().into(), previous: None }), ..Sealed::default() }
    }

    fn begin(kept: &mut Kept) {
        kept.sealed.pending = Some(Pending {
            state: "s".to_owned().into(),
            verifier: None,
            begun: Timestamp::UNIX_EPOCH,
            until: Timestamp::UNIX_EPOCH,
            client_id: "x".to_owned(),
            client_secret: None,
            redirect_uri: String::new(),
            scopes: Vec::new(),
            sandbox: false,
            base_url: None,
            identity_url: None,
        });
    }

    fn finish(kept: &mut Kept) {
        kept.sealed.tokens = sealed("of the consent").tokens;
    }

    fn keeper(beside: fn(&mut Kept)) -> (Arc<Shared>, Keeper, Kept) {
        let login = Login {
            id: LoginId(1),
            provider: "quickbooks".to_owned(),
            state: LoginState::Active,
            added: Timestamp::UNIX_EPOCH,
            secret: None,
            grant: Some(Box::new(Grant::default())),
        };
        let kept = Kept { login, sealed: sealed("old"), seen: vec![7] };
        let safe = Arc::new(Shared { kept: Mutex::new(kept.clone()), beside: Mutex::new(Some(beside)) });
        let limits = super::super::Limits { connect_timeout: MARGIN, answer_timeout: MARGIN };
        let oauth = &crate::provider::quickbooks::OAUTH;
        let keeper = Keeper::new(LoginId(1), oauth, Arc::new(Host::new(limits)), safe.clone(), TaskTracker::new());
        (safe, keeper, kept)
    }

    fn granted() -> Granted {
        Granted {
            access: "a".to_owned().into(),
            expires_in: MARGIN,
            asked: Instant::now(),
            refresh: Some("new".to_owned().into()),
            idle: None,
            hard: None,
            scopes: None,
        }
    }

    #[tokio::test]
    async fn a_new_token_is_kept_beside_a_consent_that_is_begun_and_gives_way_to_one_that_is_finished() {
        let (safe, keeper, kept) = keeper(begin);
        assert!(keeper.keep(&mut Slot::default(), kept, granted()).await.expect("kept").is_some());
        let now = safe.kept.lock().expect("free").sealed.clone();
        assert!(now.refreshes_with(&sealed("new")) && now.pending.is_some());

        let (safe, keeper, kept) = super::tests::keeper(finish);
        assert!(keeper.keep(&mut Slot::default(), kept, granted()).await.expect("no fault").is_none());
        assert!(safe.kept.lock().expect("free").sealed.refreshes_with(&sealed("of the consent")));
    }

    #[tokio::test]
    async fn a_login_that_was_renewed_meanwhile_is_not_ended() {
        let (safe, keeper, kept) = keeper(finish);
        assert_eq!(keeper.end(&kept, LoginState::Expired, "invalid_grant".to_owned()).await, Ok(None));
        assert_eq!(safe.kept.lock().expect("free").login.state, LoginState::Active);
        let newest = safe.kept.lock().expect("free").clone();
        assert!(keeper.end(&newest, LoginState::Expired, "invalid_grant".to_owned()).await.expect("no fault").is_some());
        assert_eq!(safe.kept.lock().expect("free").login.state, LoginState::Expired);
    }
}
