//! The program as it ships, without a driver: what it leaves on the disk, whom it talks to, and what
//! a second start does.

use std::path::Path;
use std::process::{Command, Stdio};

use hengping_tests::{data, disk};

use crate::machine::Machine;
use crate::program::Program;

/// Goes through the first start by the page's own calls; a card on the stick is the sign that it
/// came to the end.
const FIRST_START: &str = "
    (async () => {
        const call = (name, request) => window.__TAURI_INTERNALS__.invoke(name, request);
        const made = await call('create_identity', { request:
            { workspace: 'expert', label: '', name: '陈秀英', unit: '研究院',
                passphrase: '晚饭后沿着江边散步三公里' } });
        const groups = made.recovery_code.map((group, at) => [at + 1, group]);
        await call('confirm_recovery', { request: { groups } });
        const [folder] = await call('pick', { what: 'folder' });
        await call('save_card', { request: { folder: folder.id } });
    })();
";

fn card_is_saved(machine: &Machine) -> bool {
    !disk::files_under(&machine.path("stick")).is_empty()
}

#[test]
fn nothing_of_the_window_is_kept_on_the_disk() {
    let Some(machine) = Machine::fresh() else {
        return;
    };
    let mut program = Program::with_script(&machine, FIRST_START, |_| {});
    program.until("a card", || card_is_saved(&machine));
    for place in ["home", "user"] {
        let strange: Vec<_> = disk::files_under(&machine.path(place))
            .into_iter()
            .filter(|file| is_of_the_web_view(file))
            .collect();
        assert!(strange.is_empty(), "{strange:?}");
    }
    // Where the web view insists on a folder, it lies in memory and holds no answer of ours.
    let kept = disk::files_under(&machine.path("run"));
    for file in kept {
        let bytes = std::fs::read(&file).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        assert!(
            !text.contains("陈秀英") && bytes.len() < 100_000,
            "{}",
            file.display()
        );
    }
}

fn is_of_the_web_view(file: &Path) -> bool {
    let words = [
        "webkit",
        "cache",
        "cookies",
        "hsts",
        "localstorage",
        "indexeddb",
    ];
    let shown = file.to_string_lossy().to_lowercase();
    // The desktop's own settings have a cache of theirs.
    words.iter().any(|word| shown.contains(word))
        && !shown.contains("dconf")
        && !shown.contains("fontconfig")
        && !shown.contains("mesa")
}

/// Calls that made a socket of a network or named an address of one, as strace notes them; the
/// system's table of routes, which is read without one, does not count.
fn network_calls(log: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(log).unwrap_or_default();
    let of_network =
        |line: &&str| line.contains("socket(AF_INET") || line.contains("sa_family=AF_INET");
    let short = |line: &str| line.chars().take(160).collect();
    text.lines().filter(of_network).map(short).collect()
}

fn strace(log: &Path) -> Command {
    let mut command = Command::new("strace");
    command
        .args(["-f", "-qq", "-e", "trace=network", "-o"])
        .arg(log);
    command
}

/// Whether strace may look into programs here; a control that opens a socket tells.
fn strace_sees(machine: &Machine) -> bool {
    let log = machine.path("control.log");
    let open = "exec 3<>/dev/tcp/127.0.0.1/9";
    let mut control = strace(&log);
    control
        .args(["bash", "-c", open])
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let ran = control.status().is_ok();
    ran && network_calls(&log)
        .iter()
        .any(|call| call.contains("connect"))
}

#[test]
fn the_program_opens_no_socket_of_a_network() {
    let Some(machine) = Machine::fresh() else {
        return;
    };
    if data::program("strace").is_none() {
        return;
    }
    if !strace_sees(&machine) {
        data::skipped("sockets of the window", "strace cannot attach here");
        return;
    }
    let log = machine.path("sockets.log");
    let script = machine.path("script.js");
    std::fs::write(&script, FIRST_START).expect("a file");
    let mut command = strace(&log);
    command.arg(machine.program());
    machine.dress(&mut command);
    command.env("HENGPING_TEST_SCRIPT", &script);
    let mut program = Program::of(command);
    program.until("a card", || card_is_saved(&machine));
    program.end_all();
    assert!(
        std::fs::read_to_string(&log)
            .expect("a log")
            .contains("AF_UNIX"),
        "nothing was seen"
    );
    assert_eq!(network_calls(&log), Vec::<String>::new());
}

/// Waits for files that a second start hands over. Preferences on the disk tell that the page
/// listens, a card on the stick that it was told; which file it was, the page itself asks at once.
const WAITS_FOR_FILES: &str = "
    (async () => {
        const invoke = window.__TAURI_INTERNALS__.invoke;
        const handler = window.__TAURI_INTERNALS__.transformCallback(async () => {
            await card();
        });
        const card = async () => {
            const [folder] = await invoke('pick', { what: 'folder' });
            const made = await invoke('create_identity', { request:
                { workspace: 'expert', label: '', name: '陈秀英', unit: '研究院',
                passphrase: '晚饭后沿着江边散步三公里' } });
            const groups = made.recovery_code.map((group, at) => [at + 1, group]);
            await invoke('confirm_recovery', { request: { groups } });
            await invoke('save_card', { request: { folder: folder.id } });
        };
        await invoke('plugin:event|listen',
            { event: 'files-handed-over', target: { kind: 'Any' }, handler });
        const saved = await invoke('preferences', { request: {} });
        await invoke('save_preferences', { request: saved });
    })();
";

/// A session bus of the machine; ended with the test.
struct Bus {
    server: std::process::Child,
    address: String,
}

impl Bus {
    fn start() -> Option<Self> {
        use std::io::{BufRead as _, BufReader};
        data::program("dbus-daemon")?;
        let mut server = Command::new("dbus-daemon")
            .args(["--session", "--nofork", "--print-address"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("a bus");
        let mut address = String::new();
        let output = server.stdout.take().expect("its output");
        BufReader::new(output)
            .read_line(&mut address)
            .expect("an address");
        Some(Self {
            server,
            address: address.trim().to_owned(),
        })
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

#[test]
fn a_second_start_hands_its_file_to_the_first_and_ends() {
    let Some(machine) = Machine::fresh() else {
        return;
    };
    let Some(bus) = Bus::start() else {
        return;
    };
    let handed = machine.path("in").join("handed.orp");
    std::fs::write(&handed, "x").expect("a file");
    let on_the_bus = |command: &mut Command| {
        command.env("DBUS_SESSION_BUS_ADDRESS", &bus.address);
    };
    let mut first = Program::with_script(&machine, WAITS_FOR_FILES, on_the_bus);
    // The page listens once its preferences lie there.
    let listens = machine.path("home/preferences.json");
    first.until("a page that listens", || listens.is_file());
    let mut second = Command::new(machine.program());
    machine.dress(&mut second);
    on_the_bus(&mut second);
    second.arg(&handed);
    assert!(Program::of(second).ends().success());
    first.until("the file", || card_is_saved(&machine));
}
