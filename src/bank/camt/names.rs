//! Names of the elements of camt that mean something.
//!
//! For: the reader of camt. Uses: std. Never: what an element means.

use std::collections::HashMap;
use std::sync::OnceLock;

/// Names of elements, by [`known`].
macro_rules! names {
    ($($name:ident $text:literal)*) => {
        /// The names that paths are made of; others are passed over with all below them.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Name {
            $($name),*
        }

        const NAMES: &[(&str, Name)] = &[$(($text, Name::$name)),*];
    };
}

names! {
    Document "Document"
    BkToCstmrStmt "BkToCstmrStmt"
    BkToCstmrAcctRpt "BkToCstmrAcctRpt"
    BkToCstmrDbtCdtNtfctn "BkToCstmrDbtCdtNtfctn"
    Stmt "Stmt"
    Rpt "Rpt"
    Ntfctn "Ntfctn"
    Id "Id"
    Iban "IBAN"
    Othr "Othr"
    Acct "Acct"
    Ccy "Ccy"
    ElctrncSeqNb "ElctrncSeqNb"
    LglSeqNb "LglSeqNb"
    StmtPgntn "StmtPgntn"
    RptPgntn "RptPgntn"
    NtfctnPgntn "NtfctnPgntn"
    GrpHdr "GrpHdr"
    MsgPgntn "MsgPgntn"
    PgNb "PgNb"
    LastPgInd "LastPgInd"
    FrToDt "FrToDt"
    FrDtTm "FrDtTm"
    ToDtTm "ToDtTm"
    FrDt "FrDt"
    ToDt "ToDt"
    Bal "Bal"
    Tp "Tp"
    CdOrPrtry "CdOrPrtry"
    Cd "Cd"
    Prtry "Prtry"
    Amt "Amt"
    CdtDbtInd "CdtDbtInd"
    Dt "Dt"
    DtTm "DtTm"
    Ntry "Ntry"
    Sts "Sts"
    RvslInd "RvslInd"
    BookgDt "BookgDt"
    ValDt "ValDt"
    AcctSvcrRef "AcctSvcrRef"
    BkTxCd "BkTxCd"
    Domn "Domn"
    Fmly "Fmly"
    SubFmlyCd "SubFmlyCd"
    Chrgs "Chrgs"
    Rcrd "Rcrd"
    TtlChrgsAndTaxAmt "TtlChrgsAndTaxAmt"
    NtryDtls "NtryDtls"
    Btch "Btch"
    NbOfTxs "NbOfTxs"
    TxDtls "TxDtls"
    Refs "Refs"
    EndToEndId "EndToEndId"
    AmtDtls "AmtDtls"
    TxAmt "TxAmt"
    InstdAmt "InstdAmt"
    CntrValAmt "CntrValAmt"
    RltdPties "RltdPties"
    Dbtr "Dbtr"
    Cdtr "Cdtr"
    UltmtDbtr "UltmtDbtr"
    UltmtCdtr "UltmtCdtr"
    Nm "Nm"
    Pty "Pty"
    Agt "Agt"
    FinInstnId "FinInstnId"
    DbtrAcct "DbtrAcct"
    CdtrAcct "CdtrAcct"
    RmtInf "RmtInf"
    Ustrd "Ustrd"
    Strd "Strd"
    CdtrRefInf "CdtrRefInf"
    Ref "Ref"
    RfrdDocInf "RfrdDocInf"
    Nb "Nb"
    AddtlRmtInf "AddtlRmtInf"
    AddtlNtryInf "AddtlNtryInf"
    AddtlTxInf "AddtlTxInf"
    ChrgInclInd "ChrgInclInd"
    NtryRef "NtryRef"
}

/// The name as a path has it; `None` if it means nothing here.
pub(super) fn known(name: &str) -> Option<Name> {
    static KNOWN: OnceLock<HashMap<&'static str, Name>> = OnceLock::new();
    KNOWN.get_or_init(|| NAMES.iter().copied().collect()).get(name).copied()
}
