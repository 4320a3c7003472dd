//! Takes the known keys out of a table, so that what is left is unknown.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use tagpulse_core::Given;

use super::Located;
use crate::nearest::hint;

/// Bytes of the text that a key or value stands on.
pub(super) type Span = Range<usize>;

/// Problems with their places.
pub(super) struct Problems<'a> {
    text: &'a str,
    found: Vec<(usize, String)>,
}

impl<'a> Problems<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self { text, found: Vec::new() }
    }

    pub(super) fn push(&mut self, span: Span, message: impl Into<String>) {
        self.found.push((span.start, message.into()));
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// How many there are so far.
    pub(super) const fn count(&self) -> usize {
        self.found.len()
    }

    /// `line:column: message` in the order of the text.
    pub(super) fn finish(mut self) -> Vec<String> {
        self.found.sort();
        let told = |(at, message): &(usize, String)| {
            let before = self.text.get(..*at).unwrap_or(self.text);
            let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
            format!("{}:{column}: {message}", line_of(before))
        };
        self.found.iter().map(told).collect()
    }

    fn locate<T>(&self, span: &Span, value: T) -> Located<T> {
        Located { value, line: line_of(self.text.get(..span.start).unwrap_or(self.text)) }
    }
}

fn line_of(before: &str) -> usize {
    before.matches('\n').count() + 1
}

#[cfg(test)]
thread_local! {
    /// Every key that was asked for: those that exist.
    pub(super) static ASKED: std::cell::RefCell<std::collections::BTreeSet<&'static str>> = const {
        std::cell::RefCell::new(std::collections::BTreeSet::new())
    };
}

/// A table of which keys are taken one by one.
pub(super) struct Keys<'a> {
    table: DeTable<'a>,
    /// Where the table begins.
    pub(super) span: Span,
    known: Vec<&'static str>,
}

impl<'a> Keys<'a> {
    pub(super) const fn new(table: DeTable<'a>, span: Span) -> Self {
        Self { table, span, known: Vec::new() }
    }

    fn take(&mut self, key: &'static str) -> Option<(Span, DeValue<'a>)> {
        self.known.push(key);
        #[cfg(test)]
        ASKED.with_borrow_mut(|asked| asked.insert(key));
        let value = self.table.remove(key)?;
        Some((value.span(), value.into_inner()))
    }

    /// A string and its place.
    pub(super) fn spanned_text(&mut self, key: &'static str, problems: &mut Problems<'_>) -> Option<(Span, String)> {
        match self.take(key)? {
            (span, DeValue::String(text)) => Some((span, text.into_owned())),
            (span, other) => wrong(problems, span, key, "a string", &other),
        }
    }

    /// A string.
    pub(super) fn text(&mut self, key: &'static str, problems: &mut Problems<'_>) -> Option<Located<String>> {
        self.spanned_text(key, problems).map(|(span, text)| problems.locate(&span, text))
    }

    /// A string or a date, as its text.
    pub(super) fn date(&mut self, key: &'static str, problems: &mut Problems<'_>) -> Option<(Span, String)> {
        match self.take(key)? {
            (span, DeValue::String(text)) => Some((span, text.into_owned())),
            (span, DeValue::Datetime(date)) => Some((span, date.to_string())),
            (span, other) => wrong(problems, span, key, "a day such as 2026-11-23", &other),
        }
    }

    /// A whole number of at least `min`.
    pub(super) fn whole(&mut self, key: &'static str, min: u32, problems: &mut Problems<'_>) -> Option<Located<u32>> {
        let (span, value) = self.take(key)?;
        let DeValue::Integer(digits) = &value else { return wrong(problems, span, key, "a whole number", &value) };
        match u32::from_str_radix(digits.as_str(), digits.radix()) {
            Ok(number) if number >= min => Some(problems.locate(&span, number)),
            _ => {
                problems.push(span, format!("{key}: {} is outside {min} to {}", digits.as_str(), u32::MAX));
                None
            }
        }
    }

    /// A number.
    pub(super) fn number(&mut self, key: &'static str, problems: &mut Problems<'_>) -> Option<(Span, f64)> {
        let (span, value) = self.take(key)?;
        let parsed = match &value {
            DeValue::Integer(digits) => digits.as_str().parse().ok(),
            DeValue::Float(digits) => digits.as_str().parse().ok(),
            _ => None,
        };
        match parsed {
            Some(number) => Some((span, number)),
            None => wrong(problems, span, key, "a number", &value),
        }
    }

    /// `true` or `false`.
    pub(super) fn switch(&mut self, key: &'static str, problems: &mut Problems<'_>) -> Option<bool> {
        match self.take(key)? {
            (_, DeValue::Boolean(on)) => Some(on),
            (span, other) => wrong(problems, span, key, "true or false", &other),
        }
    }

    /// A list of strings, each with its place.
    pub(super) fn texts(&mut self, key: &'static str, problems: &mut Problems<'_>) -> Option<Vec<(Span, String)>> {
        let (span, value) = self.take(key)?;
        let DeValue::Array(items) = value else { return wrong(problems, span, key, "a list of strings", &value) };
        let mut texts = Vec::new();
        for item in items {
            match (item.span(), item.into_inner()) {
                (span, DeValue::String(text)) => texts.push((span, text.into_owned())),
                (span, other) => wrong(problems, span, key, "a list of strings", &other).unwrap_or(()),
            }
        }
        Some(texts)
    }

    /// One string or a list of them, each with its place.
    pub(super) fn text_or_texts(&mut self, key: &'static str, problems: &mut Problems<'_>) -> Vec<(Span, String)> {
        if matches!(self.table.get(key).map(toml::Spanned::get_ref), Some(DeValue::String(_))) {
            return self.spanned_text(key, problems).into_iter().collect();
        }
        self.texts(key, problems).unwrap_or_default()
    }

    /// A value of any kind, for the core to read.
    pub(super) fn given(&mut self, key: &'static str) -> Option<(Span, Given)> {
        self.take(key).map(|(span, value)| (span, given(value)))
    }

    /// A table.
    pub(super) fn table(&mut self, key: &'static str, problems: &mut Problems<'_>) -> Option<Self> {
        match self.take(key)? {
            (span, DeValue::Table(table)) => Some(Keys::new(table, span)),
            (span, other) => wrong(problems, span, key, "a table", &other),
        }
    }

    /// Several tables under one name.
    pub(super) fn tables(&mut self, key: &'static str, problems: &mut Problems<'_>) -> Vec<Self> {
        let Some((span, value)) = self.take(key) else { return Vec::new() };
        let DeValue::Array(items) = value else {
            problems.push(span, format!("{key}: write it as [[{key}]], once for each"));
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in items {
            match (item.span(), item.into_inner()) {
                (span, DeValue::Table(table)) => tables.push(Keys::new(table, span)),
                (span, other) => wrong(problems, span, key, "a table", &other).unwrap_or(()),
            }
        }
        tables
    }

    /// Says which keys are left.
    pub(super) fn end(self, problems: &mut Problems<'_>) {
        for key in self.table.keys() {
            let name = key.get_ref().as_ref();
            problems.push(key.span(), format!("\"{name}\" is no key here{}", hint(name, self.known.iter().copied())));
        }
    }
}

/// A value as the core reads options.
pub(super) fn given(value: DeValue<'_>) -> Given {
    match value {
        DeValue::String(text) => Given::Text(text.into_owned()),
        DeValue::Integer(digits) => digits.as_str().parse().map_or(Given::Other, Given::Number),
        DeValue::Float(digits) => digits.as_str().parse().map_or(Given::Other, Given::Number),
        DeValue::Array(items) => Given::List(items.into_iter().map(|item| given(item.into_inner())).collect()),
        DeValue::Table(table) => {
            let fields =
                table.into_iter().map(|(key, value)| (key.into_inner().into_owned(), given(value.into_inner())));
            Given::Fields(fields.collect())
        }
        DeValue::Datetime(date) => Given::Text(date.to_string()),
        DeValue::Boolean(_) => Given::Other,
    }
}

fn wrong<T>(problems: &mut Problems<'_>, span: Span, key: &str, expected: &str, found: &DeValue<'_>) -> Option<T> {
    problems.push(span, format!("{key}: expected {expected}, found {}", found.type_str()));
    None
}
