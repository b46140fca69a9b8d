//! Begins a consent.

use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use crate::auth::{Ask, DEFAULT_REDIRECT, Pending, Sealed};
use crate::domain::{Grant, Login, LoginState};
use crate::provider::base_url;
use crate::service::grants::oauth_of;
use crate::service::local::Local;
use crate::service::login_error::LoginError;
use crate::service::logins::grant_of;
use crate::service::{
    Action, Audit, Begun, Context, Given, NewLogin, Patience, Repeat, Result, Route, Routed, Scope, UseCase,
};

/// Begins a consent: of a new login, or of one that is to be renewed. What is sealed of a login that works stays until the new consent is
/// finished.
#[derive(Debug, Serialize, Deserialize)]
pub struct BeginLogin(pub NewLogin);

impl Routed for BeginLogin {
    type Body = NewLogin;
    const ROUTE: Route = Route::post("/v1/logins", "begin_login", "logins")
        .about("Begins a consent: answers the address that a person opens in a browser. Finish it within ten minutes.")
        .status(201, "It was begun");

    fn read(_: &Given, new: NewLogin) -> Result<Self> {
        Ok(Self(new))
    }
}

impl UseCase for BeginLogin {
    type Answer = Begun;
    const ACTION: Action = Action::Companies;
    const REPEAT: Repeat = Repeat::Once;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Certain(|case, _| {
        let what = case.0.renew.as_ref().or(case.0.provider.as_ref());
        ("login.begin", what.cloned().unwrap_or_default())
    });

    fn scope(&mut self) -> Scope<'_> {
        Scope::Whole
    }

    async fn run(self, cx: Context) -> Result<Begun> {
        cx.blocking(move |cx| begin(cx, self.0)).await
    }
}

/// What a consent is asked for, before anything is kept.
struct Draft {
    former: Option<Login>,
    /// Whether nothing can be read of what is sealed of it.
    lost: bool,
    provider: String,
    ask: Ask,
    /// Whether it asks for permissions for writing.
    write: bool,
    /// Whether the login has them already.
    writes: bool,
}

/// Fails as beginning the consent would, whatever the secret of the app is.
pub(super) fn check(cx: &Context, mut new: NewLogin) -> Result<()> {
    new.client_secret.get_or_insert_with(|| SecretString::from("unknown"));
    draft(cx, new)?.ask.begin(cx.local.options.clock.now())?;
    Ok(())
}

fn draft(cx: &Context, new: NewLogin) -> Result<Draft> {
    let local = &cx.local;
    let former = new.renew.as_deref().map(|wanted| local.login_of_text(wanted)).transpose()?;
    let provider = match (&new.provider, &former) {
        (Some(given), Some(former)) if !given.eq_ignore_ascii_case(&former.provider) => {
            return Err(LoginError::OtherProvider { login: former.id, provider: former.provider.clone() }.into());
        }
        (Some(given), _) => given.to_lowercase(),
        (None, Some(former)) => former.provider.clone(),
        (None, None) => String::new(),
    };
    let oauth = oauth_of(&provider)?;
    for url in [&new.base_url, &new.identity_url].into_iter().flatten() {
        if let Ok(parsed) = base_url(url) {
            cx.may_reach(&parsed, url)?;
        }
    }
    let known = former.as_ref().and_then(|login| login.grant.as_deref().cloned()).unwrap_or_default();
    let settings = local.options.config.logins.of(&provider);
    let given = |text: &String| !text.is_empty();
    let client_id = new.client_id.or(Some(known.client_id.clone()).filter(given)).or(settings.client_id).unwrap_or_default();
    let kept = former.as_ref().map(|former| local.cabinet.readable(former.id)).transpose()?.flatten();
    let lost = kept.is_none();
    let identity_url = new.identity_url.or(known.identity_url.clone());
    // The secret goes with its app, and to the host that it was given for.
    let is_same = client_id == known.client_id && identity_url == known.identity_url;
    let secret = kept.as_ref().filter(|_| is_same).and_then(|kept| {
        // Of a consent that was never given, the secret is with what is pending.
        let asked = kept.sealed.pending.as_ref().filter(|one| one.client_id == client_id && one.identity_url == identity_url);
        kept.sealed.client_secret.clone().or_else(|| asked.and_then(|pending| pending.client_secret.clone()))
    });
    let write = new.write || settings.write || is_writing(&known, oauth.scopes(true));
    let redirect = new.redirect_uri.or(Some(known.redirect_uri.clone()).filter(given)).or(settings.redirect_uri);
    let ask = Ask {
        oauth,
        client_id,
        client_secret: new.client_secret.or(secret),
        redirect_uri: redirect.unwrap_or_else(|| DEFAULT_REDIRECT.to_owned()),
        scopes: oauth.scopes(write).iter().map(|scope| (*scope).to_owned()).collect(),
        sandbox: new.sandbox || known.sandbox,
        base_url: new.base_url.or(known.base_url.clone()),
        identity_url,
    };
    let writes = is_writing(&known, oauth.scopes(true));
    Ok(Draft { former, lost, provider, ask, write, writes })
}

fn begin(cx: &Context, new: NewLogin) -> Result<Begun> {
    let local = &cx.local;
    let Draft { former, lost, provider, ask, write, writes } = draft(cx, new)?;
    let now = local.options.clock.now();
    let (pending, url) = ask.begin(now)?;
    let until = pending.until;
    let shown = grant_of(&pending);
    cx.note()?;
    let login = if let Some(former) = former {
        let begun = |login: &mut Login| {
            let never = login.state == LoginState::Authorising;
            match &mut login.grant {
                // What never worked is what was asked for last.
                Some(grant) if never => **grant = shown.clone(),
                Some(grant) => grant.asked_until = Some(until),
                None => {}
            }
        };
        if lost {
            let opens = |seen: &[u8]| local.cabinet.opened(seen).is_ok_and(|sealed| sealed.is_some());
            let begun = |login: &mut Login| {
                // What it renewed access with is gone: until the consent is given it works no more.
                if login.is_usable() {
                    login.end(LoginState::Expired, None, now);
                }
                begun(login);
            };
            let login = local.registry.restore_grant(former.id, opens, &alone(local, &pending)?, begun)?;
            login.ok_or(LoginError::NoGrant { login: former.id })?
        } else {
            local.amend(former.id, |sealed| sealed.pending = Some(pending.clone()), begun)?.login
        }
    } else {
        local.registry.add_grant(&provider, shown.clone(), now, &alone(local, &pending)?)?
    };
    tracing::info!(login = login.id.0, provider, "consent begun");
    let adds_writing = write && login.is_usable() && !writes;
    Ok(Begun {
        title: local.login_view(login.clone()).title,
        login: login.id,
        authorize_url: url.into(),
        redirect_uri: shown.redirect_uri,
        expires_at: until,
        adds_writing,
    })
}

/// A consent that was begun, sealed without anything else.
fn alone(local: &Local, pending: &Pending) -> Result<Vec<u8>> {
    local.cabinet.seal(&Sealed { pending: Some(pending.clone()), ..Sealed::default() })
}

/// Whether a grant has the permissions for writing.
fn is_writing(grant: &Grant, write: &[&str]) -> bool {
    !grant.scopes.is_empty() && write.iter().all(|scope| grant.scopes.iter().any(|granted| granted == scope))
}
