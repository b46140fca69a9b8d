//! XML as text: elements, attributes, escapes. Characters that XML 1.0 cannot hold become spaces.

use std::fmt::Write;

/// A writer of one XML document.
#[derive(Debug)]
pub(super) struct Xml {
    text: String,
    open: Vec<&'static str>,
}

impl Xml {
    /// A document with its root and the attributes of the root.
    pub(super) fn new(root: &'static str, attributes: &[(&str, &str)]) -> Self {
        let mut xml = Self { text: String::with_capacity(16 << 10), open: Vec::with_capacity(12) };
        xml.text.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.begin_with(root, attributes);
        xml
    }

    /// Opens an element.
    pub(super) fn begin(&mut self, name: &'static str) {
        self.begin_with(name, &[]);
    }

    /// Opens an element with attributes.
    pub(super) fn begin_with(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.start(name, attributes);
        self.text.push_str(">\n");
        self.open.push(name);
    }

    fn start(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.indent();
        self.text.push('<');
        self.text.push_str(name);
        for (key, value) in attributes {
            self.text.push(' ');
            self.text.push_str(key);
            self.text.push_str("=\"");
            escape(&mut self.text, value);
            self.text.push('"');
        }
    }

    /// Closes the element that was opened last.
    pub(super) fn end(&mut self) {
        let Some(name) = self.open.pop() else { return };
        self.indent();
        self.text.push_str("</");
        self.text.push_str(name);
        self.text.push_str(">\n");
    }

    /// Writes what is inside of an element.
    pub(super) fn within(&mut self, name: &'static str, inside: impl FnOnce(&mut Self)) {
        self.begin(name);
        inside(self);
        self.end();
    }

    /// An element with a text.
    pub(super) fn leaf(&mut self, name: &str, text: impl AsRef<str>) {
        self.leaf_with(name, &[], text);
    }

    /// An element with a text and attributes.
    pub(super) fn leaf_with(&mut self, name: &str, attributes: &[(&str, &str)], text: impl AsRef<str>) {
        self.start(name, attributes);
        self.text.push('>');
        escape(&mut self.text, text.as_ref().trim());
        self.text.push_str("</");
        self.text.push_str(name);
        self.text.push_str(">\n");
    }

    /// An element with a text, unless there is none.
    pub(super) fn maybe(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) {
            self.leaf(name, text);
        }
    }

    fn indent(&mut self) {
        for _ in &self.open {
            self.text.push(' ');
        }
    }

    /// The document, with what is still open closed.
    pub(super) fn finish(mut self) -> Vec<u8> {
        while !self.open.is_empty() {
            self.end();
        }
        self.text.into_bytes()
    }
}

fn escape(into: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => into.push_str("&amp;"),
            '<' => into.push_str("&lt;"),
            '>' => into.push_str("&gt;"),
            '"' => into.push_str("&quot;"),
            '\t' | '\n' | '\r' => into.push(' '),
            c if c < ' ' || matches!(c, '\u{7F}'..='\u{9F}' | '\u{FFFE}' | '\u{FFFF}') => into.push(' '),
            c => into.push(c),
        }
    }
}

/// An amount with exactly two decimals.
pub(super) fn money(amount: rust_decimal::Decimal) -> String {
    let mut amount = super::model::round(amount, 2);
    amount.rescale(2);
    let mut text = String::with_capacity(12);
    let _ = write!(text, "{amount}");
    if text == "-0.00" { "0.00".to_owned() } else { text }
}

/// A number without trailing zeros.
pub(super) fn number(number: rust_decimal::Decimal) -> String {
    number.normalize().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_and_what_xml_cannot_hold_is_a_space() {
        let mut xml = Xml::new("a", &[("b", "\"1\"")]);
        xml.leaf("c", "x < y & z\u{0}\u{B}!");
        xml.maybe("d", Some("  "));
        let text = String::from_utf8(xml.finish()).unwrap();
        assert_eq!(
            text,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a b=\"&quot;1&quot;\">\n <c>x &lt; y &amp; z  !</c>\n</a>\n"
        );
        assert_eq!((money("-0.001".parse().unwrap()), money("2.345".parse().unwrap())), ("0.00".into(), "2.35".into()));
    }
}
