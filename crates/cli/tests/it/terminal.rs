//! Questions at a terminal: passphrases without echo, and an end that is an answer as well.
//!
//! Trap: `script` gives the program a terminal of its own; what is typed before a question stands
//! there would be shown, so every answer waits for its question.

use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// A passphrase that is typed.
const TYPED: &str = "very secret words";

/// The program at a terminal.
struct Terminal {
    script: Child,
    shown: Receiver<u8>,
    seen: String,
}

impl Terminal {
    /// Starts the program with words that need no quoting.
    fn start(words: &[&str]) -> Self {
        let line = [&[env!("CARGO_BIN_EXE_hengping")], words]
            .concat()
            .join(" ");
        let mut script = Command::new("script")
            .args([
                "--quiet",
                "--return",
                "--flush",
                "--command",
                &line,
                "/dev/null",
            ])
            .env_remove("HENGPING_LANG")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("script is part of every Debian");
        let out = script.stdout.take().expect("piped");
        let (send, shown) = channel();
        std::thread::spawn(move || {
            std::io::BufReader::new(out)
                .bytes()
                .map_while(Result::ok)
                .try_for_each(|byte| send.send(byte))
        });
        Self {
            script,
            shown,
            seen: String::new(),
        }
    }

    /// Types once `question` stands there.
    fn answer(&mut self, question: &str, typed: &str) {
        let mut bytes = Vec::new();
        while !String::from_utf8_lossy(&bytes).contains(question) {
            let next = self.shown.recv_timeout(Duration::from_secs(60));
            bytes.push(next.unwrap_or_else(|_| panic!("no {question}: {}", self.seen)));
        }
        self.seen.push_str(&String::from_utf8_lossy(&bytes));
        // The question is shown a moment before the echo is off.
        std::thread::sleep(Duration::from_millis(500));
        let mut keys = self.script.stdin.as_ref().expect("piped");
        keys.write_all(typed.as_bytes()).expect("typed");
    }

    /// Exit code and everything that was shown.
    fn end(mut self) -> (i32, String) {
        let rest: Vec<u8> = self.shown.iter().collect();
        self.seen.push_str(&String::from_utf8_lossy(&rest));
        let code = self.script.wait().expect("ended").code();
        (code.expect("script ends by itself"), self.seen)
    }
}

fn enrol(folder: &Path) -> Terminal {
    let (home, card) = (folder.join("e1"), folder.join("e1.card"));
    let words = [
        "expert",
        "enrol",
        "--name",
        "x",
        "--unit",
        "y",
        "--home",
        crate::text(&home),
        "--out",
        crate::text(&card),
    ];
    Terminal::start(&words)
}

#[test]
fn a_new_passphrase_is_asked_twice_and_shown_never() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut terminal = enrol(folder.path());
    terminal.answer("新口令", &format!("{TYPED}\n"));
    terminal.answer("再输一次", "other words\n");
    let (code, shown) = terminal.end();
    assert_eq!(code, 1, "{shown}");
    assert!(shown.contains("R002") && !shown.contains(TYPED), "{shown}");
    assert!(!folder.path().join("e1").exists(), "no store");
    let mut terminal = enrol(folder.path());
    terminal.answer("新口令", &format!("{TYPED}\n"));
    terminal.answer("再输一次", &format!("{TYPED}\n"));
    let (code, shown) = terminal.end();
    assert_eq!(code, 0, "{shown}");
    assert!(!shown.contains(TYPED), "{shown}");
    let home = folder.path().join("e1");
    let mut terminal = Terminal::start(&["expert", "log", "--home", crate::text(&home)]);
    terminal.answer("口令", "wrong words\n");
    let (code, shown) = terminal.end();
    assert!(code == 1 && shown.contains("S011"), "{shown}");
}

#[test]
fn whoever_ends_the_question_gets_no_store() {
    for (key, ends_with) in [("\u{4}", 1), ("\u{3}", 130)] {
        let folder = tempfile::tempdir().expect("a folder");
        let mut terminal = enrol(folder.path());
        terminal.answer("新口令", key);
        let (code, shown) = terminal.end();
        assert_eq!(code, ends_with, "{shown}");
        assert!(!folder.path().join("e1").exists(), "no store");
    }
}
