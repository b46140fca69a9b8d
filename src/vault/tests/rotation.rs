//! A rotation that dies at any instant leaves everything openable.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind, panic_any};
use std::path::{Path, PathBuf};

use super::super::rotate::{Reseal, Step};
use super::*;

/// Sealed secrets on disk, as a caller keeps them.
struct Blobs(PathBuf);

/// The process died.
struct Died;

impl Blobs {
    fn new(folder: &Path, vault: &Vault, count: u32) -> Self {
        let blobs = Self(folder.join("sealed"));
        fs::create_dir_all(&blobs.0).expect("a folder");
        for n in 0..count {
            fs::write(blobs.0.join(n.to_string()), vault.seal(&secret(&format!("secret {n}"))).expect("seals")).expect("writes");
        }
        blobs
    }

    fn all(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut paths: Vec<PathBuf> = fs::read_dir(&self.0).expect("lists").map(|e| e.expect("entry").path()).collect();
        paths.sort();
        paths.into_iter().map(|p| (p.clone(), fs::read(p).expect("reads"))).collect()
    }

    fn reseal(&self, pass: &Reseal<'_>, before_each: &mut dyn FnMut()) -> Result<(), VaultError> {
        for (path, sealed) in self.all() {
            before_each();
            let beside = self.0.with_extension("tmp");
            fs::write(&beside, pass.reseal(&sealed)?).expect("writes");
            fs::rename(beside, path).expect("renames");
        }
        Ok(())
    }

    fn assert_open(&self, vault: &Vault) {
        for (n, (path, sealed)) in self.all().iter().enumerate() {
            let opened = vault.open(sealed).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            assert_eq!(opened.expose_secret(), format!("secret {n}"));
        }
    }

    fn shared(&self) -> usize {
        self.all().iter().filter(|(_, sealed)| Reseal::is_shared(sealed)).count()
    }
}

fn setup() -> (tempfile::TempDir, PathBuf, Vault, Blobs) {
    let (dir, path) = folder();
    let vault = Vault::open_or_create(&Identity::File, &path, &nobody).expect("makes one");
    let blobs = Blobs::new(dir.path(), &vault, 4);
    (dir, path, vault, blobs)
}

fn reopened(path: &Path) -> Vault {
    Vault::open_existing(&Identity::File, path, &nobody).expect("opens")
}

#[test]
fn everything_is_sealed_to_a_new_key_and_the_old_one_opens_nothing() {
    let (dir, path, old, blobs) = setup();
    let rotated = old.rotate::<VaultError>(&Identity::File, &nobody, |pass| blobs.reseal(pass, &mut || ())).expect("rotates");
    assert!(rotated.unfinished.is_none());
    assert_ne!(rotated.vault.recipient(), old.recipient());
    assert_eq!(rotated.vault.facts().path, path);
    let vault = reopened(&path);
    assert_eq!(vault.recipient(), rotated.vault.recipient());
    blobs.assert_open(&vault);
    assert_eq!(blobs.shared(), 0);
    assert!(blobs.all().iter().all(|(_, sealed)| matches!(old.open(sealed), Err(VaultError::OtherKey))));
    assert!(!dir.path().join("data/identity.age.new").exists());
}

/// Dies before the `nth` thing that happens, of: a blob is replaced, a step is reached. `None` when nothing was left to die at.
fn die_at(nth: usize, path: &Path, old: &Vault, blobs: &Blobs) -> Option<Step> {
    let count = std::cell::Cell::new(0);
    let last = std::cell::Cell::new(Step::Written);
    let tick = || {
        count.set(count.get() + 1);
        if count.get() == nth + 1 {
            panic_any(Died);
        }
    };
    let run = catch_unwind(AssertUnwindSafe(|| {
        old.rotate_with::<VaultError>(&Identity::File, &nobody, |pass| blobs.reseal(pass, &mut || tick()), &mut |step| {
            last.set(step);
            tick();
        })
        .expect("rotates");
    }));
    match run {
        Ok(()) => None,
        Err(payload) => {
            assert!(payload.is::<Died>(), "another failure at {}", path.display());
            Some(last.get())
        }
    }
}

#[test]
fn a_crash_at_any_instant_loses_nothing() {
    let mut deaths = Vec::new();
    for nth in 0.. {
        let (_dir, path, old, blobs) = setup();
        let Some(step) = die_at(nth, &path, &old, &blobs) else { break };
        deaths.push(step);

        let vault = reopened(&path);
        let swapped = step == Step::Swapped;
        assert_eq!(vault.recipient() != old.recipient(), swapped, "death {nth} after {step:?}");
        blobs.assert_open(&vault);

        // Work goes on: new secrets are sealed, and the next rotation ends what this one left.
        let added = blobs.0.join("4");
        fs::write(&added, vault.seal(&secret("secret 4")).expect("seals")).expect("writes");
        let next =
            vault.rotate::<VaultError>(&Identity::File, &nobody, |pass| blobs.reseal(pass, &mut || ())).expect("rotates").vault;
        blobs.assert_open(&next);
        blobs.assert_open(&reopened(&path));
        assert_eq!(blobs.shared(), 0);
        assert!(!path.with_extension("age.new").exists());
    }
    // 3 steps, and 4 blobs in each of 2 passes.
    assert_eq!(deaths.len(), 11, "{deaths:?}");
    for step in [Step::Written, Step::Shared, Step::Swapped] {
        assert!(deaths.contains(&step), "{step:?}");
    }
}

#[test]
fn a_first_pass_that_fails_changes_nothing() {
    let (_dir, path, old, blobs) = setup();
    fs::write(blobs.0.join("2"), b"damaged").expect("writes");
    let failed = old.rotate::<VaultError>(&Identity::File, &nobody, |pass| blobs.reseal(pass, &mut || ()));
    assert_eq!(failed.expect_err("fails"), VaultError::Damaged);
    assert_eq!(reopened(&path).recipient(), old.recipient());
    assert!(!path.with_extension("age.new").exists());
}

#[test]
fn a_second_pass_that_fails_still_gives_the_new_key() {
    let (_dir, path, old, blobs) = setup();
    let mut passes = 0;
    let rotated = old
        .rotate::<VaultError>(&Identity::File, &nobody, |pass| {
            passes += 1;
            if passes == 2 { Err(VaultError::TooLarge) } else { blobs.reseal(pass, &mut || ()) }
        })
        .expect("the key is new");
    assert_eq!(rotated.unfinished, Some(VaultError::TooLarge));
    assert_eq!(reopened(&path).recipient(), rotated.vault.recipient());
    blobs.assert_open(&rotated.vault);
    assert_eq!(blobs.shared(), 4);
}

#[test]
fn a_rotation_can_add_take_away_and_change_a_passphrase() {
    let (_dir, path, plain, blobs) = setup();
    let (one, two) = (|| Some(secret("one")), || Some(secret("two")));
    let rotate = |vault: &Vault, kind: &Identity, passphrase: Passphrase<'_>| {
        vault.rotate::<VaultError>(kind, passphrase, |pass| blobs.reseal(pass, &mut || ())).expect("rotates").vault
    };
    let sealed = rotate(&plain, &Identity::Passphrase, &one);
    assert_eq!(sealed.facts().kind, KeyKind::Passphrase);
    let changed = rotate(&sealed, &Identity::Passphrase, &two);
    assert!(Vault::open_existing(&Identity::Passphrase, &path, &one).is_err());
    blobs.assert_open(&Vault::open_existing(&Identity::Passphrase, &path, &two).expect("opens"));
    let bare = rotate(&changed, &Identity::File, &nobody);
    assert_eq!((bare.facts().kind, reopened(&path).facts().mode), (KeyKind::File, 0o600));
    blobs.assert_open(&bare);
}
