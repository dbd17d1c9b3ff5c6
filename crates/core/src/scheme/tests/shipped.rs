//! The schemes that ship with the program.

use super::*;

const ECOMMERCE: &str =
    include_str!("../../../../../review-packages/schemes/ecommerce-demonstration.toml");

fn read(text: &str) -> Scheme {
    parse(text).unwrap_or_else(|faults| panic!("{}", list(&faults)))
}

#[test]
fn the_sample_programme_adds_up() {
    let summary = read(ECOMMERCE).summary();
    assert_eq!((summary.leaves, summary.levels), (29, vec![5, 13, 29]));
    assert_eq!(
        (summary.fields, summary.evidence, summary.vetoes),
        (50, 24, 10)
    );
    for type_summary in &summary.types {
        let points = |mode: &str| type_summary.by_mode[mode].as_str();
        assert_eq!(type_summary.total, "100");
        assert_eq!(points("computed"), "50");
        assert_eq!(points("choice"), "7");
        assert_eq!(points("scored"), "43");
    }
}
