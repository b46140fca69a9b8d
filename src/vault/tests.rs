//! Keys are made once, kept private, refused when they are not, and nothing secret shows.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::*;
use crate::error::{Describe, ErrorKind};

pub(super) fn nobody() -> Option<SecretString> {
    None
}

pub(super) fn secret(text: &str) -> SecretString {
    SecretString::from(text)
}

pub(super) fn folder() -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("data/identity.age");
    (dir, path)
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("is there").permissions().mode() & 0o7777
}

fn write(path: &Path, bytes: impl AsRef<[u8]>, mode: u32) {
    fs::create_dir_all(path.parent().expect("has a folder")).expect("a folder");
    fs::write(path, bytes).expect("writes");
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("sets");
}

fn open(identity: &Identity, path: &Path) -> Result<Vault, VaultError> {
    Vault::open_existing(identity, path, &nobody)
}

#[test]
fn a_key_is_made_once_and_opens_what_it_sealed() {
    let (_dir, path) = folder();
    assert!(!Vault::exists(&Identity::File, &path));
    assert_eq!(open(&Identity::File, &path).expect_err("none yet"), VaultError::Missing { path: path.clone() });

    let vault = Vault::open_or_create(&Identity::File, &path, &nobody).expect("makes one");
    let sealed = vault.seal(&secret("4b6f7a1e-0000-4000-8000-0000000001c9")).expect("seals");
    assert!(!sealed.windows(8).any(|w| w == b"4b6f7a1e"));
    assert_eq!((mode(&path), mode(path.parent().expect("folder"))), (0o600, 0o700));
    assert_eq!(fs::read_dir(path.parent().expect("folder")).expect("lists").count(), 1, "nothing is left beside it");

    let again = Vault::open_or_create(&Identity::File, &path, &nobody).expect("opens");
    assert_eq!(again.recipient(), vault.recipient());
    assert_eq!(again.open(&sealed).expect("opens").expose_secret(), "4b6f7a1e-0000-4000-8000-0000000001c9");
    let facts = again.facts();
    assert_eq!((facts.kind, facts.mode, &facts.path), (KeyKind::File, 0o600, &path));
    assert!(facts.recipient.starts_with("age1"));
}

#[test]
fn many_that_race_get_one_key() {
    let (_dir, path) = folder();
    let start = std::sync::Barrier::new(8);
    let mut recipients: Vec<String> = std::thread::scope(|scope| {
        let racers: Vec<_> = (0..8)
            .map(|_| {
                scope.spawn(|| {
                    start.wait();
                    Vault::open_or_create(&Identity::File, &path, &nobody).expect("opens").recipient()
                })
            })
            .collect();
        racers.into_iter().map(|racer| racer.join().expect("ends")).collect()
    });
    recipients.dedup();
    assert_eq!(recipients.len(), 1);
    assert_eq!(fs::read_dir(path.parent().expect("folder")).expect("lists").count(), 1);
}

#[test]
fn the_same_secret_never_looks_the_same() {
    let (_dir, path) = folder();
    let vault = Vault::open_or_create(&Identity::File, &path, &nobody).expect("makes one");
    assert_ne!(vault.seal(&secret("a")).expect("seals"), vault.seal(&secret("a")).expect("seals"));
}

#[test]
fn a_passphrase_keeps_the_key_on_disk() {
    let (_dir, path) = folder();
    let kind = Identity::Passphrase;
    assert_eq!(
        Vault::open_or_create(&kind, &path, &nobody).expect_err("nobody to ask"),
        VaultError::PassphraseMissing { path: path.clone() }
    );
    assert_eq!(Vault::open_or_create(&kind, &path, &|| Some(secret(""))).expect_err("empty"), VaultError::PassphraseEmpty);
    assert!(!path.exists());

    let vault = Vault::open_or_create(&kind, &path, &|| Some(secret("kék ló 7"))).expect("makes one");
    let on_disk = fs::read_to_string(&path).expect("reads");
    assert!(on_disk.starts_with("-----BEGIN AGE ENCRYPTED FILE-----") && !on_disk.contains("AGE-SECRET-KEY"));
    assert_eq!(mode(&path), 0o600);
    assert_eq!(vault.facts().kind, KeyKind::Passphrase);

    let sealed = vault.seal(&secret("s3cret")).expect("seals");
    let again = Vault::open_or_create(&kind, &path, &|| Some(secret("kék ló 7"))).expect("opens");
    assert_eq!(again.open(&sealed).expect("opens").expose_secret(), "s3cret");
    assert_eq!(
        Vault::open_or_create(&kind, &path, &|| Some(secret("kék ló 8"))).expect_err("wrong"),
        VaultError::PassphraseWrong { path: path.clone() }
    );
    // Without the passphrase in the configuration it is still needed.
    assert!(matches!(open(&Identity::File, &path), Err(VaultError::PassphraseMissing { .. })));
}

#[test]
fn an_identity_that_asks_for_too_much_work_says_so() {
    use base64::Engine;

    let (_dir, path) = folder();
    let asked = || Some(secret("kék ló 7"));
    Vault::open_or_create(&Identity::Passphrase, &path, &asked).expect("makes one");
    let armored = fs::read_to_string(&path).expect("reads");
    let body: String = armored.lines().filter(|line| !line.starts_with("-----")).collect();
    let sealed = base64::engine::general_purpose::STANDARD.decode(body).expect("base64");
    // The work factor ends the second line of the header; it is looked at before any work is done.
    let mut lines: Vec<&[u8]> = sealed.splitn(3, |byte| *byte == b'\n').collect();
    let raised = [lines[1].strip_suffix(b" 6").expect("the factor of tests"), b" 21"].concat();
    lines[1] = &raised;
    write(&path, lines.join(&b'\n'), 0o600);
    let refused = Vault::open_or_create(&Identity::Passphrase, &path, &asked).expect_err("too much");
    assert_eq!(refused, VaultError::TooMuchWork { path, work: 21, most: 20 });
    assert!(refused.hint().is_some(), "says what to do");
}

#[test]
fn a_configured_passphrase_is_not_quietly_absent() {
    let (_dir, path) = folder();
    Vault::open_or_create(&Identity::File, &path, &nobody).expect("makes one");
    let asked = || Some(secret("pass"));
    let refused = Vault::open_or_create(&Identity::Passphrase, &path, &asked).expect_err("has none");
    assert_eq!(refused, VaultError::Unprotected { path: path.clone() });
    let vault = Vault::open_to_rotate(&Identity::Passphrase, &path, &asked).expect("opens to be rotated");
    vault.rotate::<VaultError>(&Identity::Passphrase, &asked, |_| Ok(())).expect("rotates");
    assert!(Vault::open_or_create(&Identity::Passphrase, &path, &asked).is_ok());
}

#[test]
fn a_key_that_others_can_read_is_refused() {
    let (_dir, path) = folder();
    Vault::open_or_create(&Identity::File, &path, &nobody).expect("makes one");
    for lax in [0o640, 0o604, 0o620, 0o601] {
        fs::set_permissions(&path, fs::Permissions::from_mode(lax)).expect("sets");
        let error = open(&Identity::File, &path).expect_err("refused");
        assert_eq!(error, VaultError::Permissions { path: path.clone(), mode: lax });
        assert!(error.to_string().contains(&format!("{lax:04o}")), "{error}");
        assert!(error.hint().is_some());
    }
    fs::set_permissions(&path, fs::Permissions::from_mode(0o400)).expect("sets");
    assert!(open(&Identity::File, &path).is_ok(), "stricter is fine");
}

#[test]
fn a_key_of_another_user_is_refused() {
    let (_dir, path) = folder();
    Vault::open_or_create(&Identity::File, &path, &nobody).expect("makes one");
    // Only root can give files away; other users skip this.
    if std::os::unix::fs::chown(&path, Some(4711), None).is_err() {
        return;
    }
    let expected = VaultError::Owner { path: path.clone(), uid: 4711 };
    assert_eq!(open(&Identity::File, &path).expect_err("refused"), expected);
}

#[test]
fn what_is_no_identity_is_refused_and_left_alone() {
    let (_dir, path) = folder();
    let two = format!("{0}\n{0}\n", age::x25519::Identity::generate().to_string().expose_secret());
    let other = age::encrypt(&age::x25519::Identity::generate().to_public(), b"x").expect("seals");
    let contents: [&[u8]; 8] = [
        b"",
        b"hello",
        b"# only a comment\n",
        b"AGE-SECRET-KEY-1QQQQ",
        b"\xff\xfe\x00",
        b"-----BEGIN AGE ENCRYPTED FILE-----\nnonsense",
        two.as_bytes(),
        &other,
    ];
    for content in contents {
        write(&path, content, 0o600);
        let error = Vault::open_or_create(&Identity::File, &path, &|| Some(secret("x"))).expect_err("refused");
        assert_eq!(error, VaultError::NotIdentity { path: path.clone() }, "{content:?}");
        assert_eq!(fs::read(&path).expect("reads"), content);
    }
    write(&path, vec![b'#'; 1 << 20], 0o600);
    assert_eq!(open(&Identity::File, &path).expect_err("too long"), VaultError::NotIdentity { path: path.clone() });
    fs::remove_file(&path).expect("removes");
    fs::create_dir(&path).expect("a folder");
    assert_eq!(open(&Identity::File, &path).expect_err("a folder"), VaultError::NotFile { path: path.clone() });
}

#[test]
fn a_folder_that_cannot_be_written_is_an_error_with_its_name() {
    let (dir, _) = folder();
    let blocker = dir.path().join("blocker");
    fs::write(&blocker, "").expect("writes");
    let error = Vault::open_or_create(&Identity::File, &blocker.join("identity.age"), &nobody).expect_err("no folder");
    assert!(error.to_string().contains("blocker"), "{error}");
    assert_eq!(error.kind(), ErrorKind::Config);
}

#[test]
fn what_another_key_sealed_or_what_is_damaged_is_told_apart() {
    let ((_a, first), (_b, second)) = (folder(), folder());
    let ours = Vault::open_or_create(&Identity::File, &first, &nobody).expect("makes one");
    let theirs = Vault::open_or_create(&Identity::File, &second, &nobody).expect("makes one");
    let sealed = theirs.seal(&secret("s3cret")).expect("seals");
    assert_eq!(ours.open(&sealed).expect_err("not ours"), VaultError::OtherKey);
    for at in 0..sealed.len() {
        let mut flipped = sealed.clone();
        flipped[at] ^= 1;
        assert!(theirs.open(&flipped).is_err(), "byte {at}");
        assert!(theirs.open(&sealed[..at]).is_err(), "cut at {at}");
    }
    assert_eq!(theirs.open(b"").expect_err("nothing"), VaultError::Damaged);
}

#[test]
fn secrets_have_a_longest_size() {
    let (_dir, path) = folder();
    let vault = Vault::open_or_create(&Identity::File, &path, &nobody).expect("makes one");
    let longest = secret(&"x".repeat(MAX_SECRET));
    let sealed = vault.seal(&longest).expect("seals");
    assert_eq!(vault.open(&sealed).expect("opens").expose_secret(), longest.expose_secret());
    assert_eq!(vault.seal(&secret(&"x".repeat(MAX_SECRET + 1))).expect_err("longer"), VaultError::TooLarge);
    assert_eq!(vault.open(&vec![0; 1 << 20]).expect_err("longer"), VaultError::TooLarge);

    let mut sealed = Vec::new();
    let mut stream = vault.encrypt_stream(&mut sealed).expect("begins");
    stream.write_all(&vec![b'x'; MAX_SECRET + 1]).expect("writes");
    stream.finish().expect("ends");
    assert_eq!(vault.open(&sealed).expect_err("longer inside"), VaultError::TooLarge);
}

#[test]
fn a_backup_streams_through_and_a_cut_one_is_an_error() {
    let (_dir, path) = folder();
    let vault = Vault::open_or_create(&Identity::File, &path, &nobody).expect("makes one");
    let data: Vec<u8> = (0..300_000u32).flat_map(u32::to_le_bytes).collect();
    let mut stream = vault.encrypt_stream(Vec::new()).expect("begins");
    stream.write_all(&data).expect("writes");
    let sealed = stream.finish().expect("ends");

    let mut back = Vec::new();
    vault.decrypt_stream(&sealed[..]).expect("opens").read_to_end(&mut back).expect("reads");
    assert!(back == data);
    for cut in [sealed.len() - 1, sealed.len() / 2, 70_000] {
        let mut rest = vault.decrypt_stream(&sealed[..cut]).expect("begins");
        assert!(rest.read_to_end(&mut Vec::new()).is_err(), "cut at {cut}");
    }
    assert_eq!(vault.decrypt_stream(&b"PK\x03\x04"[..]).expect_err("no backup"), VaultError::Damaged);
}

#[test]
fn nothing_secret_shows() {
    fn shared<T: Send + Sync>(_: &T) {}
    let (_dir, path) = folder();
    let vault = Vault::open_or_create(&Identity::File, &path, &nobody).expect("makes one");
    shared(&vault);
    let key = fs::read_to_string(&path).expect("reads");
    let key = key.lines().find_map(|l| l.strip_prefix("AGE-SECRET-KEY-1")).expect("a key");
    let shown = format!("{vault:?} {vault:#?} {:?}", vault.facts());
    assert!(shown.contains("age1") && !shown.contains(key) && !shown.contains("SECRET"), "{shown}");
}

#[test]
fn every_error_has_words_and_ends_as_a_matter_of_configuration() {
    let path = PathBuf::from("/x/identity.age");
    let errors = [
        VaultError::Missing { path: path.clone() },
        VaultError::SshMissing { path: path.clone() },
        VaultError::Owner { path: path.clone(), uid: 7 },
        VaultError::NotFile { path: path.clone() },
        VaultError::NotIdentity { path: path.clone() },
        VaultError::Unprotected { path: path.clone() },
        VaultError::PassphraseMissing { path: path.clone() },
        VaultError::PassphraseEmpty,
        VaultError::PassphraseWrong { path: path.clone() },
        VaultError::NotSshKey { path: path.clone() },
        VaultError::SshUnsupported { path: path.clone(), key_type: "ecdsa".into() },
        VaultError::OtherKey,
        VaultError::Damaged,
        VaultError::TooLarge,
        VaultError::RotateSsh { path: path.clone() },
        VaultError::File { path, detail: "broken".into() },
    ];
    for error in errors {
        for lang in [crate::locale::Lang::En, crate::locale::Lang::Hu] {
            for message in [Some(error.message()), error.hint()].into_iter().flatten() {
                let text = lang.locale().text(&message);
                assert!(!text.contains("{$") && text != message.id && !text.contains("{ $"), "{text}");
            }
        }
        assert_eq!(error.kind(), ErrorKind::Config);
    }
}

mod rotation;
mod ssh;
