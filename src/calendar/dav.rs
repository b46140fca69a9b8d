//! `CalDAV`: what a collection is, what changed in it, and its objects.
//!
//! For: the sync of a calendar. Uses: [`super::http`], [`super::xml`]. Never: what an event means, retries.

use std::collections::{BTreeMap, BTreeSet};

use secrecy::SecretString;
use url::Url;

use super::CalendarError;
use super::http::{Answer, Http, If, address, refused};
use super::xml::{self, Multistatus, Resource, escaped};
use crate::domain::text::clean;

/// Media types.
const XML: &str = "application/xml; charset=utf-8";
const ICAL: &str = "text/calendar; charset=utf-8";
/// Objects of one request.
const AT_ONCE: usize = 100;
/// Rounds of a sync with answers that the server cuts.
const ROUNDS: usize = 50;
/// Objects of a calendar.
const OBJECTS: usize = 50_000;
/// Bytes of one object.
const OBJECT: usize = 1 << 20;
/// Bytes of all objects of a calendar.
const WHOLE: usize = 64 << 20;

const LOOK: &str = r#"<propfind xmlns="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav" xmlns:s="http://calendarserver.org/ns/"><prop><resourcetype/><displayname/><sync-token/><s:getctag/><supported-report-set/><current-user-privilege-set/><current-user-principal/><c:calendar-home-set/><c:supported-calendar-component-set/></prop></propfind>"#;
const ETAGS: &str = r#"<propfind xmlns="DAV:"><prop><getetag/><resourcetype/></prop></propfind>"#;

/// A calendar at a server.
#[derive(Debug)]
pub struct Dav {
    http: Http,
    url: Url,
}

/// What a collection says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// Its name.
    pub name: Option<String>,
    /// Whether the user may write; `None` if the server does not say.
    pub may_write: Option<bool>,
    /// Whether it tells changes since a sync.
    syncs: bool,
    tag: Option<String>,
}

/// What changed in a collection.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Delta {
    /// Where the next sync goes on.
    pub token: String,
    /// Objects that are new or have another version.
    pub changed: Vec<String>,
    /// Objects that are gone.
    pub gone: Vec<String>,
}

/// An object with its version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// Its path.
    pub href: String,
    /// Its version.
    pub etag: String,
    /// Its iCalendar text.
    pub text: String,
}

impl Dav {
    /// The way to a collection.
    ///
    /// # Errors
    /// The address is not usable.
    pub fn new(url: &str, user: &str, password: Option<&SecretString>) -> Result<Self, CalendarError> {
        let mut url = address(url)?;
        url.set_query(None);
        url.set_fragment(None);
        if !url.path().ends_with('/') {
            url.set_path(&format!("{}/", url.path()));
        }
        Ok(Self { http: Http::new(user, password)?, url })
    }

    /// The address of the collection.
    #[must_use]
    pub fn url(&self) -> &str {
        self.url.as_str()
    }

    /// The same, in its parts.
    #[must_use]
    pub const fn address(&self) -> &Url {
        &self.url
    }

    /// The path of the collection, with a slash at its end.
    #[must_use]
    pub fn collection(&self) -> &str {
        self.url.path()
    }

    /// What the collection says of itself.
    ///
    /// # Errors
    /// It cannot be reached, or is no calendar: then the calendars of the user are told.
    pub async fn look(&self) -> Result<About, CalendarError> {
        let answer = self.http.send("PROPFIND", &self.url, (Some(0), If::Any), Some((XML, LOOK.to_owned()))).await;
        let found = match answer.and_then(|answer| multistatus(&answer)) {
            Ok(found) => found,
            // A root often has no properties of its own.
            Err(CalendarError::Gone | CalendarError::Refused { status: 405 | 501 } | CalendarError::Moved { .. }) => {
                Multistatus::default()
            }
            Err(error) => return Err(error),
        };
        match found.resources.into_iter().next() {
            Some(one) if one.is_calendar => {
                let tag = one.token.clone().filter(|_| one.syncs).or(one.ctag);
                Ok(About { name: one.name, may_write: one.may_write, syncs: one.syncs, tag })
            }
            other => Err(CalendarError::NotACalendar { found: self.discover(other).await? }),
        }
    }

    /// The calendars of the user: names and addresses.
    async fn discover(&self, here: Option<Resource>) -> Result<Vec<(String, String)>, CalendarError> {
        let (mut principal, mut home) = here.map(|here| (here.principal, here.home)).unwrap_or_default();
        if principal.is_none() && home.is_none() {
            let Ok(known) = self.url.join("/.well-known/caldav") else { return Ok(Vec::new()) };
            let root = match self.http.send("PROPFIND", &known, (Some(0), If::Any), Some((XML, LOOK.to_owned()))).await {
                Err(CalendarError::Moved { to }) => self.below(&to),
                Ok(_) => Some(known),
                Err(_) => None,
            };
            let Some(root) = root else { return Ok(Vec::new()) };
            let found = self.properties(&root, 0).await.unwrap_or_default();
            (principal, home) = found.into_iter().next().map(|one| (one.principal, one.home)).unwrap_or_default();
        }
        if let (None, Some(principal)) = (&home, principal.and_then(|path| self.below(&path))) {
            home = self.properties(&principal, 0).await?.into_iter().find_map(|one| one.home);
        }
        let Some(home) = home.and_then(|path| self.below(&path)) else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        for one in self.properties(&home, 1).await? {
            if one.is_calendar
                && one.takes_events != Some(false)
                && let Some(url) = self.below(&one.href)
            {
                found.push((one.name.unwrap_or_default(), url.to_string()));
            }
        }
        Ok(found)
    }

    async fn properties(&self, url: &Url, depth: u8) -> Result<Vec<Resource>, CalendarError> {
        let answer = self.http.send("PROPFIND", url, (Some(depth), If::Any), Some((XML, LOOK.to_owned()))).await?;
        Ok(multistatus(&answer)?.resources)
    }

    /// An address of the same server.
    fn below(&self, href: &str) -> Option<Url> {
        self.url.join(href).ok().filter(|url| url.origin() == self.url.origin())
    }

    /// The path of an object of this collection; `None` for the collection itself and what is elsewhere.
    fn object(&self, href: &str) -> Option<String> {
        let url = self.below(href)?;
        let inside = url.path().strip_prefix(self.url.path())?;
        (!inside.is_empty() && !inside.contains('/')).then(|| url.path().to_owned())
    }

    /// What changed since a token; `known` are the versions of the last sync.
    ///
    /// # Errors
    /// The server cannot be reached, or does not answer as the protocol says.
    pub async fn changes(&self, token: &str, known: &BTreeMap<String, String>) -> Result<Delta, CalendarError> {
        let about = self.look().await?;
        if about.syncs {
            if let Some(since) = token.strip_prefix("sync:")
                && !since.is_empty()
            {
                match self.since(since, known).await {
                    Err(CalendarError::TokenLost) => {}
                    delta => return delta,
                }
            }
            match self.since("", known).await {
                // The report is listed and refused: the plain way is left.
                Err(CalendarError::Refused { .. } | CalendarError::TokenLost) => {}
                delta => return delta,
            }
        }
        let tag = about.tag.map(|tag| format!("ctag:{tag}")).unwrap_or_default();
        if !tag.is_empty() && tag == token {
            return Ok(Delta { token: tag, ..Delta::default() });
        }
        let answer = self.http.send("PROPFIND", &self.url, (Some(1), If::Any), Some((XML, ETAGS.to_owned()))).await?;
        let there = self.versions(multistatus(&answer)?.resources);
        few(there.len())?;
        Ok(delta(tag, &there, known))
    }

    /// Paths and versions of objects.
    fn versions(&self, resources: Vec<Resource>) -> BTreeMap<String, String> {
        let one = |one: Resource| {
            let gone = one.status.is_some_and(|status| status >= 400);
            let href = self.object(&one.href).filter(|_| !gone)?;
            Some((href, one.etag.unwrap_or_default()))
        };
        resources.into_iter().filter_map(one).collect()
    }

    async fn since(&self, token: &str, known: &BTreeMap<String, String>) -> Result<Delta, CalendarError> {
        let (mut token, begun) = (token.to_owned(), token.is_empty());
        let (mut there, mut gone) = (BTreeMap::new(), BTreeSet::new());
        for _ in 0..ROUNDS {
            let body = format!(
                r#"<sync-collection xmlns="DAV:"><sync-token>{}</sync-token><sync-level>1</sync-level><prop><getetag/></prop></sync-collection>"#,
                escaped(&token)
            );
            let answer = self.http.send("REPORT", &self.url, (Some(0), If::Any), Some((XML, body))).await?;
            if !token.is_empty() && [400, 403, 409, 410, 412].contains(&answer.status.as_u16()) {
                return Err(CalendarError::TokenLost);
            }
            let found = multistatus(&answer)?;
            let cut = found.resources.iter().any(|one| one.status == Some(507));
            for one in &found.resources {
                let Some(href) = self.object(&one.href) else { continue };
                if one.status == Some(404) {
                    there.remove(&href);
                    gone.insert(href);
                }
            }
            for (href, etag) in self.versions(found.resources) {
                gone.remove(&href);
                there.insert(href, etag);
            }
            few(there.len())?;
            few(gone.len())?;
            let next = found.token.ok_or_else(|| not_understood("no sync token"))?;
            let stuck = next == token;
            token = next;
            if !cut || stuck {
                let token = format!("sync:{token}");
                if begun {
                    return Ok(delta(token, &there, known));
                }
                let changed = there.into_iter().filter(|(href, etag)| known.get(href) != Some(etag)).map(|(href, _)| href);
                return Ok(Delta { token, changed: changed.collect(), gone: gone.into_iter().collect() });
            }
        }
        Err(CalendarError::TooManyRounds { most: ROUNDS })
    }

    /// Reads objects; what is gone meanwhile is left out.
    ///
    /// # Errors
    /// The server cannot be reached, or does not answer as the protocol says.
    pub async fn read(&self, hrefs: &[String]) -> Result<Vec<Read>, CalendarError> {
        let mut found = Vec::new();
        for some in hrefs.chunks(AT_ONCE) {
            let list: String = some.iter().fold(String::new(), |list, href| list + "<href>" + &escaped(href) + "</href>");
            let body = format!(
                r#"<c:calendar-multiget xmlns="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><prop><getetag/><c:calendar-data/></prop>{list}</c:calendar-multiget>"#
            );
            let answer = self.http.send("REPORT", &self.url, (Some(1), If::Any), Some((XML, body))).await?;
            for one in multistatus(&answer)?.resources {
                if let (Some(href), Some(text)) = (self.object(&one.href), one.text) {
                    // To leave it out would be to take it for gone.
                    if text.len() > OBJECT {
                        return Err(CalendarError::ObjectTooLarge { path: clean(&href).into_owned(), most: OBJECT >> 20 });
                    }
                    few(found.len() + 1)?;
                    found.push(Read { href, etag: one.etag.unwrap_or_default(), text });
                }
            }
        }
        Ok(found)
    }

    /// Writes an object: a new one, or over the version that is named. Returns it as the server has it.
    ///
    /// # Errors
    /// [`CalendarError::Changed`] where there is another version, or one at all.
    pub async fn put(&self, href: &str, text: &str, over: Option<&str>) -> Result<Read, CalendarError> {
        let url = self.below(href).ok_or(CalendarError::BadAddress)?;
        let wanted = over.map_or(If::Absent, If::Is);
        let answer = self.http.send("PUT", &url, (None, wanted), Some((ICAL, text.to_owned()))).await?;
        if !answer.status.is_success() {
            // The same identifier under another name is also a change that was not seen.
            return Err(if answer.status.as_u16() == 409 { CalendarError::Changed } else { refused(answer.status) });
        }
        if let Some(etag) = answer.etag {
            return Ok(Read { href: href.to_owned(), etag, text: text.to_owned() });
        }
        // The server made something else of it.
        let read = self.read(&[href.to_owned()]).await?;
        read.into_iter().next().ok_or(CalendarError::Changed)
    }

    /// Deletes a version of an object. One that is gone already is what was wanted.
    ///
    /// # Errors
    /// [`CalendarError::Changed`] where there is another version.
    pub async fn delete(&self, href: &str, etag: &str) -> Result<(), CalendarError> {
        let url = self.below(href).ok_or(CalendarError::BadAddress)?;
        let answer = self.http.send("DELETE", &url, (None, If::Is(etag)), None).await?;
        match refused(answer.status) {
            _ if answer.status.is_success() => Ok(()),
            CalendarError::Gone => Ok(()),
            error => Err(error),
        }
    }
}

/// Refuses more objects than a calendar may have.
const fn few(objects: usize) -> Result<(), CalendarError> {
    if objects > OBJECTS { Err(CalendarError::TooManyObjects { most: OBJECTS }) } else { Ok(()) }
}

/// Refuses a calendar of which there is more than a copy may have: so many objects with so many bytes.
///
/// # Errors
/// There are too many objects, or they are too large.
pub const fn bounded(objects: usize, bytes: usize) -> Result<(), CalendarError> {
    if bytes > WHOLE { Err(CalendarError::TooLarge { most: WHOLE >> 20 }) } else { few(objects) }
}

fn multistatus(answer: &Answer) -> Result<Multistatus, CalendarError> {
    if !answer.status.is_success() {
        return Err(refused(answer.status));
    }
    xml::read(&answer.body)
}

fn not_understood(detail: &str) -> CalendarError {
    CalendarError::NotUnderstood { detail: detail.to_owned() }
}

/// The difference of all that is there to all that was known.
fn delta(token: String, there: &BTreeMap<String, String>, known: &BTreeMap<String, String>) -> Delta {
    let changed = there.iter().filter(|(href, etag)| etag.is_empty() || known.get(*href) != Some(*etag));
    Delta {
        token,
        changed: changed.map(|(href, _)| href.clone()).collect(),
        gone: known.keys().filter(|href| !there.contains_key(*href)).cloned().collect(),
    }
}
