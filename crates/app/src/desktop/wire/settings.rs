//! Settings, rolling copy, keys of the person.

use super::wire;

wire! {
    /// Answer of `preferences`, request of `save_preferences`: how the window looks. Kept in the
    /// clear beside the store because it is needed before it opens; nothing confidential.
    pub struct Preferences {
        /// `zh-CN` or `en`.
        pub language: String,
        /// `light`, `dark` or `system`.
        pub theme: String,
        /// Text size in per cent, 100 to 175.
        pub text_size: u16,
        /// `white`, `warm` or `green`.
        pub tint: String,
        /// Minutes until the program locks; 0 never.
        pub idle_minutes: u16,
        /// Whether passphrases show while typed.
        pub show_passphrases: bool,
        /// Sizes of panes and the like: opaque JSON of the UI.
        pub layout: String,
    }

    /// Request of `name_stick`.
    pub struct NameStick {
        /// Offered folder on the stick; absent to forget it.
        pub folder: Option<String>,
    }

    /// Answer of `copy_state` and `copy_now`.
    pub struct CopyState {
        /// Whether a stick was named.
        pub named: bool,
        /// Whether it is plugged in now.
        pub present: bool,
        /// When the last copy was made and read back.
        pub last: Option<String>,
        /// Message key of what went wrong last.
        pub fault: Option<String>,
        /// Whether there are changes since the last copy.
        pub due: bool,
    }

    /// Request of `restore`.
    pub struct Restore {
        /// The kind of work the copy is of.
        pub workspace: super::start::Workspace,
        /// Offered folder of the copy.
        pub folder: String,
        /// Passphrase or recovery code.
        pub secret: String,
        /// Whether it is the recovery code.
        pub is_recovery_code: bool,
    }
}
