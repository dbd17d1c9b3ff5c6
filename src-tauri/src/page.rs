//! The page scheme: pictures of pages, drawn beside the window's thread.

use hengping_app::desktop::Desktop;
use tauri::http::{Request, Response, header};
use tauri::{Manager, Runtime, UriSchemeContext, UriSchemeResponder};

pub(crate) fn answer<R: Runtime>(
    context: UriSchemeContext<'_, R>,
    request: Request<Vec<u8>>,
    responder: UriSchemeResponder,
) {
    let Some(desktop) = context.app_handle().try_state::<Desktop>() else {
        return;
    };
    let desktop = desktop.inner().clone();
    let wanted = request
        .uri()
        .path_and_query()
        .map_or_else(String::new, |path| path.as_str().to_owned());
    tauri::async_runtime::spawn_blocking(move || {
        let page = desktop.page(&wanted);
        let answer = Response::builder()
            .status(page.status)
            .header(header::CONTENT_TYPE, page.mime)
            .header(header::CACHE_CONTROL, "no-store")
            .body(page.bytes);
        if let Ok(answer) = answer {
            responder.respond(answer);
        }
    });
}
