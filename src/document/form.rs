//! The forms in which a document is written.

/// A form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub enum Form {
    /// Plain EN 16931 in UBL 2.1.
    Ubl,
    /// Plain EN 16931 in UN/CEFACT CII.
    Cii,
    /// `XRechnung` 3.0 in UBL.
    XrechnungUbl,
    /// `XRechnung` 3.0 in CII.
    XrechnungCii,
    /// Peppol BIS Billing 3.0.
    Peppol,
    /// Data of NAV Online Számla 3.0.
    Nav,
    /// PDF/A-3 with the invoice inside, as Factur-X has it.
    FacturX,
    /// PDF.
    Pdf,
}

impl Form {
    /// Every form.
    pub const ALL: [Self; 8] =
        [Self::Ubl, Self::Cii, Self::XrechnungUbl, Self::XrechnungCii, Self::Peppol, Self::Nav, Self::FacturX, Self::Pdf];

    /// Its word in commands and addresses.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ubl => "ubl",
            Self::Cii => "cii",
            Self::XrechnungUbl => "xrechnung-ubl",
            Self::XrechnungCii => "xrechnung-cii",
            Self::Peppol => "peppol",
            Self::Nav => "nav",
            Self::FacturX => "factur-x",
            Self::Pdf => "pdf",
        }
    }

    /// The form of a word. `xrechnung` alone is that in UBL.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "xrechnung" => Some(Self::XrechnungUbl),
            "facturx" => Some(Self::FacturX),
            word => Self::ALL.into_iter().find(|form| form.as_str() == word),
        }
    }

    /// Name for people: a proper name in every language.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Ubl => "EN 16931 (UBL)",
            Self::Cii => "EN 16931 (CII)",
            Self::XrechnungUbl => "XRechnung (UBL)",
            Self::XrechnungCii => "XRechnung (CII)",
            Self::Peppol => "Peppol BIS Billing 3.0",
            Self::Nav => "NAV Online Számla 3.0",
            Self::FacturX => "Factur-X (EN 16931)",
            Self::Pdf => "PDF",
        }
    }

    /// Media type of its files.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::FacturX | Self::Pdf => "application/pdf",
            _ => "application/xml",
        }
    }

    /// Ending of its files.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::FacturX | Self::Pdf => "pdf",
            _ => "xml",
        }
    }

    /// Whether it is an `XRechnung`.
    #[must_use]
    pub const fn is_xrechnung(self) -> bool {
        matches!(self, Self::XrechnungUbl | Self::XrechnungCii)
    }

    /// Whether it follows EN 16931.
    #[must_use]
    pub const fn is_european(self) -> bool {
        !matches!(self, Self::Nav | Self::Pdf)
    }

    /// BT-24. What the document follows.
    #[must_use]
    pub const fn specification(self) -> &'static str {
        match self {
            Self::XrechnungUbl | Self::XrechnungCii => "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0",
            Self::Peppol => "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0",
            _ => "urn:cen.eu:en16931:2017",
        }
    }

    /// BT-23. The business process, where the form wants one.
    #[must_use]
    pub const fn process(self) -> Option<&'static str> {
        match self {
            Self::XrechnungUbl | Self::XrechnungCii | Self::Peppol => Some("urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"),
            _ => None,
        }
    }
}
