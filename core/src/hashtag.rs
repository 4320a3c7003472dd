//! A hashtag's name, and the hashtags in a caption.

use crate::{
    Error, ErrorCode,
    letters::{is_tag_char, lower},
    text,
};

/// The longest name that is kept, in characters.
const LONGEST: usize = 100;

/// Hashtags that are kept of one video: an item with thousands costs no more.
pub(crate) const KEPT: usize = 30;

/// A hashtag's name: lower-case, without `#`, 1 to 100 letters, digits and underscores of any script.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hashtag(String);

impl Hashtag {
    /// Reads `tag`, `#tag` or the address of its page.
    ///
    /// # Errors
    /// `bad_settings` naming the text when it is no hashtag.
    ///
    /// ```
    /// # use tagpulse_core::Hashtag;
    /// assert_eq!(Hashtag::parse("https://www.tiktok.com/tag/SpringGlow?lang=en")?.as_str(), "springglow");
    /// assert_eq!(Hashtag::parse("www.tiktok.com/tag/%C3%A9lan")?.as_str(), "élan");
    /// assert!(Hashtag::parse("spring glow").is_err());
    /// # Ok::<(), tagpulse_core::Error>(())
    /// ```
    pub fn parse(written: &str) -> Result<Self, Error> {
        let trimmed = written.trim();
        let address =
            text::after(trimmed, "/tag/").map(|rest| decoded(rest.split(['?', '/', '#']).next().unwrap_or(rest)));
        let name = address.as_deref().unwrap_or_else(|| trimmed.strip_prefix(['#', '＃']).unwrap_or(trimmed));
        Self::of(name).ok_or_else(|| {
            Error::new(
                ErrorCode::BadSettings,
                format!("hashtags: \"{}\" is no hashtag; use letters, digits and _ only", text::clean(written, 60)),
            )
        })
    }

    /// The hashtag of that name, if it is one.
    fn of(name: &str) -> Option<Self> {
        if name.bytes().all(|b| b == b'_' || b.is_ascii_alphanumeric()) {
            // Nearly all of them.
            let fits = (1..=LONGEST).contains(&name.len());
            return fits.then(|| Self(name.to_ascii_lowercase()));
        }
        let fits = name.chars().count() <= LONGEST && name.chars().all(is_tag_char);
        fits.then(|| Self(lower(name)))
    }

    /// The name without `#`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl crate::codec::Record for Hashtag {
    fn put(&self, out: &mut Vec<u8>) {
        self.0.put(out);
    }
    fn get(source: &mut crate::codec::Source<'_>) -> Self {
        Self(String::get(source))
    }
}

/// The text of a part of an address: browsers write `é` there as `%C3%A9`.
fn decoded(part: &str) -> String {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.as_bytes();
    while let Some((byte, tail)) = rest.split_first() {
        let digit = |at: usize| tail.get(at).and_then(|digit| char::from(*digit).to_digit(16));
        if let (b'%', Some(high), Some(low)) = (byte, digit(0), digit(1)) {
            bytes.push((high * 16 + low) as u8);
            rest = tail.get(2..).unwrap_or_default();
        } else {
            bytes.push(*byte);
            rest = tail;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The hashtags written, each once; what is none goes to `problems`.
pub(crate) fn each_once(written: &[String], problems: &mut Vec<String>) -> Vec<Hashtag> {
    let mut hashtags: Vec<Hashtag> = Vec::with_capacity(written.len());
    for written in written {
        match Hashtag::parse(written) {
            Ok(hashtag) if hashtags.contains(&hashtag) => {}
            Ok(hashtag) => hashtags.push(hashtag),
            Err(error) => problems.push(error.message),
        }
    }
    hashtags
}

/// Adds the hashtags of a caption to `found`, lower-case and each once.
pub(crate) fn from_caption(caption: &str, found: &mut Vec<String>) {
    let mut rest = caption;
    // `#`, and the first byte of `＃`.
    while let Some(at) = rest.bytes().position(|b| matches!(b, b'#' | 0xef)) {
        rest = rest.get(at..).unwrap_or_default();
        let Some(behind) = rest.strip_prefix(['#', '＃']) else {
            rest = rest.get(rest.chars().next().map_or(1, char::len_utf8)..).unwrap_or_default();
            continue;
        };
        let end = behind.find(|c| !is_tag_char(c)).unwrap_or(behind.len());
        let (name, behind) = behind.split_at_checked(end).unwrap_or_default();
        add(name, found);
        rest = behind;
    }
}

/// Adds one name, with or without its `#`, lower-case and once, while there is room; a name that is no
/// hashtag is passed over.
pub(crate) fn add(name: &str, found: &mut Vec<String>) {
    if found.len() < KEPT
        && let Some(Hashtag(name)) = Hashtag::of(name.trim().trim_start_matches(['#', '＃']))
        && !found.contains(&name)
    {
        found.push(name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(caption: &str, expected: &[&str]) {
        let mut found = Vec::new();
        from_caption(caption, &mut found);
        assert_eq!(found, expected, "{caption}");
    }

    #[test]
    fn captions_of_any_script() {
        check("New #SpringGlow look! #glow", &["springglow", "glow"]);
        check("#élan#日本 ＃ＡＢ", &["élan", "日本", "ａｂ"]);
        check("# nothing ## here #", &[]);
        check("#twice #Twice", &["twice"]);
        check("#a-b", &["a"]);
    }
}
