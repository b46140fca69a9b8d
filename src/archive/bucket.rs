//! A bucket: put if absent, and proof by reading back.

use std::path::Path;
use std::time::Duration;

use futures::StreamExt;
use object_store::aws::{AmazonS3, AmazonS3Builder, S3ConditionalPut};
use object_store::client::{HttpClient, HttpConnector};
use object_store::path::Path as Name;
use object_store::{ClientOptions, ObjectStore, ObjectStoreExt, PutMode, PutOptions, PutPayload, RetryConfig, WriteMultipart};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

use super::{ArchiveError, Kept, NewObject, Settings};
use crate::domain::token::hex;

/// On connecting.
const CONNECT: Duration = Duration::from_secs(15);
/// On an answer as a whole.
const ANSWER: Duration = Duration::from_mins(5);
/// On a request with its repetitions.
const PATIENCE: Duration = Duration::from_mins(2);
/// Larger files go in parts of this size.
const PART: usize = 8 << 20;
/// Parts on their way at a time.
const AT_ONCE: usize = 4;

/// Connections to the service that is named, and to no other: where a redirect leads, neither the signature nor an invoice follows.
#[derive(Debug)]
struct Direct {
    /// Whether the address is one without TLS.
    plain: bool,
}

impl HttpConnector for Direct {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(CONNECT)
            .timeout(ANSWER)
            .https_only(!self.plain)
            .user_agent(concat!("faktura/", env!("CARGO_PKG_VERSION")))
            // The size of an object is that of what is sent.
            .no_gzip()
            .build();
        let failed = |error: reqwest::Error| object_store::Error::Generic { store: "S3", source: Box::new(error) };
        Ok(HttpClient::new(client.map_err(failed)?))
    }
}

/// A bucket.
#[derive(Debug)]
pub struct Bucket {
    store: AmazonS3,
    prefix: String,
}

impl Bucket {
    /// The way to a bucket.
    ///
    /// # Errors
    /// The settings do not fit together.
    pub fn open(settings: &Settings, secret: &SecretString) -> Result<Self, ArchiveError> {
        crate::provider::prepare_tls();
        // The address was checked by the configuration: without TLS it is of this machine.
        let plain = settings.endpoint.starts_with("http://");
        let client = ClientOptions::new().with_connect_timeout(CONNECT).with_timeout(ANSWER).with_allow_http(plain);
        let connector = Direct { plain };
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(&settings.bucket)
            .with_region(if settings.region.is_empty() { "us-east-1" } else { &settings.region })
            .with_access_key_id(&settings.access_key)
            .with_secret_access_key(secret.expose_secret())
            .with_virtual_hosted_style_request(settings.virtual_host)
            .with_conditional_put(S3ConditionalPut::ETagMatch)
            .with_retry(RetryConfig { max_retries: 3, retry_timeout: PATIENCE, ..RetryConfig::default() })
            .with_client_options(client)
            .with_http_connector(connector);
        if !settings.endpoint.is_empty() {
            builder = builder.with_endpoint(&settings.endpoint);
        }
        let store = builder.build().map_err(|error| fault(&error, ""))?;
        Ok(Self { store, prefix: settings.prefix.trim_matches('/').to_owned() })
    }

    /// The whole name of an object.
    #[must_use]
    pub fn place(&self, name: &str) -> String {
        if self.prefix.is_empty() { name.to_owned() } else { format!("{}/{name}", self.prefix) }
    }

    fn name(&self, name: &str) -> Name {
        Name::from(self.place(name))
    }

    /// Writes an object if there is none of its name, and reads it back.
    ///
    /// # Errors
    /// The service refuses it, or has another content than this.
    pub async fn keep(&self, object: &NewObject, bytes: Vec<u8>) -> Result<Kept, ArchiveError> {
        let options = PutOptions { mode: PutMode::Create, ..PutOptions::default() };
        let put = self.store.put_opts(&self.name(&object.name), PutPayload::from(bytes), options).await;
        let kept = match put {
            Ok(_) => Kept::New,
            Err(object_store::Error::AlreadyExists { .. } | object_store::Error::Precondition { .. }) => Kept::There,
            Err(error) => return Err(fault(&error, &object.name)),
        };
        self.prove(object).await?;
        Ok(kept)
    }

    /// Writes a file in parts if there is no object of its name, and reads it back. Nothing is there before the last part is.
    ///
    /// # Errors
    /// As [`Self::keep`], or the file cannot be read.
    pub async fn keep_file(&self, object: &NewObject, path: &Path) -> Result<Kept, ArchiveError> {
        let name = self.name(&object.name);
        match self.store.head(&name).await {
            Ok(_) => {
                self.prove(object).await?;
                return Ok(Kept::There);
            }
            Err(object_store::Error::NotFound { .. }) => {}
            Err(error) => return Err(fault(&error, &object.name)),
        }
        let upload = self.store.put_multipart(&name).await.map_err(|error| fault(&error, &object.name))?;
        let mut upload = WriteMultipart::new_with_chunk_size(upload, PART);
        match self.send(&mut upload, (object, path)).await {
            Ok(()) => drop(upload.finish().await.map_err(|error| fault(&error, &object.name))?),
            Err(error) => {
                // What was sent is dropped; a service that cannot be asked drops it by its own rules.
                let _ = upload.abort().await;
                return Err(error);
            }
        }
        self.prove(object).await?;
        Ok(Kept::New)
    }

    async fn send(&self, upload: &mut WriteMultipart, (object, path): (&NewObject, &Path)) -> Result<(), ArchiveError> {
        use tokio::io::AsyncReadExt;
        let failed = |error: std::io::Error| ArchiveError::File { detail: error.to_string() };
        let mut file = tokio::fs::File::open(path).await.map_err(failed)?;
        let mut buffer = vec![0; 1 << 20];
        loop {
            let read = file.read(&mut buffer).await.map_err(failed)?;
            let Some(part) = buffer.get(..read).filter(|part| !part.is_empty()) else { return Ok(()) };
            upload.wait_for_capacity(AT_ONCE).await.map_err(|error| fault(&error, &object.name))?;
            upload.write(part);
        }
    }

    /// Reads an object to its end and compares it.
    ///
    /// # Errors
    /// It is not there, or has another content.
    pub async fn prove(&self, object: &NewObject) -> Result<(), ArchiveError> {
        let name = &object.name;
        let different = || ArchiveError::Different { name: name.clone() };
        let found = self.store.get(&self.name(name)).await.map_err(|error| fault(&error, name))?;
        if found.meta.size != object.size {
            return Err(different());
        }
        let (mut hash, mut left, mut stream) = (Sha256::new(), object.size, found.into_stream());
        while let Some(part) = stream.next().await {
            let part = part.map_err(|error| fault(&error, name))?;
            hash.update(&part);
            // What is longer is another one: it is not read to its end.
            left = left.checked_sub(part.len() as u64).ok_or_else(different)?;
        }
        let digest: [u8; 32] = hash.finalize().into();
        if left == 0 && hex(&digest) == object.sha256 { Ok(()) } else { Err(different()) }
    }

    /// Reads an object that is as it was written.
    ///
    /// # Errors
    /// It is not there, or has another content.
    pub async fn read(&self, object: &NewObject) -> Result<Vec<u8>, ArchiveError> {
        let name = &object.name;
        let found = self.store.get(&self.name(name)).await.map_err(|error| fault(&error, name))?;
        if found.meta.size != object.size {
            return Err(ArchiveError::Different { name: name.clone() });
        }
        let bytes = found.bytes().await.map_err(|error| fault(&error, name))?;
        let digest: [u8; 32] = Sha256::digest(&bytes).into();
        if hex(&digest) == object.sha256 { Ok(bytes.to_vec()) } else { Err(ArchiveError::Different { name: name.clone() }) }
    }
}

/// What an error of the service means. Its words are kept without what was sent.
fn fault(error: &object_store::Error, name: &str) -> ArchiveError {
    match error {
        object_store::Error::NotFound { source, .. } => {
            if source.to_string().contains("NoSuchBucket") {
                ArchiveError::NoBucket
            } else {
                ArchiveError::Missing { name: name.to_owned() }
            }
        }
        object_store::Error::PermissionDenied { .. } | object_store::Error::Unauthenticated { .. } => ArchiveError::Denied,
        error => {
            let mut detail: &dyn std::error::Error = error;
            while let Some(source) = detail.source() {
                detail = source;
            }
            ArchiveError::failed(&detail.to_string())
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    use super::*;

    /// A service that answers every request with this; its address, and how often it was asked.
    async fn service(answer: String) -> (String, Arc<AtomicUsize>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let asked = Arc::new(AtomicUsize::new(0));
        let counting = asked.clone();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                counting.fetch_add(1, Ordering::SeqCst);
                let mut said = Vec::new();
                while !said.ends_with(b"\r\n\r\n") && stream.read_buf(&mut said).await.is_ok_and(|read| read > 0) {}
                // The client may go before it has read everything.
                let _ = stream.write_all(answer.as_bytes()).await;
            }
        });
        (address, asked)
    }

    fn bucket(endpoint: String) -> Bucket {
        let settings = Settings { bucket: "b".to_owned(), endpoint, access_key: "key".to_owned(), ..Settings::default() };
        Bucket::open(&settings, &SecretString::from("secret")).expect("opened")
    }

    fn object() -> NewObject {
        let digest: [u8; 32] = Sha256::digest(b"abc").into();
        NewObject { name: "n".to_owned(), size: 3, sha256: hex(&digest) }
    }

    fn found(body: &str) -> String {
        let head = "Last-Modified: Sat, 28 Nov 2026 08:00:00 GMT\r\nETag: \"1\"\r\nConnection: close";
        format!("HTTP/1.1 200 OK\r\n{head}\r\nContent-Length: {}\r\n\r\n{body}", body.len())
    }

    #[tokio::test]
    async fn what_is_kept_is_what_was_written_and_nothing_longer() {
        for (body, same) in [("abc", true), ("abd", false), ("abcd", false), ("ab", false)] {
            let (address, _) = service(found(body)).await;
            let proved = bucket(address).prove(&object()).await;
            let expected = if same { Ok(()) } else { Err(ArchiveError::Different { name: "n".to_owned() }) };
            assert_eq!(proved, expected, "{body}");
        }
    }

    #[tokio::test]
    async fn a_redirect_is_not_followed() {
        let (other, asked_there) = service(found("abc")).await;
        let moved = format!("HTTP/1.1 307 Moved\r\nLocation: {other}/b/n\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        let (address, asked) = service(moved).await;
        assert!(bucket(address).prove(&object()).await.is_err());
        assert!(asked.load(Ordering::SeqCst) > 0);
        assert_eq!(asked_there.load(Ordering::SeqCst), 0, "nothing goes to another service");
    }
}
