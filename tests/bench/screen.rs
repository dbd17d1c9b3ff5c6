//! A display as somebody before it sees it: when it last changed, and keys that are pressed at it.
//!
//! Works the same for every program. Trap: a caret that blinks would never come to rest, so only the
//! middle of the display is looked at, where pages lie.

use std::process::Command;
use std::time::{Duration, Instant};

use x11rb::connection::Connection;
use x11rb::protocol::xproto::{
    ConnectionExt as _, ImageFormat, InputFocus, KEY_PRESS_EVENT, KEY_RELEASE_EVENT,
};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;

use crate::machine::Machine;

/// The key that turns a page.
pub(crate) const KEY_PAGE_DOWN: u32 = 0xff56;

/// How long nothing changes on a display that has come to rest.
const REST: Duration = Duration::from_millis(300);

/// The middle of a display.
pub(crate) struct Screen {
    connection: RustConnection,
    root: u32,
    /// Left, top, width, height.
    region: (i16, i16, u16, u16),
}

impl Screen {
    /// The display of a machine.
    pub(crate) fn of(machine: &Machine) -> Option<Self> {
        let mut dressed = Command::new("");
        machine.dress(&mut dressed);
        let mut given = dressed.get_envs();
        let display = given.find(|(name, _)| *name == "DISPLAY")?.1?;
        let (connection, number) = x11rb::connect(display.to_str()).ok()?;
        let screen = connection.setup().roots.get(number)?;
        let (root, width, height) = (screen.root, screen.width_in_pixels, screen.height_in_pixels);
        let region = (
            i16::try_from(width / 4).ok()?,
            i16::try_from(height / 4).ok()?,
            width / 4,
            height / 2,
        );
        Some(Self {
            connection,
            root,
            region,
        })
    }

    /// Looks at another part of the display.
    pub(crate) fn looking_at(self, region: (i16, i16, u16, u16)) -> Self {
        Self { region, ..self }
    }

    /// Presses a key and lets it go; the pointer stands on the page, so that the key goes there.
    pub(crate) fn press(&self, key: u32) {
        let Some(code) = self.code_of(key) else {
            return;
        };
        let (left, top, width, height) = self.region;
        let middle = (
            left + width.cast_signed() / 2,
            top + height.cast_signed() / 2,
        );
        let moved =
            self.connection
                .warp_pointer(x11rb::NONE, self.root, 0, 0, 0, 0, middle.0, middle.1);
        self.focus();
        for kind in [KEY_PRESS_EVENT, KEY_RELEASE_EVENT] {
            let _ = self
                .connection
                .xtest_fake_input(kind, code, 0, x11rb::NONE, 0, 0, 0);
        }
        let _ = moved.map(|_| self.connection.flush());
    }

    /// Gives the focus to the window under the pointer, as a window manager would.
    fn focus(&self) -> Option<()> {
        let asked = self.connection.query_pointer(self.root).ok()?;
        let window = asked.reply().ok()?.child;
        let focused =
            self.connection
                .set_input_focus(InputFocus::PARENT, window, x11rb::CURRENT_TIME);
        focused.ok()?.check().ok()
    }

    fn code_of(&self, key: u32) -> Option<u8> {
        let setup = self.connection.setup();
        let (first, last) = (setup.min_keycode, setup.max_keycode);
        let asked = self
            .connection
            .get_keyboard_mapping(first, last - first + 1);
        let mapping = asked.ok()?.reply().ok()?;
        let each = usize::from(mapping.keysyms_per_keycode);
        let mut rows = mapping.keysyms.chunks(each);
        let place = rows.position(|row| row.contains(&key))?;
        first.checked_add(u8::try_from(place).ok()?)
    }

    /// Milliseconds from `began` to the last change before the display came to rest; nothing when it
    /// never changed.
    pub(crate) fn settles(&self, began: Instant, most: Duration) -> Option<f64> {
        let mut seen = self.look()?;
        let mut changed = None;
        loop {
            std::thread::sleep(Duration::from_millis(2));
            let now = self.look()?;
            if now != seen {
                seen = now;
                changed = Some(began.elapsed());
            }
            let rests = changed.is_some_and(|at| began.elapsed() > at + REST);
            if rests || began.elapsed() > most {
                return changed.map(|at| at.as_secs_f64() * 1000.0);
            }
        }
    }

    /// Whether a page seems to be there: much white and something that is not.
    pub(crate) fn has_page(&self) -> bool {
        let Some(pixels) = self.look() else {
            return false;
        };
        let white = pixels.chunks(4).filter(|pixel| pixel[..3] == [255; 3]);
        let share = white.count() * 4 * 100 / pixels.len().max(1);
        (40..100).contains(&share)
    }

    fn look(&self) -> Option<Vec<u8>> {
        let (left, top, width, height) = self.region;
        let asked = self.connection.get_image(
            ImageFormat::Z_PIXMAP,
            self.root,
            left,
            top,
            width,
            height,
            u32::MAX,
        );
        Some(asked.ok()?.reply().ok()?.data)
    }
}
