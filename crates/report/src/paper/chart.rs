//! Pictures of numbers as values: rows on an axis, and shaded fields.
//!
//! Owns the axis. What is drawn where is computed here in thousandths of the axis, so that the layout
//! knows no number; what stands beside a row is text that was printed elsewhere. Trap: a place is a
//! picture only. Every chart has a table of the same numbers beside it.

use serde::Serialize;

/// Length of an axis.
const FULL: u16 = 1000;
/// Steps an axis has at most.
const STEPS: f64 = 6.0;

/// Rows on one axis.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Chart {
    /// What it shows.
    pub caption: String,
    /// What its signs mean; empty for nothing.
    pub legend: String,
    /// Numbers along the axis.
    pub ticks: Vec<Tick>,
    /// Where a dashed line stands: zero, or the cut.
    pub line: Option<u16>,
    /// Its rows, from the top.
    pub rows: Vec<ChartRow>,
}

/// A number along an axis.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tick {
    /// Its place, in thousandths.
    pub at: u16,
    /// As it is printed.
    pub text: String,
}

/// One row of a chart; places in thousandths of the axis.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ChartRow {
    /// What it is about.
    pub label: String,
    /// Its number, printed at the right.
    pub value: String,
    /// The number.
    pub at: Option<u16>,
    /// From where to where it may lie: a line with ends.
    pub span: Option<(u16, u16)>,
    /// The middle half: a box.
    pub middle: Option<(u16, u16)>,
    /// Single values: circles.
    pub dots: Vec<u16>,
    /// Whether it stands out.
    pub strong: bool,
    /// Whether the cut is below it.
    pub cut: bool,
}

/// Numbers in fields, the greater the darker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Heat {
    /// What it shows.
    pub caption: String,
    /// What its shades mean; empty for nothing.
    pub legend: String,
    /// Headings of its columns.
    pub columns: Vec<String>,
    /// Its rows.
    pub rows: Vec<HeatRow>,
}

/// One row of fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeatRow {
    /// What it is about.
    pub label: String,
    /// Its fields.
    pub cells: Vec<HeatCell>,
}

/// One field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeatCell {
    /// Its number as printed.
    pub text: String,
    /// How dark it is, in thousandths; nothing where there is no number.
    pub shade: Option<u16>,
}

/// An axis that ends at round numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Axis {
    least: f64,
    step: f64,
    steps: u32,
}

impl Axis {
    /// The axis over these values, in steps of 1, 2 or 5 times a power of ten. Values that are no
    /// numbers are passed over; without any it goes from 0 to 1.
    #[must_use]
    pub fn over(values: impl IntoIterator<Item = f64>) -> Self {
        let values = values.into_iter().filter(|value| value.is_finite());
        let ends = values.fold(None, |ends: Option<(f64, f64)>, value| {
            let (least, greatest) = ends.unwrap_or((value, value));
            Some((least.min(value), greatest.max(value)))
        });
        let (least, greatest) = ends.unwrap_or((0.0, 1.0));
        let wide = if greatest > least {
            greatest - least
        } else {
            1.0
        };
        let mut step = 1e-6;
        let mut factors = [2.0, 2.5, 2.0].into_iter().cycle();
        while wide / step > STEPS {
            step *= factors.next().unwrap_or(2.0);
        }
        let first = (least / step).floor() * step;
        let mut steps = 1;
        while first + step * f64::from(steps) < greatest {
            steps += 1;
        }
        Self {
            least: first,
            step,
            steps,
        }
    }

    /// The place of a value, in thousandths; what lies beyond stands at the end.
    #[must_use]
    pub fn at(self, value: f64) -> u16 {
        let share = (value - self.least) / (self.step * f64::from(self.steps));
        let wanted = share * f64::from(FULL);
        (0..=FULL)
            .take_while(|place| f64::from(*place) <= wanted + 0.5)
            .last()
            .unwrap_or(0)
    }

    /// The numbers along it.
    #[must_use]
    pub fn ticks(self) -> Vec<Tick> {
        let mut digits = 0;
        let mut unit = 1.0;
        while self.step < unit * 0.999_999 && digits < 6 {
            unit /= 10.0;
            digits += 1;
        }
        let value = |at: u32| self.least + self.step * f64::from(at);
        let ticks = (0..=self.steps).map(|at| Tick {
            at: self.at(value(at)),
            text: format!("{:.digits$}", value(at) + 0.0).replace('-', "\u{2212}"),
        });
        ticks.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(axis: Axis) -> Vec<String> {
        axis.ticks().into_iter().map(|tick| tick.text).collect()
    }

    #[test]
    fn an_axis_ends_at_round_numbers_and_holds_every_value() {
        let axis = Axis::over([61.3, 88.9]);
        assert_eq!(texts(axis), ["60", "65", "70", "75", "80", "85", "90"]);
        assert_eq!(
            (axis.at(60.0), axis.at(75.0), axis.at(90.0)),
            (0, 500, 1000)
        );
        let around_zero = Axis::over([-0.42, 0.31]);
        assert_eq!(around_zero.ticks().first().unwrap().text, "\u{2212}0.6");
        let halves: Vec<u16> = [0.0, 10.0]
            .map(|value| Axis::over([0.0, 10.0]).at(value))
            .into();
        assert_eq!(halves, [0, 1000]);
    }

    #[test]
    fn one_value_or_none_has_an_axis_too() {
        assert_eq!(Axis::over([7.0, 7.0]).at(7.0), 0);
        assert_eq!(texts(Axis::over([f64::NAN])).first().unwrap(), "0.0");
        assert_eq!(Axis::over([0.0, 1.0]).at(9.0), FULL);
    }
}
