//! Faults of inputs that have several: materials, schemes, tables. One line for each.

use hengping_app::materials::{InputFault, InputFaultKind};
use hengping_app::messages::{Catalogue, Param};
use hengping_app::tables::TableFault;
use hengping_core::scheme::Fault;

use super::params;

/// A fault of the folder of materials.
pub(crate) fn fault(fault: &InputFault, say: &Catalogue) -> String {
    let (key, detail) = match &fault.kind {
        InputFaultKind::Unreadable => ("input-unreadable", String::new()),
        InputFaultKind::Malformed(text) => ("input-malformed", say.phrase(text)),
        InputFaultKind::UnknownCode(code) => ("input-unknown-code", code.clone()),
        InputFaultKind::BadValue(text) => ("input-bad-value", say.phrase(text)),
        InputFaultKind::OutsideFolder => ("input-outside-folder", String::new()),
        InputFaultKind::DuplicateId(id) => ("input-duplicate-id", id.to_string()),
    };
    let sentence = say.say(key, &[("detail", Param::from(detail))]);
    let file = fault.file.display();
    match fault.place.as_str() {
        "" => format!("{file}: {sentence}"),
        place => format!("{file} {place}: {sentence}"),
    }
}

/// A fault of a scheme, with its line and column.
pub(crate) fn scheme_fault(fault: &Fault, say: &Catalogue) -> String {
    let sentence = fault_sentence(fault, say);
    format!(
        "{}:{} {}: {sentence}",
        fault.line, fault.column, fault.subject
    )
}

/// What a fault of a scheme says.
pub(super) fn fault_sentence(fault: &Fault, say: &Catalogue) -> String {
    let key = format!("fault-{}", fault.kind.code());
    say.say(&key, &params(&fault.details, say))
}

/// A fault of a table, with its cell.
pub(crate) fn table_fault(fault: &TableFault, say: &Catalogue) -> String {
    let key = format!("table-fault-{}", fault.kind.code());
    let sentence = say.say(&key, &params(&fault.kind.details(), say));
    format!("{}: {sentence}", fault.place())
}
