//! event, update (pure), driver, view; one file a tab.
