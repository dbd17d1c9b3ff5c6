//! Commands of the visit team. Import, hand-in and what belongs to them are the expert's commands.

use super::list;
use crate::desktop::acts::visit;
use crate::desktop::wire::round::*;
use crate::desktop::wire::start::*;
use crate::desktop::wire::visit::*;

list! {
    visits: Nothing => VisitList = visit::visits;
    visit: OfApplication => VisitView = visit::visit;
    visit_consider: VisitConsider => VisitEffect = visit::visit_consider;
    take_kit: VisitKit => VisitList = visit::take_kit;
    save_finding: SaveFinding => VisitView = visit::save_finding;
    lines_to_add: OfApplication => LinesToAdd = visit::lines_to_add;
    save_statement: SaveStatement => VisitView = visit::save_statement;
    sign_visit: SignVisit => VisitView = visit::sign_visit;
    unsign_visit: SignVisit => VisitView = visit::unsign_visit;
    look_at_photos: VisitFiles => PhotosFound = visit::look_at_photos;
    add_photos: AddPhotos => PhotosDone = visit::add_photos;
    remove_photo: PhotoOf => VisitView = visit::remove_photo;
    delete_origins: VisitFiles => PhotosDone = visit::delete_origins;
    keep_place: KeepPlace => VisitList = visit::keep_place;
    seal_visit: SealVisit => VisitView = visit::seal_visit;
    show_counterpart: OfApplication => VisitView = visit::show_counterpart;
    counterpart: Nothing => Counterpart = visit::counterpart;
    leave_counterpart: Pin => Nothing = visit::leave_counterpart;
}
