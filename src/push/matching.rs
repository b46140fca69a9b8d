//! Which contact of a company a customer is: by its tax number alone; by e-mail or name only as a proposal with its reasons.

use std::collections::{BTreeMap, HashMap};

use crate::domain::{Contact, Currency, RemoteId, numbers};
use crate::query::fold;

/// Forms of companies that are no part of a name.
const FORMS: &[&str] = &[
    "kft",
    "zrt",
    "nyrt",
    "rt",
    "bt",
    "kkt",
    "ev",
    "ltd",
    "limited",
    "inc",
    "incorporated",
    "llc",
    "llp",
    "plc",
    "corp",
    "corporation",
    "co",
    "company",
    "gmbh",
    "ag",
    "ug",
    "kg",
    "ohg",
    "gbr",
    "sarl",
    "sas",
    "sa",
    "srl",
    "spa",
    "bv",
    "nv",
    "oy",
    "ab",
    "as",
    "aps",
    "sro",
    "doo",
    "pty",
    "sl",
    "lda",
];

/// Most proposals for one customer.
const MOST: usize = 5;

/// A customer that is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted<'a> {
    /// Name.
    pub name: &'a str,
    /// Tax number.
    pub tax_number: Option<&'a str>,
    /// E-mail addresses.
    pub emails: &'a [String],
    /// The currency that its contact must have; `None` where contacts have none.
    pub currency: Option<&'a Currency>,
}

/// Why a contact is proposed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// The tax number, but of several contacts.
    TaxNumber,
    /// An e-mail address.
    Email,
    /// The name, without accents, case and the form of the company.
    Name,
}

impl Reason {
    /// Its word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TaxNumber => "tax_number",
            Self::Email => "email",
            Self::Name => "name",
        }
    }
}

/// Which contact a customer is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Match<'a> {
    /// This one, by its exact tax number.
    Exact(&'a Contact),
    /// One of these perhaps: a person decides.
    Proposed(Vec<(&'a Contact, Vec<Reason>)>),
    /// None.
    None,
}

impl Match<'_> {
    /// Whether several contacts have the tax number that is looked for.
    pub(super) fn is_shared(&self) -> bool {
        matches!(self, Self::Proposed(found) if found.iter().any(|(_, why)| why.contains(&Reason::TaxNumber)))
    }
}

/// The contacts of a company, by what they are found by.
#[derive(Debug, Default)]
pub struct Contacts<'a> {
    all: Vec<&'a Contact>,
    by_id: HashMap<&'a str, usize>,
    by_tax: HashMap<String, Vec<usize>>,
    by_email: HashMap<String, Vec<usize>>,
    by_name: HashMap<String, Vec<usize>>,
}

impl<'a> Contacts<'a> {
    /// Contacts that new documents can be made for.
    #[must_use]
    pub fn new(contacts: &'a [Contact]) -> Self {
        let mut index = Self::default();
        for contact in contacts {
            let place = index.all.len();
            index.by_id.insert(contact.id.as_str(), place);
            index.all.push(contact);
            if !contact.active || contact.merged_into.is_some() {
                continue;
            }
            if let Some(tax) = contact.tax_number.as_deref().and_then(tax_key) {
                index.by_tax.entry(tax).or_default().push(place);
            }
            for email in &contact.emails {
                index.by_email.entry(fold(email)).or_default().push(place);
            }
            index.by_name.entry(bare_name(&contact.name)).or_default().push(place);
        }
        index
    }

    /// The contact of this identifier; where it was merged, the one that it was merged into.
    #[must_use]
    pub fn by_id(&self, id: &RemoteId) -> Option<&'a Contact> {
        let mut contact = *self.all.get(*self.by_id.get(id.as_str())?)?;
        for _ in 0..8 {
            let Some(into) = &contact.merged_into else { break };
            contact = *self.all.get(*self.by_id.get(into.as_str())?)?;
        }
        Some(contact)
    }

    /// Whether an active contact has this name, as services compare names.
    #[must_use]
    pub fn has_name(&self, name: &str) -> bool {
        let folded = fold(name);
        let same = self.by_name.get(&bare_name(name)).into_iter().flatten();
        same.filter_map(|place| self.all.get(*place)).any(|contact| fold(&contact.name) == folded)
    }

    /// Which of them a customer is.
    #[must_use]
    pub fn find(&self, wanted: &Wanted<'_>) -> Match<'a> {
        let fits = |place: &usize| {
            let contact = self.all.get(*place)?;
            // One without a currency takes that of its first document.
            let other = wanted.currency.is_some_and(|currency| contact.currency.as_ref().is_some_and(|own| own != currency));
            (!other).then_some(*place)
        };
        let of = |found: Option<&Vec<usize>>| found.into_iter().flatten().filter_map(fits).collect::<Vec<_>>();
        let by_tax = of(wanted.tax_number.and_then(tax_key).and_then(|tax| self.by_tax.get(&tax)));
        if let [only] = by_tax.as_slice() {
            return self.all.get(*only).map_or(Match::None, |contact| Match::Exact(contact));
        }
        let mut reasons: BTreeMap<usize, Vec<Reason>> = BTreeMap::new();
        let mut note = |places: Vec<usize>, reason| {
            for place in places {
                let known = reasons.entry(place).or_default();
                if !known.contains(&reason) {
                    known.push(reason);
                }
            }
        };
        note(by_tax, Reason::TaxNumber);
        for email in wanted.emails {
            note(of(self.by_email.get(&fold(email))), Reason::Email);
        }
        note(of(self.by_name.get(&bare_name(wanted.name))), Reason::Name);
        let mut found: Vec<(&Contact, Vec<Reason>)> =
            reasons.into_iter().filter_map(|(place, reasons)| Some((*self.all.get(place)?, reasons))).collect();
        // Two different tax numbers are two customers, whatever else agrees.
        let own = wanted.tax_number.and_then(tax_key);
        found.retain(|(contact, _)| {
            let theirs = contact.tax_number.as_deref().and_then(tax_key);
            own.is_none() || theirs.is_none() || own == theirs
        });
        found.sort_by_key(|(_, reasons)| std::cmp::Reverse(reasons.len()));
        found.truncate(MOST);
        if found.is_empty() { Match::None } else { Match::Proposed(found) }
    }
}

/// A tax number as it is compared: the first eight digits of a Hungarian one, the whole of another. `None` for none and for one that the
/// service masks.
pub(super) fn tax_key(text: &str) -> Option<String> {
    if numbers::is_missing(text) {
        return None;
    }
    let whole = numbers::canonical(text);
    let masked = text.contains('*') || whole.starts_with("XXX");
    let body = whole.strip_prefix("HU").unwrap_or(&whole);
    let hungarian = body.bytes().all(|b| b.is_ascii_digit()) && matches!(body.len(), 8 | 11);
    let key = if hungarian { body.get(..8).unwrap_or(body) } else { whole.as_str() };
    (!masked && !key.is_empty()).then(|| key.to_owned())
}

/// A name without accents, case, punctuation and the form of the company.
pub(super) fn bare_name(name: &str) -> String {
    // Dots within a form (`K.f.t.`, `s.r.o.`) do not part it.
    let folded = fold(name).replace('.', "");
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let kept: Vec<&str> = words.iter().copied().filter(|word| !FORMS.contains(word)).collect();
    if kept.is_empty() { words.join(" ") } else { kept.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contact(id: &str, name: &str, tax: Option<&str>, email: Option<&str>) -> Contact {
        let mut contact = Contact::new(RemoteId::new(id), name);
        contact.tax_number = tax.map(Into::into);
        contact.emails = email.map(str::to_owned).into_iter().collect();
        contact
    }

    fn wanted<'a>(name: &'a str, tax: Option<&'a str>, emails: &'a [String]) -> Wanted<'a> {
        Wanted { name, tax_number: tax, emails, currency: None }
    }

    #[test]
    fn names_are_compared_without_form_case_and_accents() {
        for (one, other) in [
            ("Acme Kft.", "ACME"),
            ("Győri Pék K.f.t.", "gyori pek"),
            ("Harbour, Ltd", "harbour limited"),
            ("Kft.", "kft"),
            ("X s.r.o.", "x"),
        ] {
            assert_eq!(bare_name(one), bare_name(other), "{one} {other}");
        }
        assert_ne!(bare_name("Acme Kft."), bare_name("Acme Bau Kft."));
    }

    #[test]
    fn an_exact_tax_number_links_and_everything_else_only_proposes() {
        let all = [
            contact("1", "Acme Kft.", Some("32560682-2-43"), None),
            contact("2", "Acme Zrt.", None, Some("Office@acme.example")),
            contact("3", "Other", Some("XXXXXX6789"), None),
        ];
        let contacts = Contacts::new(&all);
        assert_eq!(contacts.find(&wanted("Anything", Some("HU32560682"), &[])), Match::Exact(&all[0]));
        let emails = ["office@ACME.example".to_owned()];
        let Match::Proposed(found) = contacts.find(&wanted("ACME", None, &emails)) else { panic!("proposed") };
        assert_eq!(found[0], (&all[1], vec![Reason::Email, Reason::Name]));
        assert_eq!(found[1], (&all[0], vec![Reason::Name]));
        // Another tax number is another customer.
        let Match::Proposed(found) = contacts.find(&wanted("ACME", Some("12345676-1-42"), &[])) else { panic!("proposed") };
        assert_eq!(found.len(), 1, "the one without a number");
        assert_eq!(contacts.find(&wanted("Nobody", Some("XXXXXX6789"), &[])), Match::None, "a masked number tells nothing");
    }

    #[test]
    fn two_contacts_of_one_tax_number_need_a_person_and_archived_ones_are_not_found() {
        let mut all = [contact("1", "A", Some("32560682-2-43"), None), contact("2", "B", Some("32560682"), None)];
        let Match::Proposed(found) = Contacts::new(&all).find(&wanted("C", Some("32560682-2-43"), &[])) else { panic!("two") };
        assert_eq!(found.len(), 2);
        all[1].active = false;
        let contacts = Contacts::new(&all);
        assert_eq!(contacts.find(&wanted("C", Some("32560682-2-43"), &[])), Match::Exact(&all[0]));
        assert!(contacts.has_name("a") && !contacts.has_name("B"));
    }

    #[test]
    fn a_contact_of_another_currency_is_another_one() {
        let mut all = [contact("1", "A", Some("32560682-2-43"), None)];
        all[0].currency = Some(Currency::new("HUF"));
        let contacts = Contacts::new(&all);
        let (huf, eur) = (Currency::new("HUF"), Currency::new("EUR"));
        let of = |currency| Wanted { currency: Some(currency), ..wanted("A", Some("32560682-2-43"), &[]) };
        assert_eq!(contacts.find(&of(&huf)), Match::Exact(&all[0]));
        assert_eq!(contacts.find(&of(&eur)), Match::None);
    }

    #[test]
    fn a_merged_contact_leads_to_the_one_that_is_left() {
        let mut all = [contact("1", "A", None, None), contact("2", "B", None, None)];
        all[0].merged_into = Some(RemoteId::new("2"));
        assert_eq!(Contacts::new(&all).by_id(&RemoteId::new("1")).map(|found| found.name.as_str()), Some("B"));
    }
}
