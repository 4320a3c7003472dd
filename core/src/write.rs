//! Writes documents as JSON text, the same bytes on every target.
//!
//! What could act in a page or a terminal is escaped (U+007F to U+009F, bidi controls, `</`),
//! and floats have at most six decimals. A serializer of our own, because it cannot fail:
//! there is no error path at every field, and the report's writer takes two thirds of the wasm
//! that it took with serde_json's.

use std::fmt;

use serde::{Serialize, Serializer, ser};

use crate::words::push_digits;

/// The document as compact JSON.
///
/// ```
/// assert_eq!(tagpulse_core::to_json(&["</script>", "a\u{202e}b"]), r#"["<\/script>","a\u202eb"]"#);
/// ```
pub fn to_json<T: Serialize + ?Sized>(document: &T) -> String {
    let mut writer = Writer(String::with_capacity(4096));
    let written = document.serialize(&mut writer);
    debug_assert!(written.is_ok(), "our own types are always writable");
    writer.0
}

/// Whether a character turns the direction of the text around it.
pub(crate) const fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The text so far. What it ends with says whether a comma is due: only an open bracket is
/// followed by a first element.
struct Writer(String);

impl Writer {
    #[inline(never)]
    fn comma(&mut self) {
        if !matches!(self.0.as_bytes().last(), None | Some(b'{' | b'[')) {
            self.0.push(',');
        }
    }

    #[inline(never)]
    fn key(&mut self, key: &str) {
        self.comma();
        self.text(key);
        self.0.push(':');
    }

    #[inline(never)]
    fn text(&mut self, text: &str) {
        self.0.push('"');
        let mut plain = 0;
        let mut before = ' ';
        for (at, c) in text.char_indices() {
            let after = std::mem::replace(&mut before, c);
            let short = match c {
                '"' | '\\' => c,
                '\u{8}' => 'b',
                '\t' => 't',
                '\n' => 'n',
                '\u{c}' => 'f',
                '\r' => 'r',
                '/' if after == '<' => c,
                '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' => '\0',
                _ if is_bidi_control(c) => '\0',
                _ => continue,
            };
            self.0.push_str(text.get(plain..at).unwrap_or_default());
            plain = at + c.len_utf8();
            self.0.push('\\');
            if short == '\0' {
                self.0.push('u');
                for shift in [12, 8, 4, 0] {
                    self.0.extend(char::from_digit(u32::from(c) >> shift & 0xf, 16));
                }
            } else {
                self.0.push(short);
            }
        }
        self.0.push_str(text.get(plain..).unwrap_or_default());
        self.0.push('"');
    }
}

type Written = Result<(), fmt::Error>;

impl<'a> Serializer for &'a mut Writer {
    type Ok = ();
    type Error = fmt::Error;
    type SerializeSeq = Open<'a, ']'>;
    type SerializeTuple = Open<'a, ']'>;
    type SerializeTupleStruct = Open<'a, ']'>;
    type SerializeTupleVariant = OpenVariant<'a, ']'>;
    type SerializeMap = Open<'a, '}'>;
    type SerializeStruct = Open<'a, '}'>;
    type SerializeStructVariant = OpenVariant<'a, '}'>;

    fn serialize_bool(self, value: bool) -> Written {
        self.0.push_str(if value { "true" } else { "false" });
        Ok(())
    }
    fn serialize_i8(self, value: i8) -> Written {
        self.serialize_i64(value.into())
    }
    fn serialize_i16(self, value: i16) -> Written {
        self.serialize_i64(value.into())
    }
    fn serialize_i32(self, value: i32) -> Written {
        self.serialize_i64(value.into())
    }
    #[inline(never)]
    fn serialize_i64(self, value: i64) -> Written {
        if value < 0 {
            self.0.push('-');
        }
        self.serialize_u64(value.unsigned_abs())
    }
    fn serialize_u8(self, value: u8) -> Written {
        self.serialize_u64(value.into())
    }
    fn serialize_u16(self, value: u16) -> Written {
        self.serialize_u64(value.into())
    }
    fn serialize_u32(self, value: u32) -> Written {
        self.serialize_u64(value.into())
    }
    #[inline(never)]
    fn serialize_u64(self, value: u64) -> Written {
        push_digits(&mut self.0, value, 1);
        Ok(())
    }
    fn serialize_f32(self, value: f32) -> Written {
        self.serialize_f64(value.into())
    }
    #[inline(never)]
    fn serialize_f64(self, value: f64) -> Written {
        if !value.is_finite() {
            return self.serialize_none();
        }
        // From nine trillion on a float has no exact millionths: its whole part stands alone.
        if !(-9e12..=9e12).contains(&value) {
            return self.serialize_i64(value as i64);
        }
        let millionths = (value * 1e6).round() as i64;
        if millionths < 0 {
            self.0.push('-');
        }
        let magnitude = millionths.unsigned_abs();
        self.serialize_u64(magnitude / 1_000_000)?;
        let (mut fraction, mut digits) = (magnitude % 1_000_000, 6);
        if fraction != 0 {
            while fraction % 10 == 0 {
                fraction /= 10;
                digits -= 1;
            }
            self.0.push('.');
            push_digits(&mut self.0, fraction, digits);
        }
        Ok(())
    }
    fn serialize_char(self, value: char) -> Written {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }
    fn serialize_str(self, value: &str) -> Written {
        self.text(value);
        Ok(())
    }
    fn collect_str<T: fmt::Display + ?Sized>(self, value: &T) -> Written {
        self.text(&format!("{value}"));
        Ok(())
    }
    fn serialize_bytes(self, value: &[u8]) -> Written {
        self.collect_seq(value)
    }
    #[inline(never)]
    fn serialize_none(self) -> Written {
        self.0.push_str("null");
        Ok(())
    }
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Written {
        value.serialize(self)
    }
    fn serialize_unit(self) -> Written {
        self.serialize_none()
    }
    fn serialize_unit_struct(self, _name: &'static str) -> Written {
        self.serialize_none()
    }
    fn serialize_unit_variant(self, _name: &'static str, _index: u32, variant: &'static str) -> Written {
        self.serialize_str(variant)
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _name: &'static str, value: &T) -> Written {
        value.serialize(self)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        value: &T,
    ) -> Written {
        self.0.push('{');
        self.key(variant);
        value.serialize(&mut *self)?;
        self.0.push('}');
        Ok(())
    }
    fn serialize_seq(self, _length: Option<usize>) -> Result<Open<'a, ']'>, fmt::Error> {
        self.0.push('[');
        Ok(Open(self))
    }
    fn serialize_tuple(self, _length: usize) -> Result<Open<'a, ']'>, fmt::Error> {
        self.0.push('[');
        Ok(Open(self))
    }
    fn serialize_tuple_struct(self, _name: &'static str, _length: usize) -> Result<Open<'a, ']'>, fmt::Error> {
        self.0.push('[');
        Ok(Open(self))
    }
    fn serialize_tuple_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        _length: usize,
    ) -> Result<OpenVariant<'a, ']'>, fmt::Error> {
        self.0.push('{');
        self.key(variant);
        self.0.push('[');
        Ok(Open(self))
    }
    fn serialize_map(self, _length: Option<usize>) -> Result<Open<'a, '}'>, fmt::Error> {
        self.0.push('{');
        Ok(Open(self))
    }
    fn serialize_struct(self, _name: &'static str, _length: usize) -> Result<Open<'a, '}'>, fmt::Error> {
        self.0.push('{');
        Ok(Open(self))
    }
    fn serialize_struct_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        _length: usize,
    ) -> Result<OpenVariant<'a, '}'>, fmt::Error> {
        self.0.push('{');
        self.key(variant);
        self.0.push('{');
        Ok(Open(self))
    }
}

/// A list or an object that is not closed yet, and what closes it. No more than the writer stands
/// in memory: every further word would be stored again at each object of a document.
struct Open<'a, const CLOSE: char, const IN_VARIANT: bool = false>(&'a mut Writer);

/// The content of an enum's variant, in an object of its own.
type OpenVariant<'a, const CLOSE: char> = Open<'a, CLOSE, true>;

impl<const CLOSE: char, const IN_VARIANT: bool> Open<'_, CLOSE, IN_VARIANT> {
    fn close(self) -> Written {
        self.0.0.push(CLOSE);
        if IN_VARIANT {
            self.0.0.push('}');
        }
        Ok(())
    }
}

impl Writer {
    fn element<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        self.comma();
        value.serialize(self)
    }

    #[inline(never)]
    fn field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Written {
        self.key(key);
        value.serialize(self)
    }
}

/// The traits for lists differ in their names only.
macro_rules! elements {
    ($($list:ident::$element:ident),*) => { $(
        impl<const CLOSE: char, const IN_VARIANT: bool> ser::$list for Open<'_, CLOSE, IN_VARIANT> {
            type Ok = ();
            type Error = fmt::Error;
            fn $element<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
                self.0.element(value)
            }
            fn end(self) -> Written {
                self.close()
            }
        }
    )* };
}
elements!(
    SerializeSeq::serialize_element,
    SerializeTuple::serialize_element,
    SerializeTupleStruct::serialize_field,
    SerializeTupleVariant::serialize_field
);

macro_rules! fields {
    ($($object:ident),*) => { $(
        impl<const CLOSE: char, const IN_VARIANT: bool> ser::$object for Open<'_, CLOSE, IN_VARIANT> {
            type Ok = ();
            type Error = fmt::Error;
            fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Written {
                self.0.field(key, value)
            }
            fn end(self) -> Written {
                self.close()
            }
        }
    )* };
}
fields!(SerializeStruct, SerializeStructVariant);

/// Keys are texts, as in all our documents.
impl ser::SerializeMap for Open<'_, '}'> {
    type Ok = ();
    type Error = fmt::Error;
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Written {
        self.0.element(key)
    }
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        self.0.0.push(':');
        value.serialize(&mut *self.0)
    }
    fn end(self) -> Written {
        self.close()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(to_json(text), format!("\"{expected}\""));
        assert_eq!(serde_json::from_str::<String>(&to_json(text)).unwrap(), text);
    }

    #[test]
    fn what_could_act_is_escaped_and_read_back_the_same() {
        check("plain #日本 é", "plain #日本 é");
        check("</", "<\\/");
        check("<</b", "<<\\/b");
        check("\u{1b}[31m", "\\u001b[31m");
        check("\u{9b}31m\u{7f}", "\\u009b31m\\u007f");
        check("\u{2066}x\u{2069}", "\\u2066x\\u2069");
        check("<", "<");
        check("a/\"\\\n\t\r\u{8}\u{c}\0", "a/\\\"\\\\\\n\\t\\r\\b\\f\\u0000");
    }

    #[test]
    fn floats_have_six_decimals_at_most() {
        assert_eq!(to_json(&0.1234567), "0.123457");
        assert_eq!(to_json(&-2.5), "-2.5");
        assert_eq!(to_json(&3.0), "3");
        assert_eq!(to_json(&1e15), "1000000000000000");
    }

    #[test]
    fn every_shape_is_written_as_serde_json_does() {
        #[derive(Serialize)]
        enum Choice {
            Unit,
            One(u8),
            Two(i8, bool),
            Named { a: Option<u16> },
        }
        #[derive(Serialize)]
        struct All {
            choices: Vec<Choice>,
            empty: (Vec<u8>, [u8; 0], ()),
            map: std::collections::BTreeMap<String, i64>,
            letter: char,
            smallest: i64,
            largest: u64,
        }
        let all = All {
            choices: vec![Choice::Unit, Choice::One(1), Choice::Two(-2, true), Choice::Named { a: None }],
            empty: (vec![], [], ()),
            map: [("x".to_owned(), 1), ("[".to_owned(), 2)].into(),
            letter: 'é',
            smallest: i64::MIN,
            largest: u64::MAX,
        };
        assert_eq!(to_json(&all), serde_json::to_string(&all).unwrap());
        assert_eq!(to_json(&Vec::<All>::new()), "[]");
    }
}
