//! Faults of a scheme file: what is wrong, where, and the values a message needs.
//!
//! Owns the list of fault kinds, their stable codes and their English sentences. Other languages
//! translate the template of a kind and fill in the same [`Fault::details`].

use std::fmt;

use serde::Serialize;

/// One thing that is wrong in a scheme file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// What is wrong.
    pub kind: FaultKind,
    /// Line, counted from 1.
    pub line: usize,
    /// Column in characters, counted from 1.
    pub column: usize,
    /// What it is about: a path such as `indicator A1.1.bands`.
    pub subject: String,
    /// Values for the message, by the name they have in the template.
    pub details: Vec<(&'static str, String)>,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}: ", self.line, self.column, self.subject)?;
        f.write_str(&fill(self.kind.template(), &self.details))
    }
}

/// Puts `details` in the place of their names in braces.
#[must_use]
pub fn fill(template: &str, details: &[(&'static str, String)]) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let (name, tail) = after.split_once('}').unwrap_or((after, ""));
        let value = details.iter().find(|(known, _)| *known == name);
        text.push_str(value.map_or(name, |(_, value)| value));
        rest = tail;
    }
    text.push_str(rest);
    text
}

macro_rules! fault_kinds {
    ($($(#[$doc:meta])* $name:ident, $code:literal, $template:literal;)+) => {
        /// Kinds of faults.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum FaultKind {
            $($(#[$doc])* $name,)+
        }

        impl FaultKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// Stable name of the kind.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }

            /// English sentence with the names of details in braces.
            #[must_use]
            pub fn template(self) -> &'static str {
                match self { $(Self::$name => $template,)+ }
            }
        }
    };
}

fault_kinds! {
    /// Not TOML.
    BadToml, "bad-toml", "not valid TOML: {message}";
    /// Longer than any scheme is.
    TooLong, "too-long", "{found} is more than the {most} there can be";
    /// `format` names another version of the file format.
    UnknownFormat, "unknown-format", "this program reads scheme format {expected}, not {found}";
    /// A key that must be there is missing.
    MissingKey, "missing-key", "the key '{key}' is missing";
    /// A key the format does not know.
    UnknownKey, "unknown-key", "the key '{key}' is not known here";
    /// A value of the wrong kind.
    WrongType, "wrong-type", "expected {expected}, found {found}";
    /// A value of the right kind that is not allowed.
    BadValue, "bad-value", "'{found}' is not {expected}";
    /// A code that stands twice.
    DuplicateCode, "duplicate-code", "'{code}' already stands in line {first}";
    /// A form field that is not declared.
    UnknownField, "unknown-field", "there is no field '{code}'";
    /// An evidence code that is not in the catalogue.
    UnknownEvidence, "unknown-evidence", "there is no evidence '{code}' in the catalogue";
    /// An enterprise type that is not declared.
    UnknownType, "unknown-type", "there is no enterprise type '{code}'";
    /// A scale that is not declared.
    UnknownScale, "unknown-scale", "there is no scale '{code}'";
    /// An indicator that is not declared.
    UnknownIndicator, "unknown-indicator", "there is no indicator '{code}'";
    /// A parent that does not stand above its child.
    UnknownParent, "unknown-parent", "no indicator '{code}' stands above this one";
    /// A veto that is not declared.
    UnknownVeto, "unknown-veto", "there is no veto '{code}'";
    /// A derived formula that is not declared.
    UnknownDerived, "unknown-derived", "there is no derived formula '{code}'";
    /// An indicator that has neither children nor a mode.
    BranchWithoutChildren, "branch-without-children", "has neither a mode nor children";
    /// A leaf that other indicators name as their parent.
    LeafWithChildren, "leaf-with-children", "has a mode and children; only one is possible";
    /// Indicators nested deeper than any form can show.
    TreeTooDeep, "tree-too-deep", "indicators are nested deeper than {most} levels";
    /// A scheme without indicators.
    NothingToMark, "nothing-to-mark", "the scheme has no {what}";
    /// Points of children do not add up to those of their parent.
    PointsSum, "points-sum", "gives {found} points ({type}), its children add up to {sum}";
    /// Points of the tree do not add up to the full score.
    FullScore, "full-score", "the first level adds up to {sum} ({type}), not to the full score {expected}";
    /// Points that must be positive are not.
    PointsNotPositive, "points-not-positive", "points must be greater than 0, found {found}";
    /// Bands that do not fall.
    BandsNotMonotone, "bands-not-monotone", "bounds and points must fall from band to band: ({from}, {points}) follows ({above_from}, {above_points})";
    /// A band or option that gives more than the leaf has.
    BeyondPoints, "beyond-points", "gives {points} points, the leaf has {most} ({type})";
    /// No band or option gives all points.
    FullPointsUnreachable, "full-points-unreachable", "at most {best} of {points} points can be reached ({type})";
    /// An enterprise type for which a computed leaf has no bands.
    BandsMissing, "bands-missing", "has no bands for enterprise type {type}";
    /// A scale whose numbers do not fit together.
    ScaleRange, "scale-range", "min {min}, zero {zero} and max {max} must rise (zero may equal min)";
    /// A step that is not a positive multiple of 0.01.
    ScaleStep, "scale-step", "the step {step} must be a positive multiple of 0.01";
    /// A step that does not divide the range.
    ScaleStepNotDividing, "scale-step-not-dividing", "the range {range} is not a whole number of steps of {step}";
    /// A scale with more values than can be shown.
    ScaleTooFine, "scale-too-fine", "the scale has more than {most} values";
    /// An anchor in which no value of the scale lies.
    AnchorUnreachable, "anchor-unreachable", "no mark of the scale lies from {from} to {to}";
    /// Values of the scale in two anchors.
    AnchorOverlap, "anchor-overlap", "the marks {from} to {to} also lie in '{other}'";
    /// Values of the scale in no anchor.
    AnchorGap, "anchor-gap", "no anchor holds the marks {from} to {to}";
    /// A formula the engine cannot read.
    FormulaSyntax, "formula-syntax", "the formula cannot be read: {message}";
    /// A formula with something else than arithmetic, comparison and the known functions.
    FormulaConstruct, "formula-construct", "'{found}' is not possible in a formula";
    /// An operand or a result of the wrong type.
    FormulaType, "formula-type", "expected a {expected}, found a {found}";
    /// Division of two whole numbers written in the formula.
    IntegerDivision, "integer-division", "division of two whole numbers; write one of them with a decimal point";
    /// A formula that reads something that does not exist.
    UnknownVariable, "unknown-variable", "there is no field or derived formula '{code}'";
    /// A formula that reads a year the field does not declare.
    UndeclaredYear, "undeclared-year", "'{code}' declares {years} year(s)";
    /// A formula or rule that reads a field which is no number.
    FieldNotNumeric, "field-not-numeric", "the field '{code}' is not a number";
    /// Derived formulas that read each other in a circle.
    FormulaCycle, "formula-cycle", "reads itself: {cycle}";
    /// Numbers of the aggregation that cannot be.
    AggregationImpossible, "aggregation-impossible", "dropping {high} high and {low} low of {from} leaves nothing";
    /// A threshold nobody can reach.
    ThresholdUnreachable, "threshold-unreachable", "at least {least} of at most {most} can never be reached";
    /// Grades that do not fall, or shares that do not rise.
    GradesNotFalling, "grades-not-falling", "{found} follows {above}; bounds must fall, shares must rise";
    /// Grades of both kinds.
    GradesMixed, "grades-mixed", "grades are either all by score (from) or all by rank (up_to_percent)";
    /// A selection that contradicts itself.
    SelectionInconsistent, "selection-inconsistent", "{reason}";
    /// A panel of an even number.
    PanelSizeEven, "panel-size-even", "a panel has an odd number of members, found {found}";
    /// A divergence rule that can never flag or needs a number it lacks.
    DivergenceImpossible, "divergence-impossible", "{reason}";
}
