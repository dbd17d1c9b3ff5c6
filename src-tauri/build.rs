//! Lets the window call the commands of the table and the shell's own, and nothing else.

/// Every command: those of the table, kept in step by a test, and the shell's own.
const COMMANDS: &[&str] = &include!("commands.in");

fn main() {
    assert!(
        std::path::Path::new("../ui/dist/index.html").is_file(),
        "the window is not built yet; run: cargo xtask ui"
    );
    let manifest = tauri_build::AppManifest::new().commands(COMMANDS);
    let attributes = tauri_build::Attributes::new().app_manifest(manifest);
    tauri_build::try_build(attributes).expect("the settings of the shell are well-formed");
}
