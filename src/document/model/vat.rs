//! VAT of a line: the category and reason of EN 16931, and what the Hungarian tax authority calls the same.

use rust_decimal::Decimal;

/// BT-151. VAT category.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Category {
    /// Standard and reduced rates.
    Standard,
    /// Zero rate.
    Zero,
    /// Exempt.
    Exempt,
    /// Reverse charge.
    ReverseCharge,
    /// Supply within the community.
    IntraCommunity,
    /// Export.
    Export,
    /// Out of scope.
    OutOfScope,
}

/// VAT of a line or group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Vat {
    /// Category.
    pub category: Category,
    /// BT-152. Rate in percent; 0 unless standard.
    pub rate: Decimal,
    /// Why there is none.
    pub exemption: Option<Exemption>,
}

/// Why a line has no VAT. The names are the codes of the Hungarian tax authority.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Exemption {
    /// Small taxpayer.
    Aam,
    /// By the public interest or nature of the activity.
    Tam,
    /// Supply of goods to another member state.
    Kbaet,
    /// Supply of new means of transport to another member state.
    Kbauk,
    /// Export of goods.
    Eam,
    /// Other international transaction.
    Nam,
    /// Outside the scope of the VAT act.
    Atk,
    /// Service taxed in another member state, reverse charge (section 37).
    Eufad37,
    /// Other transaction taxed in another member state, reverse charge.
    Eufade,
    /// Taxed in another member state, paid by the seller.
    Eue,
    /// Performed outside the community.
    Ho,
    /// Domestic reverse charge.
    Fad,
    /// Margin scheme.
    Margin(Margin),
    /// Exempt, without a code.
    Unknown,
    /// Reverse charge, without a code.
    Reverse,
}

/// Scheme under which only the margin is taxed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Margin {
    /// Travel agency.
    Travel,
    /// Second-hand goods.
    SecondHand,
    /// Works of art.
    Art,
    /// Antiques.
    Antiques,
}

impl Category {
    /// Its code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Standard => "S",
            Self::Zero => "Z",
            Self::Exempt => "E",
            Self::ReverseCharge => "AE",
            Self::IntraCommunity => "K",
            Self::Export => "G",
            Self::OutOfScope => "O",
        }
    }
}

impl Exemption {
    /// Its category. An accountant confirms this map; see the facts about Hungary.
    #[must_use]
    pub const fn category(self) -> Category {
        match self {
            Self::Aam | Self::Tam | Self::Nam | Self::Margin(_) | Self::Unknown => Category::Exempt,
            Self::Kbaet | Self::Kbauk => Category::IntraCommunity,
            Self::Eam => Category::Export,
            Self::Atk | Self::Eue | Self::Ho => Category::OutOfScope,
            Self::Eufad37 | Self::Eufade | Self::Fad | Self::Reverse => Category::ReverseCharge,
        }
    }

    /// BT-121. Its code in the European list, if that has one.
    #[must_use]
    pub const fn vatex(self) -> Option<&'static str> {
        Some(match self {
            Self::Kbaet | Self::Kbauk => "VATEX-EU-IC",
            Self::Eam => "VATEX-EU-G",
            Self::Atk | Self::Eue | Self::Ho => "VATEX-EU-O",
            Self::Eufad37 | Self::Eufade | Self::Fad | Self::Reverse => "VATEX-EU-AE",
            Self::Margin(Margin::Travel) => "VATEX-EU-D",
            Self::Margin(Margin::SecondHand) => "VATEX-EU-F",
            Self::Margin(Margin::Art) => "VATEX-EU-I",
            Self::Margin(Margin::Antiques) => "VATEX-EU-J",
            Self::Aam | Self::Tam | Self::Nam | Self::Unknown => return None,
        })
    }

    /// Its Hungarian code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Aam => "AAM",
            Self::Tam => "TAM",
            Self::Kbaet => "KBAET",
            Self::Kbauk => "KBAUK",
            Self::Eam => "EAM",
            Self::Nam => "NAM",
            Self::Atk => "ATK",
            Self::Eufad37 => "EUFAD37",
            Self::Eufade => "EUFADE",
            Self::Eue => "EUE",
            Self::Ho => "HO",
            Self::Fad => "FAD",
            Self::Margin(Margin::Travel) => "TRAVEL_AGENCY",
            Self::Margin(Margin::SecondHand) => "SECOND_HAND",
            Self::Margin(Margin::Art) => "ARTWORK",
            Self::Margin(Margin::Antiques) => "ANTIQUES",
            Self::Unknown | Self::Reverse => "UNKNOWN",
        }
    }

    /// BT-120. The reason in words, as it goes into an e-invoice: in English, with the Hungarian code where there is one.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Aam => "AAM: exempt small taxpayer",
            Self::Tam => "TAM: exempt by the nature of the activity",
            Self::Kbaet => "KBAET: intra-community supply of goods",
            Self::Kbauk => "KBAUK: intra-community supply of new means of transport",
            Self::Eam => "EAM: export of goods",
            Self::Nam => "NAM: other exempt international transaction",
            Self::Atk => "ATK: outside the scope of VAT",
            Self::Eufad37 => "EUFAD37: reverse charge, place of supply in another member state",
            Self::Eufade => "EUFADE: reverse charge, taxed in another member state",
            Self::Eue => "EUE: taxed in another member state",
            Self::Ho => "HO: place of supply outside the European Union",
            Self::Fad => "FAD: domestic reverse charge",
            Self::Margin(Margin::Travel) => "Margin scheme: travel agents",
            Self::Margin(Margin::SecondHand) => "Margin scheme: second-hand goods",
            Self::Margin(Margin::Art) => "Margin scheme: works of art",
            Self::Margin(Margin::Antiques) => "Margin scheme: antiques",
            Self::Unknown => "Exempt from VAT",
            Self::Reverse => "Reverse charge",
        }
    }

    /// Key of its words in the locale files, for paper.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Aam => "document-vat-aam",
            Self::Tam => "document-vat-tam",
            Self::Kbaet => "document-vat-kbaet",
            Self::Kbauk => "document-vat-kbauk",
            Self::Eam => "document-vat-eam",
            Self::Nam => "document-vat-nam",
            Self::Atk => "document-vat-atk",
            Self::Eufad37 => "document-vat-eufad37",
            Self::Eufade => "document-vat-eufade",
            Self::Eue => "document-vat-eue",
            Self::Ho => "document-vat-ho",
            Self::Fad => "document-vat-fad",
            Self::Margin(Margin::Travel) => "document-vat-travel",
            Self::Margin(Margin::SecondHand) => "document-vat-second-hand",
            Self::Margin(Margin::Art) => "document-vat-art",
            Self::Margin(Margin::Antiques) => "document-vat-antiques",
            Self::Unknown => "document-vat-exempt",
            Self::Reverse => "document-vat-reverse",
        }
    }
}

impl Vat {
    /// VAT at a rate in percent; the zero rate has a category of its own.
    #[must_use]
    pub fn at(rate: Decimal) -> Self {
        let category = if rate.is_zero() { Category::Zero } else { Category::Standard };
        Self { category, rate: rate.normalize(), exemption: None }
    }

    /// No VAT, for this reason.
    #[must_use]
    pub const fn without(reason: Exemption) -> Self {
        Self { category: reason.category(), rate: Decimal::ZERO, exemption: Some(reason) }
    }

    /// What lines of one group have in common: those of a category without VAT are one group, whatever their reasons.
    #[must_use]
    pub fn group(&self) -> (Category, Decimal) {
        (self.category, self.rate)
    }
}
