//! Subjects and texts of mails, from the locale files or from templates of the configuration.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::MailTexts;
use crate::domain::text::clean;
use crate::domain::{Currency, Matter, Message, money};
use crate::locale::{Lang, Locale};

/// Facts that texts have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// What the mail is about.
    pub matter: Matter,
    /// Name of the sender.
    pub company: String,
    /// Name of the buyer.
    pub partner: String,
    /// Number of the document.
    pub number: String,
    /// Its total.
    pub total: Decimal,
    /// What is left to pay.
    pub balance: Decimal,
    /// Its currency.
    pub currency: Currency,
    /// Its date of issue.
    pub issued: Option<Date>,
    /// Its due date.
    pub due: Option<Date>,
    /// Days since its due date; negative before it.
    pub days: i64,
    /// Account to pay to, as IBAN or in domestic form.
    pub account: Option<String>,
    /// Fee of a reminder.
    pub fee: Option<Decimal>,
    /// Interest of a reminder, and its rate a year in percent.
    pub interest: Option<(Decimal, Decimal)>,
}

/// Names that templates may have in braces.
pub const NAMES: [&str; 10] = ["number", "company", "partner", "total", "balance", "issued", "due", "days", "fee", "interest"];

/// Whether every name in braces is one that a template may have.
#[must_use]
pub fn is_template(text: &str) -> bool {
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('{') {
        let Some((name, behind)) = after.split_once('}') else { return false };
        if !NAMES.contains(&name) {
            return false;
        }
        rest = behind;
    }
    !rest.contains('}')
}

/// Subject and text of a mail. `own` is the text that a person wrote for this one.
#[must_use]
pub fn written(facts: &Facts, locale: &Locale, lang: Lang, texts: &MailTexts, own: Option<&str>) -> (String, String) {
    let (subject, text) = match lang {
        Lang::En => (&texts.subject_en, &texts.text_en),
        Lang::Hu => (&texts.subject_hu, &texts.text_hu),
    };
    let subject = subject.as_deref().map_or_else(|| usual_subject(facts, locale), |text| filled(text, facts, locale));
    let text = match own.or(text.as_deref()) {
        Some(text) => filled(text, facts, locale),
        None => usual_text(facts, locale),
    };
    (subject, text)
}

/// The message of a text with every fact.
fn message(id: &'static str, facts: &Facts, locale: &Locale) -> Message {
    let money = |amount: Decimal| locale.money(amount, &facts.currency);
    Message::new(id)
        .with("number", facts.number.as_str())
        .with("company", facts.company.as_str())
        .with("partner", facts.partner.as_str())
        .with("total", money(facts.total))
        .with("balance", money(facts.balance))
        .with("issued", day(facts.issued, locale))
        .with("due", day(facts.due, locale))
        .with("days", facts.days.unsigned_abs())
}

fn day(date: Option<Date>, locale: &Locale) -> String {
    date.map_or_else(|| "–".to_owned(), |date| locale.date(date))
}

fn usual_subject(facts: &Facts, locale: &Locale) -> String {
    let id = match facts.matter {
        Matter::Reminder { step } if step < 0 => "delivery-subject-before",
        Matter::Reminder { .. } => "delivery-subject-reminder",
        Matter::Document | Matter::Summary | Matter::Daily => "delivery-subject-document",
    };
    locale.text(&message(id, facts, locale))
}

fn usual_text(facts: &Facts, locale: &Locale) -> String {
    let text = |id| locale.text(&message(id, facts, locale));
    let mut paragraphs = vec![text("delivery-text-greeting")];
    match facts.matter {
        Matter::Reminder { step } if step < 0 => paragraphs.push(text("delivery-text-before")),
        Matter::Reminder { .. } => {
            paragraphs.push(text("delivery-text-reminder"));
            paragraphs.extend(charges(facts, locale));
            paragraphs.push(text("delivery-text-crossed"));
        }
        Matter::Document | Matter::Summary | Matter::Daily => {
            paragraphs.push(text("delivery-text-document"));
            if facts.balance > Decimal::ZERO && facts.due.is_some() {
                paragraphs.push(text("delivery-text-due"));
            }
        }
    }
    if let Some(account) = facts.account.as_deref().filter(|_| facts.balance > Decimal::ZERO) {
        paragraphs.push(locale.text(&Message::new("delivery-text-account").with("account", account)));
    }
    paragraphs.push(text("delivery-text-farewell"));
    paragraphs.join("\n\n") + "\n"
}

/// What a reminder asks for beside the balance.
fn charges(facts: &Facts, locale: &Locale) -> Option<String> {
    let shown = |amount: Decimal| locale.money(amount, &facts.currency);
    let mut lines = Vec::new();
    if let Some(fee) = facts.fee {
        lines.push(locale.text(&Message::new("delivery-text-fee").with("fee", shown(fee))));
    }
    if let Some((interest, rate)) = facts.interest.filter(|(interest, _)| !interest.is_zero()) {
        let rate = locale.number(rate, 0);
        lines.push(locale.text(&Message::new("delivery-text-interest").with("interest", shown(interest)).with("rate", rate)));
    }
    if lines.is_empty() {
        return None;
    }
    let charged = [facts.fee, facts.interest.map(|(interest, _)| interest)].into_iter().flatten();
    // Parts that are too large to be added stand for themselves: no sum is better than a wrong one.
    if let Some(sum) = money::sum(charged.chain([facts.balance])) {
        lines.push(locale.text(&Message::new("delivery-text-sum").with("sum", shown(sum))));
    }
    Some(lines.join("\n"))
}

/// A template with its facts.
fn filled(template: &str, facts: &Facts, locale: &Locale) -> String {
    let money = |amount: Decimal| locale.money(amount, &facts.currency);
    // A name is one line of letters in their order, as in the usual texts.
    let line = |text: &str| clean(text).into_owned();
    let value = |name: &str| match name {
        "number" => line(&facts.number),
        "company" => line(&facts.company),
        "partner" => line(&facts.partner),
        "total" => money(facts.total),
        "balance" => money(facts.balance),
        "issued" => day(facts.issued, locale),
        "due" => day(facts.due, locale),
        "days" => facts.days.unsigned_abs().to_string(),
        "fee" => facts.fee.map(money).unwrap_or_default(),
        "interest" => facts.interest.map(|(interest, _)| money(interest)).unwrap_or_default(),
        other => format!("{{{other}}}"),
    };
    let (mut out, mut rest) = (String::new(), template);
    // What a fact says is never read as a template.
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, behind)) = after.split_once('}') else { break };
        out.push_str(before);
        out.push_str(&value(name));
        rest = behind;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn facts() -> Facts {
        Facts {
            matter: Matter::Document,
            company: "Own {total} Kft.".to_owned(),
            partner: "Acme".to_owned(),
            number: "INV-1".to_owned(),
            total: Decimal::from(12_700),
            balance: Decimal::from(2_700),
            currency: Currency::new("HUF"),
            issued: Some(date(2026, 11, 1)),
            due: Some(date(2026, 11, 15)),
            days: 14,
            account: Some("HU42".to_owned()),
            fee: None,
            interest: None,
        }
    }

    #[test]
    fn templates_have_facts_in_braces_and_nothing_else() {
        assert!(is_template("Számla {number}: {total}") && is_template(""));
        for wrong in ["{nubmer}", "{number", "number}", "{}"] {
            assert!(!is_template(wrong), "{wrong}");
        }
        let texts = MailTexts { subject_hu: Some("{company}: {number}".to_owned()), ..MailTexts::default() };
        let (subject, text) = written(&facts(), Lang::Hu.locale(), Lang::Hu, &texts, None);
        assert_eq!(subject, "Own {total} Kft.: INV-1", "a fact is no template");
        let plain = |text: &str| text.replace(['\u{a0}', '\u{202f}'], " ");
        let text = plain(&text);
        assert!(text.contains("12 700 Ft") && text.contains("2026. 11. 15.") && text.contains("HU42"), "{text}");
        let turned = Facts { partner: "Acme\nPay to: \u{202E}".to_owned(), ..facts() };
        let (_, line) = written(&turned, Lang::En.locale(), Lang::En, &texts, Some("Dear {partner},"));
        assert_eq!(line, "Dear Acme Pay to: \u{FFFD},");
        let (_, own) = written(&facts(), Lang::En.locale(), Lang::En, &texts, Some("Pay {balance}."));
        assert_eq!(plain(&own), "Pay 2 700 Ft.");
    }

    #[test]
    fn a_reminder_says_what_is_asked_for_and_comes_to_its_sum() {
        let facts = Facts {
            matter: Matter::Reminder { step: 14 },
            fee: Some(Decimal::from(1_000)),
            interest: Some((Decimal::from(12), Decimal::new(85, 1))),
            ..facts()
        };
        let (subject, text) = written(&facts, Lang::En.locale(), Lang::En, &MailTexts::default(), None);
        assert!(subject.contains("INV-1"), "{subject}");
        let text = text.replace(['\u{a0}', '\u{202f}'], " ");
        for part in ["2 700", "1 000", "8.5", "3 712"] {
            assert!(text.contains(part), "{part}: {text}");
        }
        let (_, hungarian) = written(&facts, Lang::Hu.locale(), Lang::Hu, &MailTexts::default(), None);
        let hungarian = hungarian.replace(['\u{a0}', '\u{202f}'], " ");
        assert!(hungarian.contains("3 712 Ft"), "{hungarian}");
    }
    #[test]
    fn amounts_too_large_to_be_added_are_told_without_a_sum() {
        let facts = Facts {
            matter: Matter::Reminder { step: 14 },
            balance: Decimal::MAX,
            total: Decimal::MAX,
            fee: Some(Decimal::from(1_000)),
            ..facts()
        };
        for lang in [Lang::En, Lang::Hu] {
            let (_, text) = written(&facts, lang.locale(), lang, &MailTexts::default(), None);
            let text = text.replace(['\u{a0}', '\u{202f}', ','], " ");
            let (fee, balance) = ("1 000", "79 228 162 514 264 337 593 543 950 335");
            assert!(text.contains(fee) && text.contains(balance), "{text}");
            assert_eq!(text.matches(balance).count(), 1, "no sum: {text}");
        }
    }
}
