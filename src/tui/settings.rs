//! Settings of the screen that the user can change.

use super::theme::Theme;
use crate::locale::Lang;

/// Settings of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Settings {
    /// Colours.
    pub(crate) theme: Theme,
    /// The language, if it is not that of the environment.
    pub(crate) lang: Option<Lang>,
    /// Borders and signs in ASCII.
    pub(crate) ascii: bool,
    /// Running syncs and jobs are drawn once a second at most.
    pub(crate) calm: bool,
    /// Fewer bytes: lists turn pages, running syncs and jobs are drawn once a second at most.
    pub(crate) low_bandwidth: bool,
    /// The mouse is the terminal's own.
    pub(crate) no_mouse: bool,
}

/// One setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Setting {
    Theme,
    Lang,
    Ascii,
    Calm,
    LowBandwidth,
    Mouse,
    Mask,
}

impl Setting {
    /// Every setting, in the order of the list, with its text.
    pub(crate) const ALL: [(Self, &'static str); 7] = [
        (Self::Theme, "tui-set-theme"),
        (Self::Lang, "tui-set-lang"),
        (Self::Mask, "tui-set-mask"),
        (Self::Ascii, "tui-set-ascii"),
        (Self::Calm, "tui-set-calm"),
        (Self::LowBandwidth, "tui-set-low-bandwidth"),
        (Self::Mouse, "tui-set-mouse"),
    ];
}
