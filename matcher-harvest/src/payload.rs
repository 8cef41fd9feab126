//! Bytes as a source sent them, and the way from bytes to text: decompression, encoding, first checks.
//!
//! Knows nothing of what the text means.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::Read;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use flate2::read::MultiGzDecoder;
use url::Url;

use crate::limits::MAX_PAYLOAD_BYTES;
use crate::problem::{PayloadError, Problems, quote};

/// What was fetched or read from a file.
#[derive(Debug, Clone, Default)]
pub struct Payload {
    /// The bytes, possibly gzip.
    pub bytes: Vec<u8>,
    /// The `charset` of the HTTP answer, if it stated one.
    pub charset: Option<String>,
    /// Where it was fetched, after redirects; relative links resolve against it.
    pub base: Option<Url>,
    /// The address that was asked for, where this is the page of one record.
    pub page_of: Option<Url>,
    /// What the listing calls the records whose page this is; several where their lines share one address.
    pub external_ids: BTreeSet<String>,
}

impl Payload {
    /// A payload read from a file or written in a test.
    pub fn from_bytes(bytes: impl Into<Vec<u8>>) -> Self {
        Self { bytes: bytes.into(), ..Self::default() }
    }

    /// The payload as text, `expected` naming what should be in it for error messages.
    ///
    /// # Errors
    /// Empty, too large, damaged gzip, or an HTML page.
    pub fn text(&self, expected: &'static str, problems: &mut Problems) -> Result<String, PayloadError> {
        let text = self.markup(problems)?;
        match html_title(&text) {
            Some(title) => Err(PayloadError::HtmlPage { expected, title }),
            None => Ok(text),
        }
    }

    /// The payload as text that may well be an HTML page.
    ///
    /// # Errors
    /// Empty, too large, or damaged gzip.
    pub fn markup(&self, problems: &mut Problems) -> Result<String, PayloadError> {
        let bytes = self.plain()?;
        let mut text = decode(&bytes, self.charset.as_deref(), problems);
        if text.contains('\0') {
            problems.warn("payload", "nul-characters", "NUL characters were taken out");
            text.retain(|c| c != '\0');
        }
        if text.trim().is_empty() {
            return Err(PayloadError::Empty);
        }
        Ok(text)
    }

    /// The bytes, decompressed.
    ///
    /// # Errors
    /// Too large, or damaged gzip.
    pub fn plain(&self) -> Result<Cow<'_, [u8]>, PayloadError> {
        inflate(&self.bytes)
    }
}

fn inflate(bytes: &[u8]) -> Result<Cow<'_, [u8]>, PayloadError> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return cap(Cow::Borrowed(bytes));
    }
    let mut plain = Vec::new();
    MultiGzDecoder::new(bytes)
        .take(MAX_PAYLOAD_BYTES as u64 + 1)
        .read_to_end(&mut plain)
        .map_err(|error| PayloadError::Gzip(error.to_string()))?;
    cap(Cow::Owned(plain))
}

fn cap(bytes: Cow<'_, [u8]>) -> Result<Cow<'_, [u8]>, PayloadError> {
    if bytes.len() > MAX_PAYLOAD_BYTES {
        return Err(PayloadError::TooLarge { limit: MAX_PAYLOAD_BYTES });
    }
    Ok(bytes)
}

/// Byte order mark, then XML declaration, then HTTP charset, then HTML's own, then UTF-8, then windows-1252.
fn decode(bytes: &[u8], charset: Option<&str>, problems: &mut Problems) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned();
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return encoding.decode_without_bom_handling(bytes).0.into_owned();
    }
    let declared = declared_encoding(bytes).or_else(|| meta_charset(bytes).filter(|_| charset.is_none()));
    let stated = declared.as_deref().or(charset);
    let encoding = stated.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    if let (Some(label), None) = (stated, encoding) {
        problems.warn("payload", "unknown-encoding", format!("unknown encoding {}", quote(label)));
    }
    let (text, damaged) = encoding.unwrap_or(UTF_8).decode_without_bom_handling(bytes);
    if !damaged {
        return text.into_owned();
    }
    let detail = match stated {
        Some(label) => format!("declared {} but is not; read as windows-1252", quote(label)),
        None => "not UTF-8; read as windows-1252".to_owned(),
    };
    problems.warn("payload", "encoding-mismatch", detail);
    WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned()
}

fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [b'<' | b'{' | b'[', 0, ..] => Some(UTF_16LE),
        [0, b'<' | b'{' | b'[', ..] => Some(UTF_16BE),
        _ => None,
    }
}

/// The `encoding` of an XML declaration.
fn declared_encoding(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(300)]).into_owned();
    let declaration = head.trim_start().strip_prefix("<?xml")?.split("?>").next()?.to_owned();
    let (_, rest) = declaration.split_once("encoding")?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start();
    let mark = rest.chars().next().filter(|mark| matches!(mark, '"' | '\''))?;
    rest[1..].split(mark).next().map(str::to_owned)
}

/// The `charset` of an HTML page's `meta` element.
fn meta_charset(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2_000)]).to_ascii_lowercase();
    let meta = head.split("<meta").skip(1).filter_map(|rest| rest.split('>').next());
    let label = meta.filter_map(|tag| tag.split_once("charset=")).map(|(_, rest)| {
        rest.trim_start_matches(['"', '\''])
            .split(['"', '\'', ' ', ';', '/'])
            .next()
            .unwrap_or_default()
            .to_owned()
    });
    label.into_iter().find(|label| !label.is_empty())
}

/// The title of an HTML page, quoted; none if the text is not one.
pub(crate) fn html_title(text: &str) -> Option<String> {
    let mut end = text.len().min(2_000);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = text[..end].to_ascii_lowercase();
    let start = head.trim_start();
    let page = start.starts_with("<!doctype html") || start.starts_with("<html") || {
        let after_declaration = start.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>"));
        after_declaration.is_some_and(|(_, rest)| {
            let rest = rest.trim_start();
            rest.starts_with("<!doctype html") || rest.starts_with("<html")
        })
    };
    if !page {
        return None;
    }
    let title = head.split_once("<title").and_then(|(_, rest)| rest.split_once('>'));
    let title = title.map_or("", |(_, rest)| rest.split('<').next().unwrap_or_default());
    Some(quote(title.trim()))
}
