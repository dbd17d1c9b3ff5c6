//! The text of a page as lines that a screen can lay over its picture.
//!
//! Owns which characters stand side by side, in which direction, and where each begins. Does not
//! own the order of the characters, which is the document's.
//! Trap: a run counts characters, not bytes or UTF-16 units, and each counts: what is invisible
//! stands in it as a zero-width space, so that a selection maps to [`PageText`] exactly.

use serde::{Deserialize, Serialize};

use crate::model::{Geometry, PageRect, PageText};
use crate::search::is_mark;

/// Stands for a character that cannot be shown.
const HIDDEN: char = '\u{200b}';

/// In which direction a run is read, as the page is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// From left to right.
    Right,
    /// From top to bottom: vertical writing, or a line that was turned clockwise.
    Down,
    /// From bottom to top: a line that was turned counter-clockwise.
    Up,
    /// From right to left, or upside down.
    Left,
}

impl Direction {
    const ALL: [Direction; 4] = [
        Direction::Right,
        Direction::Down,
        Direction::Up,
        Direction::Left,
    ];

    /// Whether lines stand upright.
    pub fn is_vertical(self) -> bool {
        matches!(self, Direction::Down | Direction::Up)
    }
}

/// Characters that stand side by side.
///
/// All lengths are hundredths of a point on the page as it is shown (after its own rotation and
/// the reader's), from its top left corner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextRun {
    /// Number of its first character in [`PageText::characters`]; the others follow.
    pub first: u32,
    /// Its characters, one for each.
    pub text: String,
    /// Runs of one line have one number; lines are counted from 0 in the document's order.
    pub line: u32,
    /// Left edge.
    pub left: i32,
    /// Top edge.
    pub top: i32,
    /// Width.
    pub width: i32,
    /// Height.
    pub height: i32,
    /// In which direction it is read.
    pub direction: Direction,
    /// Where each character begins, and where the last one ends, counted from the run's beginning
    /// in its direction; never descending, one more than characters.
    pub edges: Vec<i32>,
}

impl PageText {
    /// The lines of the page, turned clockwise by the reader by so many quarters.
    ///
    /// Blanks and line ends between runs belong to none of them.
    pub fn runs(&self, quarters: u8) -> Vec<TextRun> {
        let shown = Shown::of(self.geometry.turned(quarters));
        let mut runs = Vec::new();
        let mut open: Option<Open> = None;
        for (index, character) in self.characters.iter().enumerate() {
            let value = character.value;
            let place = match (character.rect.is_empty(), &shown) {
                (false, Some(shown)) => shown.place(character.rect),
                _ => None,
            };
            open = match (open.take(), place) {
                // Invisible, or an end of a line: it is decided with the next one that is seen.
                (Some(mut run), None) => {
                    run.pend(value);
                    Some(run)
                }
                (None, None) => None,
                (Some(mut run), Some(place)) => {
                    if run.accepts(place) {
                        run.push(value, place);
                        Some(run)
                    } else {
                        let line = run.line_of_next(place);
                        runs.push(run.close());
                        Some(Open::begin(index, value, place, line))
                    }
                }
                (None, Some(place)) => Some(Open::begin(index, value, place, 0)),
            };
        }
        runs.extend(open.map(Open::close));
        runs
    }
}

/// The page as it is shown.
struct Shown {
    geometry: Geometry,
    width: u32,
    height: u32,
}

impl Shown {
    fn of(geometry: Geometry) -> Option<Shown> {
        let area = geometry.area;
        let edge = |from: i32, to: i32| u32::try_from(i64::from(to) - i64::from(from)).ok();
        let (across, up) = (edge(area.left, area.right)?, edge(area.bottom, area.top)?);
        let (width, height) = match geometry.rotation {
            90 | 270 => (up, across),
            _ => (across, up),
        };
        Some(Shown {
            geometry,
            width,
            height,
        })
    }

    fn place(&self, rect: PageRect) -> Option<Place> {
        let [left, top, width, height] = self.geometry.on_picture(rect, self.width, self.height)?;
        let whole = |value: f64| value.round().clamp(-1e9, 1e9) as i32;
        Some(Place {
            left: whole(left),
            top: whole(top),
            right: whole(left + width),
            bottom: whole(top + height),
        })
    }
}

/// Where something stands on the page as shown, from the top left.
#[derive(Debug, Clone, Copy)]
struct Place {
    left: i32,
    top: i32,
    right: i32,
    bottom: i32,
}

/// A stretch in reading direction.
type Stretch = (i32, i32);

impl Place {
    /// From where to where it goes in a direction.
    fn along(self, direction: Direction) -> Stretch {
        match direction {
            Direction::Right => (self.left, self.right),
            Direction::Left => (-self.right, -self.left),
            Direction::Down => (self.top, self.bottom),
            Direction::Up => (-self.bottom, -self.top),
        }
    }

    /// What it takes of the line's breadth.
    fn across(self, direction: Direction) -> Stretch {
        match direction.is_vertical() {
            true => (self.left, self.right),
            false => (self.top, self.bottom),
        }
    }

    fn union(self, other: Place) -> Place {
        Place {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// Whether `next` stands on the same line in this direction; if so, how many breadths of the
    /// line lie between them.
    fn gap(self, next: Place, direction: Direction) -> Option<f64> {
        let (mine, its) = (self.across(direction), next.across(direction));
        let common = mine.1.min(its.1) - mine.0.max(its.0);
        let breadth = |(from, to): Stretch| (to - from).max(1);
        if common * 2 < breadth(mine).min(breadth(its)) {
            return None;
        }
        let breadth = f64::from(breadth(mine).max(breadth(its)));
        let (from, end) = self.along(direction);
        let (start, _) = next.along(direction);
        let goes_on = f64::from(start - from) >= -breadth / 8.0;
        goes_on.then(|| f64::from(start - end) / breadth)
    }
}

/// A run that may go on.
struct Open {
    first: usize,
    line: u32,
    direction: Option<Direction>,
    around: Place,
    last: Place,
    /// Characters with their stretches; `None` for blanks.
    characters: Vec<(char, Option<Place>)>,
    /// Blanks and invisible characters since the last one seen.
    pending: Vec<char>,
}

impl Open {
    fn begin(index: usize, value: char, place: Place, line: u32) -> Open {
        Open {
            first: index,
            line,
            direction: None,
            around: place,
            last: place,
            characters: vec![(shown(value), Some(place))],
            pending: Vec::new(),
        }
    }

    fn pend(&mut self, value: char) {
        self.pending.push(shown(value));
    }

    /// The direction in which `next` goes on, if it does.
    fn towards(&self, next: Place) -> Option<(Direction, f64)> {
        let known = self.direction;
        let mut tried = Direction::ALL
            .into_iter()
            .filter(|direction| known.is_none_or(|known| known == *direction));
        tried.find_map(|direction| Some((direction, self.last.gap(next, direction)?)))
    }

    fn accepts(&mut self, next: Place) -> bool {
        let broken = self
            .pending
            .iter()
            .any(|value| matches!(value, '\r' | '\n'));
        let Some((direction, gap)) = self.towards(next) else {
            return false;
        };
        // One character above another is a line of vertical writing only without a line's end.
        let goes_on = gap <= 1.0 && !(broken && self.direction.is_none());
        if goes_on {
            self.direction = Some(direction);
        }
        goes_on
    }

    fn line_of_next(&self, next: Place) -> u32 {
        let broken = self
            .pending
            .iter()
            .any(|value| matches!(value, '\r' | '\n'));
        let same = !broken && self.towards(next).is_some();
        self.line + u32::from(!same)
    }

    fn push(&mut self, value: char, place: Place) {
        let blanks = self.pending.drain(..).map(|blank| (blank, None));
        self.characters.extend(blanks);
        self.characters.push((shown(value), Some(place)));
        self.around = self.around.union(place);
        self.last = place;
    }

    fn close(self) -> TextRun {
        let direction = self.direction.unwrap_or(Direction::Right);
        let (start, end) = self.around.along(direction);
        let mut edges = Vec::with_capacity(self.characters.len() + 1);
        let mut reached = start;
        let mut rest = self.characters.as_slice();
        while let Some(((_, place), after)) = rest.split_first() {
            if let Some(place) = place {
                let (from, to) = place.along(direction);
                // The first one begins the run, even where a later one sticks out before it.
                reached = if edges.is_empty() {
                    start
                } else {
                    reached.max(from)
                };
                edges.push(reached - start);
                reached = match after.first() {
                    // Side by side: a character ends where the next one begins.
                    Some((_, Some(next))) => reached.max(next.along(direction).0),
                    _ => reached.max(to),
                };
                rest = after;
                continue;
            }
            // Blanks share the gap before the next character equally.
            let blanks = rest.iter().take_while(|(_, place)| place.is_none()).count();
            let next = rest.get(blanks).and_then(|(_, place)| *place);
            let until = next.map_or(reached, |next| reached.max(next.along(direction).0));
            let share = |number: usize| {
                let gap = i64::from(until) - i64::from(reached);
                reached + (gap * number as i64 / blanks.max(1) as i64) as i32
            };
            edges.extend((0..blanks).map(|number| share(number) - start));
            reached = until;
            rest = rest.get(blanks..).unwrap_or_default();
        }
        edges.push(reached.max(end) - start);
        TextRun {
            first: self.first as u32,
            text: self
                .characters
                .iter()
                .map(|(value, _)| on_one_line(*value))
                .collect(),
            line: self.line,
            left: self.around.left,
            top: self.around.top,
            width: self.around.right - self.around.left,
            height: self.around.bottom - self.around.top,
            direction,
            edges,
        }
    }
}

/// The character as a screen can show it.
fn shown(value: char) -> char {
    match value {
        '\r' | '\n' => value,
        value if is_mark(value) || value.is_control() => HIDDEN,
        value => value,
    }
}

fn on_one_line(value: char) -> char {
    match value {
        '\r' | '\n' => HIDDEN,
        value => value,
    }
}

#[cfg(test)]
mod tests;
