//! A hashtag's name.

use crate::{
    Error, ErrorCode,
    letters::{is_emoji, is_tag_char, lower},
    text,
};

/// The longest name that is kept, in characters.
pub(crate) const LONGEST: usize = 100;

/// A hashtag's name: lower-case, without `#`, 1 to 100 letters, digits, underscores and emoji of any script.
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
    /// assert_eq!(Hashtag::parse("#Spring🌸")?.as_str(), "spring🌸");
    /// assert!(Hashtag::parse("spring glow").is_err());
    /// # Ok::<(), tagpulse_core::Error>(())
    /// ```
    pub fn parse(written: &str) -> Result<Self, Error> {
        let trimmed = written.trim();
        let address = text::after(trimmed, "/tag/").map(|rest| decoded(text::before(rest, b"?/#")));
        let name = address.as_deref().unwrap_or_else(|| trimmed.strip_prefix(['#', '＃']).unwrap_or(trimmed));
        Self::of(name).ok_or_else(|| {
            Error::new(
                ErrorCode::BadSettings,
                text!(
                    "hashtags: \"{}\" is no hashtag; use letters, digits, _ and emoji only",
                    text::clean(written, 60)
                ),
            )
        })
    }

    /// The hashtag of that name, if it is one.
    pub(crate) fn of(name: &str) -> Option<Self> {
        // A letter can become two: the lower-case name is what must fit.
        let lower = Some(name).filter(|name| name.chars().all(|c| is_tag_char(c) || is_emoji(c))).map(lower)?;
        (1..=LONGEST).contains(&text::length(&lower)).then_some(Self(lower))
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
    text::lossy(&bytes).into_owned()
}

/// The hashtags written, each once; what is none goes to `problems`.
pub(crate) fn each_once(written: &[String], problems: &mut String) -> Vec<Hashtag> {
    let mut hashtags: Vec<Hashtag> = Vec::with_capacity(written.len());
    for written in written {
        match Hashtag::parse(written) {
            Ok(hashtag) if hashtags.contains(&hashtag) => {}
            Ok(hashtag) => hashtags.push(hashtag),
            Err(error) => add!(problems, "{}", error.message),
        }
    }
    hashtags
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_grows_in_lower_case_must_fit_then() {
        let fits = Hashtag::parse(&"İ".repeat(50)).unwrap();
        assert_eq!(Hashtag::parse(fits.as_str()).unwrap(), fits);
        assert!(Hashtag::parse(&"İ".repeat(51)).is_err());
    }
}
