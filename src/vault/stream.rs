//! Sealing and opening more than fits into memory.

use std::fmt;
use std::io::{self, BufReader, Read, Write};

use age::stream::{StreamReader, StreamWriter};
use age::{Decryptor, Encryptor};

use super::key::Recipient;
use super::{VaultError, refused};

/// Seals what is written to it. Without [`Self::finish`] the output does not open.
pub struct EncryptStream<W: Write>(StreamWriter<W>);

/// Reads what was sealed. An error means that nothing read so far may be trusted to be all.
pub struct DecryptStream<R: Read>(StreamReader<BufReader<R>>);

impl<W: Write> EncryptStream<W> {
    pub(super) fn new(recipient: &Recipient, output: W) -> io::Result<Self> {
        Encryptor::with_recipients(std::iter::once(recipient.as_age()))
            .map_err(|e| io::Error::other(e.to_string()))?
            .wrap_output(output)
            .map(Self)
    }

    /// Writes the end and gives the output back, neither flushed nor synced.
    pub fn finish(self) -> io::Result<W> {
        self.0.finish()
    }
}

impl<W: Write> Write for EncryptStream<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl<W: Write> fmt::Debug for EncryptStream<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EncryptStream").finish_non_exhaustive()
    }
}

impl<R: Read> DecryptStream<R> {
    pub(super) fn new(identity: &dyn age::Identity, input: R) -> Result<Self, VaultError> {
        let decryptor = Decryptor::new_buffered(BufReader::new(input)).map_err(|_| VaultError::Damaged)?;
        decryptor.decrypt(std::iter::once(identity)).map(Self).map_err(|e| refused(&e))
    }
}

impl<R: Read> Read for DecryptStream<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

impl<R: Read> fmt::Debug for DecryptStream<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecryptStream").finish_non_exhaustive()
    }
}
