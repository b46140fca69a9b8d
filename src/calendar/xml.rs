//! Answers of `WebDAV`: what a server says of each of its resources.
//!
//! For: [`super::dav`]. Uses: quick-xml. Never: document types, entities beyond the predefined ones.

use quick_xml::Reader;
use quick_xml::events::Event;

use super::CalendarError;

/// Deepest element.
const DEEP: usize = 32;
/// Resources of one answer: the objects of a calendar, and some that are gone.
const MOST: usize = 100_000;

/// What a server says in a multistatus.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Multistatus {
    /// Resources.
    pub(super) resources: Vec<Resource>,
    /// Token of a sync.
    pub(super) token: Option<String>,
}

/// One resource.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Resource {
    /// Its path, as the server wrote it.
    pub(super) href: String,
    /// Status of the resource as a whole, where there is one.
    pub(super) status: Option<u16>,
    pub(super) etag: Option<String>,
    pub(super) text: Option<String>,
    pub(super) name: Option<String>,
    pub(super) ctag: Option<String>,
    pub(super) token: Option<String>,
    /// Whether it is a calendar.
    pub(super) is_calendar: bool,
    /// Whether it takes events: `None` if the server does not say.
    pub(super) takes_events: Option<bool>,
    /// Paths of the principal, and of the home of its calendars.
    pub(super) principal: Option<String>,
    pub(super) home: Option<String>,
    /// Whether the user may write; `None` if the server does not say.
    pub(super) may_write: Option<bool>,
    /// Whether the server knows the report `sync-collection` here.
    pub(super) syncs: bool,
}

/// Reads a multistatus.
pub(super) fn read(text: &str) -> Result<Multistatus, CalendarError> {
    let wrong = |detail: &str| CalendarError::NotUnderstood { detail: detail.to_owned() };
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let mut found = Multistatus::default();
    let mut open: Vec<(String, String)> = Vec::new();
    // Properties of a propstat count if its status says so, which may come after them.
    let (mut pending, mut good) = (Resource::default(), true);
    loop {
        match reader.read_event().map_err(|error| wrong(&error.to_string()))? {
            Event::Start(tag) => {
                if open.len() >= DEEP {
                    return Err(wrong("too deep"));
                }
                let name = String::from_utf8_lossy(tag.local_name().as_ref()).into_owned();
                begin(&name, &tag, &open, &mut found, &mut pending)?;
                if name == "propstat" {
                    (pending, good) = (Resource::default(), true);
                }
                open.push((name, String::new()));
            }
            Event::Empty(tag) => {
                let name = String::from_utf8_lossy(tag.local_name().as_ref()).into_owned();
                begin(&name, &tag, &open, &mut found, &mut pending)?;
            }
            Event::End(_) => {
                let Some((name, text)) = open.pop() else { return Err(wrong("an end without a beginning")) };
                end(&name, text, &open, &mut found, (&mut pending, &mut good));
            }
            Event::Text(text) => push(&mut open, &String::from_utf8_lossy(&text)),
            Event::CData(text) => push(&mut open, &String::from_utf8_lossy(&text)),
            Event::GeneralRef(name) => {
                let sign = resolve(&String::from_utf8_lossy(&name)).ok_or_else(|| wrong("an entity"))?;
                push(&mut open, sign.encode_utf8(&mut [0; 4]));
            }
            Event::DocType(_) => return Err(wrong("a document type")),
            Event::Eof => break,
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
        }
    }
    if open.is_empty() { Ok(found) } else { Err(wrong("it ends in the middle")) }
}

fn parent(open: &[(String, String)]) -> &str {
    open.last().map_or("", |(name, _)| name.as_str())
}

fn begin(
    name: &str,
    tag: &quick_xml::events::BytesStart<'_>,
    open: &[(String, String)],
    found: &mut Multistatus,
    pending: &mut Resource,
) -> Result<(), CalendarError> {
    match (parent(open), name) {
        ("multistatus", "response") => {
            if found.resources.len() >= MOST {
                return Err(CalendarError::NotUnderstood { detail: "too many resources".to_owned() });
            }
            found.resources.push(Resource::default());
        }
        ("resourcetype", "calendar") => pending.is_calendar = true,
        ("supported-calendar-component-set", "comp") => {
            let mut names = tag.attributes();
            let mut names = names.with_checks(false).flatten().take(8);
            let event = names.any(|one| one.key.as_ref() == b"name" && one.value.eq_ignore_ascii_case(b"VEVENT"));
            pending.takes_events = Some(pending.takes_events.unwrap_or_default() || event);
        }
        ("current-user-privilege-set", "privilege") => pending.may_write = Some(pending.may_write.unwrap_or_default()),
        ("privilege", "all" | "write" | "write-content" | "bind") => pending.may_write = Some(true),
        ("report", "sync-collection") => pending.syncs = true,
        _ => {}
    }
    Ok(())
}

fn end(
    name: &str,
    text: String,
    open: &[(String, String)],
    found: &mut Multistatus,
    (pending, good): (&mut Resource, &mut bool),
) {
    let trimmed = || Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let Some(resource) = found.resources.last_mut() else {
        if name == "sync-token" {
            found.token = trimmed();
        }
        return;
    };
    match (parent(open), name) {
        ("response", "href") => text.trim().clone_into(&mut resource.href),
        ("response", "status") => resource.status = status(&text),
        ("propstat", "status") => *good = status(&text).is_none_or(|status| (200..300).contains(&status)),
        ("response", "propstat") if *good => {
            let known = std::mem::take(pending);
            let Resource { href, status, .. } = std::mem::take(resource);
            *resource = Resource { href, status, ..known };
        }
        ("multistatus", "sync-token") => found.token = trimmed(),
        ("prop", "getetag") => pending.etag = trimmed(),
        ("prop", "calendar-data") => pending.text = Some(text),
        ("prop", "displayname") => pending.name = trimmed(),
        ("prop", "getctag") => pending.ctag = trimmed(),
        ("prop", "sync-token") => pending.token = trimmed(),
        ("current-user-principal", "href") => pending.principal = trimmed(),
        ("calendar-home-set", "href") if pending.home.is_none() => pending.home = trimmed(),
        _ => {}
    }
}

/// The number of `HTTP/1.1 200 OK`.
fn status(line: &str) -> Option<u16> {
    line.split_whitespace().nth(1)?.parse().ok()
}

fn push(open: &mut [(String, String)], text: &str) {
    if let Some((_, kept)) = open.last_mut() {
        kept.push_str(text);
    }
}

/// The character of a predefined entity or of a number.
fn resolve(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        number => {
            let number = number.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

/// A text within XML.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_of_servers_are_understood_whatever_their_prefixes() {
        let text = r#"<?xml version='1.0'?><d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">
          <d:response><d:href>/u/a%20b.ics</d:href><d:propstat><d:prop><d:getetag>"1&amp;2"</d:getetag>
            <c:calendar-data>BEGIN:VCALENDAR&#13;
</c:calendar-data></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat>
            <d:propstat><d:prop><d:displayname>x</d:displayname></d:prop><d:status>HTTP/1.1 404 Not Found</d:status></d:propstat>
          </d:response>
          <d:response><d:href>/u/gone.ics</d:href><d:status>HTTP/1.1 404 Not Found</d:status></d:response>
          <d:sync-token>t1</d:sync-token></d:multistatus>"#;
        let found = read(text).expect("understood");
        assert_eq!(found.token.as_deref(), Some("t1"));
        let [one, gone] = &found.resources[..] else { panic!("{found:?}") };
        assert_eq!((one.href.as_str(), one.etag.as_deref()), ("/u/a%20b.ics", Some("\"1&2\"")));
        assert_eq!((one.text.as_deref(), one.name.as_deref()), (Some("BEGIN:VCALENDAR\r\n"), None));
        assert_eq!((gone.href.as_str(), gone.status), ("/u/gone.ics", Some(404)));
    }

    #[test]
    fn what_is_no_answer_is_refused() {
        for text in ["<a>", "<!DOCTYPE a []><a/>", "<a>&b;</a>", "<a></b>", &"<a>".repeat(100)] {
            assert!(read(text).is_err(), "{text}");
        }
        assert_eq!(read("no XML"), Ok(Multistatus::default()));
    }
}
