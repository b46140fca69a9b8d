//! Enumerations of the outside world. They are open: a word that we do not know is kept as it is.
//!
//! The known words are those of Billingo's API 3.0.14 and ours for what it does not have; other providers map theirs onto them where
//! the meaning is the same.

/// Declares an enumeration that keeps unknown words in `Other`.
macro_rules! open_enum {
    ($(#[$meta:meta])* $name:ident { $($variant:ident = $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name {
            $(
                #[doc = concat!("`", $word, "`")]
                $variant,
            )+
            /// A word that this version does not know, kept as it came.
            Other(Box<str>),
        }

        impl $name {
            /// The words that this version knows.
            pub const KNOWN: &'static [&'static str] = &[$($word),+];

            /// The provider's word.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $word,)+
                    Self::Other(word) => word,
                }
            }
        }

        impl From<&str> for $name {
            fn from(word: &str) -> Self {
                match word {
                    $($word => Self::$variant,)+
                    other => Self::Other(other.into()),
                }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                std::borrow::Cow::<'de, str>::deserialize(deserializer).map(|word| Self::from(word.as_ref()))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

pub(super) use open_enum;

open_enum! {
    /// Type of a document.
    DocumentType {
        Advance = "advance",
        Bill = "bill",
        BillCredit = "bill_credit",
        Cancellation = "cancellation",
        CertOfCompletion = "cert_of_completion",
        CreditNote = "credit_note",
        DCertOfCompletion = "d_cert_of_completion",
        Dossier = "dossier",
        Draft = "draft",
        DraftOffer = "draft_offer",
        DraftOrderForm = "draft_order_form",
        DraftWaybill = "draft_waybill",
        Invoice = "invoice",
        Modification = "modification",
        Offer = "offer",
        OrderForm = "order_form",
        Proforma = "proforma",
        Receipt = "receipt",
        ReceiptCancellation = "receipt_cancellation",
        Refund = "refund",
        Waybill = "waybill",
    }
}

open_enum! {
    /// Relation of a document to one that corrects it or that it corrects.
    CorrectionType {
        Advance = "advance",
        Canceled = "canceled",
        Cancellation = "cancellation",
        CertOfCompletion = "cert_of_completion",
        DCertOfCompletion = "d_cert_of_completion",
        Dossier = "dossier",
        Draft = "draft",
        DraftOffer = "draft_offer",
        DraftOrderForm = "draft_order_form",
        DraftWaybill = "draft_waybill",
        Invoice = "invoice",
        Modification = "modification",
        Modified = "modified",
        Offer = "offer",
        OrderForm = "order_form",
        Proforma = "proforma",
        Receipt = "receipt",
        ReceiptCancellation = "receipt_cancellation",
        Waybill = "waybill",
    }
}

open_enum! {
    /// Whether a document was paid, in the provider's view. "Overdue" is ours: see [`super::InvoiceRow::overdue`].
    PaymentStatus {
        Expired = "expired",
        None = "none",
        Outstanding = "outstanding",
        Paid = "paid",
        PartiallyPaid = "partially_paid",
    }
}

open_enum! {
    /// Payment method.
    PaymentMethod {
        Aruhitel = "aruhitel",
        Bankcard = "bankcard",
        Barion = "barion",
        Barter = "barter",
        Cash = "cash",
        CashOnDelivery = "cash_on_delivery",
        Coupon = "coupon",
        EloreUtalas = "elore_utalas",
        EpKartya = "ep_kartya",
        Kompenzacio = "kompenzacio",
        Levonas = "levonas",
        OnlineBankcard = "online_bankcard",
        Unspecified = "other",
        Paylike = "paylike",
        Payoneer = "payoneer",
        Paypal = "paypal",
        PaypalUtolag = "paypal_utolag",
        Payu = "payu",
        PickPackPont = "pick_pack_pont",
        PostaiCsekk = "postai_csekk",
        Postautalvany = "postautalvany",
        Skrill = "skrill",
        SzepCard = "szep_card",
        Transferwise = "transferwise",
        Upwork = "upwork",
        Utalvany = "utalvany",
        Valto = "valto",
        WireTransfer = "wire_transfer",
    }
}

open_enum! {
    /// State of the report to the tax authority (NAV Online Számla).
    NavStatus {
        Aborted = "aborted",
        Done = "done",
        EmptyOrganizationCountryCode = "empty_organization_country_code",
        EmptyPartnerCountryCode = "empty_partner_country_code",
        EmptyTax = "empty_tax",
        Forbidden = "forbidden",
        InvalidAddress = "invalid_address",
        InvalidClient = "invalid_client",
        InvalidConversionRate = "invalid_conversion_rate",
        InvalidCustomer = "invalid_customer",
        InvalidInvoiceReference = "invalid_invoice_reference",
        InvalidPostalcode = "invalid_postalcode",
        InvalidSecurityUser = "invalid_security_user",
        InvalidTax = "invalid_tax",
        InvalidTaxNumber = "invalid_tax_number",
        InvalidUserRelation = "invalid_user_relation",
        InvalidVatData = "invalid_vat_data",
        InvoiceNumberNotUnique = "invoice_number_not_unique",
        KobakProcessing = "kobak_processing",
        MissingDocumentItemName = "missing_document_item_name",
        NavWarn = "nav_warn",
        NoOnlineSzamlaSettings = "no_online_szamla_settings",
        NoSendByUser = "no_send_by_user",
        NonExistTaxNumber = "non_exist_tax_number",
        NotUnique = "not unique",
        NotChecked = "not_checked",
        NotRegisteredCustomer = "not_registered_customer",
        Processing = "processing",
        Received = "received",
        Saved = "saved",
        SendFailed = "send_failed",
        Sent = "sent",
        Started = "started",
        TechnicalError = "technical_error",
        UnderTaxLimit = "under_tax_limit",
        UserHasInvalidKobak = "user_has_invalid_kobak",
        UserHasnotKobak = "user_hasnot_kobak",
        ValidationOk = "validation_ok",
    }
}

open_enum! {
    /// To which amount the total of a document is rounded.
    Rounding {
        Five = "five",
        None = "none",
        One = "one",
        Ten = "ten",
    }
}

impl NavStatus {
    /// Whether the report was refused, by the tax authority or on the way there. It stays unmade until its cause is fixed.
    ///
    /// A word that this version does not know is no refusal.
    #[must_use]
    pub const fn is_refusal(&self) -> bool {
        matches!(
            self,
            Self::Aborted
                | Self::EmptyOrganizationCountryCode
                | Self::EmptyPartnerCountryCode
                | Self::EmptyTax
                | Self::Forbidden
                | Self::InvalidAddress
                | Self::InvalidClient
                | Self::InvalidConversionRate
                | Self::InvalidCustomer
                | Self::InvalidInvoiceReference
                | Self::InvalidPostalcode
                | Self::InvalidSecurityUser
                | Self::InvalidTax
                | Self::InvalidTaxNumber
                | Self::InvalidUserRelation
                | Self::InvalidVatData
                | Self::InvoiceNumberNotUnique
                | Self::MissingDocumentItemName
                | Self::NoOnlineSzamlaSettings
                | Self::NonExistTaxNumber
                | Self::NotUnique
                | Self::NotRegisteredCustomer
                | Self::SendFailed
                | Self::TechnicalError
                | Self::UserHasInvalidKobak
                | Self::UserHasnotKobak
        )
    }
}

impl PaymentStatus {
    /// Whether money is still expected: outstanding, partially paid, expired.
    #[must_use]
    pub const fn is_unpaid(&self) -> bool {
        matches!(self, Self::Outstanding | Self::PartiallyPaid | Self::Expired)
    }
}

impl DocumentType {
    /// Words that Billingo does not have.
    pub const BEYOND_BILLINGO: [&'static str; 4] = ["bill", "bill_credit", "credit_note", "refund"];

    /// Whether the document asks for money: only the unpaid amounts of these types count as outstanding.
    ///
    /// Offers, orders, waybills, drafts and pro formas carry totals too, but no debt.
    #[must_use]
    pub const fn is_claim(&self) -> bool {
        matches!(
            self,
            Self::Invoice
                | Self::Advance
                | Self::Modification
                | Self::Cancellation
                | Self::Receipt
                | Self::ReceiptCancellation
                | Self::CreditNote
                | Self::Refund
                | Self::Bill
                | Self::BillCredit
        )
    }
}

/// Side of the company on a document or payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, serde::Serialize, serde::Deserialize)]
pub enum Direction {
    /// The company issued the document; money comes in.
    #[default]
    Issued,
    /// The company received the document; money goes out.
    Received,
}

impl Direction {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Issued, Self::Received];

    /// Its word in queries and JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Issued => "issued",
            Self::Received => "received",
        }
    }
}

impl std::fmt::Display for Direction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_known_word_survives_and_unknown_words_are_kept() {
        for word in DocumentType::KNOWN.iter().chain(NavStatus::KNOWN) {
            assert_eq!(DocumentType::from(*word).as_str(), *word);
            assert_eq!(NavStatus::from(*word).as_str(), *word);
        }
        assert_eq!(PaymentStatus::from("weird"), PaymentStatus::Other("weird".into()));
    }
}
