//! SSH keys as identities, made by ssh-keygen where there is one.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::*;

const ED25519: &str = "-----BEGIN OPENSSH PRIVATE KEY-----
b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW
QyNTUxOQAAACB7Ci6nqZYaVvrjm8+XbzII89TsXzP111AflR7WeorBjQAAAJCfEwtqnxML
agAAAAtzc2gtZWQyNTUxOQAAACB7Ci6nqZYaVvrjm8+XbzII89TsXzP111AflR7WeorBjQ
AAAEADBJvjZT8X6JRJI8xVq/1aU8nMVgOtVnmdwqWwrSlXG3sKLqeplhpW+uObz5dvMgjz
1OxfM/XXUB+VHtZ6isGNAAAADHN0cjRkQGNhcmJvbgE=
-----END OPENSSH PRIVATE KEY-----
";

/// The same key, locked with "passphrase".
const ED25519_LOCKED: &str = "-----BEGIN OPENSSH PRIVATE KEY-----
b3BlbnNzaC1rZXktdjEAAAAACmFlczI1Ni1jdHIAAAAGYmNyeXB0AAAAGAAAABBSs0SUhQ
958xWERf6ibyf2AAAAEAAAAAEAAAAzAAAAC3NzaC1lZDI1NTE5AAAAIHsKLqeplhpW+uOb
z5dvMgjz1OxfM/XXUB+VHtZ6isGNAAAAkLvH9UsJa+ulewsZT2YtEkme1y9UZKI/vUbTms
LVqWdLprBQIm3IClfGso6IPW7+imkwYRHPKYfBYGYuexzO8b+LRiZU5/lDQmsvZA3asNxp
KjW7kUOJnI8dAeaqJa18P7XkAuzcuZmVoCTurqEOSeb5Ww9Nq0csB0zkF22/PeWy3+BZW5
hDsL1OfQl4WbakZQ==
-----END OPENSSH PRIVATE KEY-----
";

const ECDSA: &str = "-----BEGIN OPENSSH PRIVATE KEY-----
b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAaAAAABNlY2RzYS
1zaGEyLW5pc3RwMjU2AAAACG5pc3RwMjU2AAAAQQQQ0odKVFtwOmuCl6RXfwzExGs9dP9a
V9H5xAfETILMd7sLFgqyOxz1FA84EZV0vKdW5c0HPB7/JxQw0vFmNSWeAAAAqGOGFFJjhh
RSAAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBBDSh0pUW3A6a4KX
pFd/DMTEaz10/1pX0fnEB8RMgsx3uwsWCrI7HPUUDzgRlXS8p1blzQc8Hv8nFDDS8WY1JZ
4AAAAgBQ5LA+stpdk3TYwB/4xhiOaDHzxaacv+u47ciigD8bQAAAAKc3RyNGRAY3ViZQEC
AwQFBg==
-----END OPENSSH PRIVATE KEY-----
";

fn key(content: &str) -> (tempfile::TempDir, PathBuf, Identity) {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("id");
    write(&path, content, 0o600);
    let identity = Identity::Ssh(path.clone());
    (dir, path, identity)
}

fn nowhere() -> &'static Path {
    Path::new("/nonexistent/identity.age")
}

#[test]
fn an_ssh_key_seals_and_opens_and_no_file_of_ours_is_made() {
    let (dir, path, identity) = key(ED25519);
    let own = dir.path().join("identity.age");
    let vault = Vault::open_or_create(&identity, &own, &nobody).expect("opens");
    assert!(Vault::exists(&identity, &own) && !own.exists());
    assert_eq!(vault.facts().kind, KeyKind::Ssh);
    assert_eq!(vault.facts().path, path);
    assert_eq!(vault.recipient(), "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHsKLqeplhpW+uObz5dvMgjz1OxfM/XXUB+VHtZ6isGN");
    let sealed = vault.seal(&secret("s3cret")).expect("seals");
    assert_eq!(vault.open(&sealed).expect("opens").expose_secret(), "s3cret");
    assert!(!format!("{vault:?}").contains("PRIVATE"));
}

#[test]
fn a_locked_ssh_key_wants_its_passphrase() {
    let (_dir, path, identity) = key(ED25519_LOCKED);
    let open = |passphrase: Passphrase<'_>| Vault::open_or_create(&identity, nowhere(), passphrase);
    assert_eq!(open(&nobody).expect_err("locked"), VaultError::PassphraseMissing { path: path.clone() });
    assert_eq!(open(&|| Some(secret("wrong"))).expect_err("locked"), VaultError::PassphraseWrong { path: path.clone() });
    let vault = open(&|| Some(secret("passphrase"))).expect("opens");
    let sealed = vault.seal(&secret("s3cret")).expect("seals");
    let (_other, _, unlocked) = key(ED25519);
    let same = Vault::open_or_create(&unlocked, nowhere(), &nobody).expect("opens");
    assert_eq!(same.open(&sealed).expect("it is the same key").expose_secret(), "s3cret");
}

#[test]
fn ssh_keys_of_other_kinds_are_named() {
    let (_dir, path, identity) = key(ECDSA);
    let error = Vault::open_or_create(&identity, nowhere(), &nobody).expect_err("refused");
    assert_eq!(error, VaultError::SshUnsupported { path, key_type: "ecdsa-sha2-nistp256".into() });
    assert!(error.hint().is_some());
}

#[test]
fn what_is_no_ssh_key_is_refused() {
    for content in ["", "ssh-ed25519 AAAAC3 anna@host", "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n", "\n\n"] {
        let (_dir, path, identity) = key(content);
        let error = Vault::open_or_create(&identity, nowhere(), &nobody).expect_err("refused");
        assert_eq!(error, VaultError::NotSshKey { path }, "{content:?}");
    }
    let missing = Identity::Ssh(PathBuf::from("/nonexistent/id"));
    assert!(matches!(Vault::open_or_create(&missing, nowhere(), &nobody), Err(VaultError::SshMissing { .. })));
    let (_dir, path, identity) = key(ED25519);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).expect("sets");
    assert!(matches!(Vault::open_or_create(&identity, nowhere(), &nobody), Err(VaultError::Permissions { mode: 0o644, .. })));
}

#[test]
fn an_ssh_key_is_not_ours_to_rotate() {
    let (_dir, path, identity) = key(ED25519);
    let vault = Vault::open_or_create(&identity, nowhere(), &nobody).expect("opens");
    let refused = vault.rotate::<VaultError>(&identity, &nobody, |_| Ok(())).expect_err("not ours");
    assert_eq!(refused, VaultError::RotateSsh { path });
}

/// RSA keys of the lengths that people have, as ssh-keygen writes them today and as it did before 2018.
#[test]
fn rsa_keys_work_from_2048_bits_up() {
    let dir = tempfile::tempdir().expect("a folder");
    for (bits, format) in [("1024", "RFC4716"), ("2048", "RFC4716"), ("3072", "PEM")] {
        let path = dir.path().join(format!("id_{bits}"));
        let made = Command::new("ssh-keygen")
            .args(["-q", "-t", "rsa", "-N", "", "-b", bits, "-m", format, "-f"])
            .arg(&path)
            .stderr(std::process::Stdio::null())
            .status();
        // Skipped without ssh-keygen, or with one that refuses short keys.
        if !made.is_ok_and(|status| status.success()) {
            continue;
        }
        let opened = Vault::open_or_create(&Identity::Ssh(path.clone()), nowhere(), &nobody);
        if bits == "1024" {
            assert!(matches!(opened, Err(VaultError::SshUnsupported { .. })), "{opened:?}");
            continue;
        }
        let vault = opened.expect("opens");
        let sealed = vault.seal(&secret("s3cret")).expect("seals");
        assert_eq!(vault.open(&sealed).expect("opens").expose_secret(), "s3cret");
    }
}
