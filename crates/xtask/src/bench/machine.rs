//! Which machine the figures are from; a ratio without it says little.

use serde_json::{Value, json};
use std::fs::read_to_string;

/// Processor, cores, memory, kernel and what the machine is busy with, as far as the system tells.
pub(crate) fn describe() -> Value {
    let field = |file: &str, name: &str| {
        let text = read_to_string(file).unwrap_or_default();
        let line = text
            .lines()
            .find(|line| line.starts_with(name))
            .map(String::from);
        line.and_then(|line| Some(line.split_once(':')?.1.trim().to_owned()))
    };
    json!({
        "processor": field("/proc/cpuinfo", "model name"),
        "cores": std::thread::available_parallelism().map_or(0, usize::from),
        "memory": field("/proc/meminfo", "MemTotal"),
        "kernel": read_to_string("/proc/sys/kernel/osrelease").ok().map(|text| text.trim().to_owned()),
        "load": read_to_string("/proc/loadavg").ok().and_then(|text| Some(text.split(' ').next()?.to_owned())),
        "system": std::env::consts::OS,
    })
}
