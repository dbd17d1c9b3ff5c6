//! Facts as people write them: the form that reading a fact takes back.

use hengping_core::application::FieldValue;
use hengping_core::mark::{FactKey, FactValue};

/// `F16_1`, `choice:C2.2`, `type`, `item:J1`.
pub(crate) fn fact(fact: &FactKey) -> String {
    match fact {
        FactKey::Field(field) => field.to_string(),
        FactKey::Choice(leaf) => format!("choice:{leaf}"),
        FactKey::EnterpriseType => "type".to_owned(),
        FactKey::Item(item) => format!("item:{item}"),
    }
}

/// A value in the units of the form.
pub(crate) fn value(value: &FactValue) -> String {
    match value {
        FactValue::Field(FieldValue::Money(fen)) => fen.to_wan().to_string(),
        FactValue::Field(FieldValue::Number(number)) => number.normalize().to_string(),
        FactValue::Field(
            FieldValue::Text(text) | FieldValue::Date(text) | FieldValue::Code(text),
        ) => text.clone(),
        FactValue::Field(FieldValue::List(entries)) => entries.join("; "),
        FactValue::Option(option) => option.to_string(),
        FactValue::EnterpriseType(code) => code.to_string(),
        FactValue::Count(count) => count.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use hengping_core::scheme;

    use super::*;
    use crate::expert::read_fact;

    const SCHEME: &str =
        include_str!("../../../review-packages/schemes/ecommerce-demonstration.toml");

    #[test]
    fn what_is_written_is_read_back() {
        let scheme = scheme::parse(SCHEME).unwrap();
        for (name, text) in [
            ("F20", "126700.5"),
            ("F20_1", "3"),
            ("F27", "376"),
            ("choice:C2.2", "lead"),
            ("type", "R"),
            ("item:J1", "1"),
            ("item:V7", "0"),
        ] {
            let (key, read) = read_fact(&scheme, name, text).unwrap();
            assert_eq!((fact(&key).as_str(), value(&read).as_str()), (name, text));
        }
    }
}
