//! From the window's calls to the command table.
//!
//! Which commands the window may call at all is said by its permissions (`capabilities/main.json`);
//! a test keeps them and the table in step.

use hengping_app::desktop::Desktop;
use serde_json::Value;
use tauri::Manager;
use tauri::ipc::{Invoke, InvokeBody, InvokeError};

use crate::dialogs;

/// Takes a call of the window; every answer comes from a thread that may wait.
pub(crate) fn handle(invoke: Invoke) -> bool {
    let Invoke {
        message, resolver, ..
    } = invoke;
    let name = message.command().to_owned();
    let request = match message.payload() {
        InvokeBody::Json(body) => body.clone(),
        InvokeBody::Raw(_) => Value::Null,
    };
    let app = message.webview_ref().app_handle().clone();
    resolver.respond_async(async move {
        let work = move || match name.as_str() {
            "pick" => Ok(dialogs::pick(&app, request["what"] == "folder")),
            _ => {
                let desktop = app.state::<Desktop>().inner().clone();
                desktop.call(&name, request["request"].clone())
            }
        };
        let answer = tauri::async_runtime::spawn_blocking(work).await;
        let answer = answer.map_err(|error| InvokeError::from(error.to_string()))?;
        answer.map_err(|notice| InvokeError(serde_json::to_value(notice).unwrap_or(Value::Null)))
    });
    true
}
