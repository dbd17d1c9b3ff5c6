//! Encryption to a recipient: age v1 files over padded plaintexts.
//!
//! A plaintext is written as a *size line* (15 decimal digits and a line feed), the content, and
//! zeros up to the next multiple of a block, so that the size of a ciphertext does not name a
//! public document. The size line is text so that `age -d | tail -c +17 | head -c SIZE` works.
//!
//! Trap: nothing that [`Opened`] yields may be used before it has reached its end without an
//! error, unless the ciphertext's digest was compared before.

use std::fmt;
use std::io::{self, BufRead, BufReader, Chain, Cursor, Read, Write};
use std::str::FromStr;

use age::secrecy::ExposeSecret;
use hengping_core::id::InvalidId;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::refusal::{Reason, Refusal, Result};

/// Block for entries of containers.
pub const ENTRY_BLOCK: u64 = 64 * 1024;
/// Block for what is sealed inside a document (tickets, shares).
pub const DOCUMENT_BLOCK: u64 = 4 * 1024;

const SIZE_LINE: u64 = 16;
/// Longest age header read; with one recipient and grease it has fewer than 400 bytes.
const MAX_HEADER: u64 = 4096;
/// Characters of a body line that another one follows.
const FULL_BODY_LINE: usize = 64;
/// Characters of an activation code.
const ACTIVATION_LENGTH: usize = 24;
/// Stands before an activation code where its identity is derived.
const ACTIVATION_DOMAIN: &[u8] = b"hengping-activation.v1\n";
/// What the written form of an identity begins with.
const IDENTITY_HRP: bech32::Hrp = bech32::Hrp::parse_unchecked("age-secret-key-");
const COPY_BUFFER: usize = 64 * 1024;

/// A public key to encrypt to, written `age1…`.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Recipient(age::x25519::Recipient);

/// A secret key that decrypts; wiped when dropped, never printed.
#[derive(Clone)]
pub struct Identity(age::x25519::Identity);

impl Identity {
    /// A new identity from the system's randomness.
    #[must_use]
    pub fn generate() -> Self {
        Self(age::x25519::Identity::generate())
    }

    /// The identity of an activation code: 24 characters with 110 random bits, without hyphens.
    /// Whoever has the slip can make it, so it serves one ticket and nothing else.
    ///
    /// # Errors
    /// [`InvalidId`] when the text is not 24 upper-case letters and digits.
    pub fn of_activation_code(code: &str) -> std::result::Result<Self, InvalidId> {
        let invalid = InvalidId {
            kind: "activation code",
        };
        let legal = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
        if code.len() != ACTIVATION_LENGTH || !code.bytes().all(legal) {
            return Err(invalid);
        }
        let mut hasher = Sha256::new();
        hasher.update(ACTIVATION_DOMAIN);
        hasher.update(code);
        let secret: Zeroizing<[u8; 32]> = Zeroizing::new(hasher.finalize().into());
        let text = bech32::encode_upper::<bech32::Bech32>(IDENTITY_HRP, &*secret);
        let text = Zeroizing::new(text.map_err(|_| invalid.clone())?);
        Self::from_secret_text(&text)
    }

    /// The public half.
    #[must_use]
    pub fn recipient(&self) -> Recipient {
        Recipient(self.0.to_public())
    }

    /// The written form, `AGE-SECRET-KEY-1…`, 74 characters.
    #[must_use]
    pub fn to_secret_text(&self) -> Zeroizing<String> {
        Zeroizing::new(self.0.to_string().expose_secret().to_owned())
    }

    /// Reads the written form.
    ///
    /// # Errors
    /// [`InvalidId`] for every other spelling.
    pub fn from_secret_text(text: &str) -> std::result::Result<Self, InvalidId> {
        let invalid = InvalidId { kind: "identity" };
        let identity: age::x25519::Identity = text.parse().map_err(|_| invalid.clone())?;
        let identity = Self(identity);
        if *identity.to_secret_text() == text {
            Ok(identity)
        } else {
            Err(invalid)
        }
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Identity({})", self.recipient())
    }
}

impl Serialize for Identity {
    fn serialize<S: Serializer>(&self, to: S) -> std::result::Result<S::Ok, S::Error> {
        to.serialize_str(&self.to_secret_text())
    }
}

impl<'de> Deserialize<'de> for Identity {
    fn deserialize<D: Deserializer<'de>>(from: D) -> std::result::Result<Self, D::Error> {
        let text = Zeroizing::new(String::deserialize(from)?);
        Self::from_secret_text(&text).map_err(D::Error::custom)
    }
}

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl FromStr for Recipient {
    type Err = InvalidId;
    fn from_str(text: &str) -> std::result::Result<Self, InvalidId> {
        let invalid = InvalidId { kind: "recipient" };
        let recipient = Self(text.parse().map_err(|_| invalid.clone())?);
        if recipient.to_string() == text {
            Ok(recipient)
        } else {
            Err(invalid)
        }
    }
}

impl Serialize for Recipient {
    fn serialize<S: Serializer>(&self, to: S) -> std::result::Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Recipient {
    fn deserialize<D: Deserializer<'de>>(from: D) -> std::result::Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}

/// Size of the padded plaintext of `size` bytes of content.
#[must_use]
pub fn padded_size(size: u64, block: u64) -> u64 {
    size.saturating_add(SIZE_LINE)
        .div_ceil(block)
        .saturating_mul(block)
}

/// Encrypts exactly `size` bytes of `content` to `recipient`.
///
/// # Errors
/// [`Reason::FileSize`] when the content has another size; storage failures.
pub fn seal(
    recipient: &Recipient,
    size: u64,
    block: u64,
    content: &mut dyn Read,
    out: &mut dyn Write,
) -> Result<()> {
    let mut to = encryptor(recipient, out)?;
    to.write_all(format!("{size:015}\n").as_bytes())?;
    copy_exactly(content, size, &mut to)?;
    write_zeros(&mut to, padded_size(size, block) - SIZE_LINE - size)?;
    to.finish()?;
    Ok(())
}

fn encryptor<W: Write>(recipient: &Recipient, out: W) -> Result<age::stream::StreamWriter<W>> {
    let recipient: &dyn age::Recipient = &recipient.0;
    let encryptor = age::Encryptor::with_recipients(std::iter::once(recipient))
        .map_err(|_| Refusal::new(Reason::CipherHeader))?;
    Ok(encryptor.wrap_output(out)?)
}

fn copy_exactly(from: &mut dyn Read, size: u64, to: &mut dyn Write) -> Result<()> {
    let mut buffer = Zeroizing::new(vec![0; COPY_BUFFER]);
    let mut copied = 0;
    loop {
        match from.read(&mut buffer)? {
            0 if copied == size => return Ok(()),
            n if n > 0 && copied + n as u64 <= size => {
                copied += n as u64;
                to.write_all(buffer.get(..n).unwrap_or_default())?;
            }
            _ => return Err(Reason::FileSize.into()),
        }
    }
}

fn write_zeros(to: &mut dyn Write, count: u64) -> Result<()> {
    io::copy(&mut io::repeat(0).take(count), to)?;
    Ok(())
}

/// Encrypts `content` to `recipient`, in memory.
///
/// # Errors
/// None in practice; those of [`seal`].
pub fn seal_bytes(recipient: &Recipient, block: u64, content: &[u8]) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    seal(
        recipient,
        content.len() as u64,
        block,
        &mut Cursor::new(content),
        &mut out,
    )?;
    Ok(out)
}

type Source<R> = Chain<Cursor<Vec<u8>>, BufReader<R>>;

/// Opens a plain age v1 file with X25519 stanzas, without the padding layer.
///
/// # Errors
/// [`Reason::CipherHeader`] or [`Reason::NotForThisKey`].
pub fn raw_open<R: Read>(from: R, identity: &Identity) -> Result<impl Read + use<R>> {
    Ok(Plain(stream(from, identity)?))
}

fn stream<R: Read>(from: R, identity: &Identity) -> Result<age::stream::StreamReader<Source<R>>> {
    let mut from = BufReader::with_capacity(COPY_BUFFER, from);
    let header = read_header(&mut from)?;
    let decryptor =
        age::Decryptor::new_buffered(Cursor::new(header).chain(from)).map_err(header_refusal)?;
    let identity: &dyn age::Identity = &identity.0;
    decryptor
        .decrypt(std::iter::once(identity))
        .map_err(header_refusal)
}

/// The header up to and with its MAC line. Bounded here because the library's reader is not, and
/// checked for complete stanza bodies because the library forgives an old writer's mistake there.
fn read_header(from: &mut dyn BufRead) -> Result<Vec<u8>> {
    let mut header = Vec::new();
    let mut in_body = false;
    loop {
        let start = header.len();
        let room = MAX_HEADER.saturating_sub(start as u64);
        from.take(room).read_until(b'\n', &mut header)?;
        let line = header.get(start..).unwrap_or_default();
        let stanza = line.starts_with(b"-> ");
        let last = line.starts_with(b"---");
        let expected = start == 0 || in_body != (stanza || last);
        if !line.ends_with(b"\n") || !expected {
            return Err(Reason::CipherHeader.into());
        }
        if last {
            return Ok(header);
        }
        // A body ends with a line shorter than 64 characters, be it empty.
        in_body = stanza || (in_body && line.len() > FULL_BODY_LINE);
    }
}

fn header_refusal(error: age::DecryptError) -> Refusal {
    match error {
        age::DecryptError::NoMatchingKeys => Reason::NotForThisKey.into(),
        age::DecryptError::Io(error) => match Refusal::from(error) {
            refusal if refusal.reason == Reason::Truncated => Reason::CipherHeader.into(),
            refusal => refusal,
        },
        _ => Reason::CipherHeader.into(),
    }
}

/// Names decryption failures as such; storage failures keep their own name.
fn payload_refusal(error: io::Error) -> Refusal {
    match error.kind() {
        io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => Reason::CipherPayload.into(),
        _ => error.into(),
    }
}

/// A decrypting reader whose failures are refusals.
struct Plain<R>(age::stream::StreamReader<R>);

impl<R: Read> Read for Plain<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0
            .read(buffer)
            .map_err(|error| payload_refusal(error).into())
    }
}

/// The content of a sealed part, as a stream.
pub struct Opened<R> {
    plain: Plain<Source<R>>,
    size: u64,
    left: u64,
    padding: u64,
}

impl<R> Opened<R> {
    /// Size of the content, in bytes.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }
}

/// Opens what [`seal`] made with the same `block`.
///
/// # Errors
/// [`Reason::NotForThisKey`], [`Reason::CipherHeader`], [`Reason::CipherPayload`],
/// [`Reason::Padding`]; the last two also while reading.
pub fn open<R: Read>(from: R, identity: &Identity, block: u64) -> Result<Opened<R>> {
    let mut plain = Plain(stream(from, identity)?);
    let mut line = [0; SIZE_LINE as usize];
    plain
        .read_exact(&mut line)
        .map_err(|error| match Refusal::from(error) {
            refusal if refusal.reason == Reason::Truncated => Reason::Padding.into(),
            refusal => refusal,
        })?;
    let size = parse_size_line(&line).ok_or(Reason::Padding)?;
    let padding = padded_size(size, block) - SIZE_LINE - size;
    Ok(Opened {
        plain,
        size,
        left: size,
        padding,
    })
}

fn parse_size_line(line: &[u8; SIZE_LINE as usize]) -> Option<u64> {
    let [digits @ .., b'\n'] = line else {
        return None;
    };
    if !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    std::str::from_utf8(digits).ok()?.parse().ok()
}

impl<R: Read> Opened<R> {
    /// Reads the padding to its end: all zeros, exactly as many as there must be.
    fn check_padding(&mut self) -> Result<()> {
        let mut buffer = [0; 4096];
        while self.padding > 0 {
            let n = self.plain.read(&mut buffer)?;
            let zeros = buffer.get(..n).unwrap_or_default().iter().all(|&b| b == 0);
            if n == 0 || !zeros || n as u64 > self.padding {
                return Err(Reason::Padding.into());
            }
            self.padding -= n as u64;
        }
        match self.plain.read(&mut buffer)? {
            0 => Ok(()),
            _ => Err(Reason::Padding.into()),
        }
    }
}

impl<R: Read> Read for Opened<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        if self.left == 0 {
            self.check_padding()?;
            return Ok(0);
        }
        let room = usize::try_from(self.left)
            .unwrap_or(usize::MAX)
            .min(buffer.len());
        let n = self
            .plain
            .read(buffer.get_mut(..room).unwrap_or_default())?;
        if n == 0 {
            return Err(Refusal::new(Reason::Padding).into());
        }
        self.left -= n as u64;
        Ok(n)
    }
}

/// Opens a sealed part of at most `max` bytes of content, whole.
///
/// # Errors
/// Those of [`open`], and [`Reason::TooLarge`].
pub fn open_bytes(
    from: &[u8],
    identity: &Identity,
    block: u64,
    max: u64,
) -> Result<Zeroizing<Vec<u8>>> {
    let mut opened = open(from, identity, block)?;
    if opened.size() > max {
        return Err(Reason::TooLarge.into());
    }
    // Reserved at once: a growing vector would leave copies of secrets behind.
    let room = usize::try_from(opened.size()).unwrap_or(0).min(from.len());
    let mut content = Zeroizing::new(Vec::with_capacity(room));
    opened.read_to_end(&mut content)?;
    Ok(content)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason<T>(result: Result<T>) -> Option<Reason> {
        result.err().map(|refusal| refusal.reason)
    }

    #[test]
    fn what_is_sealed_opens_again_at_every_size_around_a_block() {
        let identity = Identity::generate();
        for size in [0, 1, 4079, 4080, 4081, 8176, 70_000] {
            let content = vec![b'x'; size];
            let sealed = seal_bytes(&identity.recipient(), DOCUMENT_BLOCK, &content).unwrap();
            let opened = open_bytes(&sealed, &identity, DOCUMENT_BLOCK, 100_000).unwrap();
            assert_eq!(*opened, content, "{size}");
        }
    }

    #[test]
    fn sizes_show_blocks_only() {
        assert_eq!(padded_size(0, ENTRY_BLOCK), ENTRY_BLOCK);
        assert_eq!(padded_size(ENTRY_BLOCK - 16, ENTRY_BLOCK), ENTRY_BLOCK);
        assert_eq!(padded_size(ENTRY_BLOCK - 15, ENTRY_BLOCK), 2 * ENTRY_BLOCK);
    }

    #[test]
    fn another_key_opens_nothing() {
        let sealed = seal_bytes(&Identity::generate().recipient(), DOCUMENT_BLOCK, b"x").unwrap();
        let opened = open_bytes(&sealed, &Identity::generate(), DOCUMENT_BLOCK, 10);
        assert_eq!(reason(opened), Some(Reason::NotForThisKey));
    }

    #[test]
    fn padding_is_part_of_the_format() {
        let identity = Identity::generate();
        let mut raw = Vec::new();
        let mut to = encryptor(&identity.recipient(), &mut raw).unwrap();
        to.write_all(b"000000000000001\nx\x01").unwrap();
        to.finish().unwrap();
        assert_eq!(
            reason(open_bytes(&raw, &identity, DOCUMENT_BLOCK, 10)),
            Some(Reason::Padding)
        );
    }
}
