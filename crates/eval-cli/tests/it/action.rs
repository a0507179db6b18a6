//! The GitHub action: its scripts as a runner starts them, beside a fake of GitHub and a
//! fake of the program.

use std::collections::{BTreeMap, VecDeque};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{Said, skipped};

const ACTION: &str = include_str!("../../../../action.yml");
const GUIDE: &str = include_str!("../../../../docs/ci.md");
const GATE: &str = include_str!("../../../../scripts/action/gate.sh");
const COMMENT: &str = include_str!("../../../../scripts/action/comment.sh");

const TOKEN: &str = "a-token.that+nobody_may/see=";
const MARKER: &str = "<!-- flywheel:gate suites/a.toml -->";
const FOOTER: &str =
    "\n\n<sub>Commit 0123456, [log and summary](https://git.test/o/r/actions/runs/99)</sub>\n";

/// A folder in which a step of a workflow runs.
struct Job {
    folder: TempDir,
}

impl Job {
    /// Where the tools that a runner has are missing there is none.
    fn new() -> Option<Self> {
        for tool in ["bash", "curl", "jq"] {
            if Command::new(tool).arg("--version").output().is_err() {
                skipped(&format!("there is no {tool} here for the action's scripts"));
                return None;
            }
        }
        let job = Self { folder: tempfile::tempdir().unwrap() };
        for tool in ["curl", "jq"] {
            let log = job.path("started").display().to_string();
            job.program(
                tool,
                &format!("{{ printf '%s\\n' \"$@\"; env; }} >>'{log}'\nPATH=${{PATH#*:}}\nexec {tool} \"$@\"\n"),
            );
        }
        job.program("flywheel", FLYWHEEL);
        job.write("verdict.md", "all is well\n");
        job.event(
            &json!({ "pull_request": { "number": 7, "head": { "sha": "0123456789abcdef" } } }),
        );
        Some(job)
    }

    fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join(file)
    }

    fn write(&self, file: &str, text: &str) {
        std::fs::write(self.path(file), text).unwrap();
    }

    fn read(&self, file: &str) -> String {
        std::fs::read_to_string(self.path(file)).unwrap_or_default()
    }

    fn event(&self, event: &Value) {
        self.write("event.json", &event.to_string());
    }

    /// Puts a bash program where the step finds it first. Another process writes it: a file
    /// that this one has open cannot be executed while another test is starting something.
    fn program(&self, name: &str, text: &str) {
        self.write("text", &format!("#!/usr/bin/env bash\n{text}"));
        let mut install = Command::new("install");
        install.args(["-D", "-m", "755"]).args([self.path("text"), self.path("bin").join(name)]);
        assert!(install.status().unwrap().success());
    }

    fn step(&self, script: &str, environment: &[(&str, &str)]) -> Said {
        let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/action");
        let path = format!("{}:{}", self.path("bin").display(), std::env::var("PATH").unwrap());
        let output = Command::new("bash")
            .arg(scripts.join(script))
            .current_dir(self.folder.path())
            .env_clear()
            .env("PATH", path)
            .env("RUNNER_TEMP", self.folder.path())
            .env("GITHUB_OUTPUT", self.path("output"))
            .env("GITHUB_STEP_SUMMARY", self.path("summary"))
            .env("INPUT_SUITE", "suites/a.toml")
            .envs(environment.iter().copied())
            .output()
            .unwrap();
        Said {
            code: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// The step that comments. Whatever comes of it, the job goes on and the token is seen
    /// by GitHub alone.
    fn comment_as(&self, github: &GitHub, key: &str) -> Said {
        let said = self.step(
            "comment.sh",
            &[
                ("GITHUB_TOKEN", TOKEN),
                ("GITHUB_API_URL", &github.address),
                ("GITHUB_SERVER_URL", "https://git.test"),
                ("GITHUB_REPOSITORY", "o/r"),
                ("GITHUB_RUN_ID", "99"),
                ("GITHUB_EVENT_PATH", "event.json"),
                ("INPUT_MARKDOWN", "verdict.md"),
                ("INPUT_COMMENT_KEY", key),
                ("FLYWHEEL_RETRY_SECONDS", "0"),
            ],
        );
        assert_eq!(said.code, 0, "{}{}", said.stdout, said.stderr);
        for seen in [&said.stdout, &said.stderr, &self.read("started")] {
            assert!(!seen.contains(TOKEN), "{seen}");
        }
        assert!(!self.read("started").is_empty());
        said
    }

    fn comment(&self, github: &GitHub) -> Said {
        self.comment_as(github, "suites/a.toml")
    }

    /// The step that runs and gates.
    fn gate(&self, environment: &[(&str, &str)]) -> Said {
        self.step("gate.sh", environment)
    }

    /// What the program was asked for: every argument as it arrived.
    fn asked(&self, command: &str) -> Vec<String> {
        self.read(command).split_terminator('\0').map(str::to_owned).collect()
    }

    fn outputs(&self) -> BTreeMap<String, String> {
        let text = self.read("output");
        let mut lines = text.lines();
        let mut outputs = BTreeMap::new();
        while let Some(line) = lines.next() {
            let (name, end) = line.split_once("<<").unwrap();
            let value: Vec<&str> = lines.by_ref().take_while(|line| *line != end).collect();
            outputs.insert(name.to_owned(), value.join("\n"));
        }
        outputs
    }
}

/// Writes down what it is asked for, and ends and writes as the test says.
const FLYWHEEL: &str = r#"
printf '%s\0' "$@" >"$1"
if [ "$1" = run ]; then
    echo "::error::a suite wrote this"
    exit "${RUN_ENDS:-0}"
fi
ends=${GATE_ENDS:-0}
while [ $# -gt 0 ]; do
    case $1 in
        --markdown) if [ -n "${VERDICT:-}" ]; then printf 'the gate says %s\n' "$VERDICT" >"$2"; fi ;;
        --json) if [ -n "${VERDICT:-}" ]; then
            echo "{\"schema_version\": 1, \"verdict\": \"$VERDICT\", \"exit_code\": $ends}" >"$2"
        fi ;;
    esac
    shift
done
exit "$ends"
"#;

/// A fake of the part of GitHub that keeps comments.
struct GitHub {
    address: String,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    comments: Vec<(u64, String)>,
    /// Method and path of what was asked.
    requests: Vec<String>,
    /// Codes that the next requests are answered with, whatever they want.
    refusals: VecDeque<u16>,
    writing_is_forbidden: bool,
    /// The next comment is kept, and the answer that says so lost.
    next_answer_is_lost: bool,
}

impl GitHub {
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(Mutex::new(State::default()));
        let shared = Arc::clone(&state);
        // It ends with the tests' process.
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                answer(stream.unwrap(), &shared);
            }
        });
        Self { address, state }
    }

    fn has(&self, id: u64, body: &str) {
        self.state.lock().unwrap().comments.push((id, body.to_owned()));
    }

    fn set(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state.lock().unwrap());
    }

    fn comments(&self) -> Vec<(u64, String)> {
        self.state.lock().unwrap().comments.clone()
    }

    /// The methods of what was asked since the last time.
    fn methods(&self) -> Vec<String> {
        let requests = std::mem::take(&mut self.state.lock().unwrap().requests);
        requests.iter().map(|line| line.split(' ').next().unwrap().to_owned()).collect()
    }
}

/// Reads one request and answers it.
fn answer(mut stream: TcpStream, state: &Mutex<State>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut head = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        if line.trim_end().is_empty() {
            break;
        }
        head.push(line.trim_end().to_owned());
    }
    let Some(request) = head.first() else { return };
    let header = |name: &str| {
        head.iter().find_map(|line| {
            let (key, value) = line.split_once(": ")?;
            key.eq_ignore_ascii_case(name).then_some(value)
        })
    };
    if header("expect").is_some() {
        write!(stream, "HTTP/1.1 100 Continue\r\n\r\n").unwrap();
    }
    let length = header("content-length").map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    let known = header("authorization") == Some(&format!("Bearer {TOKEN}"));
    let (code, answer) = state.lock().unwrap().answer(request, &body, known);
    let answer = answer.to_string();
    let length = answer.len();
    write!(
        stream,
        "HTTP/1.1 {code} -\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{answer}"
    )
    .unwrap();
}

impl State {
    fn answer(&mut self, request: &str, body: &[u8], known: bool) -> (u16, Value) {
        let (request, _) = request.rsplit_once(' ').unwrap();
        self.requests.push(request.to_owned());
        if !known {
            return (401, json!({ "message": "Bad credentials" }));
        }
        if let Some(code) = self.refusals.pop_front() {
            return (code, json!({ "message": "Not now" }));
        }
        if let Some(query) =
            request.strip_prefix("GET /repos/o/r/issues/7/comments?per_page=100&page=")
        {
            let page = self.comments.chunks(100).nth(query.parse::<usize>().unwrap() - 1);
            let shown = page.unwrap_or_default().iter();
            return (200, shown.map(|(id, body)| json!({ "id": id, "body": body })).collect());
        }
        if self.writing_is_forbidden {
            return (403, json!({ "message": "Resource not accessible:\r\n0 % left" }));
        }
        let body: Value = serde_json::from_slice(body).unwrap();
        let body = body["body"].as_str().unwrap().to_owned();
        if body.chars().count() > 65536 {
            return (422, json!({ "message": "body is too long (maximum is 65536 characters)" }));
        }
        let (code, id) = if request == "POST /repos/o/r/issues/7/comments" {
            let id = 1 + self.comments.iter().map(|(id, _)| *id).max().unwrap_or(100);
            self.comments.push((id, body));
            (201, id)
        } else {
            let id =
                request.strip_prefix("PATCH /repos/o/r/issues/comments/").unwrap().parse().unwrap();
            self.comments.iter_mut().find(|(known, _)| *known == id).unwrap().1 = body;
            (200, id)
        };
        if std::mem::take(&mut self.next_answer_is_lost) {
            return (502, json!("the answer is lost"));
        }
        (code, json!({ "html_url": format!("https://git.test/o/r/pull/7#{id}") }))
    }
}

#[test]
fn there_is_one_comment_and_it_is_kept_up_to_date() {
    let Some(job) = Job::new() else { return };
    let github = GitHub::new();
    let said = job.comment(&github);
    assert_eq!(said.stdout, "comment: https://git.test/o/r/pull/7#101\n");
    assert_eq!(github.methods(), ["GET", "POST"]);
    assert_eq!(github.comments(), [(101, format!("{MARKER}\nall is well\n{FOOTER}"))]);

    job.write("verdict.md", "not any more\n");
    job.comment(&github);
    assert_eq!(github.methods(), ["GET", "PATCH"]);
    assert_eq!(github.comments(), [(101, format!("{MARKER}\nnot any more\n{FOOTER}"))]);
}

#[test]
fn the_comment_is_found_on_a_later_page() {
    let Some(job) = Job::new() else { return };
    let github = GitHub::new();
    for id in 0..230 {
        github.has(id, "I disagree");
    }
    github.has(230, &format!("{MARKER}\nold"));
    job.comment(&github);
    assert_eq!(github.methods(), ["GET", "GET", "GET", "PATCH"]);
    let comments = github.comments();
    assert_eq!(comments.len(), 231);
    assert!(comments[..230].iter().all(|(_, body)| body == "I disagree"));
    assert!(comments[230].1.contains("all is well"));
}

#[test]
fn without_one_all_pages_are_read_before_it_is_written() {
    let Some(job) = Job::new() else { return };
    let github = GitHub::new();
    for id in 0..200 {
        github.has(id, "I disagree");
    }
    job.comment(&github);
    assert_eq!(github.methods(), ["GET", "GET", "GET", "POST"]);
    assert_eq!(github.comments().len(), 201);
}

#[test]
fn each_suite_has_a_comment_and_other_peoples_stay_as_they_are() {
    let Some(job) = Job::new() else { return };
    let github = GitHub::new();
    let foreign = [
        (1, format!("> {MARKER}\nwhat does this line mean?")),
        (2, format!("look: {MARKER}")),
        (3, String::new()),
        (4, "<!-- flywheel:gate suites/a.toml2 -->\nanother".to_owned()),
    ];
    for (id, body) in &foreign {
        github.has(*id, body);
    }
    job.comment(&github);
    job.comment_as(&github, "suites/b.toml");
    job.comment(&github);
    let comments = github.comments();
    assert_eq!(comments[..4], foreign);
    assert_eq!(comments.len(), 6);
    assert!(comments[4].1.starts_with(MARKER));
    assert!(comments[5].1.starts_with("<!-- flywheel:gate suites/b.toml -->\n"));
}

#[test]
fn of_two_comments_the_first_is_kept_up_to_date() {
    let Some(job) = Job::new() else { return };
    let github = GitHub::new();
    github.has(1, &format!("{MARKER}\none"));
    github.has(2, &format!("{MARKER}\ntwo"));
    job.comment(&github);
    let comments = github.comments();
    assert!(comments[0].1.contains("all is well"));
    assert_eq!(comments[1..], [(2, format!("{MARKER}\ntwo"))]);
}

#[test]
fn no_key_ends_the_marker_early() {
    let Some(job) = Job::new() else { return };
    let github = GitHub::new();
    job.comment_as(&github, "100 % -->\n# of *all*");
    job.comment_as(&github, "100 % -->\n# of *all*");
    let comments = github.comments();
    assert_eq!(comments.len(), 1);
    let (first, _) = comments[0].1.split_once('\n').unwrap();
    assert_eq!(first, "<!-- flywheel:gate 100 %25 --%3E%0A# of *all* -->");
}

#[test]
fn a_text_of_any_kind_arrives_as_it_is() {
    let Some(job) = Job::new() else { return };
    let github = GitHub::new();
    let text = "\"quoted\" 'twice' `ticks` $(touch gone) ${HOME} \\n \\\\ %0A ::error::x\r\n\n\
        | a | ü 🌈 |\n```\n@verdict.md\n```\n\t<b>&amp;</b>\n\n\n";
    job.write("verdict.md", text);
    job.comment(&github);
    assert_eq!(github.comments(), [(101, format!("{MARKER}\n{text}{FOOTER}"))]);
    assert!(!job.path("gone").exists());
}

#[test]
fn a_text_that_is_too_long_is_cut_at_a_line_and_says_so_first() {
    let Some(job) = Job::new() else { return };
    let github = GitHub::new();
    let line = format!("```{}\n", "ü".repeat(60));
    job.write("verdict.md", &line.repeat(2000));
    job.comment(&github);
    let (_, body) = github.comments().remove(0);
    assert!(body.starts_with(&format!(
        "{MARKER}\n> [!NOTE]\n> Commit 0123456, cut: GitHub takes 65536 characters. The whole is in \
         the [summary](https://git.test/o/r/actions/runs/99).\n\n```"
    )));
    let length = body.chars().count();
    assert!(length <= 65536 && length > 65536 - 70, "{length}");
    assert!(body.lines().skip(4).all(|kept| kept == line.trim_end()));

    // The longest that is left whole, and one more; a single line is cut within.
    let room = 65536 - (MARKER.len() + 1 + FOOTER.len());
    for (length, cut) in [(room, false), (room + 1, true)] {
        job.write("verdict.md", &"🌈".repeat(length));
        job.comment(&github);
        let (_, body) = github.comments().remove(0);
        assert_eq!(body.contains("[!NOTE]"), cut);
        assert_eq!(body.chars().count(), 65536);
    }
}

#[test]
fn a_token_that_may_not_comment_is_a_warning() {
    let Some(job) = Job::new() else { return };
    let github = GitHub::new();
    github.set(|state| state.writing_is_forbidden = true);
    let said = job.comment(&github);
    assert_eq!(
        said.stdout,
        "::warning::no comment was written: GitHub answered 403 (Resource not accessible:%0D%0A0 %25 \
         left): the token may not comment here, as on a pull request from a fork. The verdict \
         stands.\n"
    );
    // Asking again would not help.
    assert_eq!(github.methods(), ["GET", "POST"]);
}

#[test]
fn a_github_that_is_out_of_order_is_asked_again() {
    let Some(job) = Job::new() else { return };
    let github = GitHub::new();
    github.set(|state| state.refusals = [500, 503].into());
    let said = job.comment(&github);
    assert!(!said.stdout.contains("warning"), "{}", said.stdout);
    assert_eq!(github.methods(), ["GET", "GET", "GET", "POST"]);
    assert_eq!(github.comments().len(), 1);
}

#[test]
fn a_github_that_stays_out_of_order_is_a_warning() {
    let Some(job) = Job::new() else { return };
    let github = GitHub::new();
    github.set(|state| state.refusals = [500; 9].into());
    let said = job.comment(&github);
    assert!(said.stdout.starts_with("::warning::no comment was written: GitHub answered 500"));
    assert_eq!(github.methods(), ["GET"; 4]);

    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let gone = GitHub { address: format!("http://{nobody}"), state: Arc::default() };
    let said = job.comment(&gone);
    assert!(said.stdout.contains("::warning::no comment was written: GitHub cannot be reached"));
}

#[test]
fn a_comment_whose_answer_got_lost_is_not_written_twice() {
    let Some(job) = Job::new() else { return };
    let github = GitHub::new();
    github.set(|state| state.next_answer_is_lost = true);
    job.comment(&github);
    assert_eq!(github.methods(), ["GET", "POST", "GET", "PATCH"]);
    assert_eq!(github.comments().len(), 1);
}

#[test]
fn an_event_without_a_pull_request_asks_github_for_nothing() {
    let Some(job) = Job::new() else { return };
    let github = GitHub::new();
    for event in [json!({ "ref": "refs/heads/main" }), json!({ "issue": { "number": 7 } })] {
        job.event(&event);
        let said = job.comment(&github);
        assert_eq!(said.stdout, "::notice::no comment: this event belongs to no pull request\n");
    }
    assert_eq!(github.methods(), [""; 0]);

    // Somebody's comment on a pull request is an event of that pull request.
    job.event(&json!({ "issue": { "number": 7, "pull_request": {} } }));
    job.comment(&github);
    assert_eq!(github.comments().len(), 1);
}

#[test]
fn what_is_missing_is_a_warning() {
    let Some(job) = Job::new() else { return };
    let github = GitHub::new();
    let warned = |why: &str| {
        let said = job.comment(&github);
        assert_eq!(
            said.stdout,
            format!("::warning::no comment was written: {why}. The verdict stands.\n")
        );
        assert_eq!(github.methods(), [""; 0]);
    };
    std::fs::remove_file(job.path("verdict.md")).unwrap();
    warned("there is no text for it");
    job.write("event.json", "{ \"pull_request\": ");
    warned("the event cannot be read");
    job.event(&json!(["pull_request"]));
    warned("the event cannot be read");
    std::fs::remove_file(job.path("event.json")).unwrap();
    warned("the event cannot be read");
}

#[test]
fn the_exit_code_is_the_gates() {
    let codes = [
        (0, "pass"),
        (0, "inconclusive"),
        (1, "block"),
        (2, ""),
        (3, "inconclusive"),
        (4, ""),
        (5, "invalid"),
    ];
    for (code, verdict) in codes {
        let Some(job) = Job::new() else { return };
        let ends = code.to_string();
        let said = job.gate(&[("GATE_ENDS", &ends), ("VERDICT", verdict)]);
        assert_eq!(said.code, code, "{}{}", said.stdout, said.stderr);
        assert!(!said.stdout.contains("::warning::"), "{}", said.stdout);
        let outputs = job.outputs();
        assert_eq!(outputs["exit-code"], ends);
        assert_eq!(outputs["verdict"], if verdict.is_empty() { "none" } else { verdict });
        let text = job.read(&outputs["markdown"]);
        assert_eq!(job.read("summary"), text);
        if verdict.is_empty() {
            let says =
                format!("**No verdict** for `suites/a.toml`: `flywheel gate` ended with {code} (");
            assert!(text.starts_with("> [!WARNING]\n") && text.contains(&says), "{text}");
        } else {
            assert_eq!(text, format!("the gate says {verdict}\n"));
        }
    }
}

#[test]
fn a_run_that_failed_too_often_outside_the_agents_is_gated_all_the_same() {
    let Some(job) = Job::new() else { return };
    let said = job.gate(&[("RUN_ENDS", "5"), ("GATE_ENDS", "5"), ("VERDICT", "invalid")]);
    assert_eq!(said.code, 5);
    assert!(said.stdout.contains("::warning::more of the run failed outside the agents"));
    assert_eq!(job.outputs()["verdict"], "invalid");
    assert_eq!(job.read("summary"), "the gate says invalid\n");
}

#[test]
fn where_there_is_no_run_there_is_no_gate() {
    for (code, why) in [
        (2, "bad input, or the tool itself failed"),
        (4, "nothing ran"),
        (130, "interrupted"),
        (101, "it failed"),
    ] {
        let Some(job) = Job::new() else { return };
        let said = job.gate(&[("RUN_ENDS", &code.to_string())]);
        assert_eq!(said.code, code);
        assert_eq!(job.asked("gate"), [""; 0]);
        let outputs = job.outputs();
        assert_eq!(outputs["verdict"], "none");
        assert_eq!(outputs["exit-code"], code.to_string());
        let says = format!("`flywheel run` ended with {code} ({why})");
        assert!(job.read("summary").contains(&says), "{}", job.read("summary"));
    }
}

#[test]
fn arguments_arrive_as_they_were_given() {
    let Some(job) = Job::new() else { return };
    let said = job.gate(&[
        ("INPUT_FLYWHEEL", &job.path("bin/flywheel").display().to_string()),
        ("INPUT_SUITE", "-my \"suite\" $(touch gone).toml"),
        ("INPUT_BASELINE", "it's * the; base"),
        ("INPUT_CANDIDATE", "`new`"),
        ("INPUT_CONFIG", "a  b/gate.toml"),
        ("INPUT_THREADS", "3"),
        ("INPUT_OUT", "my runs/one/"),
        ("VERDICT", "pass"),
    ]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let suite = "./-my \"suite\" $(touch gone).toml";
    let run = ["run", suite, "--out", "my runs/one", "--quiet", "--threads", "3"];
    assert_eq!(job.asked("run"), run);
    let gate = [
        "gate",
        "my runs/one",
        "--baseline",
        "it's * the; base",
        "--candidate",
        "`new`",
        "--config",
        "a  b/gate.toml",
        "--markdown",
        "my runs/one-gate/gate.md",
        "--junit",
        "my runs/one-gate/junit.xml",
        "--json",
        "my runs/one-gate/gate.json",
        "--annotations",
    ];
    assert_eq!(job.asked("gate"), gate);
    assert!(!job.path("gone").exists());
    let outputs = job.outputs();
    let files = ["run", "json", "markdown", "junit"].map(|name| outputs[name].as_str());
    assert_eq!(files, [gate[1], gate[13], gate[9], gate[11]]);
}

#[test]
fn what_is_not_given_is_not_passed_on() {
    let Some(job) = Job::new() else { return };
    job.gate(&[("VERDICT", "pass"), ("INPUT_BASELINE", ""), ("INPUT_OUT", "")]);
    let outputs = job.outputs();
    let folder = outputs["run"].as_str();
    assert!(folder.starts_with(&job.path("flywheel-").display().to_string()), "{folder}");
    assert_eq!(job.asked("run"), ["run", "suites/a.toml", "--out", folder, "--quiet"]);
    assert_eq!(job.asked("gate")[..3], ["gate", folder, "--markdown"]);
}

#[test]
fn what_an_earlier_gate_has_left_is_no_verdict() {
    let Some(job) = Job::new() else { return };
    job.gate(&[("INPUT_OUT", "one"), ("VERDICT", "pass")]);
    assert_eq!(job.outputs()["verdict"], "pass");
    let said = job.gate(&[("INPUT_OUT", "one"), ("GATE_ENDS", "2")]);
    assert_eq!(said.code, 2);
    assert_eq!(job.outputs()["verdict"], "none");
    assert!(job.read("one-gate/gate.md").contains("No verdict"));
}

#[test]
fn a_gate_that_does_not_say_what_it_ended_with_is_a_warning() {
    let Some(job) = Job::new() else { return };
    let said = job.gate(&[]);
    assert_eq!(said.code, 0);
    let warning = "::warning::the gate ended with 0, but what it wrote says: nothing";
    assert!(said.stdout.contains(warning), "{}", said.stdout);
}

#[test]
fn what_cannot_be_written_does_not_change_the_exit_code() {
    for (code, verdict) in [(0, "pass"), (3, "inconclusive")] {
        for file in ["GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"] {
            let Some(job) = Job::new() else { return };
            let said = job.gate(&[
                ("GATE_ENDS", &code.to_string()),
                ("VERDICT", verdict),
                (file, "/there/is/no/such/folder"),
            ]);
            assert_eq!(said.code, code, "{}{}", said.stdout, said.stderr);
        }
    }
}

#[test]
fn what_a_run_prints_is_no_command_to_the_runner() {
    let Some(job) = Job::new() else { return };
    let said = job.gate(&[("VERDICT", "pass")]).stdout;
    let lines: Vec<&str> = said.lines().collect();
    let mute = lines[1].strip_prefix("::stop-commands::").unwrap();
    assert_eq!(lines[2..], ["::error::a suite wrote this", &format!("::{mute}::"), "::endgroup::"]);
}

#[test]
fn a_text_that_is_too_long_for_the_summary_is_named_there() {
    let Some(job) = Job::new() else { return };
    job.gate(&[("VERDICT", &"long ".repeat(20_000)), ("INPUT_OUT", "one")]);
    assert!(job.read("summary").starts_with("the gate says long "));
    job.program(
        "flywheel",
        "[ \"$1\" = run ] || head -c 2000000 /dev/zero | tr '\\0' x >one-gate/gate.md",
    );
    job.write("summary", "");
    job.gate(&[("INPUT_OUT", "one")]);
    let says = "The verdict's text is too long for a summary; it is in gate.md beside the run.\n";
    assert_eq!(job.read("summary"), says);
}

#[test]
fn a_build_is_named_for_its_sources_and_found_by_later_steps() {
    let Some(job) = Job::new() else { return };
    let home = job.path("home").display().to_string();
    let path = job.path("path").display().to_string();
    let machine = [
        ("HOME", home.as_str()),
        ("RUNNER_OS", "Linux"),
        ("RUNNER_ARCH", "X64"),
        ("ImageOS", "ubuntu24"),
        ("GITHUB_PATH", path.as_str()),
    ];
    let said = job.step("name-build.sh", &machine);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let named = job.read("output");
    let (key, root) = named.trim_end().split_once('\n').unwrap();
    let key = key.strip_prefix("key=").unwrap();
    let sources = key.strip_prefix("flywheel-Linux-X64-ubuntu24-").unwrap();
    assert!(sources.len() == 16 && sources.chars().all(|digit| digit.is_ascii_hexdigit()), "{key}");
    let root = root.strip_prefix("root=").unwrap();
    assert_eq!(root, format!("{home}/.cache/flywheel/{key}"));
    assert_eq!(job.read("path"), format!("{root}/bin\n"));
}

#[test]
fn the_program_is_built_from_the_actions_own_sources_and_once() {
    let Some(job) = Job::new() else { return };
    for tool in ["cargo", "rustup"] {
        let log = job.path("built").display().to_string();
        job.program(tool, &format!("echo \"{tool} $RUSTUP_TOOLCHAIN $*\" >>'{log}'\n"));
    }
    let root = job.path("root").display().to_string();
    let started = || {
        let said = job.step("build.sh", &[("ROOT", &root)]);
        assert_eq!(said.code, 0, "{}", said.stderr);
        job.read("built")
    };
    let rust = env!("CARGO_PKG_RUST_VERSION");
    let built = format!(
        "rustup {rust} toolchain install {rust} --profile minimal --no-self-update\n\
         cargo {rust} install --locked --root {root} --path crates/eval-cli --bin flywheel\n"
    );
    assert_eq!(started(), built);
    job.program("../root/bin/flywheel", "");
    assert_eq!(started(), built);
}

/// The names in a section of action.yml.
fn names_in(section: &str) -> Vec<&str> {
    let (_, rest) = ACTION.split_once(&format!("\n{section}:\n")).unwrap();
    let lines = rest.lines().take_while(|line| line.is_empty() || line.starts_with(' '));
    lines.filter_map(|line| line.strip_prefix("  ")?.strip_suffix(':')).collect()
}

#[test]
fn every_input_and_output_is_described() {
    let names = [names_in("inputs"), names_in("outputs")].concat();
    assert!(
        names.contains(&"suite") && names.contains(&"verdict") && names.len() == 16,
        "{names:?}"
    );
    for name in names {
        assert!(GUIDE.contains(&format!("\n| `{name}` |")), "docs/ci.md has no `{name}`");
    }
}

#[test]
fn what_the_scripts_read_is_handed_to_them_and_nothing_is_pasted_into_code() {
    for script in [GATE, COMMENT] {
        let words = script.split(|c: char| !(c.is_ascii_uppercase() || c == '_'));
        for name in words.filter(|word| word.starts_with("INPUT_")) {
            assert!(ACTION.contains(&format!("        {name}: ")), "action.yml has no {name}");
        }
    }
    let scripts: Vec<&str> =
        ACTION.lines().filter_map(|line| line.trim_start().strip_prefix("run: ")).collect();
    assert_eq!(scripts.len(), 4);
    assert!(scripts.iter().all(|script| script.starts_with("bash ") && !script.contains("${{")));
}
