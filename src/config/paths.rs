//! Paths of files and folders.

use std::path::{Path, PathBuf};

use super::{ConfigError, Env};

/// Paths of files and folders. Folders are made 0700, files 0600.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    /// The configuration file; it need not exist.
    pub config: PathBuf,
    /// The store's folder.
    pub store: PathBuf,
    /// The log files' folder.
    pub logs: PathBuf,
    /// The age identity that secrets are sealed to.
    pub identity: PathBuf,
    /// State of the screen between sessions.
    pub screen: PathBuf,
}

impl Paths {
    /// All in the folder `home` (`--home`, or else `FAKTURA_HOME`), or else in the platform's folders. `config` names another
    /// configuration file. All paths are absolute; nothing is made.
    pub fn resolve(home: Option<PathBuf>, config: Option<PathBuf>, env: Env<'_>) -> Result<Self, ConfigError> {
        let home = home.or_else(|| env("FAKTURA_HOME").map(PathBuf::from)).filter(|home| !home.as_os_str().is_empty());
        let mut paths = match home {
            Some(home) => Self::below(&absolute(&home)?),
            None => Self::of_platform()?,
        };
        if let Some(config) = config {
            paths.config = absolute(&config)?;
        }
        Ok(paths)
    }

    fn below(home: &Path) -> Self {
        Self {
            config: home.join("config.toml"),
            store: home.join("store"),
            logs: home.join("logs"),
            identity: home.join("identity.age"),
            screen: home.join("screen.json"),
        }
    }

    fn of_platform() -> Result<Self, ConfigError> {
        let folders = directories::ProjectDirs::from("", "", "faktura").ok_or(ConfigError::NoFolders)?;
        let data = folders.data_dir();
        Ok(Self {
            config: folders.config_dir().join("config.toml"),
            store: data.join("store"),
            logs: folders.state_dir().unwrap_or(data).join("logs"),
            identity: data.join("identity.age"),
            screen: Self::own_screen(&folders),
        })
    }
}

impl Paths {
    /// The paths for the user of this process. If the store belongs to another user, the log, the settings (unless `config`
    /// was named) and the screen's state are in the folders of this user.
    #[must_use]
    pub fn of_user(mut self, config: bool) -> Self {
        if crate::process::other_owner(&self.store).is_none() {
            return self;
        }
        let Some(folders) = directories::ProjectDirs::from("", "", "faktura") else { return self };
        if !config {
            self.config = folders.config_dir().join("config.toml");
        }
        self.logs = folders.state_dir().unwrap_or(folders.data_dir()).join("logs");
        self.screen = Self::own_screen(&folders);
        self
    }

    fn own_screen(folders: &directories::ProjectDirs) -> PathBuf {
        folders.state_dir().unwrap_or(folders.data_dir()).join("screen.json")
    }

    /// Cached figures of each company; rebuilt if missing.
    #[must_use]
    pub fn figures(&self) -> PathBuf {
        self.screen.with_file_name("figures")
    }

    /// The index of the last session; it is made again where it is not there.
    #[must_use]
    pub fn index(&self) -> PathBuf {
        self.screen.with_file_name("index")
    }

    /// The last numbers of own books, as this user of this machine knows them. Beside the store: they do not go back with it.
    #[must_use]
    pub fn numbers(&self) -> PathBuf {
        self.screen.with_file_name("numbers")
    }

    /// Folder of the screen's state: the home folder, or the user's own folder if the home belongs to another user.
    #[must_use]
    pub fn screen_of_user(&self) -> PathBuf {
        use std::os::unix::fs::MetadataExt;
        let home = self.screen.parent().and_then(|home| std::fs::metadata(home).ok());
        let ours = home.is_none_or(|home| home.uid() == rustix::process::geteuid().as_raw());
        let folders = directories::ProjectDirs::from("", "", "faktura").filter(|_| !ours);
        folders.map_or_else(|| self.screen.clone(), |folders| Self::own_screen(&folders))
    }
}

fn absolute(path: &Path) -> Result<PathBuf, ConfigError> {
    std::path::absolute(path).map_err(|e| ConfigError::Path { path: path.to_path_buf(), detail: e.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_home_holds_everything_and_a_flag_goes_before_the_environment() {
        let env = |name: &str| (name == "FAKTURA_HOME").then(|| "/srv/faktura".to_owned());
        let paths = Paths::resolve(None, None, &env).expect("resolves");
        assert_eq!(paths.config, Path::new("/srv/faktura/config.toml"));
        assert_eq!(paths.store, Path::new("/srv/faktura/store"));
        assert_eq!(paths.logs, Path::new("/srv/faktura/logs"));
        assert_eq!(paths.identity, Path::new("/srv/faktura/identity.age"));
        let paths = Paths::resolve(Some("/h".into()), Some("/etc/f.toml".into()), &env).expect("resolves");
        assert_eq!((paths.config, paths.store), ("/etc/f.toml".into(), "/h/store".into()));
    }

    #[test]
    fn relative_paths_become_absolute() {
        let paths = Paths::resolve(Some("h".into()), Some("c.toml".into()), &|_| None).expect("resolves");
        assert!(paths.config.is_absolute() && paths.store.is_absolute());
        assert!(paths.store.ends_with("h/store"));
    }

    #[test]
    fn without_a_home_the_platform_decides() {
        let empty = |name: &str| (name == "FAKTURA_HOME").then(String::new);
        let paths = Paths::resolve(None, None, &empty).expect("resolves");
        assert!(paths.config.ends_with("faktura/config.toml"), "{paths:?}");
        assert!(paths.store.ends_with("faktura/store") && paths.logs.ends_with("logs"), "{paths:?}");
        assert_eq!(paths.identity.parent(), paths.store.parent());
    }
}
