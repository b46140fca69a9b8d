//! Arguments of `login`.

use clap::{Args, Subcommand, ValueEnum};

use super::JsonArgs;

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum LoginCommand {
    Add(LoginAddArgs),
    Begin(LoginBeginArgs),
    Finish(LoginFinishArgs),
    List(JsonArgs),
    Show(LoginShowArgs),
    Test(LoginShowArgs),
    Remove(LoginRemoveArgs),
}

/// What a consent is begun with.
#[derive(Debug, Args)]
pub(in crate::cli) struct ConsentArgs {
    #[arg(value_name = "SERVICE", required_unless_present = "login")]
    pub(in crate::cli) service: Option<ServiceArg>,
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) login: Option<String>,
    #[arg(long)]
    pub(in crate::cli) sandbox: bool,
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) client_id: Option<String>,
    #[arg(long)]
    pub(in crate::cli) client_secret_stdin: bool,
    #[arg(long, value_name = "URI")]
    pub(in crate::cli) redirect_uri: Option<String>,
    #[arg(long, value_name = "ROOT")]
    pub(in crate::cli) base_url: Option<String>,
    #[arg(long, value_name = "ROOT")]
    pub(in crate::cli) identity_url: Option<String>,
    #[arg(long)]
    pub(in crate::cli) write: bool,
}

/// Which companies are connected.
#[derive(Debug, Args)]
pub(in crate::cli) struct TenantArgs {
    #[arg(long, value_name = "ID|NAME")]
    pub(in crate::cli) tenant: Vec<String>,
    #[arg(long, conflicts_with = "tenant")]
    pub(in crate::cli) all_tenants: bool,
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct LoginBeginArgs {
    #[command(flatten)]
    pub(in crate::cli) consent: ConsentArgs,
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct LoginAddArgs {
    #[command(flatten)]
    pub(in crate::cli) consent: ConsentArgs,
    #[command(flatten)]
    pub(in crate::cli) tenants: TenantArgs,
    #[arg(long, value_name = "PORT")]
    pub(in crate::cli) listen_port: Option<u16>,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct LoginFinishArgs {
    #[arg(value_name = "ID")]
    pub(in crate::cli) login: Option<String>,
    #[arg(long)]
    pub(in crate::cli) redirect_stdin: bool,
    #[command(flatten)]
    pub(in crate::cli) tenants: TenantArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct LoginShowArgs {
    #[arg(value_name = "ID")]
    pub(in crate::cli) login: String,
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct LoginRemoveArgs {
    #[arg(value_name = "ID")]
    pub(in crate::cli) login: String,
    #[arg(long)]
    pub(in crate::cli) revoke: bool,
    #[arg(long)]
    pub(in crate::cli) yes: bool,
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

/// An accounting service with logins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ServiceArg {
    #[value(name = "quickbooks")]
    QuickBooks,
    Xero,
}

impl ServiceArg {
    /// Its name in the registry of providers.
    pub(in crate::cli) const fn as_str(self) -> &'static str {
        match self {
            Self::QuickBooks => "quickbooks",
            Self::Xero => "xero",
        }
    }
}
