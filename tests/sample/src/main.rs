//! `hengping-sample OUT_DIR`: writes the materials of the sample round.
//!
//! Owns the command line only.
#![forbid(unsafe_code)]

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Parser;
use hengping_sample::{Inputs, Press, write_round};

/// Writes the materials of the sample round, byte-identical in every run.
#[derive(Parser)]
#[command(
    name = "hengping-sample",
    after_help = "Example: hengping-sample /tmp/materials --evidence ~/scans"
)]
struct Arguments {
    /// Folder to write; made if missing, must be empty.
    out_dir: PathBuf,
    /// Folder of PDFs that are added to the applications as further evidence.
    #[arg(long, value_name = "DIR")]
    evidence: Option<PathBuf>,
    /// Folder of the inputs.
    #[arg(long, value_name = "DIR", default_value_os_t = default_inputs())]
    inputs: PathBuf,
}

fn default_inputs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../review-packages/sample")
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let inputs = Inputs::read(&arguments.inputs)?;
    let press = Press::new()?;
    let written = write_round(
        &press,
        &inputs,
        &arguments.out_dir,
        arguments.evidence.as_deref(),
    )?;
    writeln!(
        std::io::stdout(),
        "{} applications, {} files, {} pages, {} bytes in {}",
        inputs.enterprises.len(),
        written.files,
        written.pages,
        written.bytes,
        arguments.out_dir.display(),
    )?;
    Ok(())
}
