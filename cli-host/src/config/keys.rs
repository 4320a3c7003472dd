//! Takes the known keys out of a table, so that what is left is unknown.

use std::ops::{Range, RangeInclusive};

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
    /// Where a variable is not filled in: what else is wrong with such a value follows from that.
    unfilled: Vec<usize>,
}

impl<'a> Problems<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self { text, found: Vec::new(), unfilled: Vec::new() }
    }

    pub(super) fn push(&mut self, span: Span, message: impl Into<String>) {
        if !self.unfilled.contains(&span.start) {
            self.found.push((span.start, message.into()));
        }
    }

    /// The one problem of a value whose variable cannot be filled in.
    pub(super) fn push_unfilled(&mut self, span: Span, message: String) {
        self.unfilled.push(span.start);
        self.found.push((span.start, message));
    }

    fn is_unfilled(&self, span: &Span) -> bool {
        self.unfilled.iter().any(|at| span.contains(at))
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

/// What a key's value may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Text,
    Day,
    Whole {
        least: u32,
        most: u32,
    },
    Number,
    Switch,
    Texts,
    TextOrTexts,
    /// What the core reads.
    Given,
    Table,
    Tables,
    /// A table that says where a secret is.
    Source,
}

impl Shape {
    const fn expected(self) -> &'static str {
        match self {
            Self::Text => "a string",
            Self::Day => "a day such as 2026-11-23",
            Self::Whole { .. } => "a whole number",
            Self::Number => "a number",
            Self::Switch => "true or false",
            Self::Texts => "a list such as [\"a\", \"b\"]",
            Self::TextOrTexts => "a string or a list such as [\"a\", \"b\"]",
            Self::Given => "a value",
            Self::Table | Self::Tables => "a table",
            Self::Source => {
                "{ env = \"NAME\" }, { file = \"path\" } or { command = \"...\" }, because no secret stands in a config"
            }
        }
    }
}

#[cfg(test)]
thread_local! {
    /// Every key that was asked for, by its table: those that exist.
    pub(super) static ASKED: std::cell::RefCell<std::collections::BTreeMap<(String, &'static str), Shape>> = const {
        std::cell::RefCell::new(std::collections::BTreeMap::new())
    };
}

/// A table of which keys are taken one by one.
pub(super) struct Keys<'a> {
    table: DeTable<'a>,
    /// Where the table begins.
    pub(super) span: Span,
    known: Vec<&'static str>,
    /// What the file's top knows, where this table is a campaign's: it ends with the first `[[campaign]]`.
    of_the_top: Vec<&'static str>,
    /// The table's own name, as in `notifier.quiet`.
    #[cfg(test)]
    name: String,
}

impl<'a> Keys<'a> {
    pub(super) const fn new(table: DeTable<'a>, span: Span) -> Self {
        Self {
            table,
            span,
            known: Vec::new(),
            of_the_top: Vec::new(),
            #[cfg(test)]
            name: String::new(),
        }
    }

    /// A table that stands under a key of this one.
    #[cfg_attr(not(test), allow(clippy::unused_self, unused_variables, reason = "tests ask for the name"))]
    fn within(&self, key: &str, table: DeTable<'a>, span: Span) -> Self {
        Self {
            #[cfg(test)]
            name: if self.name.is_empty() { key.to_owned() } else { format!("{}.{key}", self.name) },
            ..Self::new(table, span)
        }
    }

    #[cfg_attr(not(test), allow(unused_variables, reason = "tests ask for the shape"))]
    fn take(&mut self, key: &'static str, shape: Shape) -> Option<(Span, DeValue<'a>)> {
        self.known.push(key);
        #[cfg(test)]
        ASKED.with_borrow_mut(|asked| asked.insert((self.name.clone(), key), shape));
        let value = self.table.remove(key)?;
        Some((value.span(), value.into_inner()))
    }

    /// A string and its place.
    pub(super) fn spanned_text(&mut self, key: &'static str, problems: &mut Problems<'_>) -> Option<(Span, String)> {
        match self.take(key, Shape::Text)? {
            (span, DeValue::String(text)) => Some((span, text.into_owned())),
            (span, other) => wrong(problems, span, key, Shape::Text, &other),
        }
    }

    /// A string.
    pub(super) fn text(&mut self, key: &'static str, problems: &mut Problems<'_>) -> Option<Located<String>> {
        self.spanned_text(key, problems).map(|(span, text)| problems.locate(&span, text))
    }

    /// A string or a date, as its text.
    pub(super) fn date(&mut self, key: &'static str, problems: &mut Problems<'_>) -> Option<(Span, String)> {
        match self.take(key, Shape::Day)? {
            (span, DeValue::String(text)) => Some((span, text.into_owned())),
            (span, DeValue::Datetime(date)) => Some((span, date.to_string())),
            (span, other) => wrong(problems, span, key, Shape::Day, &other),
        }
    }

    /// A whole number of at least `least`.
    pub(super) fn whole(&mut self, key: &'static str, least: u32, problems: &mut Problems<'_>) -> Option<Located<u32>> {
        self.whole_within(key, least..=u32::MAX, problems)
    }

    /// A whole number in a range.
    pub(super) fn whole_within(
        &mut self,
        key: &'static str,
        range: RangeInclusive<u32>,
        problems: &mut Problems<'_>,
    ) -> Option<Located<u32>> {
        let (least, most) = range.into_inner();
        let shape = Shape::Whole { least, most };
        let (span, value) = self.take(key, shape)?;
        let DeValue::Integer(digits) = &value else { return wrong(problems, span, key, shape, &value) };
        match u32::from_str_radix(digits.as_str(), digits.radix()) {
            Ok(number) if (least..=most).contains(&number) => Some(problems.locate(&span, number)),
            _ => {
                problems.push(span, format!("{key}: {} is outside {least} to {most}", digits.as_str()));
                None
            }
        }
    }

    /// A number.
    pub(super) fn number(&mut self, key: &'static str, problems: &mut Problems<'_>) -> Option<(Span, f64)> {
        let (span, value) = self.take(key, Shape::Number)?;
        let parsed = match &value {
            DeValue::Integer(digits) => digits.as_str().parse().ok(),
            DeValue::Float(digits) => digits.as_str().parse().ok(),
            _ => None,
        };
        match parsed {
            Some(number) => Some((span, number)),
            None => wrong(problems, span, key, Shape::Number, &value),
        }
    }

    /// `true` or `false`.
    pub(super) fn switch(&mut self, key: &'static str, problems: &mut Problems<'_>) -> Option<bool> {
        match self.take(key, Shape::Switch)? {
            (_, DeValue::Boolean(on)) => Some(on),
            (span, other) => wrong(problems, span, key, Shape::Switch, &other),
        }
    }

    /// A list of strings, each with its place.
    pub(super) fn texts(&mut self, key: &'static str, problems: &mut Problems<'_>) -> Option<Vec<(Span, String)>> {
        match self.take(key, Shape::Texts)? {
            (_, DeValue::Array(items)) => {
                let texts = items.into_iter().filter_map(|item| match (item.span(), item.into_inner()) {
                    (span, DeValue::String(text)) => Some((span, text.into_owned())),
                    (span, other) => wrong(problems, span, key, Shape::Texts, &other),
                });
                Some(texts.collect())
            }
            (span, other) => wrong(problems, span, key, Shape::Texts, &other),
        }
    }

    /// One string or a list of them, each with its place.
    pub(super) fn text_or_texts(&mut self, key: &'static str, problems: &mut Problems<'_>) -> Vec<(Span, String)> {
        let is_one = matches!(self.table.get(key).map(toml::Spanned::get_ref), Some(DeValue::String(_)));
        let texts = match is_one {
            true => self.spanned_text(key, problems).into_iter().collect(),
            false => self.texts(key, problems).unwrap_or_default(),
        };
        // Now it is no more than noted.
        self.take(key, Shape::TextOrTexts);
        texts
    }

    /// A value of any kind, for the core to read, and where the keys in it stand.
    pub(super) fn given(&mut self, key: &'static str) -> Option<(Inner, Given)> {
        let (span, value) = self.take(key, Shape::Given)?;
        let keys = match &value {
            DeValue::Table(table) => table.keys().map(|key| (key.get_ref().clone().into_owned(), key.span())).collect(),
            _ => Vec::new(),
        };
        Some((Inner { span, keys }, given(value)))
    }

    /// A table.
    pub(super) fn table(&mut self, key: &'static str, problems: &mut Problems<'_>) -> Option<Self> {
        self.table_of(key, Shape::Table, problems)
    }

    /// A table that says where a secret is.
    pub(super) fn source(&mut self, key: &'static str, problems: &mut Problems<'_>) -> Option<Self> {
        self.table_of(key, Shape::Source, problems)
    }

    fn table_of(&mut self, key: &'static str, shape: Shape, problems: &mut Problems<'_>) -> Option<Self> {
        match self.take(key, shape)? {
            (span, DeValue::Table(table)) => Some(self.within(key, table, span)),
            (span, other) => wrong(problems, span, key, shape, &other),
        }
    }

    /// Several tables under one name.
    pub(super) fn tables(&mut self, key: &'static str, problems: &mut Problems<'_>) -> Vec<Self> {
        let Some((span, value)) = self.take(key, Shape::Tables) else { return Vec::new() };
        let DeValue::Array(items) = value else {
            problems.push(span, format!("{key}: write it as [[{key}]], once for each"));
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in items {
            match (item.span(), item.into_inner()) {
                (span, DeValue::Table(table)) => tables.push(self.within(key, table, span)),
                (span, other) => wrong(problems, span, key, Shape::Tables, &other).unwrap_or(()),
            }
        }
        tables
    }

    /// Lets a table know what may stand at the top, for what is left in it.
    pub(super) fn inside(&mut self, top: &Self) {
        self.of_the_top.clone_from(&top.known);
    }

    /// Says which keys are left.
    pub(super) fn end(self, problems: &mut Problems<'_>) {
        for key in self.table.keys() {
            let name = key.get_ref().as_ref();
            let remedy = if self.of_the_top.contains(&name) {
                "; it belongs to the top, before the first [[campaign]]".to_owned()
            } else if is_provider_key(name) {
                format!("; the provider's key stands in no config: set {}", crate::secret::KEY)
            } else {
                hint(name, self.known.iter().copied())
            };
            problems.push(key.span(), format!("\"{name}\" is no key here{remedy}"));
        }
    }
}

/// Names under which people look for the place of the key.
fn is_provider_key(name: &str) -> bool {
    let name = name.to_lowercase();
    name.ends_with("api_key") || ["key", "apikey", "token", "api_token"].contains(&name.as_str())
}

/// A table that the core reads: where it and its keys stand.
pub(super) struct Inner {
    pub(super) span: Span,
    keys: Vec<(String, Span)>,
}

impl Inner {
    /// Tells what the core says of it, each part at the key that it names.
    pub(super) fn tell(&self, name: &str, refusal: &str, problems: &mut Problems<'_>) {
        if problems.is_unfilled(&self.span) {
            return;
        }
        let mut parts: Vec<(String, Option<&str>)> = Vec::new();
        for part in refusal.split("; ") {
            match (parts.last_mut(), part.strip_prefix("there are ")) {
                (Some(last), Some(known)) => last.1 = Some(known),
                _ => parts.push((part.to_owned(), None)),
            }
        }
        for (message, known) in parts {
            let word = message.split(':').next().unwrap_or_default();
            let span = self.keys.iter().find(|(key, _)| key == word).map_or(&self.span, |(_, span)| span);
            let told = match known {
                Some(known) if message.ends_with("no such option") => {
                    format!("\"{word}\" is no key of {name}{}", hint(word, known.split(' ')))
                }
                Some(known) => format!("{name}: {message}; there are {known}"),
                None => format!("{name}: {message}"),
            };
            problems.push(span.clone(), told);
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

fn wrong<T>(problems: &mut Problems<'_>, span: Span, key: &str, shape: Shape, found: &DeValue<'_>) -> Option<T> {
    problems.push(span, format!("{key}: expected {}, found {}", shape.expected(), found.type_str()));
    None
}
