//! The table of commands, and how a command line is read.
//!
//! For: running a command without making the arguments of all others. Uses: clap. Never: texts.

use std::ffi::OsString;

use clap::{Args, FromArgMatches, Subcommand};

use super::archive::ArchiveCommand;
use super::bill::{CorrectArgs, DraftCommand, IssueArgs, PayArgs};
use super::books::{BooksCommand, ClientCommand, PersonCommand, ProjectCommand, RateCommand};
use super::calendar::CalendarCommand;
use super::recurring::RecurringCommand;
use super::slack::SlackCommand;
use super::time::{TimeCommand, TimerCommand};
use super::{
    AlertCommand, AuditArgs, BackupArgs, BankCommand, CheckArgs, CompanyCommand, CompletionsArgs, ConfigCommand,
    DeliveriesCommand, DoctorArgs, ExportArgs, HelpArgs, HookCommand, InvoiceArgs, InvoicesArgs, KeyCommand, ListArgs,
    LoginCommand, LogsArgs, ManArgs, MatchCommand, PushCommand, RecordArgs, RemindArgs, ReportArgs, RestoreArgs, SandboxArgs,
    ScheduleCommand, SendArgs, ServeArgs, StatusArgs, StoreCommand, SyncArgs, TokenCommand, TransfersCommand, WorkerArgs,
};

/// Makes the enum of commands, and the table of what each adds to its place in the tree. `one` is a command, `group` has
/// commands of its own, `alone` takes nothing.
macro_rules! commands {
    ($($(#[$attr:meta])* $Name:ident $word:literal $kind:ident $($Type:ident)?;)+) => {
        /// Every command.
        #[derive(Debug, Subcommand)]
        pub(in crate::cli) enum Command {
            $($(#[$attr])* $Name$(($Type))?,)+
        }

        /// Every command by its word, with what its arguments are.
        const COMMANDS: &[(&str, fn(clap::Command) -> clap::Command)] = &[$(($word, commands!(@$kind $($Type)?)),)+];
    };
    (@alone) => { |command| command };
    (@one $Type:ident) => { <$Type as Args>::augment_args };
    (@group $Type:ident) => {
        |command| <$Type as Subcommand>::augment_subcommands(command.subcommand_required(true).arg_required_else_help(true))
    };
}

commands! {
    Sync "sync" one SyncArgs;
    #[command(subcommand)]
    Company "company" group CompanyCommand;
    #[command(subcommand)]
    Login "login" group LoginCommand;
    Invoices "invoices" one InvoicesArgs;
    Invoice "invoice" one InvoiceArgs;
    Payments "payments" one ListArgs;
    Payment "payment" one RecordArgs;
    Contacts "contacts" one ListArgs;
    Contact "contact" one RecordArgs;
    Logs "logs" one LogsArgs;
    Status "status" one StatusArgs;
    Export "export" one ExportArgs;
    Report "report" one ReportArgs;
    Audit "audit" one AuditArgs;
    Check "check" one CheckArgs;
    Doctor "doctor" one DoctorArgs;
    #[command(subcommand)]
    Config "config" group ConfigCommand;
    Backup "backup" one BackupArgs;
    Restore "restore" one RestoreArgs;
    Compact "compact" alone;
    #[command(subcommand)]
    Store "store" group StoreCommand;
    #[command(subcommand)]
    Key "key" group KeyCommand;
    #[command(subcommand)]
    Token "token" group TokenCommand;
    #[command(subcommand)]
    Alert "alert" group AlertCommand;
    #[command(subcommand)]
    Hook "hook" group HookCommand;
    #[command(subcommand)]
    Push "push" group PushCommand;
    #[command(subcommand)]
    Bank "bank" group BankCommand;
    #[command(subcommand)]
    Match "match" group MatchCommand;
    #[command(subcommand)]
    Transfers "transfers" group TransfersCommand;
    Serve "serve" one ServeArgs;
    Worker "worker" one WorkerArgs;
    #[command(subcommand)]
    Books "books" group BooksCommand;
    #[command(subcommand)]
    Client "client" group ClientCommand;
    #[command(subcommand)]
    Project "project" group ProjectCommand;
    #[command(subcommand)]
    Person "person" group PersonCommand;
    #[command(subcommand)]
    Rate "rate" group RateCommand;
    #[command(subcommand)]
    Time "time" group TimeCommand;
    #[command(subcommand)]
    Timer "timer" group TimerCommand;
    #[command(subcommand)]
    Draft "draft" group DraftCommand;
    #[command(subcommand)]
    Recurring "recurring" group RecurringCommand;
    Issue "issue" one IssueArgs;
    Credit "credit" one CorrectArgs;
    // A line of it is refused with a sentence that names the command for that.
    #[command(mut_arg("credited_line", |arg| arg.hide(true)))]
    Void "void" one CorrectArgs;
    Pay "pay" one PayArgs;
    #[command(subcommand)]
    Calendar "calendar" group CalendarCommand;
    #[command(subcommand)]
    Archive "archive" group ArchiveCommand;
    #[command(subcommand)]
    Slack "slack" group SlackCommand;
    Send "send" one SendArgs;
    Remind "remind" one RemindArgs;
    #[command(subcommand)]
    Deliveries "deliveries" group DeliveriesCommand;
    #[command(subcommand)]
    Schedule "schedule" group ScheduleCommand;
    Sandbox "sandbox" one SandboxArgs;
    Completions "completions" one CompletionsArgs;
    Man "man" one ManArgs;
    Help "help" one HelpArgs;
}

/// Reads a command line. Only the arguments of the command that it names are made: those of all are several hundred, and most of the
/// time that a short command takes went into them. What is refused here is refused by the whole tree, which says why.
pub(in crate::cli) fn parse(args: &[OsString]) -> Result<super::Cli, clap::Error> {
    super::Cli::from_arg_matches(&quick().try_get_matches_from(args)?)
}

/// The command line, each command's arguments made when it is named.
fn quick() -> clap::Command {
    let command = clap::Command::new("faktura").disable_help_flag(true).disable_version_flag(true).disable_help_subcommand(true);
    let command = super::Globals::augment_args(command.version(env!("CARGO_PKG_VERSION")));
    let command = super::VersionArg::augment_args(super::Start::augment_args(command));
    command.subcommands(COMMANDS.iter().map(|(word, fill)| clap::Command::new(*word).defer(*fill)))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    /// What a tree takes: for each command its arguments, with what is asked of each. What is left out of help is taken all the same.
    fn taken(command: &clap::Command, path: &str, found: &mut Vec<String>) {
        let mut arguments: Vec<String> =
            command.get_arguments().map(|arg| format!("{:?}", arg.clone().hide(false).display_order(0))).collect();
        arguments.sort();
        // The whole tree is a group of its own at the top, of nothing.
        let groups = command.get_groups().filter(|group| group.get_id() != "Cli");
        let mut groups: Vec<String> = groups.map(|group| format!("{group:?}")).collect();
        groups.sort();
        let settings = (command.is_subcommand_required_set(), command.is_arg_required_else_help_set());
        found.push(format!("{path} {settings:?} {arguments:#?} {groups:#?}"));
        for sub in command.get_subcommands() {
            taken(sub, &format!("{path} {}", sub.get_name()), found);
        }
    }

    #[test]
    fn the_quick_tree_takes_what_the_whole_one_takes() {
        let both = [quick(), super::super::Cli::command()].map(|mut tree| {
            tree.build();
            let mut found = Vec::new();
            taken(&tree, "", &mut found);
            found.sort();
            found
        });
        assert!(both[0].len() > 150, "{}", both[0].len());
        for (quick, whole) in both[0].iter().zip(&both[1]) {
            assert_eq!(quick, whole);
        }
        assert_eq!(both[0].len(), both[1].len());
    }
}
