//! Grades by composite or by place.
//!
//! Trap: by place, those who share the last place of a grade all get it.

use crate::scheme::Grades;

use super::exact::Exact;
use super::rank::Contender;

/// The grade of one of `ranked` ordered contenders.
pub(super) fn grade(grades: &Grades, contender: &Contender, ranked: usize) -> Option<String> {
    match grades {
        Grades::None => None,
        Grades::ByScore(grades) => grades
            .iter()
            .find(|grade| contender.key.composite >= Exact::from(grade.from))
            .map(|grade| grade.grade.code.clone()),
        Grades::ByRank(grades) => grades
            .iter()
            .find(|grade| contender.place <= places(grade.up_to_percent.into(), ranked))
            .map(|grade| grade.grade.code.clone()),
    }
}

/// How many places `percent` of `ranked` are, rounded down.
fn places(percent: Exact, ranked: usize) -> u32 {
    let share = (&percent * &Exact::count(ranked)).over(&Exact::from(100));
    let whole = share.and_then(|share| share.floor()).unwrap_or(0);
    u32::try_from(whole).unwrap_or(0)
}
