//! Options as a host gave them: one untyped value, read field by field.
//!
//! Derived readers say what is wrong without the field's name, and are larger in the wasm.

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, SeqAccess, Visitor},
};

#[cfg(doc)]
use crate::{CollectorOptions, Settings};
use crate::{
    Error, ErrorCode,
    codec::{Record, Source, list},
    text,
};

/// The options, a policy in them, a list in that.
const DEEPEST: u8 = 3;

/// An option of any kind, as a host hands it to [`Settings`] and [`CollectorOptions`].
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    /// Null, or not there.
    Nothing,
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Given>),
    /// An object's keys and values.
    Fields(Vec<(String, Given)>),
    /// What no option can be.
    Other,
}

impl Given {
    /// The options that the npm package wrote as bytes (`pkg/src/option_bytes.js`). They nest no deeper than a list
    /// in a policy; what does is no option.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        Self::get(&mut Source::new(bytes), DEEPEST)
    }

    fn get(source: &mut Source<'_>, deeper: u8) -> Self {
        match source.byte() {
            0 => Self::Nothing,
            2 => Self::Number(f64::from_le_bytes(Record::get(source))),
            3 => Self::Text(Record::get(source)),
            4 if deeper > 0 => Self::List(list(source, |source| Self::get(source, deeper - 1))),
            5 if deeper > 0 => {
                Self::Fields(list(source, |source| (Record::get(source), Self::get(source, deeper - 1))))
            }
            _ => Self::Other,
        }
    }

    /// The value for a message.
    fn shown(&self) -> String {
        match self {
            Self::Nothing => crate::text::owned("nothing"),
            Self::Number(number) => shown(*number),
            Self::Text(written) => text!("\"{}\"", text::clean(written, 60)),
            Self::List(_) => crate::text::owned("a list"),
            Self::Fields(_) => crate::text::owned("an object"),
            Self::Other => crate::text::owned("what is given"),
        }
    }
}

/// A number for a message. Not by the float's own `Display`, which would take 13 KB of the wasm.
#[inline(never)]
pub(crate) fn shown(number: f64) -> String {
    crate::to_json(&number)
}

/// The fields of an object; each is taken once. A key that nobody takes is a slip.
pub(crate) struct Fields {
    fields: Vec<(String, Given)>,
    /// The keys that were asked for: those that there are.
    known: String,
    /// What is wrong, joined by `; `.
    problems: String,
}

impl Fields {
    /// Reads options by `read`.
    ///
    /// # Errors
    /// `bad_settings` naming every field of another kind.
    pub(crate) fn read<T>(given: Given, read: fn(&mut Self) -> T) -> Result<T, Error> {
        let mut fields = Self { fields: Vec::new(), known: String::new(), problems: String::new() };
        match given {
            Given::Fields(given) => fields.fields = given,
            other => {
                add!(&mut fields.problems, "the options are {}; give an object", other.shown());
            }
        }
        let value = read(&mut fields);
        match fields.finish() {
            None => Ok(value),
            Some(error) => Err(error),
        }
    }

    fn finish(mut self) -> Option<Error> {
        for (key, _) in std::mem::take(&mut self.fields) {
            let known = text!("no such option; there are{}", self.known);
            self.problem(&text::clean(&key, 60), &known);
        }
        (!self.problems.is_empty()).then(|| Error::new(ErrorCode::BadSettings, self.problems))
    }

    /// Notes that a field is missing.
    pub(crate) fn missing(&mut self, key: &str) {
        self.problem(key, "missing; it has no default");
    }

    /// Notes what is wrong with a field.
    #[inline(never)]
    pub(crate) fn problem(&mut self, key: &str, what: &str) {
        add!(&mut self.problems, "{}: {}", key, what);
    }

    #[inline(never)]
    fn refuse(&mut self, key: &str, given: &Given, wanted: &str) {
        let shown = given.shown();
        self.problem(key, &text!("{} is not {}", shown, wanted));
    }

    /// What stands under a key, of any kind.
    #[inline(never)]
    pub(crate) fn take(&mut self, key: &str) -> Given {
        self.known.push(' ');
        self.known.push_str(key);
        match self.fields.iter().position(|(name, _)| name == key) {
            Some(at) => self.fields.swap_remove(at).1,
            None => Given::Nothing,
        }
    }

    /// A text.
    #[inline(never)]
    pub(crate) fn text(&mut self, key: &str) -> Option<String> {
        match self.take(key) {
            Given::Text(text) => return Some(text),
            Given::Nothing => {}
            other => self.refuse(key, &other, "a text"),
        }
        None
    }

    /// A list of texts.
    #[inline(never)]
    pub(crate) fn texts(&mut self, key: &str) -> Option<Vec<String>> {
        let list = self.list(key)?;
        let mut texts = Vec::with_capacity(list.len());
        for given in list {
            match given {
                Given::Text(text) => texts.push(text),
                other => self.refuse(key, &other, "a text"),
            }
        }
        Some(texts)
    }

    fn list(&mut self, key: &str) -> Option<Vec<Given>> {
        match self.take(key) {
            Given::List(list) => return Some(list),
            Given::Nothing => {}
            other => self.refuse(key, &other, "a list"),
        }
        None
    }

    /// A number.
    #[inline(never)]
    pub(crate) fn number(&mut self, key: &str) -> Option<f64> {
        match self.take(key) {
            Given::Number(number) => return Some(number),
            Given::Nothing => {}
            other => self.refuse(key, &other, "a number"),
        }
        None
    }

    /// A whole number up to `largest`.
    #[inline(never)]
    pub(crate) fn whole(&mut self, key: &str, largest: u32) -> Option<u32> {
        let number = self.number(key)?;
        let whole = whole(number, largest);
        if whole.is_none() {
            self.refuse(key, &Given::Number(number), &text!("a whole number from 0 to {}", largest));
        }
        whole
    }

    /// Eight bytes.
    pub(crate) fn eight_bytes(&mut self, key: &str) -> Option<[u8; 8]> {
        let list = self.list(key)?;
        let mut bytes = [0; 8];
        let mut fit = list.len() == bytes.len();
        for (byte, given) in bytes.iter_mut().zip(&list) {
            match given {
                Given::Number(number) if whole(*number, 255).is_some() => *byte = *number as u8,
                _ => fit = false,
            }
        }
        if !fit {
            self.problem(key, "give eight numbers from 0 to 255");
        }
        fit.then_some(bytes)
    }
}

fn whole(number: f64, largest: u32) -> Option<u32> {
    let whole = number as u32;
    (f64::from(whole) == number && whole <= largest).then_some(whole)
}

impl<'de> Deserialize<'de> for Given {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue)
    }
}

struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = Given;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a plain value")
    }
    fn visit_unit<E>(self) -> Result<Given, E> {
        Ok(Given::Nothing)
    }
    fn visit_none<E>(self) -> Result<Given, E> {
        Ok(Given::Nothing)
    }
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Given, D::Error> {
        Given::deserialize(deserializer)
    }
    fn visit_bool<E>(self, _: bool) -> Result<Given, E> {
        Ok(Given::Other)
    }
    // Every number that an option can hold is exact as a float.
    fn visit_i64<E>(self, value: i64) -> Result<Given, E> {
        Ok(Given::Number(value as f64))
    }
    fn visit_u64<E>(self, value: u64) -> Result<Given, E> {
        Ok(Given::Number(value as f64))
    }
    fn visit_f64<E>(self, value: f64) -> Result<Given, E> {
        Ok(Given::Number(value))
    }
    fn visit_str<E>(self, value: &str) -> Result<Given, E> {
        Ok(Given::Text(crate::text::owned(value)))
    }
    fn visit_string<E>(self, value: String) -> Result<Given, E> {
        Ok(Given::Text(value))
    }
    fn visit_bytes<E>(self, value: &[u8]) -> Result<Given, E> {
        Ok(Given::List(value.iter().map(|byte| Given::Number(f64::from(*byte))).collect()))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut source: A) -> Result<Given, A::Error> {
        let mut list = Vec::new();
        while let Some(value) = source.next_element()? {
            list.push(value);
        }
        Ok(Given::List(list))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut source: A) -> Result<Given, A::Error> {
        let mut fields = Vec::new();
        while let Some((key, value)) = source.next_entry()? {
            if let Given::Text(key) = key {
                fields.push((key, value));
            }
        }
        Ok(Given::Fields(fields))
    }
}

#[cfg(test)]
mod tests {
    use super::Given;
    use crate::{CollectorOptions, Settings};

    #[test]
    fn bytes_are_read_as_the_package_writes_them() {
        // Those of pkg/test/option_bytes.test.js.
        let written = b"\x05\x04\x04tags\x04\x03\x03\x02\xc3\xa9\x02\0\0\0\0\0\0\xe0\x3f\x01\x03top\0\x02on\x01\
            \x06policy\x05\x02\x05floor\x02\0\0\0\0\0\0\0\xc0\x03odd\x01";
        let field = |key: &str, given| (key.to_owned(), given);
        let tags = vec![Given::Text("é".into()), Given::Number(0.5), Given::Other];
        let policy = vec![field("floor", Given::Number(-2.0)), field("odd", Given::Other)];
        let fields = vec![
            field("tags", Given::List(tags)),
            field("top", Given::Nothing),
            field("on", Given::Other),
            field("policy", Given::Fields(policy)),
        ];
        assert_eq!(Given::from_bytes(written), Given::Fields(fields));
        for cut in 0..written.len() {
            Given::from_bytes(&written[..cut]);
        }
        // Nobody writes lists in lists without end, and they would cost no more.
        let list = |inner| Given::List(vec![inner]);
        assert_eq!(Given::from_bytes(&[4, 1].repeat(1_000_000)), list(list(list(Given::Other))));
    }

    #[test]
    fn options_have_their_defaults() {
        let settings: Settings =
            serde_json::from_str(r#"{"hashtags":["a"],"start":"2026-01-02","price":null}"#).unwrap();
        let start = crate::Day::parse("2026-01-02").ok();
        assert_eq!(settings, Settings { hashtags: vec!["a".into()], start, ..Settings::default() });
        let time = "2026-11-23T06:00:00Z";
        let given = format!(r#"{{"hashtags":[],"takenAt":"{time}","seed":[1,2,3,4,5,6,7,8],"maxPages":2}}"#);
        let options: CollectorOptions = serde_json::from_str(&given).unwrap();
        let unset = CollectorOptions::new(Vec::new(), crate::Timestamp::parse(time).unwrap());
        assert_eq!(options, CollectorOptions { seed: [1, 2, 3, 4, 5, 6, 7, 8], max_pages: 2, ..unset });
    }

    #[test]
    fn a_misspelt_option_is_named_with_those_that_there_are() {
        let message = serde_json::from_str::<Settings>(r#"{"hashtag":["a"]}"#).unwrap_err().to_string();
        assert!(message.contains("hashtag: no such option; there are campaign hashtags zone"), "{message}");
    }

    #[test]
    fn every_field_of_another_kind_is_named() {
        let given = r#"{"campaign":1.5,"hashtags":["a",true],"zone":[],"start":"x","top":-1,"multiple":{}}"#;
        let message = serde_json::from_str::<Settings>(given).unwrap_err().to_string();
        let parts = [
            "campaign: 1.5 is",
            "hashtags: what is given is not a text",
            "zone: a list",
            "start: \"x\"",
            "top: -1",
            "multiple: an",
        ];
        for part in parts {
            assert!(message.contains(part), "{part} not in {message}");
        }
        let given = r#"{"seed":[1,2,3,4,5,6,7,256],"maxCredits":"9","takenAt":7}"#;
        let message = serde_json::from_str::<CollectorOptions>(given).unwrap_err().to_string();
        for part in ["hashtags: missing", "takenAt: 7", "seed: give eight", "maxCredits: \"9\""] {
            assert!(message.contains(part), "{part} not in {message}");
        }
        assert!(serde_json::from_str::<Settings>("[]").unwrap_err().to_string().contains("a list"));
    }
}
