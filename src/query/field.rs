//! Names of columns and orders, as the command line and scripts write them.

use super::error::{Problem, QueryError};
use super::{Field, Sort};
use crate::query::ast::{Key, Span};

/// Every field with its names: ours, then the names of the JSON.
const NAMES: [(Field, &[&str]); 16] = [
    (Field::Number, &["number", "invoice_number"]),
    (Field::Type, &["type"]),
    (Field::Status, &["status", "payment_status"]),
    (Field::Method, &["method", "payment_method"]),
    (Field::Company, &["company", "company_id"]),
    (Field::Partner, &["partner", "partner_name"]),
    (Field::TaxNumber, &["tax_number", "partner_tax_number", "tax"]),
    (Field::Currency, &["currency"]),
    (Field::Gross, &["gross", "gross_total"]),
    (Field::Net, &["net", "net_total"]),
    (Field::Vat, &["vat", "vat_total"]),
    (Field::Issued, &["issued", "invoice_date"]),
    (Field::Fulfilled, &["fulfilled", "fulfillment_date"]),
    (Field::Due, &["due", "due_date"]),
    (Field::Paid, &["paid", "paid_date"]),
    (Field::Changed, &["changed"]),
];

impl Field {
    /// Every field, in the order in which lists offer them.
    pub const ALL: [Self; 16] = [
        Self::Number,
        Self::Type,
        Self::Status,
        Self::Method,
        Self::Company,
        Self::Partner,
        Self::TaxNumber,
        Self::Currency,
        Self::Gross,
        Self::Net,
        Self::Vat,
        Self::Issued,
        Self::Fulfilled,
        Self::Due,
        Self::Paid,
        Self::Changed,
    ];

    /// Its name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        NAMES.iter().find(|(field, _)| *field == self).and_then(|(_, names)| names.first()).copied().unwrap_or("")
    }

    /// The field of a name, upper or lower case, `-` as good as `_`.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let name = name.trim().to_ascii_lowercase().replace('-', "_");
        let of = |name: &str| NAMES.iter().find(|(_, names)| names.contains(&name)).map(|(field, _)| *field);
        // The names of the query language in Hungarian, too.
        of(&name).or_else(|| Key::parse(&name).and_then(|key| of(key.as_str())))
    }
}

impl Sort {
    /// The order of a text such as `gross` or `-gross` (largest first).
    ///
    /// # Errors
    /// Names the fields that there are.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        let name = text.trim();
        let (descending, name) = name.strip_prefix('-').map_or((false, name), |rest| (true, rest));
        Field::parse(name).map(|field| Self { field, descending }).ok_or_else(|| {
            let at = Span { start: text.len() - text.trim_start().len() + usize::from(descending), end: text.len() };
            QueryError::new(text, at, Problem::UnknownSort { name: name.to_owned() })
        })
    }

    /// The text that [`Self::parse`] reads back.
    #[must_use]
    pub fn as_str(self) -> String {
        format!("{}{}", if self.descending { "-" } else { "" }, self.field.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sort_reads_back_and_wrong_ones_say_what_is_possible() {
        for field in Field::ALL {
            for descending in [false, true] {
                let sort = Sort { field, descending };
                assert_eq!(Sort::parse(&sort.as_str()), Ok(sort));
            }
        }
        assert_eq!(Sort::parse("-Gross-Total").unwrap(), Sort { field: Field::Gross, descending: true });
        assert_eq!(Sort::parse("-határidő").unwrap(), Sort { field: Field::Due, descending: true });
        assert_eq!(Sort::parse("brutto").unwrap().field, Field::Gross);
        assert_eq!(Sort::parse("invoice_date").unwrap().field, Field::Issued);
        let wrong = Sort::parse(" -size").unwrap_err();
        assert_eq!(wrong.character, 3);
        let english = crate::locale::english();
        assert!(english.text(&wrong.hint().unwrap()).contains("number, type, status"));
    }

    use crate::error::Describe;
}
