//! Photographs among files: found, taken in, taken out, deleted where they came from.

use std::path::{Path, PathBuf};

use hengping_core::id::ApplicationId;

use super::super::super::session::Session;
use super::super::super::wire::NoticeView;
use super::super::super::wire::start::Nothing;
use super::super::super::wire::visit::*;
use super::super::round::count;
use super::super::text::id;
use super::{done, views, visits};
use crate::context::{Context, Unit};
use crate::error::{Error, Result};
use crate::files;
use crate::visit::Visit;

/// Folders of cameras hold a folder per day or model.
const DEEPEST: usize = 2;
/// Files that are looked at; more than anyone takes on a visit.
const MOST_FILES: usize = 2_000;

pub(in crate::desktop) fn look_at_photos(
    session: &mut Session,
    request: VisitFiles,
) -> Result<PhotosFound> {
    let application = id(&request.application)?;
    let mut paths = Vec::new();
    for file in &request.files {
        gather(&session.files.path(file)?, DEEPEST, &mut paths);
    }
    let found = look(session, &application, &paths);
    session.progress_ends();
    found
}

fn look(session: &Session, id: &ApplicationId, paths: &[PathBuf]) -> Result<PhotosFound> {
    let (visit, ctx) = (session.visit()?, session.context());
    let mut photos = Vec::new();
    ctx.progress
        .begin("task-photos", paths.len() as u64, Unit::Items);
    for (done, path) in (1..).zip(paths) {
        // A file that cannot be read is one of the others.
        if let Ok(Some(found)) = visit.look_at(id, path) {
            let offered = session.files.offer(path);
            photos.push(PhotoFile {
                file: offered.id,
                name: offered.name,
                bytes: offered.bytes.unwrap_or_default(),
                taken_at: found.taken_at.map(|at| at.to_string()),
                known: found.known,
            });
        }
        ctx.progress.at(done);
    }
    photos.sort_by(|a, b| (&b.taken_at, &b.name).cmp(&(&a.taken_at, &a.name)));
    Ok(PhotosFound {
        others: count(paths.len() - photos.len()),
        photos,
    })
}

fn gather(path: &Path, depth: usize, found: &mut Vec<PathBuf>) {
    if found.len() >= MOST_FILES {
        return;
    }
    if !path.is_dir() {
        found.push(path.to_owned());
        return;
    }
    let entries = std::fs::read_dir(path).into_iter().flatten().flatten();
    let mut inside: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    inside.sort();
    for path in inside {
        if depth > 0 || !path.is_dir() {
            gather(&path, depth.saturating_sub(1), found);
        }
    }
}

/// Does something with each file; those that are refused are named.
fn each(
    session: &mut Session,
    (application, offered): (&str, &[String]),
    act: impl Fn(&mut Visit, &ApplicationId, &Path, &Context) -> Result<()>,
) -> Result<PhotosDone> {
    let application = id(application)?;
    let (mut done, mut refused) = (Vec::new(), Vec::new());
    for (number, file) in (1..).zip(offered) {
        let path = session.files.path(file)?;
        let (visit, ctx) = session.visit_mut()?;
        ctx.progress
            .begin("task-photos", offered.len() as u64, Unit::Items);
        match act(visit, &application, &path, &ctx) {
            Ok(()) => done.push(file.clone()),
            Err(error @ (Error::Refused(_) | Error::File { .. })) => {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                refused.push((name.into_owned(), NoticeView::of(&error)));
            }
            Err(error) => return Err(error),
        }
        ctx.progress.at(number);
    }
    Ok(PhotosDone {
        visit: views::sheet(session.visit()?, &application, &session.context())?,
        done,
        refused,
    })
}

pub(in crate::desktop) fn add_photos(
    session: &mut Session,
    request: AddPhotos,
) -> Result<PhotosDone> {
    let files = (request.application.as_str(), request.files.as_slice());
    let added = each(session, files, |visit, id, path, ctx| {
        let bytes = files::read(path)?;
        visit.add_photo(id, &request.subject, &bytes, ctx).map(drop)
    });
    session.progress_ends();
    added
}

pub(in crate::desktop) fn delete_origins(
    session: &mut Session,
    request: VisitFiles,
) -> Result<PhotosDone> {
    let files = (request.application.as_str(), request.files.as_slice());
    let deleted = each(session, files, |visit, id, path, ctx| {
        visit.delete_origin(id, path, ctx)
    });
    session.progress_ends();
    deleted
}

pub(in crate::desktop) fn remove_photo(
    session: &mut Session,
    request: PhotoOf,
) -> Result<VisitView> {
    let photo = id(&request.photo)?;
    done(session, &request.application, |visit, id, ctx| {
        visit.remove_photo(id, &request.subject, photo, ctx)
    })
}

pub(in crate::desktop) fn keep_place(
    session: &mut Session,
    request: KeepPlace,
) -> Result<VisitList> {
    let (visit, ctx) = session.visit_mut()?;
    visit.keep_place(request.keep, &ctx)?;
    visits(session, Nothing {})
}
