//! Finds a company by a text: its name, its number, or a unique part of its name.
//!
//! Pure. The companies come in, so that a caller with access to some of them learns nothing of the others.

use super::ServiceError;
use crate::domain::text::distance;
use crate::domain::{Company, CompanyId};
use crate::query::fold;

/// As many names are listed at most where a part fits several.
const LISTED: usize = 8;

/// The company that is meant.
///
/// # Errors
/// `AmbiguousCompany` with the candidates, or `NoSuchCompany` with the name that is nearest.
pub(super) fn which<'c>(companies: impl Iterator<Item = &'c Company> + Clone, wanted: &str) -> Result<&'c Company, ServiceError> {
    let wanted = wanted.trim();
    let (lower, folded) = (wanted.to_lowercase(), fold(wanted));
    if let Some(company) = companies.clone().find(|company| company.name.to_lowercase() == lower) {
        return Ok(company);
    }
    if let Some(company) = wanted.parse().ok().and_then(|id| companies.clone().find(|company| company.id == CompanyId(id))) {
        return Ok(company);
    }
    let fits = |test: fn(&str, &str) -> bool| -> Vec<&Company> {
        companies.clone().filter(|company| !folded.is_empty() && test(&fold(&company.name), &folded)).collect()
    };
    // Names that differ only in accents are two companies.
    for found in [fits(|name, wanted| name == wanted), fits(|name, wanted| name.contains(wanted))] {
        match found.as_slice() {
            [] => {}
            [company] => return Ok(company),
            several => {
                let more = several.len().saturating_sub(LISTED);
                let candidates = several.iter().take(LISTED).map(|company| company.name.clone()).collect();
                return Err(ServiceError::AmbiguousCompany { wanted: wanted.to_owned(), candidates, more });
            }
        }
    }
    let meant = nearest(companies, &folded);
    Err(ServiceError::NoSuchCompany { wanted: wanted.to_owned(), meant })
}

/// Whether a text names a company in full: by its number or its whole name, accents and case ignored.
#[must_use]
pub fn names_fully(company: &Company, wanted: &str) -> bool {
    let wanted = wanted.trim();
    wanted.parse() == Ok(company.id.0) || fold(wanted) == fold(&company.name)
}

/// The name that a few slips of the keyboard make of what was wanted.
fn nearest<'c>(companies: impl Iterator<Item = &'c Company>, folded: &str) -> Option<String> {
    let length = folded.chars().count();
    let limit = match length {
        ..=2 => return None,
        3..=5 => 1,
        6..=9 => 2,
        _ => 3,
    };
    let far = |company: &'c Company| {
        let name = fold(&company.name);
        // The whole name, each of its words, or as many letters as were typed.
        let begun: String = name.chars().take(length).collect();
        name.split(' ').chain([name.as_str(), begun.as_str()]).map(|part| distance(folded, part)).min().unwrap_or(usize::MAX)
    };
    let (far, company) = companies.map(|company| (far(company), company)).min_by_key(|(far, _)| *far)?;
    (far <= limit).then(|| company.name.clone())
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    fn company(id: u32, name: &str) -> Company {
        Company {
            id: CompanyId(id),
            name: name.to_owned(),
            provider: "billingo".to_owned(),
            base_url: None,
            enabled: true,
            tax_number: None,
            legal_name: None,
            added: Timestamp::UNIX_EPOCH,
            login: None,
            tenant: None,
            books: crate::domain::Books::default(),
        }
    }

    fn all() -> Vec<Company> {
        [(1, "MEDKA Kft."), (2, "Árvíz Bt."), (3, "ARVIZ Bt."), (4, "Kovács és Társa Kft."), (5, "Kovács Kft."), (17, "Űrhajó 5")]
            .map(|(id, name)| company(id, name))
            .to_vec()
    }

    #[test]
    fn a_name_a_number_or_a_part_that_only_one_has() {
        let all = all();
        for (wanted, id) in [
            ("medka kft.", 1),
            ("medka", 1),
            ("MED", 1),
            (" árvíz bt. ", 2),
            ("arviz bt.", 3),
            ("5", 5),
            ("tarsa", 4),
            ("urhajo", 17),
            ("u\u{308}rhajo\u{301}", 17),
            ("ＭＥＤＫＡ", 1),
            ("kovacs kft.", 5),
            ("17", 17),
        ] {
            assert_eq!(which(all.iter(), wanted).map(|company| company.id.0), Ok(id), "{wanted}");
        }
    }

    #[test]
    fn what_fits_several_lists_them_and_what_fits_none_names_the_nearest() {
        let all = all();
        let candidates = |wanted: &str| match which(all.iter(), wanted) {
            Err(ServiceError::AmbiguousCompany { candidates, more: 0, .. }) => candidates,
            other => panic!("{other:?}"),
        };
        assert_eq!(candidates("kovács"), ["Kovács és Társa Kft.", "Kovács Kft."]);
        assert_eq!(candidates("arvíz"), ["Árvíz Bt.", "ARVIZ Bt."]);
        let meant = |wanted: &str| match which(all.iter(), wanted) {
            Err(ServiceError::NoSuchCompany { meant, .. }) => meant,
            other => panic!("{other:?}"),
        };
        assert_eq!(meant("medak").as_deref(), Some("MEDKA Kft."));
        assert_eq!(meant("medka kff.").as_deref(), Some("MEDKA Kft."));
        assert_eq!(meant("urhaio").as_deref(), Some("Űrhajó 5"));
        assert_eq!(meant("xyzzy"), None);
        assert_eq!(meant(""), None);
        assert_eq!(meant("99"), None);
    }

    #[test]
    fn a_part_names_no_company_in_full() {
        let medka = company(1, "MEDKA Kft.");
        assert!(["1", "medka kft.", " MEDKA Kft. "].iter().all(|full| names_fully(&medka, full)));
        assert!(!["medka", "2", ""].iter().any(|part| names_fully(&medka, part)));
    }
}
