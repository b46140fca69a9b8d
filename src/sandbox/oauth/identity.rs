//! Consent and tokens of a pretend service. No clock: the time comes in.
//!
//! Each fact that no source confirms is an option with both answers.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

use super::{ApiAnswer, Company, Service};

/// How tokens live.
#[derive(Debug, Clone)]
pub struct IdentityOptions {
    /// Identifier of the app.
    pub client_id: String,
    /// Secret of the app; `None` for PKCE.
    pub client_secret: Option<String>,
    /// Life of an access token.
    pub access: Duration,
    /// Life of a refresh token that is not used.
    pub idle: Duration,
    /// A refresh gives the same refresh token back until it is this old.
    pub rotate_after: Duration,
    /// How long a replaced refresh token is still taken.
    pub grace: Duration,
    /// Life of a consent however often it is used.
    pub hard: Option<Duration>,
    /// Whether a token that was given for a repeated refresh ends the one that was given before (not confirmed).
    pub twin_ends: bool,
    /// Permissions that the page of consent leaves out.
    pub refuse_scopes: Vec<String>,
}

/// Consent and tokens.
#[derive(Debug)]
pub struct Identity {
    service: Service,
    /// How tokens live; may be changed at any time.
    pub options: IdentityOptions,
    codes: Vec<Code>,
    grants: Vec<Grant>,
    /// Companies that were disconnected at the service.
    pub disconnected: Vec<String>,
    /// Refreshes that were carried out.
    pub refreshes: u64,
    /// Refreshes that were refused.
    pub refused: u64,
    /// Refreshes by a token that had been replaced already.
    pub repeated: u64,
    serial: u64,
}

#[derive(Debug)]
struct Code {
    code: String,
    redirect_uri: String,
    challenge: Option<String>,
    scopes: Vec<String>,
    companies: Vec<String>,
    until: Timestamp,
}

#[derive(Debug)]
struct Grant {
    companies: Vec<String>,
    scopes: Vec<String>,
    begun: Timestamp,
    refresh: Vec<Refresh>,
    access: Vec<(String, Timestamp)>,
}

#[derive(Debug)]
struct Refresh {
    token: String,
    made: Timestamp,
    used: Timestamp,
    /// When it was replaced.
    replaced: Option<Timestamp>,
}

/// What an endpoint answers: JSON, or a redirect.
type Answer = ApiAnswer;

impl IdentityOptions {
    /// As the service is.
    #[must_use]
    pub fn of(service: Service) -> Self {
        let days = |days: u64| Duration::from_hours(24 * days);
        match service {
            Service::QuickBooks => Self {
                client_id: "ABsandboxClient0000000000000000000000000000000000".to_owned(),
                client_secret: Some("sandbox-secret-000000000000000000000000".to_owned()),
                access: Duration::from_hours(1),
                idle: days(100),
                rotate_after: days(1),
                grace: Duration::ZERO,
                hard: Some(days(5 * 365)),
                twin_ends: false,
                refuse_scopes: Vec::new(),
            },
            Service::Xero => Self {
                client_id: "5A4DB0C000000000000000000000C0DE".to_owned(),
                client_secret: None,
                access: Duration::from_mins(30),
                idle: days(60),
                rotate_after: Duration::ZERO,
                grace: Duration::from_mins(30),
                hard: None,
                twin_ends: false,
                refuse_scopes: Vec::new(),
            },
        }
    }
}

fn after(at: Timestamp, span: Duration) -> Timestamp {
    at.saturating_add(SignedDuration::try_from(span).unwrap_or(SignedDuration::MAX)).unwrap_or(Timestamp::MAX)
}

/// A refusal in the form of OAuth 2.0.
pub(super) fn refusal(status: u16, code: &str) -> Answer {
    ApiAnswer::json(status, serde_json::json!({ "error": code }).to_string())
}

fn of<'a>(form: &'a [(String, String)], name: &str) -> Option<&'a str> {
    form.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
}

impl Identity {
    /// No consent is given yet.
    #[must_use]
    pub fn new(service: Service, options: IdentityOptions) -> Self {
        let (codes, grants, disconnected) = (Vec::new(), Vec::new(), Vec::new());
        Self { service, options, codes, grants, disconnected, refreshes: 0, refused: 0, repeated: 0, serial: 0 }
    }

    /// Path of the page of consent.
    pub(super) const fn authorize_path(&self) -> &'static str {
        match self.service {
            Service::QuickBooks => "/connect/oauth2",
            Service::Xero => "/identity/connect/authorize",
        }
    }

    /// Path of the endpoint for tokens.
    pub(super) const fn token_path(&self) -> &'static str {
        match self.service {
            Service::QuickBooks => "/oauth2/v1/tokens/bearer",
            Service::Xero => "/connect/token",
        }
    }

    /// Path of the endpoint that revokes.
    pub(super) const fn revoke_path(&self) -> &'static str {
        match self.service {
            Service::QuickBooks => "/v2/oauth2/tokens/revoke",
            Service::Xero => "/connect/revocation",
        }
    }

    /// Every refresh token that would be taken now.
    #[must_use]
    pub fn live(&self, now: Timestamp) -> Vec<String> {
        let live = |grant: &Grant| -> Vec<String> {
            let taken = grant.refresh.iter().filter(|refresh| self.takes(grant, refresh, now));
            taken.map(|refresh| refresh.token.clone()).collect()
        };
        self.grants.iter().flat_map(live).collect()
    }

    /// Refresh tokens that were not replaced: never more than one per consent.
    #[must_use]
    pub fn newest(&self) -> Vec<Vec<String>> {
        let newest = |grant: &Grant| {
            grant.refresh.iter().filter(|refresh| refresh.replaced.is_none()).map(|refresh| refresh.token.clone()).collect()
        };
        self.grants.iter().map(newest).collect()
    }

    /// Ends every access token, as if its time were over.
    pub fn expire_access(&mut self) {
        self.grants.iter_mut().for_each(|grant| grant.access.clear());
    }

    /// Withdraws every consent.
    pub fn revoke_all(&mut self) {
        self.grants.clear();
    }

    fn make(&mut self, kind: &str) -> String {
        self.serial += 1;
        let random = URL_SAFE_NO_PAD.encode(Sha256::digest(format!("{kind}{}", self.serial)));
        format!("{kind}-{}-{random}", self.serial)
    }

    /// The page of consent: it redirects at once. `choose` picks companies; without it, Xero takes all, `QuickBooks` the first that no
    /// consent has yet.
    pub(super) fn authorize(&mut self, query: &[(String, String)], companies: &[Company], now: Timestamp) -> Answer {
        let page = |text: &str| ApiAnswer { kind: "text/html; charset=utf-8", ..ApiAnswer::json(400, text.as_bytes()) };
        let (Some(redirect), Some(state)) = (of(query, "redirect_uri"), of(query, "state")) else {
            return page("redirect_uri, state");
        };
        // Mistakes of the app are shown in the browser and never reach the redirect address.
        if of(query, "client_id") != Some(self.options.client_id.as_str()) {
            return page("Error code: 500, unauthorized_client : Unknown client");
        }
        let challenge = of(query, "code_challenge").map(str::to_owned);
        if self.options.client_secret.is_none() && (challenge.is_none() || of(query, "code_challenge_method") != Some("S256")) {
            return page("Error code: 500, invalid_request : code challenge required");
        }
        let Ok(mut url) = url::Url::parse(redirect) else { return page("unauthorized_client : Invalid redirect_uri") };
        let chosen: Vec<&str> = query.iter().filter(|(name, _)| name == "choose").map(|(_, id)| id.as_str()).collect();
        let known = |company: &&Company| !self.disconnected.contains(&company.id);
        let mut picked: Vec<String> = if chosen.is_empty() {
            companies.iter().filter(known).map(|company| company.id.clone()).collect()
        } else {
            companies.iter().filter(|company| chosen.contains(&company.id.as_str())).map(|company| company.id.clone()).collect()
        };
        self.disconnected.retain(|id| !picked.contains(id));
        if self.service == Service::QuickBooks {
            let taken = |id: &String| self.grants.iter().any(|grant| grant.companies.contains(id));
            let first = picked.iter().find(|id| !taken(id)).or(picked.first()).cloned();
            picked = first.into_iter().collect();
        }
        let scopes = of(query, "scope").unwrap_or_default().split(' ').map(str::to_owned);
        let scopes = scopes.filter(|scope| !self.options.refuse_scopes.contains(scope)).collect();
        let code = self.make("code");
        url.query_pairs_mut().append_pair("code", &code).append_pair("state", state);
        if let (Service::QuickBooks, Some(realm)) = (self.service, picked.first()) {
            url.query_pairs_mut().append_pair("realmId", realm);
        }
        let until = after(now, Duration::from_mins(5));
        self.codes.push(Code { code, redirect_uri: redirect.to_owned(), challenge, scopes, companies: picked, until });
        ApiAnswer::json(302, "").header("location", String::from(url))
    }

    fn is_app(&self, basic: Option<&str>, form: &[(String, String)]) -> bool {
        match &self.options.client_secret {
            Some(secret) => {
                let pair = STANDARD.encode(format!("{}:{secret}", self.options.client_id));
                basic == Some(format!("Basic {pair}").as_str())
            }
            None => basic.is_none() && of(form, "client_id") == Some(self.options.client_id.as_str()),
        }
    }

    /// Exchanges a code or a refresh token.
    pub(super) fn token(&mut self, basic: Option<&str>, form: &[(String, String)], now: Timestamp) -> Answer {
        if !self.is_app(basic, form) {
            return refusal(if self.service == Service::QuickBooks { 401 } else { 400 }, "invalid_client");
        }
        match of(form, "grant_type") {
            Some("authorization_code") => self.exchange(form, now),
            Some("refresh_token") => self.refresh(of(form, "refresh_token").unwrap_or_default(), now),
            _ => refusal(400, "unsupported_grant_type"),
        }
    }

    fn exchange(&mut self, form: &[(String, String)], now: Timestamp) -> Answer {
        let index = self.codes.iter().position(|code| Some(code.code.as_str()) == of(form, "code"));
        let Some(code) = index.map(|index| self.codes.remove(index)) else { return refusal(400, "invalid_grant") };
        let proof = of(form, "code_verifier").map(|verifier| URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)));
        if now >= code.until || of(form, "redirect_uri") != Some(&code.redirect_uri) || proof != code.challenge {
            return refusal(400, "invalid_grant");
        }
        let (companies, scopes, access) = (code.companies, code.scopes, Vec::new());
        let token = self.make("RT1");
        let refresh = vec![Refresh { token, made: now, used: now, replaced: None }];
        let at = self.grants.len();
        self.grants.push(Grant { companies, scopes, begun: now, refresh, access });
        self.answer(at, now)
    }

    fn takes(&self, grant: &Grant, refresh: &Refresh, now: Timestamp) -> bool {
        let ends = self.options.hard.map_or(Timestamp::MAX, |hard| after(grant.begun, hard));
        let in_grace = refresh.replaced.is_none_or(|at| now < after(at, self.options.grace));
        in_grace && now < ends && now < after(refresh.used, self.options.idle)
    }

    fn refresh(&mut self, token: &str, now: Timestamp) -> Answer {
        let found = self.grants.iter().enumerate().find_map(|(at, grant)| {
            let index = grant.refresh.iter().position(|refresh| refresh.token == token)?;
            self.takes(grant, grant.refresh.get(index)?, now).then_some((at, index))
        });
        let Some((at, index)) = found else {
            self.refused += 1;
            return refusal(400, "invalid_grant");
        };
        self.refreshes += 1;
        let fresh = self.make("RT1");
        let (rotate_after, twin_ends) = (self.options.rotate_after, self.options.twin_ends);
        let Some(grant) = self.grants.get_mut(at) else { return refusal(400, "invalid_grant") };
        let Some(refresh) = grant.refresh.get_mut(index) else { return refusal(400, "invalid_grant") };
        refresh.used = now;
        let repeats = refresh.replaced.is_some();
        if repeats || now >= after(refresh.made, rotate_after) {
            // The first replacement begins the grace.
            for other in &mut grant.refresh {
                other.replaced = other.replaced.or(Some(now));
            }
            if repeats && twin_ends {
                grant.refresh.retain(|refresh| refresh.token == token);
            }
            grant.refresh.push(Refresh { token: fresh, made: now, used: now, replaced: None });
        }
        self.repeated += u64::from(repeats);
        self.answer(at, now)
    }

    #[expect(clippy::indexing_slicing, reason = "writing a key of an object adds it")]
    fn answer(&mut self, at: usize, now: Timestamp) -> Answer {
        let access = format!("eyJ{}", self.make("access"));
        let until = after(now, self.options.access);
        let Some(grant) = self.grants.get_mut(at) else { return refusal(400, "invalid_grant") };
        grant.access.push((access.clone(), until));
        let refresh = grant.refresh.last().map(|refresh| refresh.token.clone());
        let offline = self.service == Service::QuickBooks || grant.scopes.iter().any(|scope| scope == "offline_access");
        let mut body = serde_json::json!({
            // A client repeats this word as the scheme of its header.
            "token_type": if self.service == Service::Xero { "Bearer" } else { "bearer" },
            "expires_in": self.options.access.as_secs(),
            "access_token": access,
        });
        if offline {
            body["refresh_token"] = refresh.into();
        }
        match self.service {
            Service::QuickBooks => {
                body["x_refresh_token_expires_in"] = self.options.idle.as_secs().into();
                if let Some(hard) = self.options.hard {
                    let left = after(grant.begun, hard).duration_since(now).as_secs().max(0);
                    body["x_refresh_token_hard_expires_in"] = left.into();
                }
            }
            Service::Xero => body["scope"] = grant.scopes.join(" ").into(),
        }
        ApiAnswer::json(200, body.to_string())
    }

    /// Ends the consent of a token.
    pub(super) fn revoke(&mut self, token: &str) -> Answer {
        let has = |grant: &Grant| grant.refresh.iter().any(|r| r.token == token) || grant.access.iter().any(|(a, _)| a == token);
        self.grants.retain(|grant| !has(grant));
        ApiAnswer::json(200, "")
    }

    /// Takes an access token as if a person had consented to these companies: for clients that only read.
    pub fn admit(&mut self, token: &str, companies: Vec<String>, until: Timestamp) {
        let access = vec![(token.to_owned(), until)];
        self.grants.push(Grant { companies, scopes: Vec::new(), begun: Timestamp::UNIX_EPOCH, refresh: Vec::new(), access });
    }

    /// The permissions of a bearer; none where they were not asked for.
    pub(super) fn scopes(&self, token: &str) -> &[String] {
        let has = |grant: &&Grant| grant.access.iter().any(|(access, _)| access == token);
        self.grants.iter().find(has).map(|grant| grant.scopes.as_slice()).unwrap_or_default()
    }

    /// The companies that a bearer may read; `None` for a token that is not valid now.
    pub(super) fn bearer(&self, token: &str, now: Timestamp) -> Option<Vec<String>> {
        let valid = |grant: &&Grant| grant.access.iter().any(|(access, until)| access == token && now < *until);
        let grant = self.grants.iter().find(valid)?;
        // All tokens of one person and app open the same companies at Xero.
        let all = match self.service {
            Service::QuickBooks => grant.companies.clone(),
            Service::Xero => self.grants.iter().flat_map(|grant| grant.companies.clone()).collect(),
        };
        Some(all.into_iter().filter(|id| !self.disconnected.contains(id)).collect())
    }
}
