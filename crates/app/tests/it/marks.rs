//! Marks that are refused, and files of marks that are taken twice.

use hengping_app::expert::MarkRequest;
use hengping_app::marks_file;
use hengping_app::messages::Catalogue;
use hengping_app::notice::Notice;
use hengping_core::amount::Hundredths;
use hengping_core::mark::Judgement;
use hengping_core::text::Language;

use crate::support::{Round, id};

#[test]
fn a_file_with_a_recusal_may_be_taken_twice() {
    let mut round = Round::packed();
    let text = "[[application]]\nid = \"a2\"\nrecuse = \"kinship\"\n";
    let file = marks_file::read(text).unwrap();
    for recused in [1, 0] {
        let ctx = round.place.ctx();
        let taken = round.experts[0].take_marks(&file, &ctx).unwrap();
        assert_eq!((taken.recused, taken.refused.len()), (recused, 0));
    }
}

#[test]
fn what_is_wrong_with_a_mark_is_said_in_chinese() {
    let mut round = Round::packed();
    let wrong = [
        Judgement::Score(Hundredths(9_900)),
        Judgement::Score(Hundredths(733)),
        Judgement::Choice(id("lead")),
    ];
    for judgement in wrong {
        let request = MarkRequest {
            indicator: id("A2"),
            judgement,
            comment: String::new(),
            citations: Vec::new(),
        };
        let ctx = round.place.ctx();
        let refused = round.experts[0].mark(&id("a1"), request, &ctx).unwrap_err();
        let said = Notice::from(&refused).sentence(&Catalogue::new(Language::Zh));
        // Only the leaf's code is not Chinese.
        let latin = said
            .replace("A2", "")
            .chars()
            .any(|c| c.is_ascii_alphabetic());
        assert!(!latin, "{said}");
    }
}
