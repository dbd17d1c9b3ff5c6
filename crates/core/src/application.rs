//! An application: what one enterprise hands in. Facts only, never a judgement.
//!
//! Owns enterprise, declared values and evidence catalogue. Whether a value is plausible or an
//! item is required is the scheme's business.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::amount::Fen;
use crate::id::{
    ApplicationId, Digest, EvidenceCode, FieldCode, IndicatorCode, InvalidId, ObjectId, OptionCode,
    TypeCode, UnitCode,
};

/// One application as packed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Application {
    /// Opaque id, the same in every document of the round.
    pub id: ApplicationId,
    /// Who applies.
    pub enterprise: Enterprise,
    /// Type under which it applies; decides bands and points.
    pub enterprise_type: TypeCode,
    /// Declared values by field and year.
    pub fields: BTreeMap<FieldKey, DeclaredValue>,
    /// Options of choice leaves that the form or the office's check has decided.
    pub choices: BTreeMap<IndicatorCode, OptionCode>,
    /// Evidence, in catalogue order.
    pub evidence: Vec<EvidenceItem>,
    /// Version of the material: 1 as packed, one more with each supplement.
    pub material_version: u32,
}

/// What every expert may know of an enterprise before the pledge: the row of the conflict table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enterprise {
    /// 企业名称.
    pub name: String,
    /// 统一社会信用代码, 18 characters.
    pub credit_code: String,
    /// 法定代表人.
    pub legal_representative: String,
    /// Group it belongs to, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Main shareholders.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shareholders: Vec<String>,
    /// Unit that recommends it.
    pub unit: UnitCode,
}

/// A field in a certain year: `F20` is the review year or has no year, `F20_1` the year before.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FieldKey {
    /// The field.
    pub code: FieldCode,
    /// Years before the review year, 0–9.
    pub years_back: u8,
}

impl FieldKey {
    /// `code` in the review year.
    #[must_use]
    pub fn current(code: FieldCode) -> Self {
        Self {
            code,
            years_back: 0,
        }
    }
}

impl fmt::Display for FieldKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.years_back {
            0 => write!(f, "{}", self.code),
            n => write!(f, "{}_{n}", self.code),
        }
    }
}

impl FromStr for FieldKey {
    type Err = InvalidId;
    fn from_str(text: &str) -> Result<Self, InvalidId> {
        let (code, years_back) = match text.rsplit_once('_') {
            None => (text, 0),
            Some((code, years)) => match years.as_bytes() {
                [digit @ b'1'..=b'9'] => (code, digit - b'0'),
                _ => return Err(InvalidId { kind: "field key" }),
            },
        };
        Ok(Self {
            code: FieldCode::new(code)?,
            years_back,
        })
    }
}

impl TryFrom<String> for FieldKey {
    type Error = InvalidId;
    fn try_from(text: String) -> Result<Self, InvalidId> {
        text.parse()
    }
}

impl From<FieldKey> for String {
    fn from(key: FieldKey) -> String {
        key.to_string()
    }
}

/// A declared value and where the applicant says it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeclaredValue {
    /// The value.
    pub value: FieldValue,
    /// The page named as its source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
}

/// A page of an evidence item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The evidence item.
    pub evidence: EvidenceCode,
    /// Page counted from 1 within the item.
    pub page: u32,
}

/// A value of a form field. Which variant a field takes is the scheme's definition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum FieldValue {
    /// Money, in fen.
    Money(Fen),
    /// Any other number, exact, written as a decimal string.
    Number(#[serde(with = "rust_decimal_text")] Decimal),
    /// Free text.
    Text(String),
    /// A calendar day, `2026-11-22`.
    Date(String),
    /// A code of the field's code list.
    Code(String),
    /// Several texts.
    List(Vec<String>),
}

/// Decimals as canonical strings: `"12.5"`, never `"12.50"` and never a JSON number.
mod rust_decimal_text {
    use rust_decimal::Decimal;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(value: &Decimal, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&value.normalize().to_string())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Decimal, D::Error> {
        let text = String::deserialize(from)?;
        let value: Decimal = text
            .parse()
            .map_err(|_| D::Error::custom("not a decimal"))?;
        if value.normalize().to_string() == text {
            Ok(value)
        } else {
            Err(D::Error::custom("not a canonical decimal"))
        }
    }
}

/// One line of the evidence catalogue: pages of a file under a catalogue number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvidenceItem {
    /// Catalogue number.
    pub code: EvidenceCode,
    /// Title shown to the reader.
    pub title: String,
    /// File name as submitted.
    pub file_name: String,
    /// Object of the package that holds the file; several items may share one.
    pub object: ObjectId,
    /// Digest of the file itself (not of its ciphertext).
    pub digest: Digest,
    /// Size of the file, in bytes.
    pub size: u64,
    /// What the file is.
    pub media: Media,
    /// Pages of the file that belong to the item; `None` for all of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<PageRange>,
}

/// Pages `first..=last` of a file, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageRange {
    /// First page of the item.
    pub first: u32,
    /// Last page of the item.
    pub last: u32,
}

/// Kinds of files that can be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Media {
    /// PDF document.
    Pdf,
    /// JPEG image, shown as one page.
    Jpeg,
    /// PNG image, shown as one page.
    Png,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn field_keys_carry_the_year() {
        let key: FieldKey = "F20_2".parse().unwrap();
        assert_eq!((key.code.as_str(), key.years_back), ("F20", 2));
        assert_eq!(key.to_string(), "F20_2");
        for bad in ["F20_0", "F20_10", "F20_", "_1", ""] {
            assert!(bad.parse::<FieldKey>().is_err(), "{bad}");
        }
    }

    #[test]
    fn numbers_have_one_written_form() {
        let read = |text: &str| serde_json::from_str::<FieldValue>(text);
        assert!(read(r#"{"number":"12.5"}"#).is_ok());
        assert!(read(r#"{"number":"12.50"}"#).is_err());
        assert!(read(r#"{"number":12.5}"#).is_err());
        assert!(read(r#"{"money":150}"#).is_ok());
    }
}
