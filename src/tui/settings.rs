//! Settings of the screen that the user can change, and those of earlier versions that its state keeps beside the configuration.

use serde::{Deserialize, Serialize};

use super::notify::Notify;
use super::theme::{Own, Theme};
use crate::config::{Datum, Given, Outside};
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
    /// How the terminal is notified of what ended.
    pub(crate) notify: Notify,
}

impl Settings {
    /// Takes over what a configuration has otherwise than the one before; returns the settings in question.
    pub(crate) fn follow(&mut self, before: Self, now: Self) -> Vec<&'static str> {
        fn take<T: Copy + PartialEq>(own: &mut T, before: T, now: T) -> bool {
            let changed = before != now;
            if changed {
                *own = now;
            }
            changed
        }
        let all = [
            ("screen.theme", take(&mut self.theme, before.theme, now.theme)),
            ("screen.notify", take(&mut self.notify, before.notify, now.notify)),
            ("screen.ascii", take(&mut self.ascii, before.ascii, now.ascii)),
            ("screen.reduced_motion", take(&mut self.calm, before.calm, now.calm)),
            ("screen.low_bandwidth", take(&mut self.low_bandwidth, before.low_bandwidth, now.low_bandwidth)),
            ("screen.mouse", take(&mut self.no_mouse, before.no_mouse, now.no_mouse)),
        ];
        all.into_iter().filter_map(|(key, changed)| changed.then_some(key)).collect()
    }
}

/// Choices that earlier versions kept in the state of the screen. They go before the configuration until the setting is changed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Choices {
    #[serde(skip_serializing_if = "Option::is_none")]
    theme: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lang: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ascii: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    calm: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    low_bandwidth: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    no_mouse: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    notify: Option<String>,
}

impl Choices {
    /// True if there is none.
    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The choices that differ from the configuration. Earlier versions wrote every setting, chosen or not. `lang` is the
    /// language without them, where they could choose another.
    pub(crate) fn against(self, configured: Settings, lang: Option<Lang>, own: &Own) -> Self {
        let other = |kept: Option<bool>, now: bool| kept.filter(|kept| *kept != now);
        Self {
            theme: self.theme.filter(|kept| Theme::parse(kept, own).is_some_and(|kept| kept != configured.theme)),
            lang: self.lang.filter(|kept| Lang::parse(kept).is_some_and(|kept| Some(kept) != lang)),
            ascii: other(self.ascii, configured.ascii),
            calm: other(self.calm, configured.calm),
            low_bandwidth: other(self.low_bandwidth, configured.low_bandwidth),
            no_mouse: other(self.no_mouse, configured.no_mouse),
            notify: self.notify.filter(|kept| Notify::parse(kept).is_some_and(|kept| kept != configured.notify)),
        }
    }

    /// The settings with these choices; the language only where `speaks`.
    pub(crate) fn over(&self, configured: Settings, speaks: bool, own: &Own) -> Settings {
        let lang = self.lang.as_deref().filter(|_| speaks).and_then(Lang::parse);
        Settings {
            theme: self.theme.as_deref().and_then(|name| Theme::parse(name, own)).unwrap_or(configured.theme),
            lang: lang.or(configured.lang),
            ascii: self.ascii.unwrap_or(configured.ascii),
            calm: self.calm.unwrap_or(configured.calm),
            low_bandwidth: self.low_bandwidth.unwrap_or(configured.low_bandwidth),
            no_mouse: self.no_mouse.unwrap_or(configured.no_mouse),
            notify: self.notify.as_deref().and_then(Notify::parse).unwrap_or(configured.notify),
        }
    }

    /// Forgets the choice of a setting; true if there was one.
    pub(crate) fn forget(&mut self, key: &str) -> bool {
        match key {
            "screen.theme" => self.theme.take().is_some(),
            "lang" => self.lang.take().is_some(),
            "screen.ascii" => self.ascii.take().is_some(),
            "screen.reduced_motion" => self.calm.take().is_some(),
            "screen.low_bandwidth" => self.low_bandwidth.take().is_some(),
            "screen.mouse" => self.no_mouse.take().is_some(),
            "screen.notify" => self.notify.take().is_some(),
            _ => false,
        }
    }

    /// As values of settings, with their origin.
    pub(crate) fn outside(&self) -> Vec<Outside> {
        let text = |value: &Option<String>| value.clone().map(Datum::Text);
        let all = [
            ("screen.theme", text(&self.theme)),
            ("lang", text(&self.lang)),
            ("screen.ascii", self.ascii.map(Datum::Switch)),
            ("screen.reduced_motion", self.calm.map(Datum::Switch)),
            ("screen.low_bandwidth", self.low_bandwidth.map(Datum::Switch)),
            ("screen.mouse", self.no_mouse.map(|off| Datum::Switch(!off))),
            ("screen.notify", text(&self.notify)),
        ];
        all.into_iter().filter_map(|(key, value)| Some((key, Given::Screen, value?))).collect()
    }
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
    Notify,
    Mask,
}

impl Setting {
    /// Every setting, in the order of the list, with its text.
    pub(crate) const ALL: [(Self, &'static str); 8] = [
        (Self::Theme, "tui-set-theme"),
        (Self::Lang, "tui-set-lang"),
        (Self::Mask, "tui-set-mask"),
        (Self::Ascii, "tui-set-ascii"),
        (Self::Calm, "tui-set-calm"),
        (Self::LowBandwidth, "tui-set-low-bandwidth"),
        (Self::Mouse, "tui-set-mouse"),
        (Self::Notify, "tui-set-notify"),
    ];
}
