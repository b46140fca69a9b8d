//! A page of documents: read in one pass, or, where that fails, each document on its own, so that a bad one never costs the others.
//! What the page says of the whole is kept only where it can be true.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::provider::{ListRequest, Page, ProviderError, Record};

use super::document::Document;
use crate::provider::wire::lenient::{Object, Raw};
use crate::provider::wire::{json_text, parse};

use super::convert;

/// More than this of anything is nonsense.
const MOST: u64 = 100_000_000;

/// `DocumentList`.
#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a, T: Deserialize<'de>"))]
struct Envelope<'a, T> {
    data: Vec<T>,
    #[serde(default)]
    total: Raw<'a>,
    #[serde(default)]
    per_page: Raw<'a>,
    #[serde(default)]
    last_page: Raw<'a>,
}

/// The page in this body.
pub(in super::super) fn page(body: &[u8], request: &ListRequest) -> Result<Page, ProviderError> {
    let text = json_text(body)?;
    let (records, envelope) = match at_once(&text) {
        Some(page) => page,
        None => one_by_one(&text)?,
    };
    let seen = records.len() as u64;
    let total = sane(envelope.total).filter(|total| *total >= seen);
    let per_page = sane(envelope.per_page).filter(|n| (1..=1000).contains(n)).unwrap_or_else(|| request.per_page.into());
    let last_page = sane(envelope.last_page).filter(|last| believable(*last, total, per_page, request.page(), seen));
    Ok(Page { records, total, last_page: last_page.and_then(|last| u32::try_from(last).ok()), next: None })
}

/// What a page says of the whole, and its documents.
type Parts<'a> = (Vec<Record>, Envelope<'a, ()>);

/// Reads a page in one pass; `None` if a document in it is damaged, or may be too large.
fn at_once(text: &str) -> Option<Parts<'_>> {
    if text.len() > convert::MAX_DOCUMENT {
        return None;
    }
    let envelope: Envelope<'_, Object<Document<'_>>> = parse(text).ok()?;
    Some(envelope.converted(convert::taken))
}

/// Reads each document of a page on its own.
fn one_by_one(text: &str) -> Result<Parts<'_>, ProviderError> {
    let envelope: Envelope<'_, &RawValue> = parse(text)?;
    Ok(envelope.converted(|document| convert::record(document.get())))
}

impl<'a, T> Envelope<'a, T> {
    fn converted(self, convert: impl Fn(T) -> Record) -> Parts<'a> {
        let Self { data, total, per_page, last_page } = self;
        // A list collected in place would keep the memory of the parsed documents.
        let mut records = Vec::with_capacity(data.len());
        records.extend(data.into_iter().map(convert));
        (records, Envelope { data: Vec::new(), total, per_page, last_page })
    }
}

fn sane(raw: Raw<'_>) -> Option<u64> {
    u64::try_from(raw.integer()?).ok().filter(|number| *number <= MOST)
}

/// Whether the number of the last page agrees with what else is known.
fn believable(last: u64, total: Option<u64>, per_page: u64, page: u32, seen: u64) -> bool {
    let reached = seen == 0 || last >= u64::from(page);
    // An empty list may have one page or none.
    let agrees = total.is_none_or(|total| last.max(1) == total.div_ceil(per_page.max(1)).max(1));
    reached && agrees
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Kind;
    use crate::provider::{BodyFault, Feed, News, Place, Scope, Walk};

    fn request(page: u32) -> ListRequest {
        ListRequest {
            feed: Feed {
                name: "documents",
                kind: Kind::Document,
                prefix: "",
                per_page: 100,
                walk: Walk::Pages,
                news: News::ModifiedAndLate,
                reread: None,
            },
            scope: Scope::All,
            place: Place::Page(page),
            per_page: 100,
        }
    }

    fn read(body: &str) -> Result<Page, ProviderError> {
        page(body.as_bytes(), &request(1))
    }

    fn fault(body: &str) -> BodyFault {
        match read(body) {
            Err(ProviderError::Body { reason }) => reason,
            other => panic!("{body}: {other:?}"),
        }
    }

    #[test]
    fn one_bad_document_never_costs_the_page() {
        let good = r#"{"id":1,"gross_total":1,"currency":"HUF"}"#;
        let bad = r#"{"id":2,"invoice_number":"INV-2","gross_total":1e38,"currency":"HUF"}"#;
        let page = read(&format!(r#"{{"data":[{good},{bad},7,null,{good}],"total":5,"last_page":1}}"#)).unwrap();
        let taken: Vec<_> = page.records.iter().map(Result::is_ok).collect();
        assert_eq!(taken, [true, false, false, false, true]);
        let refused = page.records[1].as_ref().unwrap_err();
        assert_eq!(refused.id.as_ref().unwrap().as_str(), "2");
        assert_eq!(refused.number.as_deref(), Some("INV-2"));
        assert_eq!(refused.reason.id, "provider-skip-amount");
        assert_eq!((page.total, page.last_page), (Some(5), Some(1)));
    }

    #[test]
    fn in_one_pass_or_one_by_one_the_documents_are_the_same() {
        let good =
            r#"{"id":1,"gross_total":1.50,"currency":"HUF","items":[{"name":"a","quantity":"2","vat":"27%"},7],"x":[[{}]]}"#;
        let twice = r#"{"id":3,"id":4,"invoice_number":"INV-3","gross_total":1,"currency":"HUF"}"#;
        for other in [
            good,
            "null",
            "7",
            "1.5",
            "\"x\"",
            "[]",
            "[[\"id\",1]]",
            "{}",
            r#"{"id":1e400}"#,
            r#"{"id":2,"gross_total":1e38,"currency":"HUF"}"#,
            r#"{"id":2,"gross_total":1,"currency":"HUF","comment":"\ud800"}"#,
            r#"{"\ud800":1,"id":2}"#,
            "1e400",
            "\"\\ud800\"",
            twice,
        ] {
            let text = format!(r#"{{"data":[{good},{other},{good}],"total":3}}"#);
            let (apart, _) = one_by_one(&text).unwrap();
            assert_eq!(apart.len(), 3, "{other}");
            if let Some((together, _)) = at_once(&text) {
                assert_eq!(format!("{together:?}"), format!("{apart:?}"), "{other}");
            }
            assert_eq!(format!("{:?}", read(&text).unwrap().records), format!("{apart:?}"), "{other}");
        }
        let text = format!(r#"{{"data":[{good}]}}"#);
        assert!(at_once(&text).is_some());
        let text = format!(r#"{{"data":[{good},{twice},{good}]}}"#);
        assert!(at_once(&text).is_none(), "a field that comes twice");
        let page = read(&text).unwrap();
        assert_eq!(page.records.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false, true]);
        assert_eq!(page.records[1].as_ref().unwrap_err().number.as_deref(), Some("INV-3"));
    }

    #[test]
    fn bodies_that_are_no_page() {
        assert_eq!(fault(""), BodyFault::Empty);
        assert_eq!(fault(" \r\n"), BodyFault::Empty);
        assert_eq!(fault("<!DOCTYPE html><title>Maintenance</title>"), BodyFault::Html);
        assert_eq!(fault("\u{feff} <html>"), BodyFault::Html);
        assert_eq!(fault(r#"{"data":[{"id":1"#), BodyFault::Truncated);
        for shape in ["null", "[]", "{}", r#"{"data":null}"#, r#"{"data":{}}"#, r#"{"data":[]} x"#, "OK", r#"{"error":{}}"#] {
            assert_eq!(fault(shape), BodyFault::Shape, "{shape}");
        }
    }

    #[test]
    fn a_stray_byte_costs_a_character_not_the_page() {
        let mut body = br#"{"data":[{"id":1,"gross_total":1,"currency":"HUF","comment":"a"#.to_vec();
        body.extend(b"\xff\"}]}");
        let page = page(&body, &request(1)).unwrap();
        assert_eq!(page.records[0].as_ref().unwrap().document().unwrap().comment.as_deref(), Some("a\u{FFFD}"));
    }

    #[test]
    fn what_it_says_of_the_whole_is_kept_only_where_it_can_be_true() {
        let whole = |meta: &str| {
            let body = format!(r#"{{"data":[{{"id":1}},{{"id":2}}]{meta}}}"#);
            let page = page(body.as_bytes(), &request(1)).unwrap();
            (page.total, page.last_page)
        };
        assert_eq!(whole(r#","total":282,"per_page":100,"last_page":3"#), (Some(282), Some(3)));
        assert_eq!(whole(r#","total":"282","per_page":"100","last_page":3.0"#), (Some(282), Some(3)));
        assert_eq!(whole(r#","total":282,"per_page":25,"last_page":12"#), (Some(282), Some(12)), "a page of another size");
        assert_eq!(whole(r#","last_page":3"#), (None, Some(3)));
        assert_eq!(whole(""), (None, None));
        assert_eq!(whole(r#","total":-5,"last_page":-1"#), (None, None));
        assert_eq!(whole(r#","total":99999999999,"last_page":99999999999"#), (None, None));
        assert_eq!(whole(r#","total":1e400,"last_page":[]"#), (None, None));
        assert_eq!(whole(r#","total":1,"last_page":0"#), (None, None), "less than what is here");
        assert_eq!(whole(r#","total":282,"per_page":100,"last_page":1"#), (Some(282), None), "at odds with the total");
        assert_eq!(whole(r#","total":282,"per_page":0,"last_page":3"#), (Some(282), Some(3)));
        let empty = read(r#"{"data":[],"total":0,"per_page":100,"last_page":1}"#).unwrap();
        assert_eq!((empty.total, empty.last_page), (Some(0), Some(1)));
    }
}
