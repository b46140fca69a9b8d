//! The bytes of a mail. Identical input gives identical bytes: identifier, date and boundary come from the delivery.

use std::time::SystemTime;

use lettre::address::Envelope;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, MultiPartKind, SinglePart};
use lettre::{Address, Message};

use super::{Mail, MailError, MailSettings, told};
use crate::domain::text::{clean_for_file, file_name};

/// A mail as it goes over the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Composed {
    pub(super) envelope: Envelope,
    /// Addresses that the mail is for; the others of the envelope get a copy.
    pub(super) to: Vec<Address>,
    pub(super) bytes: Vec<u8>,
}

/// `Auto-Submitted`: asks programs for no automatic answer.
#[derive(Debug, Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// Whether this is an address, or a name with one.
#[must_use]
pub fn is_address(text: &str) -> bool {
    !text.chars().any(char::is_control) && text.parse::<Mailbox>().is_ok()
}

/// Makes the message.
///
/// # Errors
/// An address is none.
pub fn compose(settings: &MailSettings, mail: &Mail) -> Result<Composed, MailError> {
    let failed = |error: &dyn std::error::Error| MailError::Unwritable { detail: told(error) };
    let mailbox = |text: &str| {
        let Mailbox { name, email } = text.parse::<Mailbox>().map_err(|error| failed(&error))?;
        Ok::<_, MailError>(Mailbox { name: name.as_deref().map(one_line), email })
    };
    let mut from = mailbox(&settings.from)?;
    if from.name.is_none() && !mail.from_name.trim().is_empty() {
        from.name = Some(one_line(&mail.from_name));
    }
    let id = message_id(&mail.id, &from.email);
    let mut builder = Message::builder().message_id(Some(id)).date(SystemTime::from(mail.date)).from(from);
    let mut receivers = Vec::with_capacity(mail.to.len());
    for to in &mail.to {
        let to = mailbox(to)?;
        receivers.push(to.email.clone());
        builder = builder.to(to);
    }
    for bcc in &settings.bcc {
        builder = builder.bcc(mailbox(bcc)?);
    }
    if let Some(reply_to) = mail.reply_to.as_deref().or(settings.reply_to.as_deref()) {
        builder = builder.reply_to(mailbox(reply_to)?);
    }
    if mail.automatic {
        builder = builder.header(AutoSubmitted);
    }
    let text = || SinglePart::builder().header(ContentType::TEXT_PLAIN).body(mail.text.clone());
    let builder = builder.subject(one_line(&mail.subject));
    let message = if mail.files.is_empty() {
        builder.singlepart(text())
    } else {
        let boundary = format!("faktura-{}", word(&mail.id));
        let mut parts = MultiPart::builder().kind(MultiPartKind::Mixed).boundary(boundary).singlepart(text());
        for file in &mail.files {
            let kind: ContentType = file.media_type.parse().map_err(|error| failed(&error))?;
            parts = parts.singlepart(Attachment::new(file_name(&file.name)).body(file.bytes.clone(), kind));
        }
        builder.multipart(parts)
    };
    let message = message.map_err(|error| failed(&error))?;
    Ok(Composed { envelope: message.envelope().clone(), to: receivers, bytes: message.formatted() })
}

/// The Message-ID: the domain is the sender's, so that it is the same whichever machine sends the mail again.
fn message_id(id: &str, from: &Address) -> String {
    format!("<{}@{}>", word(id), from.domain())
}

/// A text without line breaks, control characters and what could turn the order of letters round.
fn one_line(text: &str) -> String {
    let spaced: String = clean_for_file(text).chars().map(|c| if c == char::REPLACEMENT_CHARACTER { ' ' } else { c }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What may stand in an identifier.
fn word(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_alphanumeric() || matches!(c, '-' | '.') { c } else { '-' }).collect()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::{Attachment as File, MailAuth, MailSecurity, MailTexts};
    use super::*;

    fn settings() -> MailSettings {
        MailSettings {
            host: "localhost".to_owned(),
            port: 25,
            security: MailSecurity::None,
            user: String::new(),
            auth: MailAuth::Password,
            from: "szamla@own.example".to_owned(),
            reply_to: None,
            bcc: vec!["archive@own.example".to_owned()],
            attach: Vec::new(),
            texts: MailTexts::default(),
            connections: 1,
            timeout: Duration::from_secs(1),
            retry: Duration::from_secs(1),
            give_up: Duration::from_secs(1),
            summary_to: Vec::new(),
            summary_times: Vec::new(),
        }
    }

    fn mail() -> Mail {
        Mail {
            id: "019ab000-0000-7000-8000-000000000001".to_owned(),
            date: "2026-11-28T08:00:00Z".parse().expect("an instant"),
            from_name: "Árvíztűrő Kft.".to_owned(),
            reply_to: Some("eva@own.example".to_owned()),
            to: vec!["\"Őrség, Zrt.\" <penzugy@buyer.example>".to_owned()],
            subject: "Számla INV-1 – Árvíztűrő Kft.".to_owned(),
            text: "Tisztelt Partnerünk!\n.\nKöszönjük.\n".to_owned(),
            files: vec![File {
                name: "INV/2026\r\nX: y-1.pdf".to_owned(),
                media_type: "application/pdf",
                bytes: b"%PDF-1.7".to_vec(),
            }],
            automatic: false,
        }
    }

    #[test]
    fn the_same_mail_is_the_same_bytes_and_hides_its_copies() {
        let first = compose(&settings(), &mail()).expect("written");
        assert_eq!(first, compose(&settings(), &mail()).expect("written"));
        let text = String::from_utf8(first.bytes).expect("ASCII");
        assert!(text.is_ascii(), "{text}");
        assert!(text.contains("Message-ID: <019ab000-0000-7000-8000-000000000001@own.example>\r\n"), "{text}");
        assert!(text.contains("Date: Sat, 28 Nov 2026 08:00:00 +0000\r\n"), "{text}");
        assert!(!text.contains("archive@") && first.envelope.to().len() == 2, "{text}");
        assert!(text.contains("Reply-To: eva@own.example\r\n") && !text.contains("Auto-Submitted"), "{text}");
        assert!(text.contains("filename=\"INV-2026--X--y-1.pdf\""), "{text}");
    }

    #[test]
    fn no_text_adds_a_header() {
        let evil = "x\r\nBcc: evil@example.com\r\n\r\nbody";
        let mail = Mail { subject: evil.to_owned(), from_name: evil.to_owned(), automatic: true, ..mail() };
        let text = String::from_utf8(compose(&settings(), &mail).expect("written").bytes).expect("ASCII");
        let head = text.split("\r\n\r\n").next().expect("a head");
        assert!(!head.lines().any(|line| line.to_lowercase().starts_with("bcc")), "{head}");
        assert!(head.contains("Auto-Submitted: auto-generated"), "{head}");
        for wrong in [evil, "a@example.com\r\nBcc: b@example.com", "a@example.com\nX: y", "nowhere", "a@b@c", ""] {
            assert!(!is_address(wrong), "{wrong:?}");
            let mail = Mail { to: vec![wrong.to_owned()], ..super::tests::mail() };
            assert!(compose(&settings(), &mail).is_err(), "{wrong:?}");
        }
        assert!(is_address("Kiss Éva <eva@example.com>") && is_address("eva@example.com"));
    }

    #[test]
    fn no_text_turns_the_order_of_letters_round() {
        for c in ["\u{202E}", "\u{202A}", "\u{2066}", "\u{2069}", "\u{200F}", "\u{061C}", "\u{2028}", "\u{9b}", "\0", "\r\n"] {
            assert_eq!(one_line(&format!("INV{c}fdp.exe")), "INV fdp.exe", "{c:?}");
        }
        assert_eq!(one_line("a\u{200B}b\u{AD}c\u{FEFF}"), "abc");
        assert_eq!(one_line("Árvíztűrő Kft. – 100 €"), "Árvíztűrő Kft. – 100 €");
        let turned = Mail { to: vec!["\"Acme \u{202E}.fK\" <a@buyer.example>".to_owned()], ..mail() };
        let (turned, plain) =
            (compose(&settings(), &turned), Mail { to: vec!["\"Acme .fK\" <a@buyer.example>".to_owned()], ..mail() });
        assert_eq!(turned, compose(&settings(), &plain));
    }
}
