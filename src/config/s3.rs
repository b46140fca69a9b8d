//! `[s3]`: where documents and backups are kept. Never: the secret of the key.

use toml::de::DeValue;

use super::Wrong;
use super::reader::Reader;
use crate::archive::Settings;
use crate::document::Form;
use crate::provider::base_url;

const FORMS: &[&str] = &["pdf", "factur-x", "ubl", "cii", "xrechnung-ubl", "xrechnung-cii", "peppol", "nav"];
const STYLES: &[&str] = &["path", "virtual"];

/// Reads the section.
pub(super) fn read(r: &mut Reader<'_>) -> Settings {
    let word = |text: &str| {
        let text = text.trim();
        let fits = text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '/'));
        if fits && !text.contains("..") { Ok(text.to_owned()) } else { Err(Wrong::S3Word) }
    };
    Settings {
        bucket: r.text("s3.bucket", String::new(), Wrong::S3Word, word),
        endpoint: r.text("s3.endpoint", String::new(), Wrong::S3Endpoint, |text| match text.trim() {
            "" => Ok(String::new()),
            text => base_url(text).map(|url| url.as_str().trim_end_matches('/').to_owned()).map_err(|_| Wrong::S3Endpoint),
        }),
        region: r.text("s3.region", String::new(), Wrong::S3Word, word),
        prefix: r.text("s3.prefix", String::new(), Wrong::S3Word, word),
        access_key: r.text("s3.access_key", String::new(), Wrong::S3Word, word),
        virtual_host: r.text("s3.style", false, Wrong::Choice { allowed: STYLES }, |text| match text {
            "path" => Ok(false),
            "virtual" => Ok(true),
            _ => Err(Wrong::Choice { allowed: STYLES }),
        }),
        forms: r.read("s3.forms", vec![Form::Pdf, Form::Ubl], |found| {
            let wrong = || Wrong::Choice { allowed: FORMS };
            let DeValue::Array(list) = found else { return Err(wrong()) };
            list.iter().map(|entry| entry.get_ref().as_str().and_then(Form::parse).ok_or_else(wrong)).collect()
        }),
    }
}
