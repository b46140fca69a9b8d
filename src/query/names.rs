//! What the companies are called and which service each is at. The index does not have them: they may change at any time.

use std::collections::BTreeMap;
use std::ops::Deref;

use jiff::civil::Date;

use super::schema::Context;
use crate::domain::{Company, CompanyId};

/// The names of the companies, and their services.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    names: BTreeMap<CompanyId, String>,
    providers: BTreeMap<CompanyId, String>,
}

impl Names {
    /// No company.
    #[must_use]
    pub const fn new() -> Self {
        Self { names: BTreeMap::new(), providers: BTreeMap::new() }
    }

    /// The service of a company, as in `provider` of the JSON; empty if it is not known.
    #[must_use]
    pub fn provider(&self, company: CompanyId) -> &str {
        self.providers.get(&company).map_or("", String::as_str)
    }

    /// The companies of a service.
    pub(super) fn at<'n>(&'n self, provider: &'n str) -> impl Iterator<Item = CompanyId> + 'n {
        self.providers.iter().filter(move |(_, at)| *at == provider).map(|(id, _)| *id)
    }

    /// What cells of a company's row depend on.
    #[must_use]
    pub fn context(&self, company: CompanyId, today: Date) -> Context<'_> {
        Context { company: self.get(&company).map_or("", String::as_str), provider: self.provider(company), today }
    }
}

impl Deref for Names {
    type Target = BTreeMap<CompanyId, String>;

    fn deref(&self) -> &Self::Target {
        &self.names
    }
}

impl FromIterator<Company> for Names {
    fn from_iter<I: IntoIterator<Item = Company>>(companies: I) -> Self {
        let mut all = Self::new();
        for company in companies {
            all.providers.insert(company.id, company.provider);
            all.names.insert(company.id, company.name);
        }
        all
    }
}

/// Names alone: their services are not known.
impl FromIterator<(CompanyId, String)> for Names {
    fn from_iter<I: IntoIterator<Item = (CompanyId, String)>>(names: I) -> Self {
        Self { names: names.into_iter().collect(), providers: BTreeMap::new() }
    }
}
