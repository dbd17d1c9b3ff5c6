//! A window that a driver steers: clicks and keys as a person gives them, calls as the page makes
//! them, and what the page complained of.

use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::machine::Machine;
use crate::program::{PATIENCE, children, runs};

/// Runs before the page: collects what a person would never see.
const COLLECTOR: &str = "
    window.complaints = [];
    const complain = (what) => window.complaints.push(String(what));
    document.addEventListener('securitypolicyviolation', (event) =>
        complain(`policy: ${event.effectiveDirective} ${event.blockedURI}`));
    // A box that changed while boxes were measured is measured in the next frame; no harm is done.
    window.addEventListener('error', (event) =>
        event.message.startsWith('ResizeObserver loop') || complain(`error: ${event.message}`));
    window.addEventListener('unhandledrejection', (event) =>
        complain(`rejection: ${event.reason?.code ?? event.reason}`));
";

/// Calls a command as the page does.
const CALL: &str = "
    const [name, request, done] = arguments;
    window.__TAURI_INTERNALS__.invoke(name, { request })
        .then((answer) => done({ answer }), (refused) => done({ refused }));
";

/// A window of the program on a machine.
pub(crate) struct Window {
    runtime: Runtime,
    client: Client,
    driver: Child,
}

impl Window {
    /// Starts the program.
    pub(crate) fn open(machine: &Machine) -> Self {
        Self::open_through(machine, &[])
    }

    /// Starts the program as the last of `words`, the first of which is a program that starts it.
    pub(crate) fn open_through(machine: &Machine, words: &[&str]) -> Self {
        let collector = machine.path("collector.js");
        std::fs::write(&collector, COLLECTOR).expect("a file");
        let port = free_port();
        let mut command = Command::new("WebKitWebDriver");
        command.arg(format!("--port={port}"));
        machine.dress(&mut command);
        command
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
            .env("HENGPING_TEST_SCRIPT", collector);
        let driver = command.spawn().expect("a driver");
        wait(|| TcpStream::connect(("127.0.0.1", port)).ok());
        let program = machine.program().to_str().expect("a path in UTF-8");
        let all: Vec<&str> = words.iter().copied().chain([program]).collect();
        let options = json!({ "binary": all[0], "args": all[1..] });
        let wanted = json!({ "webkitgtk:browserOptions": options });
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        let client = runtime.block_on(
            ClientBuilder::new(HttpConnector::new())
                .capabilities(wanted.as_object().expect("an object").clone())
                .connect(&format!("http://127.0.0.1:{port}")),
        );
        Self {
            client: client.expect("a window"),
            runtime,
            driver,
        }
    }

    /// The program's process.
    pub(crate) fn process(&self) -> u32 {
        let started = children(self.driver.id());
        *started.first().expect("the program")
    }

    /// Kills the program as a cut of power does.
    pub(crate) fn kill(self) {
        let process = self.process();
        let killed = Command::new("kill")
            .args(["-9", &process.to_string()])
            .status();
        assert!(killed.expect("kill").success());
        wait(|| (!runs(process)).then_some(()));
    }

    /// Calls a command; the answer.
    pub(crate) fn call(&self, name: &str, request: Value) -> Value {
        let said = self.ask(name, request);
        assert!(said["refused"].is_null(), "{name}: {}", said["refused"]);
        said["answer"].clone()
    }

    /// Calls a command that is refused; the code.
    pub(crate) fn refused(&self, name: &str, request: Value) -> String {
        let said = self.ask(name, request);
        said["refused"]["code"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// Calls a command; `answer` or `refused`.
    pub(crate) fn ask(&self, name: &str, request: Value) -> Value {
        self.run_async(CALL, vec![json!(name), request])
    }

    /// What a folder dialog gives; its id.
    pub(crate) fn pick_folder(&self) -> Value {
        let pick = CALL.replace("{ request }", "request");
        let said = self.run_async(&pick, vec![json!("pick"), json!({ "what": "folder" })]);
        said["answer"][0]["id"].clone()
    }

    /// Waits until the screen has this heading.
    pub(crate) fn heading(&self, words: &str) {
        self.wait_for(Locator::XPath(&format!(
            "//h1[normalize-space(.)='{words}']"
        )));
    }

    /// Runs a script whose last argument is called with the result.
    pub(crate) fn run_async(&self, script: &str, arguments: Vec<Value>) -> Value {
        let said = self
            .runtime
            .block_on(self.client.execute_async(script, arguments));
        said.expect("a script that runs")
    }

    /// Runs a script.
    pub(crate) fn run(&self, script: &str) -> Value {
        let said = self
            .runtime
            .block_on(self.client.execute(script, Vec::new()));
        said.expect("a script that runs")
    }

    /// Waits for the first element that a selector of CSS finds.
    pub(crate) fn find(&self, css: &str) -> Element {
        self.wait_for(Locator::Css(css))
    }

    /// Every element that a selector finds now.
    pub(crate) fn all(&self, css: &str) -> Vec<Element> {
        let found = self
            .runtime
            .block_on(self.client.find_all(Locator::Css(css)));
        found.expect("a selector")
    }

    /// Types into the field with this number among those that a selector finds.
    pub(crate) fn type_into(&self, css: &str, number: usize, text: &str) {
        self.find(css);
        let field = self.all(css).swap_remove(number);
        self.runtime.block_on(field.send_keys(text)).expect("typed");
    }

    /// Empties the first field that a selector finds.
    pub(crate) fn clear(&self, css: &str) {
        self.runtime
            .block_on(self.find(css).clear())
            .expect("an empty field");
    }

    /// Waits for what an XPath finds for as long as `most`: some work takes minutes.
    pub(crate) fn appears(&self, path: &str, most: Duration) -> Element {
        let waiting = self.client.wait().at_most(most);
        let found = self
            .runtime
            .block_on(waiting.for_element(Locator::XPath(path)));
        found.unwrap_or_else(|error| panic!("{path}: {error}\n{}", self.page()))
    }

    /// Waits for a button and presses it.
    pub(crate) fn press(&self, words: &str) {
        self.hit(Locator::XPath(&format!(
            "//button[contains(normalize-space(.), '{words}') and not(@disabled)]"
        )));
    }

    /// Waits for an entry of the open menu and chooses it.
    pub(crate) fn choose(&self, words: &str) {
        self.hit(Locator::XPath(&format!(
            "//*[@role='menuitem'][contains(normalize-space(.), '{words}')]"
        )));
    }

    /// Waits for an element and clicks on it.
    pub(crate) fn click(&self, css: &str) {
        self.hit(Locator::Css(css));
    }

    /// What an element says.
    pub(crate) fn text(&self, element: &Element) -> String {
        self.runtime.block_on(element.text()).expect("its text")
    }

    /// What is written on the page.
    pub(crate) fn page(&self) -> String {
        let said = self.run("return document.body.innerText");
        said.as_str().unwrap_or_default().to_owned()
    }

    /// What the page complained of so far: broken policies, errors, refusals nobody took.
    pub(crate) fn complaints(&self) -> Vec<String> {
        serde_json::from_value(self.run("return window.complaints")).expect("a list")
    }

    /// Closes the window; the page must not have complained.
    pub(crate) fn close(self) {
        assert_eq!(self.complaints(), Vec::<String>::new());
        let process = self.process();
        let closed = self.runtime.block_on(self.client.clone().close());
        closed.expect("a window that closes");
        wait(|| (!runs(process)).then_some(()));
    }

    fn wait_for(&self, locator: Locator<'_>) -> Element {
        let waiting = self
            .client
            .wait()
            .at_most(PATIENCE)
            .every(Duration::from_millis(30));
        let found = self.runtime.block_on(waiting.for_element(locator));
        found.unwrap_or_else(|error| panic!("{locator:?}: {error}\n{}", self.page()))
    }

    /// A click can come while the page changes; then it is given again, as a person would.
    fn hit(&self, locator: Locator<'_>) {
        let once = || -> Result<(), CmdError> {
            let element = self.wait_for(locator);
            self.runtime.block_on(element.click())
        };
        let began = Instant::now();
        while let Err(error) = once() {
            assert!(
                began.elapsed() < PATIENCE,
                "{locator:?}: {error}\n{}",
                self.page()
            );
        }
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        for process in children(self.driver.id()) {
            let _ = Command::new("kill")
                .args(["-9", &process.to_string()])
                .status();
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    listener.local_addr().expect("its address").port()
}

/// Waits until `look` gives something.
pub(crate) fn wait<T>(look: impl Fn() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(began.elapsed() < PATIENCE, "not within {PATIENCE:?}");
        std::thread::sleep(Duration::from_millis(20));
    }
}
