//! The round that is measured on: papers of the sample, long documents bound from them, and twenty
//! thousand pages of statutes.
//!
//! Owns its making, which takes minutes and is kept for the next run. Trap: what is measured changes
//! the store, so every bench gets a copy.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use hengping_tests::{Applicant, Plan, data, disk};

use crate::machine::Machine;
use crate::window::Window;
use crate::{figures, first_hour, laws};

/// Documents of the application that is opened again and again.
const PAPERS: usize = 40;
/// Pages of the two long documents.
pub(crate) const LONG: usize = 500;
pub(crate) const MIDDLE: usize = 100;
/// Pages of statutes: applications, documents of each, pages of each.
const LAWS: (usize, usize, usize) = (10, 4, 500);

/// Longest time for importing and reading all of it.
const LONGEST: Duration = Duration::from_secs(1800);

/// Names of the enterprises, by which the window lists them.
pub(crate) const PAPERS_OF: &str = "材料公司";
pub(crate) const LONG_OF: &str = "长卷公司";

/// What the benches stand on.
pub(crate) struct Ground {
    folder: PathBuf,
    /// Files of the sample, as other programs open them.
    pub(crate) papers: Vec<PathBuf>,
}

impl Ground {
    /// Makes or finds it; nothing, which is said, where something is missing.
    pub(crate) fn prepare(sample: &Path, folder: &Path) -> Option<Self> {
        let ground = Self {
            folder: folder.to_owned(),
            papers: papers(sample),
        };
        if !ground.kept().join("home").is_dir() {
            figures::say("  making a round of 20 000 pages (some minutes, once)");
            ground.make()?;
        }
        Some(ground)
    }

    fn kept(&self) -> PathBuf {
        self.folder.join("round")
    }

    /// The document with so many pages.
    pub(crate) fn bound(&self, pages: usize) -> PathBuf {
        self.folder.join(format!("{pages}.pdf"))
    }

    /// A machine whose expert has pledged and not yet unlocked.
    pub(crate) fn machine(&self) -> Option<Machine> {
        let machine = Machine::fresh()?;
        disk::copy_folder(&self.kept().join("home"), &machine.path("home"));
        Some(machine)
    }

    fn make(&self) -> Option<()> {
        bind(&self.papers, LONG, &self.bound(LONG));
        bind(&self.papers, MIDDLE, &self.bound(MIDDLE));
        let plan = Plan {
            applicants: self.applicants()?,
            ..Plan::default()
        };
        let machine = Machine::fresh()?;
        let window = Window::open(&machine);
        first_hour::create_identity(&window);
        let _round = first_hour::pack_for(&machine, &plan);
        first_hour::begin_import(&window);
        window.appears("//button[contains(., '继续')]", LONGEST);
        first_hour::pledge(&window, LONGEST);
        window.close();
        let fresh = self.kept().with_extension("partial");
        let _ = fs::remove_dir_all(&fresh);
        disk::copy_folder(&machine.path("home"), &fresh.join("home"));
        fs::rename(fresh, self.kept()).expect("a folder");
        Some(())
    }

    fn applicants(&self) -> Option<Vec<Applicant>> {
        let read = |path: &PathBuf| fs::read(path).expect("a file");
        let papers = self.papers.iter().enumerate();
        let papers = papers.map(|(number, path)| (format!("{number:02}.pdf"), read(path)));
        let long = [MIDDLE, LONG].map(|pages| (format!("{pages}.pdf"), read(&self.bound(pages))));
        let mut all = vec![
            Applicant::new("a01", PAPERS_OF).with_files(papers.collect()),
            Applicant::new("a02", LONG_OF).with_files(long.to_vec()),
        ];
        let text = laws::text()?;
        let (applications, documents, pages) = LAWS;
        for application in 0..applications {
            let files = (0..documents).map(|place| {
                let number = application * documents + place;
                let content = laws::document(&text, number, pages);
                (format!("法规{number}.pdf"), content)
            });
            let id = format!("b{application:02}");
            let name = format!("法规{application}公司");
            all.push(Applicant::new(&id, &name).with_files(files.collect()));
        }
        Some(all)
    }
}

/// PDFs of the sample, those with many pages first.
fn papers(sample: &Path) -> Vec<PathBuf> {
    let mut files = disk::files_under(sample);
    files.retain(|path| path.extension().is_some_and(|extension| extension == "pdf"));
    // One of them is damaged on purpose and is shown as a card.
    files.retain(|path| fs::read(path).is_ok_and(|bytes| bytes.len() > 40_000));
    files.sort_by_key(|path| (path.file_name().map(ToOwned::to_owned), path.clone()));
    files.truncate(PAPERS);
    files
}

/// Binds papers into one document of `pages` pages.
fn bind(papers: &[PathBuf], pages: usize, into: &Path) {
    if data::program("pdfunite").is_none() {
        panic!("pdfunite of poppler-utils binds the long documents");
    }
    fs::create_dir_all(into.parent().expect("a folder")).expect("a folder");
    let sizes: Vec<usize> = papers.iter().map(|paper| pages_of(paper)).collect();
    let chosen = chosen(&sizes, pages).expect("papers whose pages add up");
    let chosen = chosen.into_iter().map(|place| &papers[place]);
    let united = Command::new("pdfunite").args(chosen).arg(into).status();
    assert!(united.expect("pdfunite").success());
}

/// Places of papers, each as often as it takes, whose pages add up to `pages`: the fewest.
fn chosen(sizes: &[usize], pages: usize) -> Option<Vec<usize>> {
    // For each number of pages, the last paper of the shortest way to it, and how long that way is.
    let mut ways: Vec<Option<(usize, usize)>> = vec![None; pages + 1];
    ways[0] = Some((0, 0));
    for at in 1..=pages {
        let before = |(place, size): (usize, &usize)| {
            let (_, length) = ways[at.checked_sub(*size).filter(|from| *from < at)?]?;
            Some((place, length + 1))
        };
        let all = sizes.iter().enumerate().filter_map(before);
        ways[at] = all.min_by_key(|(_, length)| *length);
    }
    let (mut left, mut places) = (pages, Vec::new());
    while left > 0 {
        let (place, _) = ways[left]?;
        places.push(place);
        left -= sizes[place];
    }
    Some(places)
}

fn pages_of(paper: &Path) -> usize {
    let said = Command::new("pdfinfo")
        .arg(paper)
        .output()
        .expect("pdfinfo");
    let said = String::from_utf8_lossy(&said.stdout).into_owned();
    let line = said.lines().find_map(|line| line.strip_prefix("Pages:"));
    line.and_then(|count| count.trim().parse().ok())
        .unwrap_or(usize::MAX)
}
