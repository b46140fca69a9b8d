//! What a person adds to the documents of a service: details of their buyers, and what their words of VAT mean.
//!
//! For: documents, and the cases that keep it. Uses: own data. Never: a change of what a service told.

use serde::{Deserialize, Serialize};

use super::local::Local;
use super::{Context, Result, ServiceError};
use crate::document::DocumentError;
use crate::document::source::{self, VatWords};
use crate::domain::outgoing::Mapping;
use crate::domain::{BuyerDetails, CompanyId, Contact, RemoteId};
use crate::store::pushes::{self, By};
use crate::store::{StoreExt, holding};

/// What stands before a word of VAT in the name of its mapping: none that is written to a service begins like this.
const PREFIX: &str = "vat:";
/// Longest word.
const MOST: usize = 200;
/// Characters of a word that is refused that its error shows.
const SHOWN: usize = 60;

/// What a word of VAT means in documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VatMeaning {
    /// The word, as the lines have it.
    pub word: String,
    /// A rate, a category of EN 16931 or a reason.
    pub means: String,
}

impl Local {
    /// A contact of a company; fails if it is unknown. Blocks.
    pub(super) fn contact(&self, company: CompanyId, contact: &RemoteId) -> Result<Contact> {
        self.by_id(company)?;
        let found = self.store.get::<Contact>(company, std::slice::from_ref(contact))?.into_iter().flatten().next();
        let unknown = || ServiceError::NoSuchContact { wanted: contact.to_string() };
        Ok(found.ok_or_else(unknown)?.entity)
    }

    /// What is kept of a buyer, and the version of its record. Blocks.
    pub(super) fn buyer(&self, company: CompanyId, contact: &RemoteId) -> Result<(BuyerDetails, u64)> {
        let held = holding::<BuyerDetails>(&*self.store, company, contact)?;
        let version = held.as_ref().map_or(0, |held| held.version);
        let none = || BuyerDetails::none(contact.clone());
        Ok((held.filter(|held| !held.retired).map_or_else(none, |held| held.value), version))
    }

    /// What words of VAT mean, in the order of the words. Blocks.
    pub(super) fn vat_meanings(&self, company: CompanyId) -> Result<Vec<VatMeaning>> {
        let all = pushes::mappings(&*self.store, company)?;
        let known = |mapping: &Mapping| {
            let word = mapping.name.strip_prefix(PREFIX)?;
            Some(VatMeaning { word: word.to_owned(), means: mapping.id.to_string() })
        };
        Ok(all.iter().filter_map(known).collect())
    }

    /// The same for a document. Blocks.
    pub(super) fn vat_words(&self, company: CompanyId) -> Result<VatWords> {
        let known = self.vat_meanings(company)?;
        Ok(VatWords::new(known.iter().map(|known| (known.word.as_str(), known.means.as_str()))))
    }

    /// Says what a word of VAT means, or takes that back where nothing is said. Blocks.
    pub(super) fn set_vat_meaning(&self, (company, word, means): (CompanyId, &str, &str), cx: &Context) -> Result<()> {
        let (word, means) = (word.trim(), means.trim());
        let by = By { at: self.options.clock.now(), author: &cx.caller.actor };
        // Words are compared without their case: another spelling is the same word.
        let known = self.vat_meanings(company)?.into_iter().find(|known| known.word.to_lowercase() == word.to_lowercase());
        let name = format!("{PREFIX}{}", known.as_ref().map_or(word, |known| &known.word));
        if means.is_empty() {
            if known.is_some() {
                cx.note()?;
                pushes::unset_mapping(&*self.store, company, &name, by)?;
            }
            return Ok(());
        }
        let wrong = || DocumentError::VatMeaning { given: means.to_owned() };
        let (means, _) = source::meaning(means).ok_or_else(wrong)?;
        if word.chars().count() > MOST || word.chars().any(char::is_control) {
            return Err(DocumentError::Sender { field: "word", value: word.chars().take(SHOWN).collect() }.into());
        }
        if !source::is_word(word) {
            return Err(DocumentError::VatWord { given: word.to_owned() }.into());
        }
        cx.note()?;
        let mapping = Mapping { name, id: RemoteId::new(means), title: String::new() };
        Ok(pushes::set_mapping(&*self.store, company, &mapping, by)?)
    }
}

/// Whether a mapping says what a word of VAT means in documents, and nothing of a service that is written to.
pub(super) fn is_meaning(mapping: &Mapping) -> bool {
    mapping.name.starts_with(PREFIX)
}
