//! Reading a TOML tree with positions: every getter either gives a typed value or notes a fault.
//!
//! Owns the walk over the parsed tree, nothing of what the keys mean. The trap: a key counts as
//! known once it was asked for, so [`Node::finish`] comes after all getters.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;
use std::str::FromStr;

use rust_decimal::Decimal;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fault::{Fault, FaultKind};
use crate::text::Text;

/// Bytes `start..end` of the scheme text.
pub(super) type Span = Range<usize>;

/// Collects faults and turns offsets into lines and columns.
pub(super) struct Report<'t> {
    text: &'t str,
    line_starts: Vec<usize>,
    faults: RefCell<Vec<(usize, Fault)>>,
}

impl<'t> Report<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        Self {
            text,
            line_starts: std::iter::once(0).chain(breaks).collect(),
            faults: RefCell::default(),
        }
    }

    /// Notes a fault at the start of `span`.
    pub(super) fn add(
        &self,
        span: &Span,
        kind: FaultKind,
        subject: &str,
        details: &[(&'static str, &dyn ToString)],
    ) {
        let (line, column) = self.position(span.start);
        let details = details.iter().map(|(name, v)| (*name, v.to_string()));
        let subject = if subject.is_empty() {
            "scheme"
        } else {
            subject
        };
        let fault = Fault {
            kind,
            line,
            column,
            subject: subject.to_owned(),
            details: details.collect(),
        };
        self.faults.borrow_mut().push((span.start, fault));
    }

    /// Line and column of a byte offset, both counted from 1, the column in characters.
    pub(super) fn position(&self, offset: usize) -> (usize, usize) {
        let line = self.line_starts.partition_point(|start| *start <= offset);
        let start = line.checked_sub(1).and_then(|n| self.line_starts.get(n));
        let before = self.text.get(start.copied().unwrap_or(0)..offset);
        (line, before.map_or(0, |part| part.chars().count()) + 1)
    }

    /// The text under `span`.
    pub(super) fn source(&self, span: &Span) -> &'t str {
        self.text.get(span.clone()).unwrap_or("")
    }

    pub(super) fn is_clean(&self) -> bool {
        self.faults.borrow().is_empty()
    }

    /// All faults in the order of the text.
    pub(super) fn into_faults(self) -> Vec<Fault> {
        let mut faults = self.faults.into_inner();
        faults.sort_by_key(|(offset, fault)| (*offset, fault.kind));
        faults.dedup();
        faults.into_iter().map(|(_, fault)| fault).collect()
    }
}

/// A table with its path and the keys that were asked for.
pub(super) struct Node<'a> {
    pub(super) report: &'a Report<'a>,
    pub(super) span: Span,
    pub(super) path: String,
    table: &'a DeTable<'a>,
    asked: RefCell<BTreeSet<&'static str>>,
}

impl<'a> Node<'a> {
    pub(super) fn new(
        report: &'a Report<'a>,
        table: &'a DeTable<'a>,
        span: Span,
        path: String,
    ) -> Self {
        Self {
            report,
            span,
            path,
            table,
            asked: RefCell::default(),
        }
    }

    /// The value under `key`, if there is one.
    pub(super) fn get(&self, key: &'static str) -> Option<Item<'a>> {
        self.asked.borrow_mut().insert(key);
        let value = self.table.get(key)?;
        let path = match self.path.as_str() {
            "" => key.to_owned(),
            path => format!("{path}.{key}"),
        };
        Some(Item {
            report: self.report,
            value,
            path,
        })
    }

    /// The value under `key`; its absence is a fault.
    pub(super) fn need(&self, key: &'static str) -> Option<Item<'a>> {
        let item = self.get(key);
        if item.is_none() {
            self.fault(FaultKind::MissingKey, &[("key", &key)]);
        }
        item
    }

    /// Every key with its value, for tables whose keys are names.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&'a str, Item<'a>)> {
        self.table.iter().map(|(key, value)| {
            let path = format!("{} {}", self.path, key.get_ref());
            let report = self.report;
            let item = Item {
                report,
                value,
                path,
            };
            (key.get_ref().as_ref(), item)
        })
    }

    /// The tables of an array of tables; empty when it is absent.
    pub(super) fn tables(&self, key: &'static str) -> Vec<Node<'a>> {
        let items = self.get(key).and_then(|item| item.list());
        let named = |item: Item<'a>| item.table().map(Node::named_by_code);
        items.into_iter().flatten().filter_map(named).collect()
    }

    /// The same node with its `code` in the path instead of its place in the array.
    fn named_by_code(mut self) -> Self {
        if let Some(code) = self.table.get("code").and_then(|v| v.get_ref().as_str()) {
            let short: String = code.chars().take(40).collect();
            let list = self.path.split('[').next().unwrap_or("");
            self.path = format!("{list} {short}");
        }
        self
    }

    pub(super) fn fault(&self, kind: FaultKind, details: &[(&'static str, &dyn ToString)]) {
        self.report.add(&self.span, kind, &self.path, details);
    }

    /// Notes every key that nobody asked for.
    pub(super) fn finish(&self) {
        let asked = self.asked.borrow();
        let unknown = |key: &&Spanned<_>| {
            let key: &Spanned<std::borrow::Cow<'_, str>> = key;
            !asked.contains(key.get_ref().as_ref())
        };
        for key in self.table.keys().filter(unknown) {
            let details: [(&'static str, &dyn ToString); 1] = [("key", key.get_ref())];
            let kind = FaultKind::UnknownKey;
            self.report.add(&key.span(), kind, &self.path, &details);
        }
    }
}

/// A value with its path.
pub(super) struct Item<'a> {
    pub(super) report: &'a Report<'a>,
    pub(super) path: String,
    value: &'a Spanned<DeValue<'a>>,
}

impl<'a> Item<'a> {
    pub(super) fn span(&self) -> Span {
        self.value.span()
    }

    pub(super) fn fault(&self, kind: FaultKind, details: &[(&'static str, &dyn ToString)]) {
        self.report.add(&self.span(), kind, &self.path, details);
    }

    fn wrong_type<T>(&self, expected: &str) -> Option<T> {
        let found = self.value.get_ref().type_str();
        let details: [(&str, &dyn ToString); 2] = [("expected", &expected), ("found", &found)];
        self.fault(FaultKind::WrongType, &details);
        None
    }

    pub(super) fn bad_value<T>(&self, found: &str, expected: &str) -> Option<T> {
        let found: String = found.chars().take(80).collect();
        let details: [(&str, &dyn ToString); 2] = [("expected", &expected), ("found", &found)];
        self.fault(FaultKind::BadValue, &details);
        None
    }

    /// Whether the value is a table.
    pub(super) fn is_table(&self) -> bool {
        self.value.get_ref().is_table()
    }

    pub(super) fn text(&self) -> Option<&'a str> {
        let text = self.value.get_ref().as_str();
        text.or_else(|| self.wrong_type("a string"))
    }

    /// A string that is not blank.
    pub(super) fn words(&self) -> Option<String> {
        let text = self.text()?;
        if text.trim().is_empty() {
            return self.bad_value(text, "a text with words");
        }
        Some(text.to_owned())
    }

    pub(super) fn flag(&self) -> Option<bool> {
        let flag = self.value.get_ref().as_bool();
        flag.or_else(|| self.wrong_type("true or false"))
    }

    /// A number from its written digits; a binary float is never made.
    pub(super) fn decimal(&self) -> Option<Decimal> {
        let written = match self.value.get_ref() {
            DeValue::Integer(number) if number.radix() == 10 => number.as_str(),
            DeValue::Float(number) => number.as_str(),
            DeValue::String(text) => text,
            _ => return self.wrong_type("a number"),
        };
        let plain = written.replace('_', "");
        match Decimal::from_str_exact(plain.trim_start_matches('+')) {
            Ok(number) => Some(number.normalize()),
            Err(_) => self.bad_value(written, "a decimal number of at most 28 digits"),
        }
    }

    /// A whole number from 0 to `most`.
    pub(super) fn count(&self, most: u32) -> Option<u32> {
        let number = self.decimal()?;
        let whole = u32::try_from(number).ok().filter(|_| number.is_integer());
        let expected = || format!("a whole number from 0 to {most}");
        whole
            .filter(|n| *n <= most)
            .or_else(|| self.bad_value(&number.to_string(), &expected()))
    }

    /// A code of the kind `T`.
    pub(super) fn code<T: FromStr>(&self) -> Option<T> {
        let text = self.text()?;
        let expected = "a code of letters, digits, '.', '_' and '-'";
        text.parse().ok().or_else(|| self.bad_value(text, expected))
    }

    /// One word of a fixed list.
    pub(super) fn word<T: Copy>(&self, words: &[(&str, T)]) -> Option<T> {
        let text = self.text()?;
        let known = words.iter().find(|(word, _)| *word == text);
        known.map(|(_, value)| *value).or_else(|| {
            let list: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            self.bad_value(text, &format!("one of {}", list.join(", ")))
        })
    }

    /// A text in Chinese alone or as `{ zh, en }`.
    pub(super) fn bilingual(&self) -> Option<Text> {
        if !self.is_table() {
            let zh = self.words()?;
            return Some(Text { zh, en: None });
        }
        let node = self.table()?;
        let zh = node.need("zh").and_then(|item| item.words());
        let en = node.get("en").and_then(|item| item.words());
        node.finish();
        Some(Text { zh: zh?, en })
    }

    pub(super) fn list(&self) -> Option<Vec<Item<'a>>> {
        let Some(array) = self.value.get_ref().as_array() else {
            return self.wrong_type("a list");
        };
        let numbered = array.iter().enumerate().map(|(n, value)| Item {
            report: self.report,
            path: format!("{}[{}]", self.path, n + 1),
            value,
        });
        Some(numbered.collect())
    }

    pub(super) fn table(&self) -> Option<Node<'a>> {
        match self.value.get_ref().as_table() {
            Some(table) => Some(Node::new(
                self.report,
                table,
                self.span(),
                self.path.clone(),
            )),
            None => self.wrong_type("a table"),
        }
    }
}
