//! Formulas of a scheme in the words of a spreadsheet.
//!
//! Owns the translation of numbers, the four operators, brackets and the four functions. What it
//! cannot say (comparisons, conditions) is not translated at all. Trap: only names that stand for a
//! cell or a derived formula pass, so that nothing a scheme's author wrote reaches a cell as it is.

use std::collections::BTreeMap;

use hengping_core::scheme::Formula;

/// Deepest chain of derived formulas; schemes are checked to have no circles.
const DEEPEST: u8 = 16;
/// Functions that both know, by the scheme's name.
const FUNCTIONS: [&str; 4] = ["sqrt", "abs", "min", "max"];

/// `text` over `cells`; nothing where a spreadsheet has no word for it.
pub(super) fn translate(
    text: &str,
    derived: &BTreeMap<String, Formula>,
    cells: &BTreeMap<&str, String>,
) -> Option<String> {
    within(text, derived, cells, 0)
}

fn within(
    text: &str,
    derived: &BTreeMap<String, Formula>,
    cells: &BTreeMap<&str, String>,
    depth: u8,
) -> Option<String> {
    if depth > DEEPEST {
        return None;
    }
    let mut said = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = token(rest, first);
        let (word, after) = rest.split_at(length);
        if first.is_ascii_digit() {
            word.parse::<f64>().ok()?;
            said.push_str(word);
        } else if first.is_alphabetic() || first == '_' {
            let name = match (cells.get(word), derived.get(word)) {
                (Some(cell), _) => cell.clone(),
                (None, Some(formula)) => {
                    format!("({})", within(&formula.text, derived, cells, depth + 1)?)
                }
                (None, None) if FUNCTIONS.contains(&word) => word.to_ascii_uppercase(),
                (None, None) => return None,
            };
            said.push_str(&name);
        } else if "+-*/(),".contains(first) {
            said.push(first);
        } else if !first.is_whitespace() {
            return None;
        }
        rest = after;
    }
    Some(said)
}

/// How many bytes the token at the beginning of `rest` takes.
fn token(rest: &str, first: char) -> usize {
    let end = |part: fn(char) -> bool| rest.find(|c| !part(c)).unwrap_or(rest.len());
    if first.is_ascii_digit() {
        end(|c| c.is_ascii_digit() || c == '.')
    } else if first.is_alphabetic() || first == '_' {
        end(|c| c.is_alphanumeric() || c == '_')
    } else {
        first.len_utf8()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Option<String> {
        let cells = BTreeMap::from([("F24", "D7".to_owned()), ("F24_1", "D8".to_owned())]);
        translate(text, &BTreeMap::new(), &cells)
    }

    #[test]
    fn names_become_cells_and_functions_their_names_there() {
        let text = said("(F24 - F24_1) / F24_1 * 100.0");
        assert_eq!(text.as_deref(), Some("(D7-D8)/D8*100.0"));
        assert_eq!(said("sqrt(F24)").as_deref(), Some("SQRT(D7)"));
    }

    #[test]
    fn what_has_no_word_is_not_said() {
        for text in [
            "F99",
            "F24 > 1.0",
            "HYPERLINK(\"x\")",
            "F24 && F24_1",
            "1.2.3",
        ] {
            assert_eq!(said(text), None, "{text}");
        }
    }
}
